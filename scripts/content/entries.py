"""Data files that hold a list of entries: read one against its schema, and know the line of every part."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from scripts.common.faults import Fault, shown_path
from scripts.common.yaml_lines import BadYamlError, Lines, faults_of, load_with_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


class Strict(BaseModel):
    """A schema that takes no other keys and changes no value."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Entry = TypeVar("Entry", bound=BaseModel)


class FaultyDataError(ValueError):
    """A data file cannot be printed from; the message is its faults, one a line."""


@dataclass
class Entries(Generic[Entry]):
    """What a data file holds.

    Attributes:
        path: the file as faults name it.
        sound: the entries that fit the schema, each with its place in the file, counted from 0.
        faults: what is wrong with the file.
        lines: the lines of all parts.
    """

    path: str
    sound: list[tuple[int, Entry]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    lines: Lines = field(default_factory=Lines)

    def fault(self, place: int, key: str, rule: str, message: str) -> Fault:
        """Make a fault of one key of one entry, at its line; of the entry, if the key is not there."""
        return Fault(self.path, self.lines.of((place, key)), rule, message)

    def all(self) -> list[Entry]:
        """Give the entries, to print them.

        Raises:
            FaultyDataError: there is a fault; nothing of the file is to be printed.
        """
        if self.faults:
            raise FaultyDataError("\n".join(map(str, self.faults)))
        return [entry for _, entry in self.sound]


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
        The sound entries and the faults; a file that cannot be read has no entries and a fault.
    """
    entries: Entries[Entry] = Entries(shown_path(path))
    try:
        data, entries.lines = _load(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        entries.faults.append(Fault(entries.path, 0, rule, "There is no such file; put it back."))
        return entries
    except UnicodeDecodeError:
        entries.faults.append(Fault(entries.path, 0, rule, "This file is not text in UTF-8; save it as UTF-8."))
        return entries
    except BadYamlError as error:
        entries.faults.append(Fault(entries.path, error.line, rule, error.message))
        return entries
    if not isinstance(data, list) or not data:
        entries.faults.append(Fault(entries.path, 0, rule, "This file is no list with an entry; begin each with “- ”."))
        return entries
    first: dict[str, int] = {}
    for place, item in enumerate(data):
        try:
            entry = model.model_validate(item)
        except ValidationError as error:
            entries.faults += faults_of(error, Fault(entries.path, 0, rule, ""), entries.lines, model, (place,))
            continue
        entries.sound.append((place, entry))
        again: dict[str, str] = {}
        for key, value in unique(entry) if unique else ():
            line = entries.lines.of((place, key))
            if (other := first.setdefault(value.casefold(), line)) != line:
                again.setdefault(key, f'"{value}" stands in line {other} already; give each its own.')
        entries.faults += (entries.fault(place, key, twice, message) for key, message in again.items())
    return entries


# Every block on every page asks for its file, and a thousand pages find the same text.
_load = lru_cache(maxsize=16)(load_with_lines)
