"""Cuts stylesheets to what a set of pages can use.

Three things go: rules whose selectors cannot match, then animations, fonts and custom properties that nothing left
reads (found by following what is read from what stays), then rules that have become empty. What this module does not
know it keeps.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import tinycss2  # type: ignore[import-untyped]

from scripts.finish.selectors import could_match, is_fragile, split_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scripts.common.built_pages import Names

# At-rules that hold rules. The rest is kept as it is.
_GROUPS = frozenset({"media", "supports", "layer", "container", "scope", "starting-style", "-moz-document"})
_URL_FUNCTIONS = frozenset({"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade"})
_HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

IMPORTANT_SUFFIX = "-important"


class StylesheetError(Exception):
    """A stylesheet that cannot be used; `line` says where, and the message what to do."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Declaration:
    """`name: value`. Custom properties keep their case."""

    name: str
    value: tuple[Any, ...]
    important: bool


@dataclass(frozen=True)
class Rule:
    """Selectors and what they bring about."""

    selectors: tuple[tuple[Any, ...], ...]
    body: tuple[Node, ...]


@dataclass(frozen=True)
class Group:
    """An at-rule that holds rules, such as `@media`."""

    name: str
    prelude: str
    body: tuple[Node, ...]


@dataclass(frozen=True)
class Verbatim:
    """Any other at-rule, as tinycss2 gave it; `defines` is the name by which others use it (empty: it stays)."""

    item: Any
    defines: str = ""

    @property
    def tokens(self) -> tuple[Any, ...]:
        """All that stands in it."""
        return (*self.item.prelude, *(self.item.content or ()))


Node: TypeAlias = "Declaration | Rule | Group | Verbatim"


def unreadable(reason: str) -> str:
    """Say that something is no CSS, with a parser's reason for it."""
    return f"This cannot be read as CSS: {reason.rstrip('.')}. Mend it."


