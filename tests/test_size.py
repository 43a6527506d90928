"""Size is a promise: no room and no module grows over its limit, and a limit above its goal only falls."""

from __future__ import annotations

import tomllib
from functools import cache

import pytest

from scripts.dev.size import Room, rooms
from tests.building import ROOT

LIMITS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["size"]


@cache
def _rooms() -> dict[str, Room]:
    return {room.name: room for room in rooms()}


@pytest.mark.parametrize("name", LIMITS["rooms"])
def test_a_room_keeps_to_its_limit(name: str) -> None:
    room = _rooms()[name]
    assert room.lines <= room.limit
    assert room.limit == room.goal or room.lines > room.goal, "It came down to its goal: make this its limit."


def test_a_module_can_be_read_in_a_sitting() -> None:
    large = {
        file: lines
        for room in _rooms().values()
        for file, lines in room.files.items()
        if room.name != "tests" and lines > LIMITS["module"]
    }
    assert large.keys() == LIMITS["larger"].keys(), "Write those that came down out of the table."
    assert all(lines <= LIMITS["larger"][file] for file, lines in large.items()), large


def test_there_is_a_limit_for_every_file() -> None:
    counted = {file for room in _rooms().values() for file in room.files}
    there = {path.relative_to(ROOT).as_posix() for name in ("scripts", "tests") for path in (ROOT / name).rglob("*.py")}
    assert there - counted <= {"scripts/__init__.py"}
