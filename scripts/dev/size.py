"""How large each room is, in code lines (without blank lines, comments and docstrings), beside its limit.

`python -m scripts.dev.size` prints it; the limits stand in pyproject.toml, and tests/test_size.py holds them.
"""

import tomllib
from pathlib import Path
from typing import Final

import click
from pygount import SourceAnalysis  # type: ignore[import-untyped]

from scripts.dev.bench.building import table

_ROOT: Final = Path(__file__).parents[2]
#: The table of limits, as pyproject.toml has it.
LIMITS: Final = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["size"]


def code_lines(name: str) -> dict[str, int]:
    """Count the code lines of each file of Python of a room, by their paths in the project."""
    files = sorted((_ROOT / name).rglob("*.py")) or [_ROOT / name]
    found = {file: SourceAnalysis.from_file(str(file), "", encoding="utf-8") for file in files}
    return {file.relative_to(_ROOT).as_posix(): analysis.source_count for file, analysis in found.items()}


@click.command(help=__doc__)
def main() -> None:
    """Run the command."""
    counts = {name: code_lines(name) for name in LIMITS["rooms"]}
    rows = [(name, len(of_it), sum(of_it.values()), *LIMITS["rooms"][name].values()) for name, of_it in counts.items()]
    click.echo("\n".join(table(("room", "files", "code lines", "limit", "goal"), rows)))
    click.echo(f"The machinery has {sum(row[2] for row in rows if row[0] != 'tests'):,} code lines.")


if __name__ == "__main__":
    main()
