"""The Content-Security-Policy of each page: as narrow as what the built page holds allows.

Source: W3C, Content Security Policy Level 3. Scripts and styles that stand in a page are allowed by their hash, never
by `'unsafe-inline'`; blocks of data such as JSON-LD are no scripts and need nothing (HTML Living Standard, "prepare
the script element": a browser leaves a data block before it asks the policy).
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scripts.common.built_pages import Page, Site

#: What the script of a page needs beyond being loaded. Search compiles a program and fetches its index.
SCRIPTS_NEED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "search/index.html": {
        "script-src": ("'wasm-unsafe-eval'",),
        "connect-src": ("'self'",),
    },
}
#: Directives that a page cannot give itself in a `<meta>` (CSP Level 3, 3.3).
ONLY_IN_HEADERS = frozenset({"frame-ancestors"})

# In a stylesheet, or as the picture of a page.
_DATA = re.compile(r"""(?:url\(\s*["']?|\bsrc=["']?)data:""", re.IGNORECASE)
_FONTS = frozenset({".woff2", ".woff", ".ttf", ".otf"})
_INLINE = {"<script>": "script-src", "<style>": "style-src"}


@dataclass(frozen=True)
class Policies:
    """The policies of a site.

    Attributes:
        usual: the policy of all files but those below, also of the page that says that a page is not there.
        others: from the path of a page to its own policy, where that is another one.
    """

    usual: str
    others: Mapping[str, str] = field(default_factory=dict)

    def of(self, path: str) -> str:
        """Give the policy of a file, by its path."""
        return self.others.get(path, self.usual)


def policies(site: Site) -> Policies:
    """Compute the policies of a site from its pages and stylesheets as they are now."""
    base = _base(site)
    usual = _written(base)
    found = {path: _written(_with_own(base, page)) for path, page in sorted(site.pages.items())}
    return Policies(usual, {path: policy for path, policy in found.items() if policy != usual})


def for_meta(policy: str) -> str:
    """Give the part of a policy that a page can carry itself."""
    return "; ".join(part for part in policy.split("; ") if part.split()[0] not in ONLY_IN_HEADERS)


def _base(site: Site) -> dict[str, tuple[str, ...]]:
    has_data = any(_DATA.search(text) for text in _texts(site))
    base: dict[str, tuple[str, ...]] = {
        "default-src": ("'none'",),
        "base-uri": ("'none'",),
        "form-action": ("'none'",),
        "frame-ancestors": ("'none'",),
        "img-src": ("'self'", "data:") if has_data else ("'self'",),
        "style-src": ("'self'",),
    }
    if any(posixpath.splitext(path)[1] in _FONTS for path in site.files):
        base["font-src"] = ("'self'",)
    return base


def _texts(site: Site) -> Iterator[str]:
    yield from (page.text for page in site.pages.values())
    yield from ((site.root / path).read_text("utf-8", "replace") for path in site.files if path.endswith(".css"))


def _with_own(base: Mapping[str, tuple[str, ...]], page: Page) -> dict[str, tuple[str, ...]]:
    policy = dict(base)
    if any((found.tag, found.attribute) == ("script", "src") for found in page.references):
        _allow(policy, "script-src", "'self'")
        for directive, sources in SCRIPTS_NEED.get(page.path, {}).items():
            _allow(policy, directive, *sources)
    for found in page.inline:
        if found.what in _INLINE:
            _allow(policy, _INLINE[found.what], _hash(found.value))
    return policy


def _allow(policy: dict[str, tuple[str, ...]], directive: str, *sources: str) -> None:
    policy[directive] = tuple(sorted({*policy.get(directive, ()), *sources}))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _written(policy: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(" ".join((directive, *sources)) for directive, sources in sorted(policy.items()))
