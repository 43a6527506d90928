"""Pages that are not rendered again: the same as if they were, and never stale."""

import logging
import multiprocessing
import shutil
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.pages import Page

from scripts.build import kept_pages
from scripts.common import ahead, kept
from tests.building import FIXTURE, ROOT
from tests.golden import cases
from tests.projects import PAGE, Project
from tests.sites import read_all, write_files

TOOLBOX, BEGIN = FIXTURE.parent / "toolbox", ahead.begin


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "cache")
    monkeypatch.setattr(ahead, "begin", lambda *_: None)
    return tmp_path / "cache" / "pages"


class Rendering:
    """One rendering of the pages of a folder, and what it tells the rest of the build of each."""

    def __init__(self, docs: Path, *, most: int | None = None, **settings: Any) -> None:
        config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs), plugins=[], hooks=[], nav=None, **settings)
        files = get_files(config)
        self.taken: list[str] = []
        self.pages: dict[str, object] = {}
        take = kept_pages.KeptPages._take
        for file in files.documentation_pages()[:most]:
            page = Page(None, file, config)
            page.read_source(config)

            def taken(self_: Any, *parts: Any, name: str = file.src_uri) -> None:
                self.taken.append(name)
                take(self_, *parts)

            with patch.object(kept_pages.KeptPages, "_take", taken):
                page.render(config, files)
            links = {to.src_uri: found for to, found in (page.links_to_anchors or {}).items()}
            toc = [(item.title, item.id, item.level) for item in page.toc]
            self.pages[file.src_uri] = (page.content, toc, page.title, page.present_anchor_ids, links, page.meta)


@pytest.mark.parametrize("docs", [ROOT / "docs", FIXTURE / "docs"], ids=["ours", "fixture"])
def test_a_page_that_is_kept_is_the_same_as_one_that_is_rendered(tmp_path: Path, docs: Path) -> None:
    copy = Project(tmp_path, docs).docs
    shutil.copytree(TOOLBOX, copy / "articles", dirs_exist_ok=True)
    first, second = Rendering(copy), Rendering(copy)
    assert first.taken == []
    assert second.pages == first.pages
    # But for what prints other pages.
    assert len(second.taken) > len(first.pages) * 2 / 3


def test_a_page_is_rendered_again_when_its_words_or_data_change(tmp_path: Path) -> None:
    docs = Project(tmp_path).docs
    Rendering(docs)
    assert PAGE in Rendering(docs).taken
    for path, old, new in cases("kept_pages.yml"):
        text = (docs / path).read_text(encoding="utf-8") if (docs / path).exists() else ""
        assert old in text
        (docs / path).write_text(text.replace(old, new, 1), encoding="utf-8")
        assert PAGE not in Rendering(docs).taken, path
        assert PAGE in Rendering(docs).taken, path


def test_a_page_is_rendered_again_when_its_makers_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = Project(tmp_path).docs
    Rendering(docs)

    def is_rendered(**settings: Any) -> bool:
        return Rendering(docs, **settings).taken == []

    assert not is_rendered()
    ours = load_config(str(ROOT / "mkdocs.yml"))
    assert is_rendered(markdown_extensions=[*ours.markdown_extensions, "sane_lists"])
    changed = {**ours.mdx_configs, "toc": {**ours.mdx_configs["toc"], "toc_depth": 3}}
    assert is_rendered(markdown_extensions=[{name: changed.get(name, {})} for name in ours.markdown_extensions])
    for name in ("OVERRIDES", "_SCRIPTS"):
        new = tmp_path / name
        new.mkdir()
        with monkeypatch.context() as patched:
            patched.setattr(kept_pages, name, new)
            assert is_rendered()
            (new / "partial.html").write_text("new", encoding="utf-8")
            assert is_rendered()
            assert not is_rendered()
    with monkeypatch.context() as patched:
        patched.setattr(kept_pages, "distributions", lambda: list(distributions())[1:])
        assert is_rendered()
    with monkeypatch.context() as patched:
        patched.setattr(kept_pages, "only_shown", lambda: True)
        assert is_rendered()
    assert not is_rendered()


def test_pages_that_print_other_pages_and_pages_of_unknown_extensions_are_always_rendered(tmp_path: Path) -> None:
    docs = Project(tmp_path).docs
    (docs / "snippet.md").write_text("# A\n\n/// glossary\n///\n", encoding="utf-8")
    Rendering(docs)
    assert "snippet.md" not in Rendering(docs).taken
    assert not kept_pages.KNOWN.fullmatch("mdx_include")
    settings: dict[str, Any] = {"markdown_extensions": ["toc", "pymdownx.snippets"]}
    Rendering(docs, **settings)
    assert Rendering(docs, **settings).taken == []


def test_a_link_to_a_page_that_has_gone_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    docs = Project(tmp_path).docs
    (docs / PAGE).write_text("# A\n\n[There](../there.md)\n", encoding="utf-8")
    (docs / "there.md").write_text("# There\n", encoding="utf-8")
    Rendering(docs)
    (docs / "there.md").unlink()
    with caplog.at_level(logging.WARNING):
        assert PAGE in Rendering(docs).taken
    assert f"Doc file '{PAGE}' contains a link '../there.md'" in caplog.text


def test_with_an_empty_a_warm_and_a_damaged_cache_the_site_is_the_same(tmp_path: Path) -> None:
    project = Project(tmp_path)
    # The cache is in the folder that a build runs in.
    project.environment["PYTHONPATH"] = str(ROOT)
    cache = tmp_path / ".cache"

    def built() -> tuple[dict[str, bytes], str]:
        code, said = project.build(cwd=tmp_path)
        assert code == 0, said
        return read_all(project.site), said

    empty, _ = built()
    warm, said = built()
    assert "is damaged" not in said
    assert warm == empty
    files = [file for file in cache.rglob("*") if file.is_file()]
    kinds = {file.relative_to(cache).parts[0] for file in files}
    assert kinds >= {"editions", "packed", "pages"}
    for file in files:
        data = file.read_bytes()
        file.write_bytes(data[: len(data) // 2] + b"damage")
    damaged, said = built()
    assert damaged == empty
    for kind in kinds:
        assert f".cache/{kind}/" in said
    assert "is damaged; it is made anew." in said


def test_with_the_first_page_all_others_are_rendered_until_one_is_kept(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ahead, "begin", BEGIN)
    docs = Project(tmp_path).docs
    # The build says what is wrong with a page, not this.
    wrong = {"wrong.md": "# A\n\n[There](there.md)\n", "wrong-too.md": "# A\n\n/// help-lines\n///\n"}
    write_files(docs, wrong)

    def kept_after_rendering_one() -> set[Path]:
        Rendering(docs, most=1)
        for other in multiprocessing.active_children():
            other.join(60)
            assert other.exitcode == 0
        return set(folder.iterdir())

    first = kept_after_rendering_one()
    # But for those that print other pages.
    assert len(first) > len(list(docs.rglob("*.md"))) * 2 / 3
    latest = max(first, key=lambda file: file.stat().st_mtime)
    latest.unlink()
    assert kept_after_rendering_one() == first - {latest}
    assert capfd.readouterr() == ("", "")


def test_the_extension_stands_last_so_that_it_keeps_what_the_others_made() -> None:
    settings = yaml.unsafe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV", ""))
    assert settings["markdown_extensions"][-1] == f"{kept_pages.__name__}:BeforeRendering"
