"""Data files: read a list of entries against its schema, with the line of every part; and the files but for help lines.

The heads of the files say what each key holds.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

import click
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, ValidationInfo, conlist
from pydantic_core import PydanticCustomError

from scripts.common.faults import Fault, Level, shown_path
from scripts.common.old_addresses import TABLE, OldAddress
from scripts.common.yaml_lines import BadYamlError, Lines, faults_of, load_with_lines

MOST_WORDS = 30
# A longer file is read in pieces of whole entries, and is not kept: a blog has tens of thousands of addresses.
_LONG = 100_000
_PIECE = re.compile(rf".{{1,{_LONG}}}.*?(?:\n(?=- )|\Z)", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?]+[”’]?(?=\s+[“‘]?[A-Z0-9]|\s*$)")


class Strict(BaseModel):
    """A schema that takes no other keys and changes no value."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def refuse(wrong: Callable[[Any, ValidationInfo[Any]], object], message: str, rule: str = "") -> AfterValidator:
    """Make a validator.

    Args:
        wrong: says what is wrong with a value; nothing, if all is well.
        message: continues a sentence that begins with the key; {} is what is wrong.
        rule: the id of a rule of its own.
    """

    def check(value: Any, info: ValidationInfo[Any]) -> Any:
        if found := wrong(value, info):
            raise PydanticCustomError(rule or "value_error", "{words}", {"words": message.format(found)})
        return value

    return AfterValidator(check)


def fits(pattern: str, cure: str) -> AfterValidator:
    """Make a validator of texts that have to match a pattern; `cure` continues a sentence that begins with the key."""
    return refuse(lambda value, _: not re.fullmatch(pattern, value), cure)


#: A text of one line or more that says something.
Words = Annotated[str, fits(r"(?s).*\S.*", "is empty; fill it, or take it out")]

Entry = TypeVar("Entry", bound=BaseModel)


class FaultyDataError(click.ClickException):
    """A data file cannot be printed from; the message is its faults, one a line, and all that a keeper gets to see."""


@dataclass
class Entries(Generic[Entry]):
    """What a data file holds.

    Attributes:
        path: the file as faults name it.
        text: the text of the file.
        sound: the entries; none if one of them does not fit the schema.
        faults: what is wrong with the file.
    """

    path: str
    text: str = ""
    sound: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @cached_property
    def lines(self) -> Lines:
        """The lines of all parts; they take more memory than the entries, so they are found only to name a fault."""
        return load_with_lines(self.text)[1]

    def fault(self, place: int, key: str, rule: str, message: str, level: Level = "error") -> Fault:
        """Make a fault of one key of one entry, at its line; of the entry, if the key is not there."""
        return Fault(self.path, self.lines.of((place, key)), rule, message, level)

    def all(self) -> list[Entry]:
        """Give the entries, to print them.

        Raises:
            FaultyDataError: there is a fault; nothing of the file is to be printed.
        """
        if self.faults:
            raise FaultyDataError("\n".join(map(str, self.faults)))
        return self.sound


def read_entries(
    path: Path,
    model: type[Entry],
    rule: str,
    twice: str = "",
    unique: Callable[[Entry], Iterable[tuple[str, str]]] | None = None,
) -> Entries[Entry]:
    """Read a YAML file that is a list of entries.

    Args:
        path: the file.
        model: what each entry has to be.
        rule: the id that faults of reading and of the schema carry.
        twice: the id of the rule that some values stand once in the file.
        unique: gives these values of an entry, each behind its key.

    Returns:
        The entries and the faults; a file that cannot be read has no entries and a fault.
    """
    entries: Entries[Entry] = Entries(shown_path(path))
    try:
        entries.text = path.read_text(encoding="utf-8-sig")
        is_long = len(entries.text) > _LONG
        entries.sound = (_read.__wrapped__ if is_long else _read)(entries.text, model)
    except FileNotFoundError:
        entries.faults.append(Fault(entries.path, 0, rule, "There is no such file; put it back."))
    except UnicodeDecodeError:
        entries.faults.append(Fault(entries.path, 0, rule, "This file is not text in UTF-8; save it as UTF-8."))
    except BadYamlError as error:
        entries.faults.append(Fault(entries.path, error.line, rule, error.message))
    except ValidationError as error:
        entries.faults += faults_of(error, Fault(entries.path, 0, rule, ""), entries.lines)
    first: dict[str, tuple[int, str]] = {}
    for place, entry in enumerate(entries.sound):
        for key, value in unique(entry) if unique else ():
            if (other := first.setdefault(value.casefold(), (place, key))) != (place, key):
                message = f'"{value}" stands in line {entries.lines.of(other)} already; give each its own.'
                entries.faults.append(entries.fault(place, key, twice, message))
    return entries


