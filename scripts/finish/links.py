"""The link checker: what a reader follows leads somewhere, and what a browser loads comes from here.

A generator that checks Markdown misses what HTML, templates and plugins write. These rules look at the finished pages.
A rule is a generator of `Found`; its docstring gives the rule, its reason and its source, and is what
`python -m scripts.finish --rules` prints. Ids are stable: a rule that goes takes its id along.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeVar
from urllib.parse import unquote

from scripts.common.addresses import INDEX, Inside, Malformed, Outside, resolve
from scripts.common.built_pages import Reference
from scripts.common.faults import Fault
from scripts.finish.cut import StylesheetError, addresses, parse
from scripts.finish.places import address_needles, place, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from scripts.common.addresses import Target
    from scripts.common.built_pages import Site

_Item = TypeVar("_Item")

#: How many links a reader follows at most to come from the home page to any other.
MOST_CLICKS = 3
NOT_FOUND = "404.html"

_WEB = frozenset({"http", "https"})
_FOLLOWED_SCHEMES = _WEB | {"mailto", "tel", "sms"}
_LOADED_SCHEMES = _WEB | {"data"}
# RFC 3966: digits with dots, hyphens and brackets between them, then parameters. RFC 5724 for sms.
_NUMBER = r"\+?[0-9(][0-9().-]*"
_TEL = re.compile(rf"{_NUMBER}(?:;[a-z0-9-]+(?:=[^;\s]*)?)*", re.IGNORECASE)
_SMS = re.compile(rf"{_NUMBER}(?:,{_NUMBER})*(?:[?;]&?body=\S*)?", re.IGNORECASE)
_MAILTO = re.compile(r"[^\s@,?]+@[^\s@,?]+\.[^\s@,?.]+(?:,[^\s@,?]+@[^\s@,?]+)*(?:\?\S*)?")
# From the shortest emergency number to the longest that the plan of ITU-T E.164 allows.
_FEWEST_DIGITS, _MOST_DIGITS = 3, 15


@dataclass(frozen=True)
class Found:
    """What a rule found.

    Attributes:
        path: the built file.
        line: the line in it.
        message: what is wrong and what to do.
        needles: what to look for in the Markdown file; none for the page as a whole.
        repeat: how many times the same thing stands on the page before this one.
    """

    path: str
    line: int
    message: str
    needles: tuple[str, ...] = ()
    repeat: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """An address, the file that it stands in, and where it leads; `repeat` as in `Found`."""

    path: str
    reference: Reference
    target: Target
    repeat: int

    def found(self, message: str) -> Found:
        """Say something about this link."""
        value = self.reference.value
        needles = address_needles(value) if value else (f'{self.reference.attribute}=""', "]()")
        return Found(self.path, self.reference.line, message, tuple(needles), self.repeat)


class Web:
    """A site with all its links."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.home = site.home
        self.links: list[Link] = []
        for page in site.pages.values():
            self._add(page.path, page.references)
        for path in sorted(self._linked_stylesheets()):
            self._add(path, _stylesheet_references(site, path))

    @cached_property
    def ways(self) -> dict[str, list[str]]:
        """To which other pages of the site the reader can go from each page."""
        ways: dict[str, list[str]] = {path: [] for path in self.site.pages}
        for link in self.links:
            if link.reference.use == "goes" and isinstance(link.target, Inside):
                to = link.target.path
                if to in ways and to != link.path:
                    ways[link.path].append(to)
        return ways

    @cached_property
    def redirects(self) -> dict[str, str]:
        """To which file each redirect page leads."""
        found: dict[str, str] = {}
        for link in self.links:
            if link.reference.use == "refreshes" and isinstance(link.target, Inside):
                found.setdefault(link.path, link.target.path)
        return found

    def _add(self, path: str, references: tuple[Reference, ...]) -> None:
        for reference, repeat in _numbered(references, lambda one: one.value):
            self.links.append(Link(path, reference, resolve(reference.value, path, self.home), repeat))

    def _linked_stylesheets(self) -> set[str]:
        return {
            link.target.path
            for link in self.links
            if "stylesheet" in link.reference.rel
            and isinstance(link.target, Inside)
            and link.target.path in self.site.files
        }


