"""Size is a promise: no room and no module grows over its limit, and a limit above its goal only falls."""

from scripts.dev.size import LIMITS, code_lines
from tests.building import ROOT


def test_every_file_is_counted_and_a_room_and_its_modules_keep_to_their_limits() -> None:
    counted = {"scripts/__init__.py"}
    for name, of_it in LIMITS["rooms"].items():
        lines = code_lines(name)
        counted |= lines.keys()
        assert 0 < sum(lines.values()) <= of_it["limit"], name
        at_goal = of_it["limit"] == of_it["goal"]
        assert at_goal or sum(lines.values()) > of_it["goal"], f"{name} is at its goal: make this its limit."
        large = {file: lines for file, lines in lines.items() if lines > LIMITS["module"] and name != "tests"}
        assert large.keys() == {file for file in LIMITS["larger"] if file in lines}, "The table names what is larger."
        assert all(lines <= LIMITS["larger"][file] for file, lines in large.items()), large
    there = [path for top in ("scripts", "tests") for path in (ROOT / top).rglob("*.py")]
    assert counted == {path.relative_to(ROOT).as_posix() for path in there}
