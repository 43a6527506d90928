"""The rooms of `scripts/`: which of them may import which, and what each says at its door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.building import ROOT

SCRIPTS = ROOT / "scripts"
#: What each room may import besides itself.
ARROWS = {
    "common": set[str](),
    "content": {"common"},
    "comments": {"content", "common"},
    "wordpress": {"comments", "content", "common"},
    "editions": {"common"},
    "finish": {"editions", "content", "comments", "common"},
    "build": {"finish", "editions", "wordpress", "comments", "content", "common"},
    "dev": {"build", "finish", "editions", "wordpress", "comments", "content", "common"},
    "hooks": {"build", "common"},
}


def _imports(path: Path) -> Iterator[str]:
    """Yield the rooms that a module names in its imports, wherever they stand in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are written out"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("scripts."))


def test_rooms_import_only_what_they_may() -> None:
    found = list[tuple[str, str]]()
    for path in SCRIPTS.rglob("*.py"):
        inside = path.relative_to(SCRIPTS)
        room = inside.parts[0].removesuffix(".py")
        if room != "__init__":
            found += [(inside.as_posix(), other) for other in _imports(path) if other not in {room, *ARROWS[room]}]
    assert found == []
    there = {path.stem for path in SCRIPTS.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert there - {"__init__", "__pycache__"} == ARROWS.keys()


@pytest.mark.parametrize("room", sorted(ARROWS.keys() - {"hooks"}))
def test_a_room_says_in_five_lines_what_it_is_and_where_to_start(room: str) -> None:
    said = ast.get_docstring(ast.parse((SCRIPTS / room / "__init__.py").read_text(encoding="utf-8")))
    assert said
    assert len(said.splitlines()) <= 5
    assert all(words in said for words in ("In: ", "Out: ", "Start at `"))
