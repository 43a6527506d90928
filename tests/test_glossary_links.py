"""Links to the glossary: golden/glossary_links.yml has what is printed of a text."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown, markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from scripts.content.data_files import FaultyDataError
from tests.building import ROOT
from tests.golden import cases

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

EXTENSION = "scripts.content.extension"
LINK = re.compile(r'<a class="term" href="([^"]*)#([\w-]+)">(.*?)</a>', re.DOTALL)
TERM = "- {{term: {}, anchor: {}, also: {}, meaning: Words., whose: his, auto: {}}}\n"
GLOSSARY = "".join(
    TERM.format(*term)
    for term in (
        ("Lizard", "lizard", "[]", "true"),
        ("Biological Dream", "biological-dream", "[]", "true"),
        ("Two walls", "two-walls", "[wall pair]", "true"),
        ("Demand-withdraw", "demand-withdraw", "[]", "true"),
        ("MasterTalk", "mastertalk", "[]", "true"),
        ("Half", "half", "[]", "false"),
    )
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "docs" / "_data" / "glossary.yml"
    file.parent.mkdir(parents=True)
    file.write_text(GLOSSARY, encoding="utf-8")
    return file


class RelPath(Treeprocessor):
    """What MkDocs registers: it holds the page that is rendered."""

    def __init__(self, file: SimpleNamespace) -> None:
        super().__init__()
        self.file = file

    def run(self, root: Element) -> None:
        """Leave all as it is."""


class Rendered(Extension):
    """Tells which page is rendered."""

    def __init__(self, docs: Path, page: str) -> None:
        self.file = SimpleNamespace(src_uri=page, abs_src_path=str(docs / page) if page else "")
        super().__init__()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        md.treeprocessors.register(RelPath(self.file), "relpath", 0)


def render(data: Path, source: str, page: str = "articles/birds.md") -> str:
    others = ["attr_list", "def_list", "smarty", "tables", "pymdownx.blocks.admonition"]
    boxes = {"types": ["do", "help-card", "warning"]}
    return markdown(
        source,
        extensions=[Rendered(data.parent.parent, page), EXTENSION, *others],
        extension_configs={"pymdownx.blocks.admonition": boxes},
    )


@pytest.mark.parametrize(("source", "printed"), cases("glossary_links.yml"))
def test_the_first_use_of_a_term_leads_to_the_glossary(data: Path, source: str, printed: str) -> None:
    found = render(data, source)
    assert {link[1] for link in LINK.finditer(found)} <= {"../words-used-here.md"}
    assert LINK.sub(r"[\3→\2]", found) == printed


@pytest.mark.parametrize(
    ("page", "printed"),
    [
        ("index.md", '<a class="term" href="words-used-here.md#lizard">Lizard</a>'),
        ("comments/birds/page-1.md", '<a class="term" href="../../words-used-here.md#lizard">Lizard</a>'),
        # Nothing is linked in the glossary, and where the page is not known.
        ("words-used-here.md", "Lizard"),
        ("", "Lizard"),
    ],
)
def test_the_link_leads_from_the_page(data: Path, page: str, printed: str) -> None:
    assert render(data, "Lizard", page) == f"<p>{printed}</p>"


def test_one_reader_of_markdown_renders_many_pages_and_reads_a_changed_glossary_again(data: Path) -> None:
    reader = Markdown(extensions=[EXTENSION, Rendered(data.parent.parent, "index.md")])
    assert 'class="term"' in reader.convert("A Lizard <a>open")
    again = reader.reset().convert("A Lizard.")
    assert again == '<p>A <a class="term" href="words-used-here.md#lizard">Lizard</a>.</p>'
    data.write_text(TERM.format("Gecko", "gecko", "[]", "true"), encoding="utf-8")
    assert [link[3] for link in LINK.finditer(reader.reset().convert("A Gecko, a Lizard."))] == ["Gecko"]
    data.unlink()
    with pytest.raises(FaultyDataError):
        reader.reset().convert("A Lizard.")


TAGS = ("<b>", "&amp;", "<")
MARKS = ("\n\n", "# ", "- ", "> ", "’", "-", "    ")
WORDS = ("Lizard", "lizards", "Biological", "Dream", "two", "walls", "*", "**", "`", "[", "](x.md)", *TAGS, *MARKS)


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_the_words_of_a_page_stay_the_same(parts: list[str]) -> None:
    source = " ".join(parts)
    plain, linked = markdown(source), markdown(source, extensions=[EXTENSION, Rendered(ROOT / "docs", "index.md")])
    assert LINK.sub(r"\3", linked) == plain
    for element in html.fromstring(f"<div>{linked}</div>").iter("a"):
        if element.get("class") == "term":
            assert {"a", "code", "h1"}.isdisjoint(above.tag for above in element.iterancestors())


def test_mkdocs_checks_the_links_and_makes_addresses_of_them(
    tmp_path: Path, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    docs, theme = data.parent.parent, tmp_path / "theme"
    theme.mkdir()
    (theme / "main.html").write_text("{{ page.content }}", encoding="utf-8")
    (docs / "articles").mkdir()
    for name in ("index.md", "articles/birds.md"):
        (docs / name).write_text("A Lizard.\n", encoding="utf-8")
    (docs / "words-used-here.md").write_text("Lizard\n{#lizard}\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Birds\n", encoding="utf-8")
    config = load_config(
        str(tmp_path / "mkdocs.yml"),
        theme={"name": None, "custom_dir": str(theme)},
        plugins=[],
        exclude_docs="/_data/",
        markdown_extensions=["attr_list", EXTENSION],
        validation={"links": {"anchors": "warn"}},
        strict=True,
    )
    build(config)
    pages = {"articles/birds/": ["../../words-used-here/"], "": ["words-used-here/"], "words-used-here/": []}
    for page, links in pages.items():
        text = (tmp_path / "site" / page / "index.html").read_text(encoding="utf-8")
        assert [link[1] for link in LINK.finditer(text)] == links
    (docs / "words-used-here.md").write_text("No lizard here.\n", encoding="utf-8")
    with pytest.raises(Abort):
        build(config)
    assert (
        "Doc file 'index.md' contains a link 'words-used-here.md#lizard', but the doc 'words-used-here.md' does not "
        "contain an anchor '#lizard'."
    ) in caplog.messages