def parse(css: str) -> tuple[Node, ...]:
    """Read a stylesheet.

    Raises:
        StylesheetError: for a rule that browsers cannot read, and for `@import` and `@namespace`, which mean
            something only at the head of a file of their own.
    """
    return _nodes(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def rebase(nodes: Sequence[Node], before: str, after: str) -> None:
    """Let relative addresses point to the same files when the stylesheet moves to another folder.

    Args:
        nodes: what `parse` gave; changed in place.
        before: the folder that the stylesheet was in, relative to the site.
        after: the folder that it will be in.
    """
    for token in addresses(nodes):
        path, *rest = re.split(r"(?=[?#])", token.value, maxsplit=1)
        if path and not path.startswith("/") and not _HAS_SCHEME.match(path):
            token.value = posixpath.relpath(posixpath.join(before, path), after or ".") + "".join(rest)
            quoted = f'"{_escaped(token.value)}"'
            token.representation = f"url({quoted})" if token.type == "url" else quoted


def addresses(nodes: Iterable[Node]) -> Iterator[Any]:
    """Yield each token of a stylesheet that holds an address: its `value`, at its `source_line`."""
    for node in nodes:
        match node:
            case Declaration(value=tokens) | Verbatim(tokens=tokens):
                yield from _address_tokens(tokens, in_function=False)
            case Rule(body=body) | Group(body=body):
                yield from addresses(body)


def cut(sheets: Sequence[Sequence[Node]], names: Names, read_outside: Iterable[str] = ()) -> list[list[Node]]:
    """Leave of some stylesheets what a set of pages can use.

    Args:
        sheets: what `parse` gave for each of the stylesheets that the pages link, in their order.
        names: what occurs on these pages, or is added by a script.
        read_outside: custom properties and animations that are read from outside, by a page's attributes or a script.

    Returns:
        The shortened stylesheets in the same order.
    """
    matching = [_matching(sheet, names) for sheet in sheets]
    live = _live_words(matching, read_outside)
    return [_without_unread(sheet, live) for sheet in matching]


def without(nodes: Iterable[Node], properties: re.Pattern[str]) -> list[Node]:
    """Leave the declarations of some properties out of a stylesheet, and the rules that have none left.

    Args:
        nodes: the stylesheet.
        properties: matches the whole name of a property that goes.
    """
    kept: list[Node] = []
    for node in nodes:
        match node:
            case Declaration(name) if properties.fullmatch(name):
                continue
            case Rule(body=body) | Group(body=body) if body:
                left = tuple(without(body, properties))
                if left:
                    kept.append(replace(node, body=left))
            case _:
                kept.append(node)
    return kept


def in_layers(nodes: Sequence[Node], layer: str) -> list[Node]:
    """Put a stylesheet into cascade layers, so that any rule outside of a layer wins over all of it.

    Important declarations in a layer would win over all others (CSS Cascade 5, 6.4.4), so they lose their mark and move
    to a second layer above the first: among themselves all rules decide as before.

    Args:
        nodes: the stylesheet.
        layer: the name of the first layer; the second has `-important` added.
    """
    layers = (
        Group("layer", layer, tuple(_split(nodes, important=False))),
        Group("layer", layer + IMPORTANT_SUFFIX, tuple(_split(nodes, important=True))),
    )
    return [group for group in layers if group.body]


def serialize(nodes: Iterable[Node]) -> str:
    """Write a stylesheet, or what stands between the braces of a rule."""
    return "".join(map(_text, nodes)).removesuffix(";")


def _text(node: Node) -> str:
    match node:
        case Declaration(name, value, important):
            end = "!important" if important else ""
            return f"{tinycss2.serialize_identifier(name)}:{tinycss2.serialize(value)}{end};"
        case Rule(selectors, body):
            return f"{','.join(map(tinycss2.serialize, selectors))}{{{serialize(body)}}}"
        case Group(name, prelude, ()) if name == "layer":
            # Without it, layers that are named further down could change their order.
            return f"@layer {prelude};"
        case Group(name, prelude, body):
            return f"@{name} {prelude}{{{serialize(body)}}}"
        case Verbatim(item):
            return str(item.serialize())


def _nodes(parsed: Iterable[Any]) -> tuple[Node, ...]:
    return tuple(node for item in parsed if (node := _node(item)) is not None)


def _node(item: Any) -> Node | None:
    match item.type:
        case "declaration":
            name = item.name if item.name.startswith("--") else item.lower_name
            return Declaration(name, _stripped(item.value), item.important)
        case "qualified-rule":
            prelude = [token for token in item.prelude if token.type != "comment"]
            selectors = tuple(map(_stripped, split_list(prelude)))
            return Rule(selectors, _block(item.content))
        case "at-rule":
            return _at_rule(item)
        case _:
            raise StylesheetError(item.source_line, unreadable(item.message))


def _at_rule(item: Any) -> Node | None:
    name = item.lower_at_keyword
    if name == "charset":
        return None
    if name in {"import", "namespace"}:
        raise StylesheetError(
            item.source_line,
            f"`@{name}` works only at the head of a file of its own, and all stylesheets become one. "
            "Write the rules here instead.",
        )
    if item.content is not None and name in _GROUPS:
        return Group(name, tinycss2.serialize(_stripped(item.prelude)), _block(item.content))
    return Verbatim(item, _defined(item) if item.content is not None else "")


def _defined(item: Any) -> str:
    name = item.lower_at_keyword
    if name == "font-face":
        for node in _block(item.content):
            if isinstance(node, Declaration) and node.name == "font-family":
                return _phrase(node.value)
    if name == "property" or name.endswith("keyframes"):
        return _phrase(item.prelude)
    return ""


def _block(content: Sequence[Any]) -> tuple[Node, ...]:
    return _nodes(tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True))


def _matching(nodes: Iterable[Node], names: Names) -> tuple[Node, ...]:
    """Drop the selectors that cannot match, and the rules that have none left."""
    return tuple(node for found in nodes if (node := _matching_node(found, names)) is not None)


def _matching_node(node: Node, names: Names) -> Node | None:
    if isinstance(node, Group):
        return replace(node, body=_matching(node.body, names))
    if not isinstance(node, Rule):
        return node
    kept = tuple(selector for selector in node.selectors if could_match(selector, names))
    if not kept:
        return None
    # `&` takes its weight from the heaviest selector of the list, so a list with rules inside stays whole.
    has_rules = any(not isinstance(inner, Declaration) for inner in node.body)
    if has_rules or any(map(is_fragile, node.selectors)):
        kept = node.selectors
    return Rule(kept, _matching(node.body, names))