# Every block, and every page for its links to the glossary, asks for its file; a thousand pages find the same text.
@lru_cache(maxsize=16)
def _read(text: str, model: type[Any]) -> list[Any]:
    entries = TypeAdapter(conlist(model, min_length=1))
    if len(text) > _LONG:
        # Entry by entry it is the same in a fifth of the memory; what is wrong is seen in the whole.
        with suppress(BadYamlError, ValidationError):
            pieces = (load_with_lines(piece)[0] for piece in _PIECE.findall(text))
            return [entry for piece in pieces for entry in entries.validate_python(piece)]
    return entries.validate_python(load_with_lines(text)[0])


_ONE_SENTENCE = refuse(
    lambda value, _: len(_SENTENCE_END.findall(value)) != 1 or len(value.split()) > MOST_WORDS,
    f"has to be one sentence, with its full stop, of at most {MOST_WORDS} words",
    "EV04",
)
_FITS_THE_LABEL = refuse(
    lambda value, info: bool((value or "").strip()) != (info.data.get("label") == "2"),
    'does not fit the label; with "2" say whose account it is, with "S" leave it out',
    "EV03",
)
_Anchor = Annotated[str, fits("[a-z][a-z0-9-]*", "has to be small letters, digits and hyphens, such as two-walls")]
_Paper = Annotated[str, fits(r"10\.\d+/\S+|PMC\d+", "has to be a DOI such as 10.1000/182, or such as PMC3014221")]


class Study(Strict):
    """One study that bears on one of the four steps.

    The site's criteria for evidence: every claim has author, year, journal, one sentence (EV04) and how sure it is;
    nothing that nobody read is printed, and what only someone else's account told is printed as reported (EV03).
    """

    id: _Anchor
    authors: Words
    year: int
    title: str | None = None
    journal: Words
    doi_or_pmc: _Paper | None = None
    step: Literal[1, 2, 3, 4]
    finding: Annotated[str, _ONE_SENTENCE]
    people: str
    bearing: Literal["for", "against", "both", "limits"]
    how_sure: Words
    label: Literal["S", "2"]
    reported_by: Annotated[str | None, _FITS_THE_LABEL, Field(validate_default=True)] = None


class Term(Strict):
    """One entry of the glossary."""

    term: Words
    anchor: _Anchor
    meaning: Words
    whose: Literal["his", "research", "ours"]
    see: str | None = None
    also: list[str] = Field(default=[])
    auto: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The term and its other names."""
        return (self.term, *self.also)

    @property
    def page(self) -> str | None:
        """The page that `see` names, without the anchor."""
        return self.see and self.see.partition("#")[0]


class Rung(Strict):
    """One rung of the contact ladder, which is printed in the same words on every page and sheet."""

    when: Words
    do: Words
    stop: Words | None = None
    words: Words
    to: Words | None = None


def studies(data: Path) -> Entries[Study]:
    """Read the studies of a folder of data: EV01 the data do not fit, or an id stands twice."""
    return read_entries(data / "evidence.yml", Study, "EV01", "EV01", lambda study: [("id", study.id)])


def glossary(data: Path) -> Entries[Term]:
    """Read the coined terms: GL01 the data do not fit; GL02 a name or an anchor stands twice."""
    return read_entries(data / "glossary.yml", Term, "GL01", "GL02", _names_and_anchor)


def _names_and_anchor(term: Term) -> list[tuple[str, str]]:
    return [*(("term", name) for name in term.names), ("anchor", f"#{term.anchor}")]


def contact_ladder(data: Path) -> Entries[Rung]:
    """Read the rungs: CL01 the data do not fit."""
    return read_entries(data / "contact-ladder.yml", Rung, "CL01")


def old_addresses(data: Path) -> Entries[OldAddress]:
    """Read the old addresses: OA01 the data do not fit; OA02 one stands twice, or a folder has two ranges.

    The finish looks whether the built site has room for them, and where they lead.
    """
    return read_entries(data / TABLE.name, OldAddress, "OA01", "OA02", lambda old: [("from", old.folder or old.from_)])
