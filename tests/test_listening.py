"""What somebody meets who hears the editions: five of them, in golden files, as their tags have it.

They are written as screen readers say them, by their tags, a line for each stop of the voice.
"""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from scripts.editions import make_editions
from tests.building import ROOT
from tests.editions import fixture_copy
from tests.golden import compare
from tests.tagged_text import Tag, read_tags

_SAID = {"Table": "table", "Caption": "caption", "Figure": "graphic", "TOC": "table of contents", "Code": "code"}
_IN_LINE = frozenset({"Span", "Link", "Em", "Strong", "Quote", "Code", "Reference", "Note", "Lbl"})
_FIVE = ("home", "everything/everything", "sheet/sheet", "print/booklet", "comments/everything/comments-on-everything")


def heard(tag: Tag, depth: int = 0) -> Iterator[str]:
    """Yield what is said of a tag and of all in it, in the order of reading; what is inside something is set in."""
    line: list[str] = []
    for child in tag.children:
        if isinstance(child, str) or (child.role in _IN_LINE and not _has_blocks(child)):
            line.append(child if isinstance(child, str) else _in_line(child))
            continue
        yield from _said(line, depth)
        line = []
        words = _announced(child)
        yield from _said([words], depth)
        if not child.alternative:
            yield from heard(child, depth + (words != ""))
    yield from _said(line, depth)


def _said(line: list[str], depth: int) -> Iterator[str]:
    words = " ".join("".join(line).split())
    if words:
        yield f"{'  ' * depth}{words}"


def _announced(tag: Tag) -> str:
    if tag.role == "L":
        return f"list with {sum(isinstance(item, str) or item.role == 'LI' for item in tag.children)} items"
    if tag.role.startswith("H") and tag.role[1:].isdigit():
        return f"heading level {tag.role[1:]}"
    if tag.role == "TH":
        return "head of the row" if tag.scope == "/Row" else "head of the column"
    if tag.role in {"TR", "TD"}:
        return {"TR": "row", "TD": "cell"}[tag.role]
    return f"{_SAID.get(tag.role, '')} {tag.alternative}".strip()


def _in_line(tag: Tag) -> str:
    words = tag.alternative or "".join(child if isinstance(child, str) else _in_line(child) for child in tag.children)
    return f"[link {words.strip()}]" if tag.role == "Link" else words


def _has_blocks(tag: Tag) -> bool:
    return any(found.role in {"P", "L", "Table", "Figure"} for found in tag.walk())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the editions of the fixture."""
    site = fixture_copy(tmp_path_factory.mktemp("heard"))
    assert make_editions(site, ROOT / ".cache" / "editions").flaws == []
    return site.root


@pytest.mark.parametrize("path", _FIVE)
def test_what_a_listener_meets(site: Path, path: str, *, rewrite_golden: bool) -> None:
    with pikepdf.open(site / f"{path}-a4.pdf") as pdf:
        said = "\n".join(heard(read_tags(pdf)))
    compare(f"heard/{path.rpartition('/')[2]}.txt", f"{said}\n", rewrite=rewrite_golden)


def test_a_foreign_word_is_spoken_in_its_language(site: Path) -> None:
    with pikepdf.open(site / "everything/everything-a4.pdf") as pdf:
        assert b"/Lang(fr)" in b"".join(page.Contents.read_bytes() for page in pdf.pages)