def check(site: Site) -> Iterator[Fault]:
    """Hold all rules against a site.

    Args:
        site: the site, with its pages as they are now.

    Yields:
        A fault for each breach, at its Markdown file and line where `site.sources` lets that be told.
    """
    web = Web(site)
    for rule, find in RULES.items():
        for found in find(web):
            path, line = place(site, found.path, found.line, found.needles, found.repeat)
            yield Fault(path, line, rule, found.message)


def missing_file(web: Web) -> Iterator[Found]:
    """Every address within the site names a file that is there, in the same capitals and small letters.

    Also pictures, stylesheets, `srcset`, canonical links, redirects, and addresses that begin with the site's own.
    A folder's address ends with a slash: without it a host redirects, or answers with an error.
    """
    files = web.site.files
    by_small_letters = {path.casefold(): path for path in files}
    for link in web.links:
        value, target = link.reference.value, link.target
        if not isinstance(target, Inside) or not value or target.path in files:
            continue
        other = by_small_letters.get(target.path.casefold())
        if f"{target.path}/{INDEX}" in files:
            yield link.found(f"“{value}” leads to a folder; end the address with a slash.")
        elif other is not None:
            yield link.found(f"“{value}” differs from the file `{other}` in capitals; write both in the same letters.")
        else:
            yield link.found(
                f"“{value}” leads to `{target.path}`, which is not on the site; correct the address, or take it out."
            )


def missing_anchor(web: Web) -> Iterator[Found]:
    """Every address with a `#` names an anchor of the page that it leads to.

    Capitals count. The plain form is tried first, then the percent-decoded one; `#` and `#top` lead to the top of any
    page. Source: HTML Living Standard, 7.4.6.4 "Scrolling to a fragment".
    """
    for link in web.links:
        target = link.target
        page = web.site.pages.get(target.path) if isinstance(target, Inside) else None
        if page is None or not isinstance(target, Inside):
            continue
        fragment = target.fragment.partition(":~:")[0]
        if not fragment or fragment.lower() == "top" or page.anchors & {fragment, unquote(fragment)}:
            continue
        there = shown(web.site.sources.get(page.path, page.path))
        yield link.found(
            f"“{link.reference.value}” leads to the anchor “{fragment}”, which `{there}` does not have; "
            f"correct it, or write `{{#{fragment}}}` after the heading there."
        )


def missing_id(web: Web) -> Iterator[Found]:
    """Every id that an attribute such as `aria-labelledby`, `for` or `fill="url(#…)"` names is on the same page.

    Source: WCAG 2.2, 1.3.1 and 4.1.2.
    """
    for page in web.site.pages.values():
        for found, repeat in _numbered(page.id_references, lambda one: (one.attribute, one.id)):
            if found.id not in page.anchors:
                yield Found(
                    page.path,
                    found.line,
                    f"`{found.attribute}` names the id “{found.id}”, which this page does not have; "
                    "correct it, or give the element that is meant this id.",
                    (f'{found.attribute}="{found.id}', f'{found.id}"', f"#{found.id}"),
                    repeat,
                )


def duplicate_id(web: Web) -> Iterator[Found]:
    """No id stands twice on a page: a link could lead to one of the two only."""
    for page in web.site.pages.values():
        for (found, line), repeat in _numbered(page.ids, lambda one: one[0]):
            if repeat:
                yield Found(
                    page.path,
                    line,
                    f"The id “{found}” stands on this page more than once; give each element its own.",
                    (f"{{#{found}", f'id="{found}"'),
                    repeat,
                )


def empty_address(web: Web) -> Iterator[Found]:
    """No address is empty: an empty one means the page itself, which nobody wants to load or follow."""
    for link in web.links:
        if not link.reference.value.strip():
            yield link.found(
                f"The `{link.reference.attribute}` of this `<{link.reference.tag}>` is empty; "
                "write an address, or take it out."
            )


def nameless_link(web: Web) -> Iterator[Found]:
    """Every link has text, or a picture with a text. Source: WCAG 2.2, 2.4.4 "Link Purpose"."""
    for link in web.links:
        reference = link.reference
        if reference.use == "goes" and reference.tag in {"a", "area"} and not reference.name:
            yield link.found(
                f"The link to “{reference.value}” has no text, so nobody can tell where it leads; write some."
            )


