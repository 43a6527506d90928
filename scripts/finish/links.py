"""The link checker: what a reader follows leads somewhere, and what a browser loads comes from here.

A generator that checks Markdown misses what HTML, templates and plugins write. These rules look at the finished pages;
what the Nu HTML checker and axe prove of them (`make validate`, `make test`) they leave out.
A rule says what is wrong with a link, with what stands in a page itself, or with a page; its docstring gives its reason
and its source, and is what `python -m scripts.finish --rules` prints. Ids are stable: LK03, LK04, LK06 and LK14 were
rules once, and are not given again.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from scripts.common.addresses import INDEX, NOT_FOUND, Inside, Malformed, Outside, resolve
from scripts.common.built_pages import Reference
from scripts.common.faults import Fault, shown_path
from scripts.common.settings import USUAL
from scripts.finish.places import address_needles, places
from scripts.finish.stylesheet import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scripts.common.addresses import Target
    from scripts.common.built_pages import Inline, Page, Site

_WEB = ("http", "https")
_FOLLOWED = (*_WEB, "mailto", "sms", "tel")
_SCHEMES = {"goes": _FOLLOWED, "refreshes": _FOLLOWED, "loads": ("data", *_WEB)}
# From the shortest emergency number to the longest that ITU-T E.164 allows, with the signs of RFC 3966 in between.
_NUMBER = r"\+?(?:[().-]*[0-9]){3,15}[().-]*"
_CONTACTS = {
    "tel": re.compile(rf"{_NUMBER}(?:;\S*)?"),
    "sms": re.compile(rf"{_NUMBER}(?:[?;]\S*)?"),
    "mailto": re.compile(r"[^\s@,?]+@[^\s@,?]+\.[^\s@,?.]+(?:\?\S*)?"),
}


class Link(NamedTuple):
    """An address in a built file, and where it leads."""

    path: str
    reference: Reference
    target: Target


class Web:
    """A site with all its links.

    Attributes:
        links: those of all pages, and those of the stylesheets that the pages link.
        ways: to which other pages the reader can go from each page; the way through a redirect page leads to its end.
        clicks: how many links lead from home to each page that can be reached.
        in_small_letters: all files, by their paths in small letters.
        most_clicks: how many links a reader follows at most to come from home to any page.
    """

    def __init__(self, site: Site, most_clicks: int) -> None:
        self.site, self.most_clicks = site, most_clicks
        self.links = [link for page in site.pages.values() for link in self._leading(page.path, page.references)]
        inside = [(link, link.target.path) for link in self.links if isinstance(link.target, Inside)]
        sheets = {to for link, to in inside if "stylesheet" in link.reference.rel} & site.files
        self.links += [link for path in sorted(sheets) for link in self._leading(path, _in_stylesheet(site, path))]
        ends = {link.path: to for link, to in inside if link.reference.use == "refreshes" and to in site.pages}
        self.ways: dict[str, list[str]] = {path: [] for path in site.pages}
        for link, to in inside:
            end = ends.get(to, to)
            if link.reference.use == "goes" and end in self.ways and end != link.path:
                self.ways[link.path].append(end)
        self.clicks, reached = {INDEX: 0}, [INDEX] if INDEX in self.ways else []
        for path in reached:
            for to in self.ways[path]:
                if to not in self.clicks:
                    self.clicks[to] = self.clicks[path] + 1
                    reached.append(to)
        self.in_small_letters = {path.casefold(): path for path in site.files}

    def _leading(self, path: str, references: Iterable[Reference]) -> Iterator[Link]:
        home = self.site.home
        return (Link(path, reference, resolve(reference.value, path, home)) for reference in references)


def _in_stylesheet(site: Site, path: str) -> Iterator[Reference]:
    for value, line in addresses((site.root / path).read_text("utf-8-sig", "replace")):
        yield Reference("stylesheet", "url()", value, line, "loads")


def check(site: Site, most_clicks: int = USUAL.most_clicks) -> Iterator[Fault]:
    """Hold all rules against a site, with its pages as they are now.

    Args:
        site: the site.
        most_clicks: how many links a reader follows at most to come from home to any page.

    Yields:
        A fault for each breach, at its Markdown file and line where `site.sources` lets that be told.
    """
    web = Web(site, most_clicks)
    # Two links of one page to the same address have the same lines in Markdown.
    yield from dict.fromkeys(
        Fault(path, number, rule, message)
        for rule, file, line, message, needles in _found(web)
        for path, number in places(site, file, line, needles)
    )


def _found(web: Web) -> Iterator[tuple[str, str, int, str, Sequence[str]]]:
    """Yield what breaks a rule: the rule, the built file and the line in it, what to say, and how Markdown may look."""
    pages = web.site.pages
    for link, (rule, of_link) in product(filter(partial(_in_doubt, web), web.links), OF_LINKS.items()):
        if message := of_link(web, link):
            value = link.reference.value
            yield rule, link.path, link.reference.line, f"“{value}” {message}", address_needles(value)
    for page in pages.values():
        for found, (rule, of_inline) in product(page.inline, OF_INLINE.items()):
            if message := of_inline(found):
                attribute = (f'{found.what}="{found.value}"', f"{found.what}={found.value}")
                needles = (found.what[:-1],) if found.what.endswith(">") else attribute
                yield rule, page.path, found.line, message, needles
        for rule, of_page in OF_PAGES.items():
            if message := of_page(web, page):
                yield rule, page.path, 0, message, ()
    if INDEX not in pages:
        yield "LK11", INDEX, 0, "The site has no home page; add `index.md` to the folder of the Markdown files.", ()


def _in_doubt(web: Web, link: Link) -> bool:
    """Tell whether a link could break a rule: most lead to a page that is there, and to no anchor of it."""
    target = link.target
    plain = isinstance(target, Inside) and target.path in web.site.files and not target.fragment
    return not plain or link.path == NOT_FOUND or not link.reference.value.strip()


def missing_file(web: Web, link: Link) -> str | None:
    """Every address within the site names a file that is there, in the same capitals and small letters.

    Also pictures, stylesheets, `srcset`, canonical links, redirects, and addresses that begin with the site's own.
    A folder's address ends with a slash: without it a host redirects, or answers with an error.
    """
    if not isinstance(link.target, Inside) or link.target.path in web.site.files:
        return None
    path = link.target.path
    if f"{path}/{INDEX}" in web.site.files:
        return "leads to a folder; end the address with a slash."
    if other := web.in_small_letters.get(path.casefold()):
        return f"differs from the file `{other}` in capitals; write both in the same letters."
    return f"leads to `{path}`, which is not on the site; correct the address, or take it out."


def missing_anchor(web: Web, link: Link) -> str | None:
    """Every address with a `#` names an anchor of the page that it leads to.

    Capitals count. The plain form is tried first, then the percent-decoded one; `#` and `#top` lead to the top of any
    page. Source: HTML Living Standard, 7.4.6.4 "Scrolling to a fragment".
    """
    page = web.site.pages.get(link.target.path) if isinstance(link.target, Inside) else None
    fragment = link.target.fragment.partition(":~:")[0] if isinstance(link.target, Inside) else ""
    if page is None or fragment.lower() in {"", "top"} or page.anchors & {fragment, unquote(fragment)}:
        return None
    there = shown_path(Path(web.site.sources.get(page.path, page.path)))
    cure = f"correct it, or write `{{#{fragment}}}` after the heading there."
    return f"leads to the anchor “{fragment}”, which `{there}` does not have; {cure}"


def empty_address(_web: Web, link: Link) -> str | None:
    """No address is empty: an empty one means the page itself, which nobody wants to load or follow."""
    return None if link.reference.value.strip() else "is an empty address; write a whole one, or take it out."


def unusable_contact(_: Web, link: Link) -> str | None:
    """Every `tel:`, `sms:` and `mailto:` address is one that a phone can use.

    Sources: RFC 3966, RFC 5724, RFC 6068. A number has 3 to 15 digits and no spaces.
    """
    scheme = link.target.scheme if isinstance(link.target, Outside) else ""
    form = _CONTACTS.get(scheme)
    if form is None or form.fullmatch(link.reference.value.strip().partition(":")[2]):
        return None
    if scheme == "mailto":
        return "is no e-mail address; write `mailto:` and one like name@host.example."
    return f"is no number that a phone can use; write `{scheme}:` and its digits, without spaces."


def other_host(_: Web, link: Link) -> str | None:
    """Nothing is loaded from another host: that host would learn who reads this page.

    Pictures, scripts, stylesheets, fonts, frames, and connections that are only prepared.
    """
    if link.reference.use == "loads" and isinstance(link.target, Outside) and link.target.scheme in _WEB:
        return "is loaded from another host, which then knows the reader; keep a copy here, or take it out."
    return None


def unknown_scheme(_: Web, link: Link) -> str | None:
    """Every address is of a kind that a reader can follow or a browser can load.

    To follow: `http`, `https`, `mailto`, `tel`, `sms`. To load: files of this site, and `data:` for small pictures.
    """
    target, allowed = link.target, _SCHEMES.get(link.reference.use)
    if isinstance(target, Malformed):
        return f"is no address ({target.reason}); correct it."
    if isinstance(target, Inside) or not allowed or target.scheme in allowed:
        return None
    cure = f"write an address that begins with one of {', '.join(allowed)}."
    return f"begins with `{target.scheme}:`, which no page of ours may use; {cure}"


def relative_on_404(_: Web, link: Link) -> str | None:
    """404.html holds no relative address: a host shows it at any address, so a relative one leads anywhere."""
    if link.path != NOT_FOUND or not isinstance(link.target, Inside):
        return None
    if link.reference.value.strip().lower().startswith(("/", "#", "http:", "https:")):
        return None
    return "is relative, but a host shows 404.html at any address; begin it with a slash."


def inline_script(found: Inline) -> str | None:
    """No script stands in a page: the site's Content-Security-Policy blocks it. JSON-LD is data and may stay."""
    message = "A script stands in the page, which the site's headers block; move it to a file."
    return message if found.what == "<script>" else None


