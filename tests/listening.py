"""A tagged PDF as somebody hears it: by its tags, as screen readers say them, a line for each stop of the voice."""

from collections.abc import Iterator

from tests.tagged_text import Tag

_SAID = {"Table": "table", "Caption": "caption", "Figure": "graphic", "TOC": "table of contents", "Code": "code"}
_IN_LINE = frozenset({"Span", "Link", "Em", "Strong", "Quote", "Code", "Reference", "Note", "Lbl"})


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
