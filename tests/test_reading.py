"""Reading an article: each element has its form, nothing is lost, and what has no form is told.

`golden/paper.yml` has a case for each form and each fault. A tree is written as `(kind key=value #id: what it holds)`.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from scripts.editions.reading import read_article
from scripts.editions.rules import Flaw
from scripts.editions.tree import Node
from tests.golden import golden_data

CASES: dict[str, dict[str, Any]] = golden_data("paper.yml")
TOOLBOX = Path(__file__).parent / "fixtures" / "toolbox"


def _read(body: str) -> tuple[Node, list[Flaw]]:
    page = f"<html><body>\n<main>\n<article>\n{body}\n</article>\n</main></body></html>"
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    article = etree.fromstring(page.encode(), parser).find(".//article")
    assert article is not None
    return read_article(article, "a/index.html", "https://site.example/", TOOLBOX)


def _written(part: Node | str) -> str:
    if isinstance(part, str):
        return part
    data = {key: len(value) if key in {"svg", "bytes"} else value for key, value in part.data.items()}  # type: ignore[arg-type]
    words = [part.kind, *(f"{key}={value}" for key, value in data.items() if value not in ("", False))]
    words += [part.id.removeprefix("a/index.html")] if part.id else []
    return f"({' '.join(words)}{': ' if part.children else ''}{''.join(map(_written, part.children))})"


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_read_as_it_was_found_good(name: str) -> None:
    case = CASES[name]
    tree, flaws = _read(case["html"])
    assert [f"{flaw.line} {flaw.rule} {flaw.message}" for flaw in flaws] == case.get("faults", [])
    if "paper" in case:
        assert "".join(map(_written, tree.children)) == case["paper"]


@pytest.mark.parametrize(("start", "end"), [("<blockquote>", "</blockquote>"), ("<div>", "</div>"), ("<em>", "</em>")])
def test_what_is_nested_without_end_keeps_its_words(start: str, end: str) -> None:
    tree, flaws = _read(f"<div>one {start * 900}two{end * 900} three</div>")
    assert (tree.text().replace(" ", ""), flaws) == ("onetwothree", [])


_WORD = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="<>&"), max_size=9)
_INLINE = st.recursive(
    _WORD,
    lambda inner: st.tuples(st.sampled_from(["em", "strong", "span", "code", "del"]), st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=8,
)
_BLOCK = st.recursive(
    _INLINE.map(lambda words: f"<p>{words}</p>"),
    lambda inner: st.tuples(
        st.sampled_from(["div", "blockquote", "section"]), st.lists(inner | _INLINE, max_size=3)
    ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"),
    max_leaves=8,
)


@given(st.lists(_BLOCK, max_size=4))
def test_no_word_is_ever_lost(blocks: list[str]) -> None:
    body = "".join(blocks)
    tree, flaws = _read(body)
    assert flaws == []
    wanted = re.sub(r"<[^>]*>|[ \t\n\f\r]+", "", body)
    assert re.sub(r"[ \t\n\f\r]+", "", tree.text()) == wanted