def unusable_contact(web: Web) -> Iterator[Found]:
    """Every `tel:`, `sms:` and `mailto:` address is one that a phone can use.

    Sources: RFC 3966, RFC 5724, RFC 6068. A number has 3 to 15 digits and no spaces.
    """
    for link in web.links:
        scheme = link.target.scheme if isinstance(link.target, Outside) else ""
        rest = link.reference.value.strip().partition(":")[2]
        match scheme:
            case "tel" if not (_TEL.fullmatch(rest) and _has_digits(rest.partition(";")[0])):
                cure = "is no number that a phone can call; write `tel:` and its digits, without spaces."
            case "sms" if not (_SMS.fullmatch(rest) and _has_digits(re.split("[,?;]", rest)[0])):
                cure = "is no number that a phone can text; write `sms:` and its digits, without spaces."
            case "mailto" if not _MAILTO.fullmatch(rest):
                cure = "is no e-mail address; write `mailto:` and one like name@host.example."
            case _:
                continue
        yield link.found(f"“{link.reference.value}” {cure}")


def other_host(web: Web) -> Iterator[Found]:
    """Nothing is loaded from another host: that host would learn who reads this page.

    Pictures, scripts, stylesheets, fonts, frames, and connections that are only prepared.
    """
    for link in web.links:
        target = link.target
        if link.reference.use == "loads" and isinstance(target, Outside) and target.scheme in _WEB:
            yield link.found(
                f"“{link.reference.value}” is loaded from another host, which then knows the reader; "
                "keep a copy here, or take it out."
            )


def inline_script(web: Web) -> Iterator[Found]:
    """No script stands in a page: the site's Content-Security-Policy blocks it. JSON-LD is data and may stay."""
    for page in web.site.pages.values():
        scripts = (found for found in page.inline if found.what == "<script>")
        for repeat, found in enumerate(scripts):
            message = "A script stands in the page, which the site's headers block; move it to a file."
            yield Found(page.path, found.line, message, ("<script",), repeat)


def inline_style(web: Web) -> Iterator[Found]:
    """No `<style>`, `style=` or `on…=` stands in a page: the site's Content-Security-Policy blocks them."""
    for page in web.site.pages.values():
        for found, repeat in _numbered(page.inline, lambda one: (one.what, one.what[0] != "<" and one.value)):
            if found.what == "<style>":
                message = "A `<style>` stands in the page, which the site's headers block; move it to the stylesheet."
                yield Found(page.path, found.line, message, ("<style",), repeat)
            elif found.what != "<script>":
                goal = "the stylesheet" if found.what == "style" else "a script's file"
                message = f"The attribute `{found.what}` is blocked by the site's headers; move it to {goal}."
                yield Found(page.path, found.line, message, (f'{found.what}="{found.value}"',), repeat)


def too_far(web: Web) -> Iterator[Found]:
    """Every page is at most three links from the home page.

    Redirect pages, 404.html and pages that are kept from search engines are excepted; to go on from a redirect page
    costs no click.
    """
    pages = web.site.pages
    if INDEX not in pages:
        yield Found(INDEX, 0, "The site has no home page; add `index.md` to the folder of the Markdown files.")
        return
    clicks = _clicks(web)
    for path, page in pages.items():
        if path == NOT_FOUND or page.noindex or page.redirect:
            continue
        if path not in clicks:
            yield Found(path, 0, "No links lead from home to this page; link it from a page that readers reach.")
        elif clicks[path] > MOST_CLICKS:
            yield Found(
                path,
                0,
                f"This page is {clicks[path]} links away from home; link it from a page that is nearer "
                f"({MOST_CLICKS} are allowed).",
            )


def dead_end(web: Web) -> Iterator[Found]:
    """Every page has a link to another page of the site: a reader is never left without a way on."""
    for path, ways in web.ways.items():
        if not ways and path not in web.redirects and len(web.ways) > 1:
            yield Found(path, 0, "No link leads from this page to another of the site; add one, at least home.")


def new_window(web: Web) -> Iterator[Found]:
    """No link opens a new tab or window: the way back is lost there. Source: WCAG 2.2, 3.2.5 and G200."""
    for page in web.site.pages.values():
        for found, repeat in _numbered(page.new_windows, lambda one: one.target):
            wanted = f'target="{found.target}"'
            message = f"`{wanted}` opens a new tab or window; take it out."
            yield Found(page.path, found.line, message, (wanted, f"target={found.target}"), repeat)


