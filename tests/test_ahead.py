import multiprocessing
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.pages import Page

from scripts.common import kept
from tests.building import ROOT
from tests.projects import Project


def test_with_the_first_page_all_others_are_rendered_until_one_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "cache")
    docs = Project(tmp_path).docs
    # The build says what is wrong with a page, not this.
    (docs / "wrong.md").write_text("# A\n\n[There](there.md)\n", encoding="utf-8")
    (docs / "wrong-too.md").write_text("# A\n\n/// help-lines\n///\n", encoding="utf-8")

    def kept_after_rendering_one() -> set[Path]:
        config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs), plugins=[], hooks=[], nav=None)
        files = get_files(config)
        page = Page(None, files.documentation_pages()[0], config)
        page.read_source(config)
        page.render(config, files)
        for other in multiprocessing.active_children():
            other.join(60)
            assert other.exitcode == 0
        return set((tmp_path / "cache/pages").iterdir())

    first = kept_after_rendering_one()
    # But for those that print other pages.
    assert len(first) > len(list(docs.rglob("*.md"))) * 2 / 3
    latest = max(first, key=lambda file: file.stat().st_mtime)
    latest.unlink()
    assert kept_after_rendering_one() == first - {latest}
    assert capfd.readouterr() == ("", "")
