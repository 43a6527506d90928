"""The blocks that print from data: what a reader gets, and what is said where one cannot be printed."""

import datetime as dt
import shutil
from pathlib import Path

import markdown
import pytest
from lxml import html

from scripts.common.faults import Fault
from scripts.content.data_blocks import KINDS, ChoiceError, check
from scripts.content.front_matter import read_all
from scripts.editions.reading import read_article
from tests.building import ROOT
from tests.golden import cases, compare, golden_data
from tests.sites import write_files

FIXTURE = ROOT / "tests" / "fixtures" / "data"
EXTENSION = "scripts.content.extension"
GOLDEN = golden_data("data_blocks.yml")


@pytest.fixture
def docs(docs: Path) -> Path:
    """Make a folder of pages with data of every kind; the check runs in the folder above."""
    shutil.copytree(FIXTURE, docs / "_data", ignore=shutil.ignore_patterns("faults.yml"))
    return write_files(docs, {"birds.md": '---\ntitle: Birds & "beaks"\n---\n'})


def _render(source: str) -> str:
    extensions = ["attr_list", "smarty", "toc", "pymdownx.blocks.admonition", EXTENSION]
    return markdown.markdown(source, extensions=extensions, extension_configs={EXTENSION: {"author": "Ann Wren"}})


def _faults(docs: Path, page: str) -> list[Fault]:
    (docs / "page.md").write_text(page, encoding="utf-8")
    (entry,) = [entry for entry in read_all(docs, dt.date(2026, 11, 28))[0] if entry.name == "page.md"]
    return list(check(entry, docs / "_data"))


@pytest.mark.parametrize("name", GOLDEN["printed"])
def test_a_block_prints_what_was_found_good_also_on_paper_and_is_no_fault(
    docs: Path, name: str, *, rewrite_golden: bool
) -> None:
    printed = _render(GOLDEN["printed"][name])
    compare(f"blocks/{name}.html", f"{printed}\n", rewrite=rewrite_golden)
    article = html.fragment_fromstring(printed, create_parent="article")
    tree, flaws = read_article(article, "page/index.html")
    assert [flaw for flaw in flaws if flaw.rule in {"ED01", "ED02"}] == []
    assert "".join(tree.text().split()) == "".join(article.text_content().split())
    assert _faults(docs, GOLDEN["printed"][name]) == []


def test_a_block_reads_its_file_anew_for_each_page(docs: Path) -> None:
    assert "116 123" in _render(GOLDEN["printed"]["help-lines-short"])
    file = docs / "_data" / "help-lines.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("116 123", "116 124"), encoding="utf-8")
    assert "116 124" in _render(GOLDEN["printed"]["help-lines-short"])


@pytest.mark.parametrize(("block", "message"), cases("data_blocks.yml", "wrong"))
def test_a_wrong_block_is_named_with_its_page_and_line(docs: Path, block: str, message: str) -> None:
    assert _faults(docs, f"# Title\n\n{block}\n") == [Fault("docs/page.md", 3, "BL01", message)]


@pytest.mark.usefixtures("docs")
def test_a_block_that_chooses_nothing_stops_the_page_and_text_in_one_is_not_lost() -> None:
    with pytest.raises(ChoiceError, match="say whom it is for"):
        _render("/// help-lines\n///")
    printed = _render("/// evidence\n    step: 1\n\nText.\n///")
    assert printed.index("Text.") < printed.index("finding")


def test_every_block_of_a_page_is_checked_but_code_and_comments(docs: Path) -> None:
    page = "/// evidence\n///\n```\n/// evidence\n```\n/// Help-Lines\n///\n/// do\n"
    comment = "/// comment\n    id: r1\n\n/// help-lines\n///\n"
    assert [fault.line for fault in _faults(docs, page + comment)] == [1, 6]


def test_without_usable_data_what_is_not_chosen_is_still_named(docs: Path) -> None:
    (docs / "_data" / "help-lines.yml").unlink()
    page = "/// help-lines\n    country: us\n///\n\n/// help-lines\n///\n"
    assert [(fault.line, fault.rule) for fault in _faults(docs, page)] == [(5, "BL01")]


def test_each_kind_has_its_partial_and_no_other_stands_beside_them() -> None:
    assert sorted(file.stem for file in (ROOT / "overrides" / "blocks").iterdir()) == sorted(KINDS)
