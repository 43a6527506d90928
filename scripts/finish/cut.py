"""Cuts a stylesheet to what a set of pages can use.

A rule goes if its selectors name a class, id, element or attribute that does not occur; a custom property or an
animation if nothing that stays says its name. What this module does not know it keeps.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import groupby, pairwise
from typing import Any

import tinycss2  # type: ignore[import-untyped]

from scripts.common.built_pages import FREE, Page

# At-rules that hold rules. The rest is kept as it is.
_GROUPS = frozenset({"media", "supports", "layer", "container"})
# Elements that a browser makes where a page leaves them out (HTML Living Standard, 13.2.6 "Tree construction"), and the
# attribute that a reader sets by opening a <details>.
_MADE_BY_BROWSERS = frozenset({"html", "head", "body", "tbody", "tr", "colgroup", "p", "br", "[open"})
_CUSTOM = re.compile(r"""(?<=[{;])(--[\w-]+):((?:"[^"]*"|'[^']*'|[^;}"'])*)""")
_ANIMATION = re.compile(r"(?<=keyframes )[\w-]+")


def nameable(pages: Collection[Page]) -> frozenset[str]:
    """Give what a selector can name on some pages, and what browsers make there."""
    ids = {f"{form}{anchor}".casefold() for page in pages for anchor in page.anchors for form in ("#", "[id=")}
    return _MADE_BY_BROWSERS.union(ids, *{page.names for page in pages})


def could_match(selector: Sequence[Any], known: Collection[str]) -> bool:
    """Tell whether a selector, as the tokens of tinycss2, could match an element of pages with these names.

    Args:
        selector: its tokens.
        known: what `nameable` gives of the pages.
    """
    return all(_possible(before, token, known) for before, token in pairwise([None, *selector]))


def _possible(before: Any, token: Any, known: Collection[str]) -> bool:
    # What follows a colon is a state, or a list of which one has to match.
    if before == ":":
        choice = getattr(token, "lower_name", "") in {"is", "where"}
        return not choice or any(could_match(one, known) for one in _split_list(token.arguments))
    if token.type == "ident":
        return f"{'.' if before == '.' else ''}{token.value}".casefold() in known
    if token.type == "[] block":
        name, *rest = token.content
        # All operators but the plain one ask for a part of the value.
        asked = rest[:1] == ["="] and name.value.casefold() not in FREE - {"id"}
        return f"[{name.value}{f'={rest[1].value}' if asked else ''}".casefold() in known
    return token.type != "hash" or f"#{token.value}".casefold() in known


def cut(css: str | Sequence[Any], known: Collection[str]) -> str:
    """Leave the rules of a sound stylesheet, or of what stands in a rule of it, that could match; nested ones stay."""
    left = ""
    for rule in tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            live = [one for one in _split_list(rule.prelude) if could_match(one, known)]
            left += f"{','.join(map(tinycss2.serialize, live))}{{{tinycss2.serialize(rule.content)}}}" if live else ""
        elif rule.lower_at_keyword in _GROUPS and rule.content is not None:
            left += f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{cut(rule.content, known)}}}"
        else:
            left += rule.serialize()
    return left


def unread(css: str, known: Collection[str]) -> set[str]:
    """Name the custom properties and animations of a minified stylesheet that nothing else says the name of.

    Args:
        css: the stylesheet.
        known: what `nameable` gives of the pages; an attribute there, such as `fill="var(--ink)"`, may say one.
    """
    animations = {name for name in _ANIMATION.findall(css) if name not in _words(_ANIMATION.sub("", css))}
    values: dict[str, set[str]] = defaultdict(set)
    for name, value in _CUSTOM.findall(css):
        values[name] |= _words(value)
    live = _words(_CUSTOM.sub("", css)).union(*map(_words, known))
    while more := {word for name in live & values.keys() for word in values[name]} - live:
        live |= more
    return animations.union(values.keys() - live)


def _words(css: str) -> set[str]:
    return set(re.findall(r"[\w-]+", css))


def _split_list(tokens: Sequence[Any]) -> list[list[Any]]:
    """Split the tokens of a list of selectors at its commas."""
    return [list(part) for comma, part in groupby(tokens, lambda one: bool(one == ",")) if not comma]
