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
# Attributes that change without a script: a reader opens a <details>.
_CHANGED_BY_BROWSERS = frozenset({"open"})
_ANY_OF = frozenset({"is", "where", "has", "matches", "-webkit-any", "-moz-any"})
_NTH_OF = frozenset({"nth-child", "nth-last-child"})


def split_list(tokens: Sequence[Any]) -> list[list[Any]]:
    """Split the tokens of a selector list at its commas; an empty list has one empty selector."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if _is(token, ","):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def could_match(selector: Sequence[Any], names: Names) -> bool:
    """Tell whether a selector could match an element of the pages.

    Args:
        selector: the tokens of one selector, as tinycss2 reads them; it may begin with a combinator or hold `&`.
        names: what occurs on the pages.

    Returns:
        False only if it names a class, id, element or attribute that does not occur.
    """
    return all(_possible(selector, place, names) for place in range(len(selector)))


def is_fragile(selector: Sequence[Any]) -> bool:
    """Tell whether a browser may not know this selector, and then drops the whole list that it stands in.

    A pseudo-class or pseudo-element with a vendor's prefix is such a one. Without it the rest of its list would come
    to life, so the list stays or goes as a whole.
    """
    return any(
        _name(token).startswith("-") and place > 0 and _is(selector[place - 1], ":")
        for place, token in enumerate(selector)
    )


def _possible(selector: Sequence[Any], place: int, names: Names) -> bool:
    token = selector[place]
    before = selector[place - 1] if place else None
    after = selector[place + 1] if place + 1 < len(selector) else None
    if token.type == "hash":
        return str(token.value).casefold() in names.ids
    if token.type == "[] block":
        return _attribute_possible(token.content, names)
    if token.type == "function":
        is_element = place > 1 and _is(selector[place - 2], ":")
        return is_element or not _is(before, ":") or _function_possible(token, names)
    if token.type != "ident" or _is(before, ":") or _is(after, "|"):
        return True
    name = str(token.value).casefold()
    if _is(before, "."):
        return name in names.classes
    return name in names.tags or name in _MADE_BY_BROWSERS


def _function_possible(function: Any, names: Names) -> bool:
    """Judge a pseudo-class with arguments; one that is not known, and `:not()`, may always match."""
    arguments = function.arguments
    if function.lower_name in _NTH_OF:
        keyword = next((at for at, token in enumerate(arguments) if _name(token) == "of"), None)
        if keyword is None:
            return True
        arguments = arguments[keyword + 1 :]
    elif function.lower_name not in _ANY_OF:
        return True
    return any(could_match(selector, names) for selector in split_list(arguments))


def _attribute_possible(tokens: Sequence[Any], names: Names) -> bool:
    tokens = [token for token in tokens if token.type not in {"whitespace", "comment"}]
    # `[ns|name]` and `[*|name]`: the prefix says nothing about the name.
    bars = [at for at, token in enumerate(tokens) if _is(token, "|")]
    if bars:
        tokens = tokens[bars[0] + 1 :]
    if not tokens or tokens[0].type != "ident":
        return True
    name = str(tokens[0].value).casefold()
    if name in _CHANGED_BY_BROWSERS:
        return True
    if name not in names.attributes:
        return False
    values = names.attributes[name]
    if len(tokens) < 3 or tokens[2].type not in {"ident", "string"}:  # noqa: PLR2004 - name, operator, value
        return True
    return any(_compares(str(tokens[1].value), value, str(tokens[2].value).casefold()) for value in values)


def _compares(operator: str, value: str, wanted: str) -> bool:
    match operator:
        case "=":
            return value == wanted
        case "|=":
            return value == wanted or value.startswith(f"{wanted}-")
        case "^=":
            return value.startswith(wanted)
        case "$=":
            return value.endswith(wanted)
        case "*=" | "~=":
            return wanted in value
        case _:
            return True


def _name(token: Any) -> str:
    """Give the name of an identifier or a function in small letters, and nothing for other tokens."""
    if token.type == "ident":
        return str(token.lower_value)
    return str(token.lower_name) if token.type == "function" else ""


def _is(token: Any, literal: str) -> bool:
    return token is not None and token.type == "literal" and token.value == literal
