"""The link checker: what a reader follows leads somewhere, and what a browser loads comes from here.

A generator that checks Markdown misses what HTML, templates and plugins write; this looks at the finished pages.
`rules.yml` has the rules, each with its reason.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias
from urllib.parse import unquote

from scripts.common.addresses import INDEX, NOT_FOUND, Inside, Malformed, Outside, Target, resolve
from scripts.common.built_pages import Reference, Site
from scripts.common.faults import Fault
from scripts.common.settings import USUAL
from scripts.finish.places import address_needles, places
from scripts.finish.stylesheet import addresses

_WEB = ("http", "https")
_FOLLOWED = (*_WEB, "mailto", "sms", "tel")
_SCHEMES = {"goes": _FOLLOWED, "refreshes": _FOLLOWED, "loads": ("data", *_WEB), "names": ()}
# From the shortest emergency number to the longest that ITU-T E.164 allows, with the signs of RFC 3966 in between.
_NUMBER = re.compile(r"(?:tel|sms):\+?(?:[().-]*[0-9]){3,15}[().-]*(?:[?;]\S*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@,?]+@[^\s@,?]+\.[^\s@,?.]+(?:\?\S*)?", re.IGNORECASE)


#: An address in a built file, and where it leads.
Link: TypeAlias = "tuple[str, Reference, Target]"


def check(site: Site, most_clicks: int = USUAL.most_clicks) -> Iterator[Fault]:
    """Hold all rules against a site, with its pages as they are now.

    Args:
        site: the site.
        most_clicks: how many links a reader follows at most to come from home to any page.

    Yields:
        A fault for each breach, at its Markdown file and line where `site.sources` lets that be told.
    """
    links = list(_links(site))
    # Two links of one page to the same address have the same lines in Markdown.
    yield from dict.fromkeys([*_in_links(site, links), *_in_pages(site), *_across(site, links, most_clicks)])


def _at(site: Site, path: str, line: int, needles: Sequence[str], breach: tuple[str, str]) -> Iterator[Fault]:
    """Give a breach of a rule, with what to say of it, for each place in Markdown that looks like a needle."""
    return (Fault(file, number, *breach) for file, number in places(site, path, line, needles))


def _links(site: Site) -> Iterator[Link]:
    """Yield the links of all pages and stylesheets."""
    for page in site.pages.values():
        yield from ((page.path, found, resolve(found.value, page.path, site.home)) for found in page.references)
    for path in sorted(path for path in site.files if path.endswith(".css")):
        for value, line in addresses((site.root / path).read_text("utf-8-sig", "replace")):
            yield path, Reference("stylesheet", "url()", value, line, "loads"), resolve(value, path, site.home)


def _in_links(site: Site, links: Iterable[Link]) -> Iterator[Fault]:
    for path, found, target in links:
        for rule, message in _of_link(site, path, found, target):
            yield from _at(site, path, found.line, address_needles(found.value), (rule, f"“{found.value}” {message}"))


def _of_link(site: Site, page: str, found: Reference, target: Target) -> Iterator[tuple[str, str]]:
    """Yield the rule that a link breaks, and what to say behind its address."""
    value = found.value.strip()
    match target:
        case _ if not value:
            yield "LK05", "is an empty address; write a whole one, or take it out."
        case Inside() if page == NOT_FOUND and not value.lower().startswith(("/", "#", "http:", "https:")):
            yield "LK16", "is relative, but a host shows 404.html at any address; begin it with a slash."
        case Inside(path, _) if path not in site.files:
            yield "LK01", _missing(site, path)
        case Inside(path, fragment) if path in site.pages:
            anchor = fragment.partition(":~:")[0]
            if anchor.lower() not in {"", "top"} and site.pages[path].anchors.isdisjoint({anchor, unquote(anchor)}):
                cure = f"correct it, or write `{{#{anchor}}}` after the heading there."
                there = site.sources.get(path, path)
                yield "LK02", f"leads to the anchor “{anchor}”, which `{there}` does not have; {cure}"
        case Malformed(reason):
            yield "LK15", f"is no address ({reason}); correct it."
        case Outside(scheme):
            yield from _of_outside(scheme, found.use, value)


def _of_outside(scheme: str, use: str, value: str) -> Iterator[tuple[str, str]]:
    if use == "loads" and scheme in _WEB:
        yield "LK08", "is loaded from another host, which then knows the reader; keep a copy here, or take it out."
    elif _SCHEMES[use] and scheme not in _SCHEMES[use]:
        cure = f"write an address that begins with one of {', '.join(_SCHEMES[use])}."
        yield "LK15", f"begins with `{scheme}:`, which no page of ours may use; {cure}"
    elif scheme == "mailto" and not _MAIL.fullmatch(value):
        yield "LK07", "is no e-mail address; write `mailto:` and one like name@host.example."
    elif scheme in {"tel", "sms"} and not _NUMBER.fullmatch(value):
        yield "LK07", f"is no number that a phone can use; write `{scheme}:` and its digits, without spaces."


def _missing(site: Site, path: str) -> str:
    if f"{path}/{INDEX}" in site.files:
        return "leads to a folder; end the address with a slash."
    if other := next((other for other in site.files if other.casefold() == path.casefold()), None):
        return f"differs from the file `{other}` in capitals; write both in the same letters."
    return f"leads to `{path}`, which is not on the site; correct the address, or take it out."


def _in_pages(site: Site) -> Iterator[Fault]:
    for page in site.pages.values():
        for found in page.acting:
            what = found.attribute
            needles = (f'{what}="{found.value}"', f"{what}={found.value}") if what else (f"<{found.tag}",)
            yield from _at(site, page.path, found.line, needles, _of_inline(found))
        if page.damage:
            breach = "LK17", f"This page cannot be read to its end ({page.damage}); mend what writes it."
            yield from _at(site, page.path, 0, (), breach)


def _of_inline(found: Reference) -> tuple[str, str]:
    if found.attribute == "target":
        return "LK13", f'`target="{found.value}"` opens a new tab or window; take it out.'
    what = found.attribute or f"<{found.tag}>"
    goal = "the stylesheet" if "style" in what else "a script's file"
    rule = "LK09" if what == "<script>" else "LK10"
    return rule, f"`{what}` in a page is blocked by the site's headers; move it to {goal}."


def _across(site: Site, links: Sequence[Link], most_clicks: int) -> Iterator[Fault]:
    ways = _ways(site, links)
    clicks, reached = {INDEX: 0}, [INDEX] if INDEX in ways else []
    for path in reached:
        fresh = ways[path] - clicks.keys()
        clicks |= dict.fromkeys(fresh, clicks[path] + 1)
        reached += fresh
    for path, page in site.pages.items():
        if page.redirect:
            continue
        if not ways[path] and len(ways) > 1:
            message = "No link leads from this page to another of the site; add one, at least home."
            yield from _at(site, path, 0, (), ("LK12", message))
        if reached and clicks.get(path, math.inf) > most_clicks and path != NOT_FOUND and not page.noindex:
            message = "No links lead from home to this page; link it from a page that readers reach."
            if path in clicks:
                cure = f"link it from a page that is nearer ({most_clicks} are allowed)."
                message = f"This page is {clicks[path]} links away from home; {cure}"
            yield from _at(site, path, 0, (), ("LK11", message))
    if not reached:
        message = "The site has no home page; add `index.md` to the folder of the Markdown files."
        yield Fault(f"{site.root.name}/{INDEX}", 0, "LK11", message)


def _ways(site: Site, links: Sequence[Link]) -> dict[str, set[str]]:
    """Give the pages to which a reader can go from each; the way through a redirect page leads to its end."""
    inside = [(path, found.use, target.path) for path, found, target in links if isinstance(target, Inside)]
    ends = {path: to for path, use, to in inside if use == "refreshes" and to in site.pages}
    ways: dict[str, set[str]] = {path: set() for path in site.pages}
    for path, use, to in inside:
        if use == "goes" and path in ways and (end := ends.get(to, to)) in ways:
            ways[path] |= {end} - {path}
    return ways
