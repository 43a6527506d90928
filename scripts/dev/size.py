"""How large each room is, in code lines (without blank lines, comments and docstrings), beside its limit.

`python -m scripts.dev.size` prints it; the limits stand in pyproject.toml, and tests/test_size.py holds them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
from pygount import SourceAnalysis  # type: ignore[import-untyped]

from scripts.dev.bench.building import table

_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True)
class Room:
    """A folder or file of Python: its code lines by file, how many it may have, and how many it is to come down to."""

    name: str
    files: dict[str, int]
    limit: int
    goal: int

    @property
    def lines(self) -> int:
        """All its code lines."""
        return sum(self.files.values())


def rooms() -> list[Room]:
    """Measure all rooms for which there is a limit."""
    limits = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["size"]["rooms"]
    return [Room(name, _files(_ROOT / name), of_it["limit"], of_it["goal"]) for name, of_it in limits.items()]


def _files(path: Path) -> dict[str, int]:
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    return {
        file.relative_to(_ROOT).as_posix(): SourceAnalysis.from_file(str(file), "", encoding="utf-8").source_count
        for file in files
    }


@click.command(help=__doc__)
def main() -> None:
    """Run the command."""
    found = rooms()
    rows = [(room.name, len(room.files), room.lines, room.limit, room.goal) for room in found]
    for line in table(("room", "files", "code lines", "limit", "goal"), rows):
        click.echo(line)
    machinery = sum(room.lines for room in found if room.name.startswith("scripts"))
    click.echo(f"The machinery has {machinery:,} code lines.")


if __name__ == "__main__":
    main()
