"""The Content-Security-Policy of each page: as narrow as what the built page holds allows.

Source: W3C, Content Security Policy Level 3. Code that stands in a page itself is never allowed: rules LK09 and LK10 of
the links find it. Blocks of data such as JSON-LD are no scripts and need nothing (HTML Living Standard, "prepare the
script element": a browser leaves a data block before it asks the policy).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.common.partials import filled
from scripts.finish.search import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scripts.common.built_pages import Page, Site
    from scripts.common.faults import Fault

_FONTS = (".woff2", ".woff", ".ttf", ".otf")
# Behind this nothing has been loaded yet; HTML wants it within the first 1,024 bytes.
_CHARSET = re.compile(r'<meta charset="?utf-8"?>', re.IGNORECASE)


@dataclass(frozen=True)
class Policies:
    """The policies of a site.

    Attributes:
        usual: the policy of all files but those below, also of the page that says that a page is not there.
        others: from the path of a page to its own policy, where that is another one.
    """

    usual: str
    others: Mapping[str, str]

    def of(self, path: str) -> str:
        """Give the policy of a file, by its path."""
        return self.others.get(path, self.usual)


def policies(site: Site) -> Policies:
    """Compute the policies of a site from its pages as they are now."""
    usual = {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        # The theme's stylesheet holds its icons as data.
        "img-src": "'self' data:",
        "style-src": "'self'",
    }
    if any(path.endswith(_FONTS) for path in site.files):
        usual["font-src"] = "'self'"
    needs = {path: _needs(page) for path, page in sorted(site.pages.items())}
    return Policies(_text(usual), {path: _text(usual | need) for path, need in needs.items() if need})


def for_meta(policy: str) -> str:
    """Give the part of a policy that a page can carry itself (CSP Level 3, 3.3)."""
    return policy.replace("frame-ancestors 'none'; ", "")


def policy_in_pages(site: Site) -> Iterator[Fault]:
    """Write its policy into each page of a site, for hosts that send no headers of ours, such as GitHub Pages.

    Yields:
        Nothing: a page that has one keeps it, and one without a `<meta charset>`, which the HTML checker names, gets
        none.
    """
    found = policies(site)
    for path, page in site.pages.items():
        if 'http-equiv="Content-Security-Policy"' not in page.text:
            meta = filled("pages/policy.html", policy=for_meta(found.of(path)))
            text = _CHARSET.sub(rf"\g<0>\n{meta}", page.text, count=1)
            site.write(path, text.encode("utf-8", "surrogateescape"))
    yield from ()


def _needs(page: Page) -> dict[str, str]:
    """Give what a page is allowed beyond the usual."""
    if not any((found.tag, found.attribute) == ("script", "src") for found in page.references):
        return {}
    if MARK in page.names.attributes:
        # Search compiles a program and fetches its index.
        return {"script-src": "'self' 'wasm-unsafe-eval'", "connect-src": "'self'"}
    return {"script-src": "'self'"}


def _text(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{directive} {sources}" for directive, sources in sorted(policy.items()))
