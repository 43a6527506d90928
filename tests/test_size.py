"""Size is a promise: no room and no module grows over its limit, and a limit above its goal only falls."""

from __future__ import annotations

import pytest

from scripts.dev.size import LIMITS, code_lines, rooms
from tests.building import ROOT


@pytest.mark.parametrize("name", LIMITS["rooms"])
def test_a_room_keeps_to_its_limit(name: str) -> None:
    lines, of_it = sum(code_lines(ROOT / name).values()), LIMITS["rooms"][name]
    assert 0 < lines <= of_it["limit"]
    assert of_it["limit"] == of_it["goal"] or lines > of_it["goal"], "It came down to its goal: make this its limit."


def test_a_module_can_be_read_in_a_sitting() -> None:
    files = {file: lines for name, of_it in rooms().items() if name != "tests" for file, lines in of_it.items()}
    large = {file: lines for file, lines in files.items() if lines > LIMITS["module"]}
    assert large.keys() == LIMITS["larger"].keys(), "Write those that came down out of the table."
    assert all(lines <= LIMITS["larger"][file] for file, lines in large.items()), large


def test_there_is_a_limit_for_every_file() -> None:
    counted = {file for of_it in rooms().values() for file in of_it}
    there = {path.relative_to(ROOT).as_posix() for name in ("scripts", "tests") for path in (ROOT / name).rglob("*.py")}
    assert there - counted == {"scripts/__init__.py"}
