"""How large each room is, in code lines (without blank lines, comments and docstrings), beside its limit.

`python -m scripts.dev.size` prints it; the limits stand in pyproject.toml, and tests/test_size.py holds them.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import click
from pygount import SourceAnalysis  # type: ignore[import-untyped]

from scripts.dev.bench.building import table

_ROOT: Final = Path(__file__).parents[2]


#: The table of limits, as pyproject.toml has it.
LIMITS: Final = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["size"]


def code_lines(path: Path) -> dict[str, int]:
    """Count the code lines of each file of Python below a folder."""
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    found = {file: SourceAnalysis.from_file(str(file), "", encoding="utf-8") for file in files}
    return {file.relative_to(_ROOT).as_posix(): analysis.source_count for file, analysis in found.items()}


def rooms() -> dict[str, dict[str, int]]:
    """Count the code lines of each file of each room for which there is a limit."""
    return {name: code_lines(_ROOT / name) for name in LIMITS["rooms"]}


@click.command(help=__doc__)
def main() -> None:
    """Run the command."""
    found = {
        name: (len(files), sum(files.values()), *LIMITS["rooms"][name].values()) for name, files in rooms().items()
    }
    for line in table(("room", "files", "code lines", "limit", "goal"), [(name, *row) for name, row in found.items()]):
        click.echo(line)
    machinery = sum(row[1] for name, row in found.items() if name.startswith("scripts"))
    click.echo(f"The machinery has {machinery:,} code lines.")


if __name__ == "__main__":
    main()
