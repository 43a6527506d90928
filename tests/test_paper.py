"""The step of the finish that gives pages their editions, and the command that does it alone."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.common.built_pages import read_site
from scripts.editions import Made, make_editions
from scripts.editions.__main__ import main
from scripts.editions.rules import RULES
from scripts.finish.paper import editions
from tests.editions import MARK, fixture_copy, small_site, whole_page


def test_without_editions_no_page_keeps_a_place_for_them(tmp_path: Path) -> None:
    site = fixture_copy(tmp_path)
    assert list(editions(site, Made())) == []
    assert not list(site.root.rglob("*.pdf"))
    assert all('class="editions"' not in page.text for page in read_site(site.root).pages.values())


def test_a_fault_names_the_file_that_a_person_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    root = small_site(tmp_path, "<video></video>").root
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("# A\n\n<video></video>\n", encoding="utf-8")
    site = read_site(root, {"a/index.html": "docs/a.md"})
    (fault,) = editions(site, make_editions(site))
    assert str(fault).startswith("docs/a.md:3: ED01 <video> has no form on paper; ")


def test_the_command_makes_the_editions_of_a_site_and_exits_with_1_for_a_fault(tmp_path: Path) -> None:
    root = small_site(tmp_path, '<h3>Deep</h3><div class="editions" data-list="booklet"></div>').root
    (root / "b.html").write_text(whole_page("B", f"<h1>B</h1>{MARK.format('page')}"), encoding="utf-8")
    done = CliRunner().invoke(main, [str(root), "--cache", str(tmp_path / "cache")])
    assert (done.exit_code, done.stdout.splitlines()[-1][-28:]) == (1, ": 7 made, the rest unchanged")
    assert "booklet-a4.pdf" in (root / "a/index.html").read_text(encoding="utf-8")
    assert done.stderr == (
        "site/a/index.html:9: ED03 The heading “Deep” has level 3, and before it comes level 1; make it level 2.\n"
        "1 error, 0 warnings\n"
    )


def test_the_command_prints_the_rules() -> None:
    done = CliRunner().invoke(main, ["--rules"])
    assert (done.exit_code, [line[:4] for line in done.stdout.splitlines() if line[0] != " "]) == (0, list(RULES))
