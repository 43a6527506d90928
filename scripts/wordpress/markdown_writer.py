"""Blocks of a post → Markdown as this site reads it; markdownify does it, in the dialect of Python-Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdownify import MarkdownConverter  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from bs4 import Tag

# What begins something in a line: code, marks, links, tags, attributes, icons, keys, templates.
_IN_A_LINE: Final = re.compile(
    r"[\\`*\[{<~^]|(?<![^\W_])_|_(?![^\W_])|(?<==)=|=(?==)|\+(?=\+)|(?<=\+)\+|:(?=[\w+-]+:)|&(?=#?\w+;)"
)
# What begins a block: a heading, quotation, list, line, definition, box, option, table.
_AT_ITS_START: Final = re.compile(
    r"^(?:\d+(?=[.)])|[#>:=|]|[+-](?=[ -])|[+-]$|/(?=//)|[?](?=[?]{2})|!(?=!!))", re.MULTILINE
)
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_WITH_A_BACKSLASH: Final = frozenset("\\`*[]{|~^_=#+-!.")


class _Writer(MarkdownConverter):  # type: ignore[misc]
    """Has the methods that markdownify calls: an element, the Markdown of what is in it, the names of what it is in."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = _IN_A_LINE.sub(_inert, text)
        for tag, sign in (("a", "]"), ("tr", "|")):
            text = text.replace(sign, f"\\{sign}") if tag in parent_tags else text
        return text

    def convert_p(self, _: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"\n\n{_lines(text)}\n\n"

    def convert_br(self, _: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return "<br>" if "_inline" in parent_tags else "<br>\n"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return _around(text, "[", f"]({_address(el, 'href')})")

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"![{_entities(str(el['alt']))}]({_address(el, 'src')})"

    def _raw(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        title = f' title="{_entities(str(el["title"]))}"' if el.get("title") else ""
        return _around(text, f"<{el.name}{title}>", f"</{el.name}>")

    convert_abbr = convert_cite = convert_dfn = convert_ins = convert_kbd = convert_mark = convert_q = _raw
    convert_small = convert_sub = convert_sup = convert_var = _raw

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f'<span id="{_entities(str(el["id"]))}"></span>{text}'

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        sign = "_" if "strong" in parent_tags or el.find("strong") else "*"
        return _around(text, sign, sign)

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return text
        if re.search(r"^\s*(?:#!|:::)|`", text):
            return _around(self.escape(text, parent_tags), "<code>", "</code>")
        return str(super().convert_code(el, text, parent_tags))

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
        return f"\n\n{fence}\n{text.strip(chr(10)).rstrip()}\n{fence}\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002, N802
        text = re.sub(r"#$", r"\\#", text.strip())
        anchor = f" {{ #{el['id']} }}" if el.get("id") else ""
        return f"\n\n{'#' * n} {text}{anchor}\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        items = text.strip("\n").split("\0")[1:]
        loose = any(
            len(item.find_all(("p", "pre", "blockquote", "figure", "dl"), recursive=False)) > 1
            for item in el.find_all("li", recursive=False)
        )
        signs = [f"{number}." for number, _ in enumerate(items, 1)] if el.name == "ol" else ["-"] * len(items)
        between = "\n\n" if loose else "\n"
        texts = [item.strip("\n") if loose else re.sub(r"\n\n+", "\n", item.strip("\n")) for item in items]
        return "\n\n" + between.join(f"{sign} {_set_in(one)}" for sign, one in zip(signs, texts, strict=True)) + "\n\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, _: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"\0{text}"

    def convert_figcaption(self, _: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"\n/// caption\n{_lines(text)}\n///\n\n"

    def convert_summary(self, _: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"\n/// details | {text.strip()}\n\n"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        more = "/" * (bool(el.find("figcaption")) + len(el.find_all("details")))
        return f"\n\n{more}{text.strip()}\n{more}///\n\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        rows = text.strip().split("\n")
        head = el.find("tr")
        is_head = head is not None and all(cell.name == "th" for cell in head.find_all(("td", "th")))
        line = "|" + " --- |" * len(head.find_all("th")) if head else ""
        return "\n\n" + "\n".join([rows[0], line, *rows[1:]]) + "\n\n" if is_head else ""

    def convert_tr(self, _: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"|{text.strip(chr(10))}\n"

    def convert_td(self, _: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f" {' '.join(text.split())} |"

    convert_th = convert_td


def written(block: Tag) -> str:
    """Write a block of a post as Markdown."""
    return str(_writer.process_tag(block)).strip("\n")


_writer: Final = _Writer(wrap=True, wrap_width=None)


def _inert(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}" if sign[0] in _WITH_A_BACKSLASH else _NAMED.get(sign[0]) or f"&#{ord(sign[0])};"


def _entities(text: str) -> str:
    return re.sub(r"[^\w\s./,;()-]", lambda sign: _NAMED.get(sign[0]) or f"&#{ord(sign[0])};", text)


def _lines(text: str) -> str:
    """Keep the beginning of each line from being one of something else."""
    lines = "\n".join(map(str.strip, text.strip().split("\n")))
    return _AT_ITS_START.sub(lambda start: f"{start[0]}\\" if start[0].isdigit() else _inert(start), lines)


def _set_in(text: str) -> str:
    return text.replace("\n", "\n    ").replace("\n    \n", "\n\n")


def _around(text: str, start: str, end: str) -> str:
    """Put signs around words, and not around the spaces beside them."""
    words = text.strip()
    return f"{text[: len(text) - len(text.lstrip())]}{start}{words}{end}{text[len(text.rstrip()) :]}" if words else text


def _address(element: Tag, key: str) -> str:
    title = f' "{_entities(str(element["title"]))}"' if element.get("title") else ""
    return f"{element[key]}{title}"
