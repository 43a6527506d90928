from __future__ import annotations

import os
import re
import time
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

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

EXTENSION = "scripts.content.extension"


def entry(term: str, anchor: str, *, also: str = "[]", auto: str = "true") -> str:
    return f"- {{term: {term}, anchor: {anchor}, also: {also}, meaning: Words., whose: his, auto: {auto}}}\n"


GLOSSARY = (
    entry("Lizard", "lizard")
    + entry("Biological Dream", "biological-dream")
    + entry("Two walls", "two-walls", also="[wall pair]")
    + entry("Demand-withdraw", "demand-withdraw")
    + entry("MasterTalk", "mastertalk")
    + entry("Half", "half", auto="false")
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
    extensions: list[str | Extension] = [
        Rendered(data.parent.parent, page),
        EXTENSION,
        "attr_list",
        "def_list",
        "smarty",
        "tables",
        "pymdownx.blocks.admonition",
    ]
    boxes = {"types": ["do", "help-card", "warning"]}
    return markdown(
        source,
        extensions=extensions,
        extension_configs={"pymdownx.blocks.admonition": boxes},
    )


def link(words: str, anchor: str) -> str:
    return f'<a class="term" href="../words-used-here.md#{anchor}">{words}</a>'


def test_links_the_first_use_of_a_term(data: Path) -> None:
    printed = render(data, "A Lizard and a Lizard.\n\nThe Biological Dream of a Lizard.\n")
    assert printed == (
        f"<p>A {link('Lizard', 'lizard')} and a Lizard.</p>\n"
        f"<p>The {link('Biological Dream', 'biological-dream')} of a Lizard.</p>"
    )


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("index.md", "words-used-here.md#lizard"),
        ("articles/birds.md", "../words-used-here.md#lizard"),
        ("comments/birds/page-1.md", "../../words-used-here.md#lizard"),
    ],
)
def test_the_link_leads_from_the_page(data: Path, page: str, address: str) -> None:
    assert render(data, "Lizard", page) == f'<p><a class="term" href="{address}">Lizard</a></p>'


@pytest.mark.parametrize("page", ["", "words-used-here.md"])
def test_links_nothing_in_the_glossary_and_where_the_page_is_not_known(data: Path, page: str) -> None:
    assert render(data, "A Lizard.", page) == "<p>A Lizard.</p>"


@pytest.mark.parametrize(
    ("source", "words", "anchor"),
    [
        ("a lizard", "lizard", "lizard"),
        ("two Lizards", "Lizards", "lizard"),
        ("the biological dream", "biological dream", "biological-dream"),
        ("the Biological dream", "Biological dream", "biological-dream"),
        ("the Biological\nDream", "Biological\nDream", "biological-dream"),
        ("demand-withdraw", "demand-withdraw", "demand-withdraw"),
        ("demand–withdraw", "demand–withdraw", "demand-withdraw"),
        ("a wall pair", "wall pair", "two-walls"),
        ("(Lizard)", "Lizard", "lizard"),
        ("a “Lizard”", "Lizard", "lizard"),
        ("**a Lizard** here", "Lizard", "lizard"),
    ],
)
def test_knows_a_term_in_its_forms(data: Path, source: str, words: str, anchor: str) -> None:
    assert link(words, anchor) in render(data, source)


def test_a_possessive_is_a_use(data: Path) -> None:
    assert render(data, "The Lizard's alarm") == f"<p>The {link('Lizard', 'lizard')}&rsquo;s alarm</p>"


@pytest.mark.parametrize(
    "source", ["lizardly", "a blizzard", "LIZARD", "Mastertalk", "pre-Lizard", "Lizard-like", "half", "Half of it"]
)
def test_other_words_are_not_linked(data: Path, source: str) -> None:
    assert render(data, source) == f"<p>{source}</p>"


@pytest.mark.parametrize(
    "source",
    [
        "# Lizard",
        "#### Lizard",
        "`Lizard`",
        "Text.\n\n    Lizard",
        "[the Lizard](birds.md)",
        "[a **Lizard** here](birds.md)",
        "<figure>\n<svg><text>Lizard</text></svg>\n<figcaption>Lizard</figcaption>\n</figure>",
        "<!-- Lizard -->",
        "/// do | The Lizard\nText.\n///",
        "/// warning | Fear\nThe Lizard.\n///",
        "/// help-card | Call\n- The Lizard.\n///",
        "| Lizard |\n| --- |\n| x |",
        "Lizard\n:   x",
    ],
)
def test_some_places_have_no_links(data: Path, source: str) -> None:
    assert 'class="term"' not in render(data, source)
    assert render(data, f"{source}\n\nA Lizard.\n").endswith(f"<p>A {link('Lizard', 'lizard')}.</p>")


def test_text_after_a_link_in_a_paragraph_is_linked(data: Path) -> None:
    printed = render(data, "See [x](y.md) and <b>b</b>: Lizard *and* two walls, Lizard.")
    assert printed == (
        '<p>See <a href="y.md">x</a> and <b>b</b>: '
        f"{link('Lizard', 'lizard')} <em>and</em> {link('two walls', 'two-walls')}, Lizard.</p>"
    )


