"""Keep the comment archive: load an export of WordPress, make one that can be shown to others.

import EXPORT --into docs/comments   load an export; see `import --help`
"""

from __future__ import annotations

import click

from scripts.comments.import_command import import_


@click.group(help=__doc__.replace("\n\n", "\n\n\b\n"))
def main() -> None:
    """Hold the commands together."""


main.add_command(import_)

if __name__ == "__main__":
    main(prog_name="python -m scripts.comments")
