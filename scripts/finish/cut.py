"""Cuts stylesheets to what a set of pages can use.

Three things go: rules whose selectors cannot match, then animations and custom properties that nothing left reads
(found by following what is read from what stays), then rules that have become empty. What this module does not know
it keeps.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import tinycss2  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scripts.common.built_pages import Names

# At-rules that hold rules. The rest is kept as it is.
_GROUPS = frozenset({"media", "supports", "layer", "container", "scope", "starting-style"})
_URL_FUNCTIONS = frozenset({"url", "src", "image-set", "-webkit-image-set"})
_HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Elements that a browser makes where a page leaves them out (HTML Living Standard, 13.2.6 "Tree construction").
_MADE_BY_BROWSERS = frozenset({"html", "head", "body", "tbody", "tr", "colgroup", "p", "br"})
_ANY_OF = frozenset({"is", "where", "has"})


class StylesheetError(Exception):
    """A stylesheet that cannot be used; `line` says where, and the message what to do."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Block:
    """A rule with its selectors, or an at-rule that holds rules, with its `head`, such as `@media print`."""

    head: str
    selectors: Sequence[Sequence[Any]]
    body: Sequence[Node]


#: A block, or a declaration or at-rule of tinycss2.
Node: TypeAlias = "Block | Any"


def unreadable(line: int, reason: str) -> StylesheetError:
    """Say that something is no CSS, with a parser's reason for it."""
    return StylesheetError(line, f"This cannot be read as CSS: {reason.rstrip('.')}. Mend it.")