def test_cells_items_and_boxes_are_text(data: Path) -> None:
    source = "| A |\n| --- |\n| Lizard |\n\n- two walls\n\n/// do | Do this\nMasterTalk\n///\n"
    printed = render(data, source)
    assert f"<td>{link('Lizard', 'lizard')}</td>" in printed
    assert f"<li>{link('two walls', 'two-walls')}</li>" in printed
    assert f"<p>{link('MasterTalk', 'mastertalk')}</p>" in printed


@pytest.mark.parametrize("address", ["../words-used-here.md#lizard", "./../words-used-here.md#lizard"])
def test_a_term_that_the_page_links_by_hand_is_left_alone(data: Path, address: str) -> None:
    printed = render(data, f"A Lizard, and two walls.\n\nAn [alarm]({address}).\n")
    assert printed == (
        f'<p>A Lizard, and {link("two walls", "two-walls")}.</p>\n<p>An <a href="{address}">alarm</a>.</p>'
    )


def test_the_same_anchor_of_another_page_is_no_link_to_the_glossary(data: Path) -> None:
    printed = render(data, "A Lizard. [Here](#lizard), [there](birds.md#lizard).")
    assert printed.startswith(f"<p>A {link('Lizard', 'lizard')}.")


def test_a_page_gets_at_most_four_links(data: Path) -> None:
    printed = render(data, "MasterTalk, two walls, demand-withdraw, Biological Dream, Lizard.")
    assert printed.count('class="term"') == 4
    assert printed.endswith(", Lizard.</p>")


def test_one_reader_of_markdown_can_render_many_pages(data: Path) -> None:
    reader = Markdown(extensions=[EXTENSION, Rendered(data.parent.parent, "index.md")])
    first = reader.convert("A Lizard <a>open")
    assert 'class="term"' in first
    assert (
        reader.reset().convert("A Lizard.") == '<p>A <a class="term" href="words-used-here.md#lizard">Lizard</a>.</p>'
    )


def test_a_changed_glossary_is_read_again(data: Path) -> None:
    assert 'class="term"' not in render(data, "A Gecko.")
    data.write_text(entry("Gecko", "gecko"), encoding="utf-8")
    later = time.time() + 10
    os.utime(data, (later, later))
    assert render(data, "A Gecko.") == f"<p>A {link('Gecko', 'gecko')}.</p>"


def test_a_missing_glossary_stops_the_build(data: Path) -> None:
    data.unlink()
    with pytest.raises(FaultyDataError):
        render(data, "A Lizard.")


TAGS = ("<b>", "&amp;", "<")
MARKS = ("\n\n", "# ", "- ", "> ", "’", "-", "    ")


@given(
    st.lists(
        st.sampled_from(
            ("Lizard", "lizards", "Biological", "Dream", "two", "walls", "*", "**", "`", "[", "](x.md)", *TAGS, *MARKS)
        ),
        max_size=25,
    )
)
def test_the_words_of_a_page_stay_the_same(parts: list[str]) -> None:
    source = " ".join(parts)
    plain, linked = markdown(source), markdown(source, extensions=[EXTENSION, Rendered(ROOT / "docs", "index.md")])
    assert re.sub(r'<a class="term" href="[^"]*">(.*?)</a>', r"\1", linked, flags=re.DOTALL) == plain
    for element in html.fromstring(f"<div>{linked}</div>").iter("a"):
        if element.get("class") == "term":
            assert {"a", "code", "h1"}.isdisjoint(above.tag for above in element.iterancestors())


def built(tmp_path: Path, data: Path, glossary_page: str) -> Path:
    docs = data.parent.parent
    (docs / "articles").mkdir()
    (docs / "articles" / "birds.md").write_text("# Birds\n\nA Lizard.\n", encoding="utf-8")
    (docs / "index.md").write_text("# Home\n\nA Lizard.\n", encoding="utf-8")
    (docs / "words-used-here.md").write_text(glossary_page, encoding="utf-8")
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "main.html").write_text("{{ page.content }}", encoding="utf-8")
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
    return tmp_path / "site"


def test_mkdocs_makes_addresses_of_the_links(tmp_path: Path, data: Path) -> None:
    site = built(tmp_path, data, "# Words\n\nLizard\n{#lizard}\n")
    assert '<p>A <a class="term" href="../../words-used-here/#lizard">Lizard</a>.</p>' in (
        site / "articles" / "birds" / "index.html"
    ).read_text(encoding="utf-8")
    assert '<p>A <a class="term" href="words-used-here/#lizard">Lizard</a>.</p>' in (site / "index.html").read_text(
        encoding="utf-8"
    )
    assert 'class="term"' not in (site / "words-used-here" / "index.html").read_text(encoding="utf-8")


def test_mkdocs_checks_the_links(tmp_path: Path, data: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Abort):
        built(tmp_path, data, "# Words\n\nNo lizard here.\n")
    assert (
        "Doc file 'index.md' contains a link 'words-used-here.md#lizard', but the doc 'words-used-here.md' does not "
        "contain an anchor '#lizard'."
    ) in caplog.messages