def inline_style(found: Inline) -> str | None:
    """No `<style>`, `style=` or `on…=` stands in a page: the site's Content-Security-Policy blocks them."""
    if found.what in {"<script>", "target"}:
        return None
    if found.what == "<style>":
        return "A `<style>` stands in the page, which the site's headers block; move it to the stylesheet."
    goal = "the stylesheet" if found.what == "style" else "a script's file"
    return f"The attribute `{found.what}` is blocked by the site's headers; move it to {goal}."


def new_window(found: Inline) -> str | None:
    """No link opens a new tab or window: the way back is lost there. Source: WCAG 2.2, 3.2.5 and G200."""
    return f'`target="{found.value}"` opens a new tab or window; take it out.' if found.what == "target" else None


def too_far(web: Web, page: Page) -> str | None:
    """Every page is near the home page: `extra.most_clicks` in mkdocs.yml says how many links at most.

    Redirect pages, 404.html and pages that are kept from search engines are excepted; to go on from a redirect page
    costs no click.
    """
    clicks = web.clicks.get(page.path)
    if page.path == NOT_FOUND or page.noindex or page.redirect or INDEX not in web.ways:
        return None
    if clicks is None:
        return "No links lead from home to this page; link it from a page that readers reach."
    cure = f"link it from a page that is nearer ({web.most_clicks} are allowed)."
    return f"This page is {clicks} links away from home; {cure}" if clicks > web.most_clicks else None


