"""Links to the glossary: golden/glossary_links.yml has what is printed of a text."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown, markdown

from scripts.content import data_files
from scripts.content.data_files import FaultyDataError
from tests.building import ROOT
from tests.golden import cases

EXTENSION = "scripts.content.extension"
OPTIONS: dict[str, Any] = {EXTENSION: {"glossary": "words-used-here.md"}}
LINK = re.compile(r'<a class="term" href="([^"]*)#([\w-]+)">(.*?)</a>', re.DOTALL)
TERM = "- {{term: {}, anchor: {}, also: {}, meaning: Words., whose: his, auto: {}}}\n"
GLOSSARY = "".join(TERM.format(*term) for term in cases("glossary_links.yml", "terms"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "docs" / "_data" / "glossary.yml"
    file.parent.mkdir(parents=True)
    file.write_text(GLOSSARY, encoding="utf-8")
    return file


def reader(docs: Path, page: str = "index.md", *others: str, **configs: Any) -> Markdown:
    md = Markdown(extensions=[EXTENSION, *others], extension_configs={**OPTIONS, **configs})
    # What MkDocs registers: it holds the page that is rendered.
    file = SimpleNamespace(src_uri=page, abs_src_path=str(docs / page) if page else "")
    relpath: Any = SimpleNamespace(file=file, run=lambda _: None)
    md.treeprocessors.register(relpath, "relpath", 0)
    return md


@pytest.mark.parametrize(("source", "printed"), cases("glossary_links.yml", "pages"))
def test_the_first_use_of_a_term_leads_to_the_glossary(data: Path, source: str, printed: str) -> None:
    others = ["attr_list", "def_list", "smarty", "tables", "pymdownx.blocks.admonition"]
    boxes = {"pymdownx.blocks.admonition": {"types": ["do", "help-card", "warning"]}}
    found = reader(data.parent.parent, "articles/birds.md", *others, **boxes).convert(source)
    assert {link[1] for link in LINK.finditer(found)} <= {"../words-used-here.md"}
    assert LINK.sub(r"[\3→\2]", found) == printed


def test_the_link_leads_from_the_page_if_there_is_a_glossary(data: Path) -> None:
    pages = {"index.md": "words-used-here.md", "a/b/page-1.md": "../../words-used-here.md"}
    # Nothing is linked in the glossary, and where the page is not known.
    for page, address in {**pages, "words-used-here.md": None, "": None}.items():
        found = LINK.search(reader(data.parent.parent, page).convert("Lizard"))
        assert (found and found[1]) == address
    assert reader(data.parent.parent, "index.md", **{EXTENSION: {}}).convert("Lizard") == "<p>Lizard</p>"


def test_one_reader_of_markdown_renders_many_pages_and_reads_a_changed_glossary_again(data: Path) -> None:
    md = reader(data.parent.parent)
    assert 'class="term"' in md.convert("A Lizard <a>open")
    assert [link[3] for link in LINK.finditer(md.reset().convert("A Lizard."))] == ["Lizard"]
    data.write_text(TERM.format("Gecko", "gecko", "[]", "true"), encoding="utf-8")
    assert [link[3] for link in LINK.finditer(md.reset().convert("A Gecko, a Lizard."))] == ["Gecko"]
    data.unlink()
    with pytest.raises(FaultyDataError):
        md.reset().convert("A Lizard.")


def test_all_pages_of_a_build_read_the_glossary_once(data: Path) -> None:
    data.write_text(f"{GLOSSARY}# Not read by another test.\n", encoding="utf-8")
    before = data_files._read.cache_info().misses
    pages = {reader(data.parent.parent, f"{number}.md").convert("A Lizard.") for number in range(9)}
    assert (len(pages), data_files._read.cache_info().misses - before) == (1, 1)


@given(st.lists(st.sampled_from(cases("pieces.yml", "glossary")), max_size=25))
def test_the_words_of_a_page_stay_the_same(parts: list[str]) -> None:
    source = " ".join(parts)
    plain, linked = markdown(source), reader(ROOT / "docs").convert(source)
    assert LINK.sub(r"\3", linked) == plain
    for element in html.fromstring(f"<div>{linked}</div>").iter("a"):
        if element.get("class") == "term":
            assert {"a", "code", "h1"}.isdisjoint(above.tag for above in element.iterancestors())
