"""Names the settings of Material that have no effect on this site, each in one line with its reason.

A keeper who sets one of them by Material's documentation would else look for its effect in vain.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SCRIPT: Final = "it needs a script, and pages for reading have none"
_SEARCH: Final = "this site's search has a page of its own, docs/search.md"

#: Features of the theme without effect, and why.
FEATURES: Final = {
    r"content\.(code|footnote|tabs|tooltips).*|navigation\.(instant|top|tracking).*|toc\.follow": _SCRIPT,
    r"announce\.dismiss": "the bar with the help lines stays on every page",
    r"header\.autohide": "the head scrolls away with the page",
    r"navigation\.tabs.*": "the menu stands in the left column, without scripts",
    r"search\..*": _SEARCH,
}
#: Keys of `extra` without effect.
EXTRA: Final = {
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
        for pattern, why in FEATURES.items():
            if re.fullmatch(pattern, str(feature)):
                yield _line(f"theme.features: {feature}", why)
    if isinstance(theme.get("palette"), list):
        cure = "write one, and `scheme: lamplight` follows the reader's system"
        yield _line("theme.palette: a list", f"a choice of palettes needs a script; {cure}")
    if theme.get("font"):
        cure = "write `font: false`, and `--md-text-font` in a file of `extra_css`"
        yield _line("theme.font", f"it would send readers to another host; {cure}")
    for key, why in EXTRA.items():
        if extra.get(key):
            yield _line(f"extra.{key}", why)
    if {"search", "material/search"} & set(plugins):
        yield _line("plugins: search", _SEARCH)


def _line(setting: str, why: str) -> str:
    return f"mkdocs.yml: `{setting}` has no effect here: {why}."