def dead_end(web: Web, page: Page) -> str | None:
    """Every page has a link to another page of the site: a reader is never left without a way on."""
    if web.ways[page.path] or page.redirect or len(web.ways) == 1:
        return None
    return "No link leads from this page to another of the site; add one, at least home."


def damaged_page(_: Web, page: Page) -> str | None:
    """Every page can be read whole, as UTF-8; what stands in the rest of it would go unchecked."""
    return f"This page cannot be read to its end ({page.damage}); mend what writes it." if page.damage else None


OF_LINKS: Mapping[str, Callable[[Web, Link], str | None]] = {
    "LK01": missing_file,
    "LK02": missing_anchor,
    "LK05": empty_address,
    "LK07": unusable_contact,
    "LK08": other_host,
    "LK15": unknown_scheme,
    "LK16": relative_on_404,
}
OF_INLINE: Mapping[str, Callable[[Inline], str | None]] = {
    "LK09": inline_script,
    "LK10": inline_style,
    "LK13": new_window,
}
OF_PAGES: Mapping[str, Callable[[Web, Page], str | None]] = {
    "LK11": too_far,
    "LK12": dead_end,
    "LK17": damaged_page,
}
RULES: Mapping[str, Callable[..., str | None]] = {**OF_LINKS, **OF_INLINE, **OF_PAGES}
