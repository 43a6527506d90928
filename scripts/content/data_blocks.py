"""Markdown blocks that print from the data files, each by its partial in `overrides/blocks/`: no page types data.

    /// help-lines
        topic: crisis
        country: uk
        form: short
    ///

`help-lines`: `topic`, `country` or both choose the services. `form` is `short` (an item for each service; also if
nothing is said), `brief` (a line for each country, for a card in the middle of a text) or `full` (all that is known of
each, under a heading of the third level).
`evidence`: the studies that bear on `step`. `glossary`: all words, on the page that `extra.pages` names, where its
links lead from. `contact-ladder`: with a heading of the level `heading`, or 3; `examples: false` leaves out the words.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click
from markdown.util import AtomicString
from pymdownx.blocks.block import (  # type: ignore[import-untyped]
    Block,
    type_boolean,
    type_ranged_integer,
    type_string_in,
)

from scripts.common.faults import Fault
from scripts.common.partials import filled
from scripts.content import data_files, front_matter, help_lines
from scripts.content.data_files import FaultyDataError
from scripts.content.front_matter import Entry
from scripts.content.rendered_page import data_folder

Options = dict[str, Any]


class ChoiceError(click.ClickException):
    """What a block asks for cannot be printed; the message says what can."""


def _help_lines(data: Path, options: Options) -> dict[str, object]:
    topic, country = options["topic"], options["country"]
    if topic is None and country is None:
        raise ChoiceError("A help-lines block has to say whom it is for; give it a topic, a country, or both.")
    every = help_lines.read(data).all()
    lines = help_lines.choose(every, topic, country)
    if not lines:
        wanted = " and ".join(f"{key} {options[key]}" for key in ("topic", "country") if options[key])
        raise ChoiceError(f"There is no help line for {wanted}; choose another topic or country, or add one.")
    if options["form"] == "brief":
        lines = help_lines.first_of_each_country(lines)
    return {"form": options["form"], "lines": lines, "every": every}


def _evidence(data: Path, options: Options) -> dict[str, object]:
    step = options["step"]
    studies = [study for study in data_files.studies(data).all() if study.step == step]
    if not studies:
        raise ChoiceError(f"No study bears on step {step}; write `step: 1`, 2, 3 or 4 below the block's first line.")
    return {"studies": studies}


def _glossary(data: Path, options: Options) -> dict[str, object]:  # noqa: ARG001 - it has none
    terms = sorted(data_files.glossary(data).all(), key=lambda term: term.term.casefold())
    return {"terms": terms, "titles": front_matter.titles(data.parent)}


def _contact_ladder(data: Path, options: Options) -> dict[str, object]:
    return {"rungs": data_files.contact_ladder(data).all(), **options}


#: What each kind of block gives its partial, and its options as pymdownx has them: a default, and what judges a value.
KINDS: Final[Mapping[str, tuple[Callable[[Path, Options], dict[str, object]], Mapping[str, tuple[Any, Any]]]]] = {
    "help-lines": (
        _help_lines,
        {
            "topic": (None, type_string_in(help_lines.TOPICS)),
            "country": (None, type_string_in(help_lines.COUNTRIES)),
            "form": ("short", type_string_in(("short", "full", "brief"))),
        },
    ),
    "evidence": (_evidence, {"step": (None, type_ranged_integer(1, 4))}),
    "glossary": (_glossary, {}),
    "contact-ladder": (_contact_ladder, {"heading": (3, type_ranged_integer(2, 4)), "examples": (True, type_boolean)}),
}


def check(entry: Entry, data: Path) -> Iterator[Fault]:
    """Check the data blocks of a page before it is rendered, for rendering stops at the first fault.

    Args:
        entry: the page.
        data: the folder of the data files; where one has faults, only what is chosen is checked.

    Yields:
        BL01 a block that chooses nothing. What its options and their values may be is said by MU03.
    """
    for box in entry.written.boxes:
        context, options = KINDS.get(box.name.lower(), (None, {}))
        if context is not None:
            try:
                context(data, {key: default for key, (default, _) in options.items()} | (box.options or {}))
            except ChoiceError as error:
                yield Fault(entry.path, box.line, "BL01", str(error))
            except FaultyDataError:
                pass  # its own check names the faults


class DataBlock(Block):  # type: ignore[misc]
    """A block of one kind; its class is made from this one."""

    def on_create(self, parent: ET.Element) -> ET.Element:
        """Keep the place."""
        return ET.SubElement(parent, "div")

    def on_end(self, block: ET.Element) -> None:
        """Put what the partial prints into the place, behind what the block holds.

        Raises:
            ChoiceError: the options choose nothing.
            FaultyDataError: the data file cannot be used.
        """
        context = KINDS[self.NAME][0](data_folder(self.md), self.options)
        tree = ET.fromstring(filled(f"blocks/{self.NAME}.html", author=self.config["author"], **context))  # noqa: S314 - our own partial
        for element in tree.iter():
            # Markdown leaves such texts as they are.
            element.text, element.tail = AtomicString(element.text or ""), AtomicString(element.tail or "")
        block.tag, block.text, block.attrib = tree.tag, tree.text, tree.attrib
        block.extend(tree)
