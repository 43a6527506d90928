"""Size is a promise: no room and no module grows over its limit, and a limit above its goal only falls."""

import pytest

from scripts.dev.size import LIMITS, code_lines
from tests.building import ROOT


@pytest.mark.parametrize("name", LIMITS["rooms"])
def test_a_room_and_its_modules_keep_to_their_limits(name: str) -> None:
    lines, of_it = code_lines(name), LIMITS["rooms"][name]
    assert 0 < sum(lines.values()) <= of_it["limit"]
    assert of_it["limit"] == of_it["goal"] or sum(lines.values()) > of_it["goal"], "At its goal: make this its limit."
    large = {file: lines for file, lines in lines.items() if lines > LIMITS["module"] and name != "tests"}
    assert large.keys() == {file for file in LIMITS["larger"] if file in lines}, "The table names what is larger."
    assert all(lines <= LIMITS["larger"][file] for file, lines in large.items()), large


def test_there_is_a_limit_for_every_file() -> None:
    counted = {file for name in LIMITS["rooms"] for file in code_lines(name)}
    there = {path.relative_to(ROOT).as_posix() for name in ("scripts", "tests") for path in (ROOT / name).rglob("*.py")}
    assert there - counted == {"scripts/__init__.py"}
