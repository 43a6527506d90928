"""What a `/// help-lines` block asks for: its options, checked, and the services that they choose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.content.help_lines import COUNTRIES, TOPICS, HelpLine, HelpLinesError, choose, load
from scripts.faults import Fault, shown_path
from scripts.yaml_lines import BadYamlError, load_with_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

#: The options of the block and the values that each can have.
OPTIONS: dict[str, tuple[str, ...]] = {"topic": TOPICS, "country": COUNTRIES, "form": ("short", "full", "brief")}

# As pymdownx.blocks reads the first line of a block and the options below it.
_START = re.compile(r" {0,3}/{3,} *help-lines *(\|.*)?", re.IGNORECASE)
_OPTION = re.compile(r" {4,}\S.*")
_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


class ChoiceError(ValueError):
    """The options of a block are wrong or choose nothing; the message says what can be chosen."""


@dataclass(frozen=True)
class Choice:
    """The options of one block, checked."""

    topic: str | None
    country: str | None
    form: str

    def of(self, lines: Sequence[HelpLine], data: Path) -> list[HelpLine]:
        """Give the help lines that are chosen, in the order of the file.

        Args:
            lines: all help lines.
            data: the file that they are from, for the message.

        Raises:
            ChoiceError: there is none.
        """
        found = choose(lines, self.topic, self.country)
        if found:
            return found
        asked = {"topic": self.topic, "country": self.country}
        wanted = [f"{key} {value}" for key, value in asked.items() if value]
        message = f"No help line in {shown_path(data)} is for {in_a_row(wanted, 'and')};"
        if self.topic and self.country:
            topics = {topic for line in choose(lines, country=self.country) for topic in line.topics}
            countries = {country for line in choose(lines, self.topic) for country in line.countries}
            raise ChoiceError(
                f"{message} country {self.country} has {in_a_row(sorted(topics), 'and') or 'none'}, "
                f"topic {self.topic} has {in_a_row(sorted(countries), 'and') or 'none'}."
            )
        held = {value for line in lines for value in (line.topics if self.topic else line.countries)}
        raise ChoiceError(f"{message} choose {in_a_row(sorted(held), 'or')}.")


def read_choice(options: Mapping[str, object]) -> Choice:
    """Check the options of a block.

    Args:
        options: as they are written; one that is not there, or is None, is not chosen.

    Raises:
        ChoiceError: an option is unknown or has a value that it cannot have, or nothing is chosen.
    """
    for key, value in options.items():
        if key not in OPTIONS:
            raise ChoiceError(
                f'A help-lines block has no option "{key}"; allowed are {in_a_row(list(OPTIONS), "and")}.'
            )
        if value is not None and value not in OPTIONS[key]:
            raise ChoiceError(f'A help-lines block cannot have {key} "{value}"; choose {in_a_row(OPTIONS[key], "or")}.')
    topic, country, form = (options.get(key) for key in OPTIONS)
    if topic is None and country is None:
        raise ChoiceError("A help-lines block has to say whom it is for; give it a topic, a country, or both.")
    return Choice(
        None if topic is None else str(topic),
        None if country is None else str(country),
        "short" if form is None else str(form),
    )


def checks(docs: Path, data: Path) -> Iterator[Fault]:
    """Check every `help-lines` block of the pages before they are rendered.

    Rendering stops at the first one and does not know its line, and it takes a block with an unknown option
    for text.

    Args:
        docs: the folder of the pages.
        data: the file of help lines; while it has faults, only the options are checked.

    Yields:
        HL07 a block whose options are wrong or choose nothing.
    """
    try:
        lines = load(data)
    except HelpLinesError:
        lines = []
    for page in sorted(docs.rglob("*.md")):
        text = page.read_text(encoding="utf-8-sig", errors="replace")
        for number, title, options in _blocks(text):
            try:
                choice = read_choice(_parse(title, options))
                if lines:
                    choice.of(lines, data)
            except ChoiceError as error:
                yield Fault(shown_path(page), number, "HL07", str(error))


def in_a_row(words: Sequence[str], last: str) -> str:
    """Put words in a row: `a, b and c`; an empty text for none."""
    *first, end = words or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the title and the options of every block outside code."""
    code, rows = "", text.splitlines()
    for number, row in enumerate(rows, 1):
        fence = _CODE_FENCE.match(row)
        if fence and not code:
            code = fence[1]
        elif fence and fence[1].startswith(code):
            code = ""
        elif not code and (start := _START.fullmatch(row)):
            end = number
            while end < len(rows) and _OPTION.fullmatch(rows[end]):
                end += 1
            yield number, start[1] or "", "\n".join(rows[number:end])


def _parse(title: str, options: str) -> Mapping[str, object]:
    if title:
        raise ChoiceError("A help-lines block has no title; take out the | and what follows it.")
    try:
        data, _ = load_with_lines(options)
    except BadYamlError as error:
        problem = error.problems[0]
        raise ChoiceError(f"Option line {problem.line} of this block: {problem.message}") from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ChoiceError("The options of a help-lines block are lines such as topic: crisis; write them so.")
    return {str(key): value for key, value in data.items()}
