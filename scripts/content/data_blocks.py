"""Markdown blocks that print from the data files, each by its partial in `overrides/blocks/`: no page types data.

    /// help-lines
        topic: crisis
        country: uk
        form: short
    ///

`help-lines`: `topic`, `country` or both choose the services. `form` is `short` (an item for each service; also if
nothing is said), `brief` (a line for each country, for a card in the middle of a text) or `full` (all that is known of
each, under a heading of the third level).
`evidence`: the studies that bear on `step`. `glossary`: all words, on the page `words-used-here.md`, since its links
lead from there. `contact-ladder`: with a heading of the level `heading`, or 3; `examples: false` leaves out the words.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension  # type: ignore[import-untyped]
from pymdownx.blocks.block import Block, type_any  # type: ignore[import-untyped]

from scripts.common.faults import Fault, shown_path
from scripts.common.partials import filled
from scripts.common.rendered_page import data_file
from scripts.common.yaml_lines import BadYamlError, load_with_lines
from scripts.content import contact_ladder, evidence, glossary, help_lines
from scripts.content.blocks import read_boxes
from scripts.content.entries import FaultyDataError
from scripts.content.help_lines import COUNTRIES, TOPICS, in_a_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from markdown import Markdown

Options = dict[str, Any]


class ChoiceError(ValueError):
    """What a block asks for cannot be printed; the message says what can."""


@dataclass(frozen=True)
class Kind:
    """One kind of block.

    Attributes:
        options: the options that it takes, and the values that each can have.
        context: gives the partial what it prints, from the folder of data and the options that are set.
    """

    options: Mapping[str, tuple[object, ...]]
    context: Callable[[Path, Options], dict[str, object]]


def _help_lines(data: Path, options: Options) -> dict[str, object]:
    path = data / "help-lines.yml"
    topic, country, form = options.get("topic"), options.get("country"), options.get("form", "short")
    if topic is None and country is None:
        raise ChoiceError("A help-lines block has to say whom it is for; give it a topic, a country, or both.")
    every = help_lines.read(path).all()
    lines = help_lines.choose(every, topic, country)
    if not lines:
        wanted = in_a_row([f"{key} {options[key]}" for key in ("topic", "country") if key in options], "and")
        topics = {held for line in help_lines.choose(every, country=country) for held in line.topics}
        countries = {held for line in help_lines.choose(every, topic) for held in line.countries}
        there = [
            f"{key} {value} has {in_a_row(sorted(held), 'and') or 'none'}"
            for key, value, held in (("country", country, topics), ("topic", topic, countries))
            if value is not None
        ]
        raise ChoiceError(f"No help line in {shown_path(path)} is for {wanted}; {', '.join(there)}.")
    if form == "brief":
        lines = help_lines.first_of_each_country(lines)
    shared = [name for name, times in Counter(line.service for line in every).items() if times > 1]
    one_name = len({line.service for line in lines}) == 1
    return {"form": form, "lines": lines, "shared": shared, "one_name": one_name}


def _evidence(data: Path, options: Options) -> dict[str, object]:
    step = options.get("step")
    if step is None:
        raise ChoiceError("An evidence block needs a step; write `step: 1`, 2, 3 or 4 below its first line.")
    studies = [study for study in evidence.load(data / "evidence.yml") if study.step == step]
    if not studies:
        raise ChoiceError(f"No study bears on step {step}; add one, or take the evidence block out.")
    return {"studies": studies}


def _glossary(data: Path, options: Options) -> dict[str, object]:  # noqa: ARG001 - it has none
    path = data / "glossary.yml"
    terms = glossary.load(path)
    return {"terms": terms, "titles": {term.page: glossary.title_of(path, term.page) for term in terms if term.page}}


def _contact_ladder(data: Path, options: Options) -> dict[str, object]:
    rungs = contact_ladder.read(data / "contact-ladder.yml").all()
    return {"rungs": rungs, "heading": options.get("heading", 3), "examples": options.get("examples", True)}


KINDS: Mapping[str, Kind] = {
    "help-lines": Kind({"topic": TOPICS, "country": COUNTRIES, "form": ("short", "full", "brief")}, _help_lines),
    "evidence": Kind({"step": (1, 2, 3, 4)}, _evidence),
    "glossary": Kind({}, _glossary),
    "contact-ladder": Kind({"heading": (2, 3, 4), "examples": (True, False)}, _contact_ladder),
}


def context_of(name: str, data: Path, options: Mapping[str, object]) -> dict[str, object]:
    """Give what the partial of a block prints.

    Args:
        name: the block.
        data: the folder of the data files.
        options: as they are written; one that is None is not set.

    Raises:
        ChoiceError: an option is unknown or has a value that it cannot have, or nothing is chosen.
        FaultyDataError: the data file cannot be used.
    """
    allowed = KINDS[name].options
    for key, value in options.items():
        if key not in allowed:
            cure = f"allowed are {in_a_row(list(allowed), 'and')}" if len(allowed) > 1 else "take it out"
            raise ChoiceError(f'{_a(name)} block has no option "{key}"; {cure}.')
        if value is not None and (value, type(value)) not in [(choice, type(choice)) for choice in allowed[key]]:
            choice = in_a_row([str(choice).lower() for choice in allowed[key]], "or")
            raise ChoiceError(f'{_a(name)} block cannot have {key} "{value}"; choose {choice}.')
    return KINDS[name].context(data, {key: value for key, value in options.items() if value is not None})


def checks(docs: Path, data: Path) -> Iterator[Fault]:
    """Check the data blocks of all pages before they are rendered.

    Rendering stops at the first fault and does not know its line, and it takes a block with an unknown option for text.

    Args:
        docs: the folder of the pages.
        data: the folder of the data files; where one has faults, only the options are checked.

    Yields:
        BL01 a block that cannot be printed.
    """
    for page in sorted(docs.rglob("*.md")):
        text = page.read_text(encoding="utf-8-sig", errors="replace")
        if "///" not in text:
            continue
        rows = text.split("\n")
        for box in read_boxes(text):
            name = box.name.lower()
            if name not in KINDS:
                continue
            try:
                context_of(name, data, _written(name, box.title, rows[box.line : (box.end or len(rows) + 1) - 1]))
            except ChoiceError as error:
                yield Fault(shown_path(page), box.line, "BL01", str(error))
            except FaultyDataError:
                pass  # its own check names the faults


def _written(name: str, title: str, rows: list[str]) -> Mapping[str, object]:
    """Read the options of a block from the rows between its fences."""
    if title:
        raise ChoiceError(f"{_a(name)} block has no title; take out the | and what follows it.")
    end = next((place for place, row in enumerate(rows) if not row.startswith("    ")), len(rows))
    if any(row.strip() for row in rows[end:]):
        raise ChoiceError(_NO_TEXT.format(_a(name)))
    try:
        options, _ = load_with_lines("\n".join(rows[:end]))
    except BadYamlError as error:
        problem = error.problems[0]
        raise ChoiceError(f"Option line {problem.line} of this block: {problem.message}") from error
    if not isinstance(options, dict | None):
        raise ChoiceError(f"The options of {_a(name).lower()} block are lines such as topic: crisis; write them so.")
    return {str(key): value for key, value in (options or {}).items()}


_NO_TEXT = "{} block holds no text; put it below the block, or indent the options by four spaces."


def _a(name: str) -> str:
    return f"An {name}" if name == "evidence" else f"A {name}"


class DataBlock(Block):  # type: ignore[misc]
    """A block of one kind; its class is made from this one."""

    def on_create(self, parent: ET.Element) -> ET.Element:
        """Keep the place."""
        return ET.SubElement(parent, "div")

    def on_end(self, block: ET.Element) -> None:
        """Put what the partial prints into the place.

        Raises:
            ChoiceError: the block holds text of its own, its options are wrong, or they choose nothing.
            FaultyDataError: the data file cannot be used.
        """
        if len(block) or (block.text or "").strip():
            raise ChoiceError(_NO_TEXT.format(_a(self.NAME)))
        options = {key: self.options[key] for key in KINDS[self.NAME].options}
        data = data_file(self.md, self.config["data"])
        printed = filled(f"blocks/{self.NAME}.html", **context_of(self.NAME, data, options))
        tree = ET.fromstring(printed)  # noqa: S314 - our own partial
        for element in tree.iter():
            # Markdown leaves such texts as they are.
            element.text, element.tail = AtomicString(element.text or ""), AtomicString(element.tail or "")
        block.tag, block.text, block.attrib = tree.tag, tree.text, tree.attrib
        block.extend(tree)


class DataBlocksExtension(BlocksExtension):  # type: ignore[misc]
    """Registers the blocks. `data` is the folder of the data files, in that of the pages."""

    def __init__(self, **options: object) -> None:
        self.config = {"data": ["_data", "The folder of the data files."]}
        super().__init__(**options)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: ARG002, N802 - pymdownx's name
        """Register a class for each kind."""
        for name, kind in KINDS.items():
            members = {"NAME": name, "OPTIONS": dict.fromkeys(kind.options, (None, type_any))}
            block_mgr.register(type(name, (DataBlock,), members), self.getConfigs())


def makeExtension(**options: object) -> DataBlocksExtension:  # noqa: N802 - Markdown's name
    """Give Markdown the extension."""
    return DataBlocksExtension(**options)