def parse(css: str) -> list[Node]:
    """Read a stylesheet.

    Raises:
        StylesheetError: for a rule that browsers cannot read, and for `@import` and `@namespace`, which mean
            something only at the head of a file of their own.
    """
    return list(_nodes(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _nodes(items: Iterable[Any]) -> Iterator[Node]:
    for item in items:
        name = getattr(item, "lower_at_keyword", "")
        if item.type == "error":
            raise unreadable(item.source_line, item.message)
        if name in {"import", "namespace"}:
            message = f"`@{name}` works only at the head of a file of its own, and all stylesheets become one. "
            raise StylesheetError(item.source_line, message + "Write the rules here instead.")
        if item.type == "qualified-rule" or (name in _GROUPS and item.content is not None):
            body = tinycss2.parse_blocks_contents(item.content, skip_comments=True, skip_whitespace=True)
            head = f"@{name}{tinycss2.serialize(item.prelude)}".rstrip() if name else ""
            yield Block(head, () if name else _split_list(item.prelude), list(_nodes(body)))
        elif name != "charset":
            yield item


def serialize(nodes: Iterable[Node]) -> str:
    """Write a stylesheet, or what stands between the braces of a rule."""
    return "".join(map(_text, nodes))


def _text(node: Node) -> str:
    if isinstance(node, Block):
        return f"{node.head or ','.join(map(tinycss2.serialize, node.selectors))}{{{serialize(node.body)}}}"
    return f"{node.serialize()};" if node.type == "declaration" else str(node.serialize())


def every(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield all nodes of a stylesheet, those in blocks as well."""
    for node in nodes:
        yield node
        if isinstance(node, Block):
            yield from every(node.body)


def kept(nodes: Iterable[Node], wanted: Callable[[Any], bool]) -> list[Node]:
    """Leave the declarations and at-rules that are wanted, and the blocks that something is left of."""
    left: list[Node] = []
    for node in nodes:
        if isinstance(node, Block):
            body = kept(node.body, wanted)
            # An empty layer still has its place in the order of layers.
            if body or node.head.startswith("@layer "):
                left.append(replace(node, body=body))
        elif wanted(node):
            left.append(node)
    return left


def rebase(nodes: Iterable[Node], before: str, after: str) -> None:
    """Let relative addresses point to the same files when the stylesheet moves from one folder to another.

    The nodes are changed in place; both folders are relative to the site.
    """
    for token in addresses(nodes):
        path, *rest = re.split(r"(?=[?#])", token.value, maxsplit=1)
        if path and not path.startswith("/") and not _HAS_SCHEME.match(path):
            token.value = posixpath.relpath(posixpath.join(before, path), after) + "".join(rest)
            quoted = f'"{tinycss2.serializer.serialize_string_value(token.value)}"'
            token.representation = f"url({quoted})" if token.type == "url" else quoted


def addresses(nodes: Iterable[Node]) -> Iterator[Any]:
    """Yield each token of a stylesheet that holds an address: its `value`, at its `source_line`."""
    for node in every(nodes):
        for token, within in _walk(_tokens(node)):
            if token.type == "url" or (token.type == "string" and within in _URL_FUNCTIONS):
                yield token


def cut(sheets: Iterable[Sequence[Node]], names: Names, read_outside: Iterable[str] = ()) -> list[list[Node]]:
    """Leave of some stylesheets what a set of pages can use.

    Args:
        sheets: what `parse` gave for each of the stylesheets that the pages link, in their order.
        names: what occurs on these pages.
        read_outside: custom properties that are read from outside, by a page's attributes.
    """
    matching = [_matching(sheet, names) for sheet in sheets]
    live = {name.casefold() for name in read_outside}
    waiting = [(_defined(node), _words(_tokens(node))) for sheet in matching for node in every(sheet)]
    while found := [words for defined, words in waiting if defined <= live]:
        waiting = [(defined, words) for defined, words in waiting if not defined <= live]
        live.update(*found)
    return [kept(sheet, lambda node: _defined(node) <= live) for sheet in matching]


def _matching(nodes: Iterable[Node], names: Names) -> list[Node]:
    """Drop the selectors that cannot match, and the rules that have none left."""
    left: list[Node] = []
    for node in nodes:
        if not isinstance(node, Block):
            left.append(node)
            continue
        live = [selector for selector in node.selectors if could_match(selector, names)]
        if live or node.head:
            # `&` takes its weight from the heaviest selector of the list, so a list with rules inside stays whole.
            nested = any(isinstance(inner, Block) for inner in node.body)
            left.append(Block(node.head, node.selectors if nested else live, _matching(node.body, names)))
    return left


def _split_list(tokens: Sequence[Any]) -> list[list[Any]]:
    """Split the tokens of a list of selectors at its commas; an empty list has one empty selector."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        elif token.type != "comment":
            parts[-1].append(token)
    return parts


def could_match(selector: Sequence[Any], names: Names) -> bool:
    """Tell whether a selector, as the tokens of tinycss2, could match an element of the pages.

    Returns:
        False only if it names a class, id, element or attribute that does not occur.
    """
    before = [None, *selector]
    after = [*selector[1:], None]
    return all(_possible(*tokens, names) for tokens in zip(before, selector, after, strict=False))


def _possible(before: Any, token: Any, after: Any, names: Names) -> bool:
    if token.type == "hash":
        return token.value.casefold() in names.ids
    if token.type == "[] block":
        return _attribute_possible(*(inner for inner in token.content if inner.type != "whitespace"), names=names)
    if token.type == "function" and before == ":" and token.lower_name in _ANY_OF:
        return any(could_match(inner, names) for inner in _split_list(token.arguments))
    # What follows a colon is a state; what stands before a bar is a namespace.
    if token.type != "ident" or before == ":" or after == "|":
        return True
    name = token.value.casefold()
    return name in names.classes if before == "." else name in names.tags or name in _MADE_BY_BROWSERS


def _attribute_possible(name: Any, *rest: Any, names: Names) -> bool:
    # A reader opens a <details> without a script; what stands before a bar is a namespace.
    if name.type != "ident" or name.lower_value == "open" or rest[:1] == ("|",):
        return True
    values = names.attributes.get(name.lower_value, ())
    if len(rest) < 2 or rest[1].type not in {"ident", "string"}:  # noqa: PLR2004 - an operator and a value
        return bool(values)
    wanted = rest[1].value.casefold()
    # All operators but the plain one ask for a part of the value.
    return any(value == wanted if rest[0] == "=" else wanted in value for value in values)


def _defined(node: Node) -> set[str]:
    """Give the words by which others use what a node defines; none for what stays by itself."""
    if isinstance(node, Block):
        return set()
    if node.type == "declaration":
        return {node.name.casefold()} if node.name.startswith("--") else set()
    defines = node.lower_at_keyword == "property" or node.lower_at_keyword.endswith("keyframes")
    return _words(node.prelude) if defines else set()


def _tokens(node: Node) -> Sequence[Any]:
    """Give the values of a declaration, all that stands in an at-rule, or the head of a block."""
    if isinstance(node, Block):
        return tinycss2.parse_component_value_list(node.head)  # type: ignore[no-any-return]
    return node.value if node.type == "declaration" else [*node.prelude, *(node.content or ())]


def _words(tokens: Iterable[Any]) -> set[str]:
    names = (token.value.casefold() for token, _ in _walk(tokens) if token.type in {"ident", "string"})
    return {word for name in names for word in name.split()}


def _walk(tokens: Iterable[Any], within: str = "") -> Iterator[tuple[Any, str]]:
    """Yield all tokens, those in blocks as well, each with the function that it stands in."""
    for token in tokens:
        yield token, within
        if token.type == "function":
            yield from _walk(token.arguments, token.lower_name)
        elif token.type.endswith("block"):
            yield from _walk(token.content)
