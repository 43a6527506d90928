"""Which selectors of a stylesheet could match anything on the pages.

The answer errs on one side only: a selector that could match is never called dead, one that cannot may be called live.
Source: W3C, Selectors Level 4; https://www.w3.org/TR/selectors-4/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.common.built_pages import Names

# Elements that a browser makes where a page leaves them out (HTML Living Standard, 13.2.6 "Tree construction").
_MADE_BY_BROWSERS = frozenset({"html", "head", "body", "tbody", "tr", "colgroup", "p", "br"})
_ANY_OF = frozenset({"is", "where", "has"})


def split_list(tokens: Sequence[Any]) -> list[list[Any]]:
    """Split the tokens of a selector list at its commas; an empty list has one empty selector."""
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
        return any(could_match(inner, names) for inner in split_list(token.arguments))
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