class _Words:
    """What is read somewhere: single words for speed, whole values for names of several words."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._values: list[str] = []

    def __contains__(self, name: str) -> bool:
        return any(f" {name} " in value for value in self._values) if " " in name else name in self._words

    def add(self, phrase: str) -> None:
        self._words.update(phrase.split())
        self._values.append(f" {phrase} ")


def _live_words(sheets: Iterable[Sequence[Node]], outside: Iterable[str]) -> _Words:
    """Collect what is read, beginning with plain declarations and following each name to its definition."""
    readings = [_reading(node) for node in _leaves(node for sheet in sheets for node in sheet)]
    live = _Words()
    for phrase in [*(name.casefold() for name in outside), *(phrase for name, phrase in readings if not name)]:
        live.add(phrase)
    pending = [(name, phrase) for name, phrase in readings if name]
    while found := [phrase for name, phrase in pending if name in live]:
        pending = [(name, phrase) for name, phrase in pending if name not in live]
        for phrase in found:
            live.add(phrase)
    return live


def _reading(node: Declaration | Group | Verbatim) -> tuple[str, str]:
    """Give the name that a node defines, or nothing, and what it reads."""
    match node:
        case Declaration(name, value):
            return name.casefold() if name.startswith("--") else "", _phrase(value)
        case Verbatim(tokens=tokens, defines=name):
            return name, _phrase(tokens)
        case Group(prelude=prelude):
            return "", _phrase(tinycss2.parse_component_value_list(prelude))


def _without_unread(nodes: Iterable[Node], live: _Words) -> list[Node]:
    kept: list[Node] = []
    for node in nodes:
        match node:
            case Declaration(name) if name.startswith("--") and name.casefold() not in live:
                continue
            case Verbatim(defines=name) if name and name not in live:
                continue
            case Rule(selectors, body):
                left = _without_unread(body, live)
                if left:
                    kept.append(Rule(selectors, tuple(left)))
            case Group(name, prelude, body):
                left = _without_unread(body, live)
                if left or (name == "layer" and prelude):
                    kept.append(Group(name, prelude, tuple(left)))
            case _:
                kept.append(node)
    return kept


def _split(nodes: Iterable[Node], *, important: bool) -> Iterator[Node]:
    """Yield the part of a stylesheet that is marked as important, without the marks, or the part that is not."""
    for node in nodes:
        match node:
            case Declaration():
                if node.important == important:
                    yield replace(node, important=False)
            case Rule(body=body) | Group(body=body):
                left = tuple(_split(body, important=important))
                if left:
                    yield replace(node, body=left)
            case Verbatim():
                if not important:
                    yield node


def _leaves(nodes: Iterable[Node]) -> Iterator[Declaration | Group | Verbatim]:
    for node in nodes:
        if isinstance(node, Rule | Group):
            yield from _leaves(node.body)
        if not isinstance(node, Rule):
            yield node


def _phrase(tokens: Iterable[Any]) -> str:
    """Write the words of a value, case-folded, with one space between them."""
    return " ".join(" ".join(_words(tokens)).split())


def _words(tokens: Iterable[Any]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"ident", "string"}:
            yield str(token.value).casefold()
        elif token.type == "literal" and token.value == ",":
            yield ","
        else:
            yield from _words(_inside(token))


def _inside(token: Any) -> Sequence[Any]:
    """Give the tokens that a block or a function holds."""
    if token.type == "function":
        return token.arguments  # type: ignore[no-any-return]
    return token.content if token.type.endswith("block") else ()


def _address_tokens(tokens: Iterable[Any], *, in_function: bool) -> Iterator[Any]:
    for token in tokens:
        if token.type == "url" or (in_function and token.type == "string"):
            yield token
        else:
            takes_address = token.type == "function" and token.lower_name in _URL_FUNCTIONS
            yield from _address_tokens(_inside(token), in_function=takes_address)


def _stripped(tokens: Sequence[Any]) -> tuple[Any, ...]:
    """Drop the spaces around some tokens."""
    first = next((at for at, token in enumerate(tokens) if token.type != "whitespace"), len(tokens))
    last = next((at for at in range(len(tokens), first, -1) if tokens[at - 1].type != "whitespace"), first)
    return tuple(tokens[first:last])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\A ")
