"""Names the settings of Material that have no effect on this site, each in one line with its reason.

A keeper who sets one of them by Material's documentation would else look for its effect in vain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SCRIPT: Final = "it needs a script, and pages for reading have none"
_COLUMN: Final = "the menu stands in the left column, without scripts"
_SEARCH: Final = "this site's search has a page of its own, docs/search.md"
_HOST: Final = "it would send readers to another host"

#: Features of the theme without effect: the beginning of their names, and why.
FEATURES: Final[Mapping[str, str]] = {
    "announce.dismiss": "the bar with the help lines stays on every page",
    "content.code.annotate": _SCRIPT,
    "content.code.copy": _SCRIPT,
    "content.code.select": _SCRIPT,
    "content.footnote.tooltips": _SCRIPT,
    "content.tabs.link": _SCRIPT,
    "content.tooltips": _SCRIPT,
    "header.autohide": "the head scrolls away with the page",
    "navigation.instant": _SCRIPT,
    "navigation.tabs": _COLUMN,
    "navigation.top": _SCRIPT,
    "navigation.tracking": _SCRIPT,
    "search.": _SEARCH,
    "toc.follow": _SCRIPT,
}
#: Keys of `extra` without effect.
EXTRA: Final[Mapping[str, str]] = {
    "analytics": "nobody is counted here",
    "consent": "there are no cookies to consent to",
    "version": _SCRIPT,
}


def without_effect(theme: Mapping[str, Any], extra: Mapping[str, Any], plugins: Iterable[str]) -> Iterator[str]:
    """Yield a line for each setting that has no effect.

    Args:
        theme: what stands under `theme` in mkdocs.yml.
        extra: what stands under `extra`.
        plugins: the names of the plugins.
    """
    for feature in theme.get("features") or []:
        for beginning, why in FEATURES.items():
            if str(feature).startswith(beginning):
                yield _line(f"theme.features: {feature}", why)
    palette = theme.get("palette")
    if isinstance(palette, list):
        yield _line(
            "theme.palette: a list",
            "a choice of palettes needs a script; write one, and `scheme: lamplight` follows the reader's system",
        )
    if theme.get("font"):
        yield _line("theme.font", f"{_HOST}; write `font: false`, and `--md-text-font` in a file of `extra_css`")
    for key, why in EXTRA.items():
        if extra.get(key):
            yield _line(f"extra.{key}", why)
    for plugin in plugins:
        if plugin.rpartition("/")[2] == "search":
            yield _line("plugins: search", _SEARCH)


def _line(setting: str, why: str) -> str:
    return f"mkdocs.yml: `{setting}` has no effect here: {why}."
