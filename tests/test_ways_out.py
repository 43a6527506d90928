"""The generator can be replaced: the finish works on what any of them built; test_generators.py builds with each."""

import re
from pathlib import Path

import material  # type: ignore[import-untyped]
from click.testing import CliRunner

from scripts.common.built_pages import read_site
from scripts.finish.__main__ import main
from scripts.finish.links import check
from tests.building import FIXTURE, ROOT, built
from tests.sites import untagged


def test_the_finish_as_a_command_makes_a_bare_build_ready(tmp_path: Path, fixture_site: Path) -> None:
    """The build has no hooks: it is what a generator makes that knows nothing of ours."""
    bare_site = built(FIXTURE / "docs", tmp_path / "site", hooks=[])
    assert not (bare_site / "_headers").exists()
    done = CliRunner().invoke(main, [str(bare_site), "--docs", str(FIXTURE / "docs")])
    assert (done.exit_code, done.stderr) == (0, "")
    assert list(check(read_site(bare_site))) == []
    assert untagged(bare_site) == untagged(fixture_site)


def test_material_still_has_the_blocks_that_ours_fill() -> None:
    block = re.compile(r"{%-? block (\w+)")
    base = (Path(material.__file__).parent / "templates" / "base.html").read_text(encoding="utf-8")
    ours = block.findall((ROOT / "overrides" / "main.html").read_text(encoding="utf-8"))
    assert len(ours) > 5
    assert set(ours) - set(block.findall(base)) == set()
