"""The Markdown block `/// help-lines`: prints help lines from the data file, so that no page types a number.

    /// help-lines
        topic: crisis
        country: uk
        form: short
    ///

`topic`, `country` or both choose the services. `form: short` (also if nothing is said) is one item for each
service; `form: full` is everything that is known of it, under a heading of the third level; `form: brief` is one line
for each country, with the first service of the file that serves it: for a card in the middle of a text.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension  # type: ignore[import-untyped]
from pymdownx.blocks.block import Block, type_any  # type: ignore[import-untyped]

from scripts.content.help_lines import HelpLine, date_in_words, load, sms_address, tel_address
from scripts.content.help_lines_choice import OPTIONS, in_a_row, read_choice
from scripts.rendered_page import data_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown import Markdown

DATA = "_data/help-lines.yml"

_PLACES = {
    "us": "United States",
    "uk": "UK",
    "ie": "Ireland",
    "eu": "European Union",
    "ca": "Canada",
    "au": "Australia",
    "nz": "New Zealand",
    "in": "India",
    "anywhere": "anywhere",
}


class HelpLinesBlock(Block):  # type: ignore[misc]
    """`/// help-lines`; see the docstring of this module."""

    NAME = "help-lines"
    OPTIONS: ClassVar[dict[str, Any]] = dict.fromkeys(OPTIONS, (None, type_any))

    def on_create(self, parent: Element) -> Element:
        """Append the help lines to `parent`.

        Raises:
            ChoiceError: the options are wrong or choose nothing.
            HelpLinesError: the data file cannot be used.
        """
        data = data_file(self.md, self.config["data"])
        if "lines" not in self.tracker:
            self.tracker["lines"] = load(data)
            self.tracker["names"] = Counter(line.service for line in self.tracker["lines"])
        choice = read_choice({key: self.options[key] for key in OPTIONS})
        write = {"full": _full, "short": _short, "brief": _brief}[choice.form]
        return write(parent, choice.of(self.tracker["lines"], data), self.tracker["names"])


class HelpLinesExtension(BlocksExtension):  # type: ignore[misc]
    """Registers the block. `data` is the file of help lines, as a path from the folder of the pages."""

    def __init__(self, **options: object) -> None:
        self.config = {"data": [DATA, "The YAML file of help lines."]}
        super().__init__(**options)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: ARG002, N802 - pymdownx's name
        """Register the block."""
        block_mgr.register(HelpLinesBlock, self.getConfigs())


def makeExtension(**options: object) -> HelpLinesExtension:  # noqa: N802 - Markdown's name
    """Give Markdown the extension."""
    return HelpLinesExtension(**options)


def _brief(parent: Element, lines: Iterable[HelpLine], names: Counter[str]) -> Element:
    """One list item for each country: the first service that serves it, and the first ways to reach that one."""
    listing = SubElement(parent, "ul", {"class": "help-lines brief"})
    first = list(_first_of_each_country(lines))
    same = len({line.service for line in first}) == 1
    for line in first:
        item = SubElement(listing, "li")
        place = _place(line)
        _add(item, "strong", place[0].upper() + place[1:])
        _say(item, " " if same else f" {line.service} ")
        _row(item, [*_calls(line, "Call")[:1], *_texts(line, "Text")[:1]] or [(_website(line, names), None)])
    return listing


def _first_of_each_country(lines: Iterable[HelpLine]) -> Iterator[HelpLine]:
    met: set[str] = set()
    for line in lines:
        if not met.issuperset(line.countries):
            yield line
        met.update(line.countries)


def _short(parent: Element, lines: Iterable[HelpLine], names: Counter[str]) -> Element:
    """One list item for each service: its name, where it is and when, and how to reach it."""
    listing = SubElement(parent, "ul", {"class": "help-lines"})
    for line in lines:
        item = SubElement(listing, "li")
        _add(item, "strong", line.service)
        _say(item, f", {_place(line)}. {line.hours}. ")
        _row(item, [*_calls(line, "Call"), *_texts(line, "Text")] or [(_website(line, names), None)])
    return listing


def _row(parent: Element, ways: Iterable[tuple[Element, str | None]]) -> None:
    """The ways to reach a service, side by side: large targets that do not touch."""
    row = SubElement(parent, "span", {"class": "ways"})
    for place, (link, note) in enumerate(ways):
        if place:
            _say(row, " ")
        _put(row, link, note)


def _full(parent: Element, lines: Iterable[HelpLine], names: Counter[str]) -> Element:
    """For each service a heading and a list of terms: everything that is known of it."""
    listing = SubElement(parent, "div", {"class": "help-lines-full"})
    for line in lines:
        entry = SubElement(listing, "div", {"class": "help-line"})
        _add(entry, "h3", line.service)
        terms = SubElement(entry, "dl")
        for name, definitions in _terms(line, names):
            if definitions:
                _add(terms, "dt", name)
                terms.extend(definitions)
    return listing


def _terms(line: HelpLine, names: Counter[str]) -> Iterator[tuple[str, list[Element]]]:
    day = _element("time", date_in_words(line.checked), datetime=line.checked.isoformat())
    yield "For", _defined(line.for_whom)
    yield "Phone", [_put(Element("dd"), link, note) for link, note in _calls(line, "Call")]
    yield "Text", [_put(Element("dd"), link, note) for link, note in _texts(line, "Text")]
    yield "Website", [_put(Element("dd"), _website(line, names))]
    yield "Hours", _defined(line.hours)
    yield "Cost", _defined(line.cost)
    yield "Languages", _defined(line.languages)
    yield "Checked", [_put(Element("dd"), day)]


def _defined(words: str | None) -> list[Element]:
    return [] if words is None else [_element("dd", words)]


def _calls(line: HelpLine, verb: str) -> list[tuple[Element, str | None]]:
    return [(_link(tel_address(call.number), f"{verb} {call.number}"), call.note) for call in line.call]


def _texts(line: HelpLine, verb: str) -> list[tuple[Element, str | None]]:
    return [
        (
            _link(
                sms_address(text.to, text.send),
                f"{verb} {text.send} to {text.to}" if text.send else f"{verb} {text.to}",
            ),
            None,
        )
        for text in line.text
    ]


def _website(line: HelpLine, names: Counter[str]) -> Element:
    """Link to the website, in words that no other link of the page has (WCAG 2.4.9)."""
    place = f", {_place(line)}" if names[line.service] > 1 else ""
    return _link(line.web, f"{line.service} website{place}")


def _place(line: HelpLine) -> str:
    return in_a_row([_PLACES[country] for country in line.countries], "and")


def _link(address: str, words: str) -> Element:
    return _element("a", words, href=address, **{"class": "help-link"})


def _element(tag: str, words: str, **attributes: str) -> Element:
    element = Element(tag, attributes)
    element.text = AtomicString(words)
    return element


def _add(parent: Element, tag: str, words: str) -> None:
    parent.append(_element(tag, words))


def _put(parent: Element, child: Element, note: str | None = None) -> Element:
    """Append a child, and its note in brackets; give the parent back."""
    parent.append(child)
    if note:
        _say(parent, f" ({note})")
    return parent


def _say(parent: Element, words: str) -> None:
    """Append words after the last child; Markdown leaves them as they are."""
    last = parent[-1]
    last.tail = AtomicString((last.tail or "") + words)