def base_element(web: Web) -> Iterator[Found]:
    """No page has a `<base>`: it changes where all addresses of the page lead, also those that begin with `#`."""
    for link in web.links:
        if link.reference.tag == "base":
            yield link.found("A `<base>` changes where every address of the page leads; take it out.")


def unknown_scheme(web: Web) -> Iterator[Found]:
    """Every address is of a kind that a reader can follow or a browser can load.

    To follow: `http`, `https`, `mailto`, `tel`, `sms`. To load: files of this site, and `data:` for small pictures.
    """
    for link in web.links:
        target, use = link.target, link.reference.use
        if isinstance(target, Malformed):
            yield link.found(f"“{link.reference.value}” is no address ({target.reason}); correct it.")
        elif isinstance(target, Outside) and use in {"goes", "loads", "refreshes"}:
            allowed = _LOADED_SCHEMES if use == "loads" else _FOLLOWED_SCHEMES
            if target.scheme not in allowed:
                yield link.found(
                    f"“{link.reference.value}” begins with `{target.scheme}:`, which no page of ours may use; "
                    f"write an address that begins with one of {', '.join(sorted(allowed))}."
                )


def relative_on_404(web: Web) -> Iterator[Found]:
    """404.html holds no relative address: a host shows it at any address, so a relative one leads anywhere."""
    for link in web.links:
        value = link.reference.value.strip()
        absolute = value.lower().startswith(("/", "#", "http:", "https:"))
        if link.path == NOT_FOUND and isinstance(link.target, Inside) and value and not absolute:
            yield link.found(f"“{value}” is relative, but a host shows 404.html at any address; begin it with a slash.")


def damaged_page(web: Web) -> Iterator[Found]:
    """Every page can be read whole, as UTF-8; what stands in the rest of it would go unchecked."""
    for path, page in web.site.pages.items():
        if page.damage:
            message = f"This page cannot be read to its end ({page.damage}); mend what writes it."
            yield Found(path, 0, message)


Rule: TypeAlias = "Callable[[Web], Iterator[Found]]"
RULES: Mapping[str, Rule] = {
    "LK01": missing_file,
    "LK02": missing_anchor,
    "LK03": missing_id,
    "LK04": duplicate_id,
    "LK05": empty_address,
    "LK06": nameless_link,
    "LK07": unusable_contact,
    "LK08": other_host,
    "LK09": inline_script,
    "LK10": inline_style,
    "LK11": too_far,
    "LK12": dead_end,
    "LK13": new_window,
    "LK14": base_element,
    "LK15": unknown_scheme,
    "LK16": relative_on_404,
    "LK17": damaged_page,
}


def _clicks(web: Web) -> dict[str, int]:
    """Count for each page that can be reached how many links lead there from home."""
    clicks = {INDEX: 0}
    waiting = deque([INDEX])
    while waiting:
        path = waiting.popleft()
        onward = web.redirects.get(path)
        if onward in web.ways and clicks.get(onward, clicks[path] + 1) > clicks[path]:
            clicks[onward] = clicks[path]
            waiting.appendleft(onward)
        for to in web.ways[path]:
            if to not in clicks:
                clicks[to] = clicks[path] + 1
                waiting.append(to)
    return clicks


def _numbered(items: Iterable[_Item], key: Callable[[_Item], Hashable]) -> Iterator[tuple[_Item, int]]:
    """Yield each item with the number of earlier ones that have the same key."""
    seen: Counter[Hashable] = Counter()
    for item in items:
        yield item, seen[key(item)]
        seen[key(item)] += 1


def _stylesheet_references(site: Site, path: str) -> tuple[Reference, ...]:
    try:
        nodes = parse((site.root / path).read_text(encoding="utf-8-sig"))
    except StylesheetError:
        return ()  # the stylesheet's own step has said so
    return tuple(
        Reference("stylesheet", "url()", str(token.value), token.source_line, "loads") for token in addresses(nodes)
    )


def _has_digits(number: str) -> bool:
    return _FEWEST_DIGITS <= sum(character.isdigit() for character in number) <= _MOST_DIGITS
