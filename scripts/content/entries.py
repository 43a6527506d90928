"""Data files that hold a list of entries: read one against its schema, and know the line of every part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from scripts.common.faults import Fault, shown_path
from scripts.common.yaml_lines import BadYamlError, Lines, faults_of, load_with_lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Entry = TypeVar("Entry", bound=BaseModel)


class FaultyDataError(ValueError):
    """A data file cannot be printed from; the message is its faults, one a line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True)
class Entries(Generic[Entry]):
    """What a data file holds.

    Attributes:
        path: the file as faults name it.
        sound: the entries that fit the schema, each with its place in the file, counted from 0.
        faults: what is wrong with the others.
        lines: the lines of all parts.
    """

    path: str
    sound: tuple[tuple[int, Entry], ...]
    faults: tuple[Fault, ...]
    lines: Lines

    def fault(self, place: int, key: str, rule: str, message: str) -> Fault:
        """Make a fault of one key of one entry, at its line; of the entry, if the key is not there."""
        return Fault(self.path, self.lines.of((place, key)), rule, message)

    def all(self, faults: Iterable[Fault] | None = None) -> tuple[Entry, ...]:
        """Give the entries, to print them.

        Args:
            faults: all that is wrong with the file; without it, what the schema found.

        Raises:
            FaultyDataError: there is a fault; nothing of the file is to be printed.
        """
        found = list(self.faults if faults is None else faults)
        if found:
            raise FaultyDataError(found)
        return tuple(entry for _, entry in self.sound)


def read_entries(path: Path, kind: type[list[Entry]], rule: str) -> Entries[Entry]:
    """Read a YAML file that is a list of entries.

    Args:
        path: the file.
        kind: the list that it has to be, such as `list[Study]`.
        rule: the id that faults of reading and of the schema carry.

    Returns:
        The sound entries and the faults; a file that cannot be read has no entries and a fault.
    """
    name = shown_path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return _nothing(Fault(name, 0, rule, "There is no such file; put it back."))
    except UnicodeDecodeError:
        return _nothing(Fault(name, 0, rule, "This file is not text in UTF-8; save it as UTF-8."))
    return _understood(text, name, kind, rule)


# Every block on every page asks for its file, and a thousand pages find the same text.
@lru_cache(maxsize=16)
def _understood(text: str, name: str, kind: Any, rule: str) -> Entries[Any]:
    try:
        data, lines = load_with_lines(text)
    except BadYamlError as error:
        return _nothing(*error.faults(name, rule))
    if not data:
        return _nothing(Fault(name, 0, rule, "There is no entry in this file; enter at least one."))
    schema = TypeAdapter(kind)
    try:
        return Entries(name, tuple(enumerate(schema.validate_python(data))), (), lines)
    except ValidationError as error:
        faults = tuple(faults_of(error, lines, name, rule, model=kind))
        faulty = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
    sound = [
        (place, schema.validate_python([entry])[0])
        for place, entry in enumerate(data if isinstance(data, list) else [])
        if place not in faulty
    ]
    return Entries(name, tuple(sound), faults, lines)


def _nothing(*faults: Fault) -> Entries[Any]:
    return Entries(faults[0].path, (), faults, Lines(None))
