"""Keep the comment archive.

import EXPORT --into docs/comments   load the comments of a WordPress export
anonymise EXPORT OUT                 make a copy of an export that can be shown to others
"""

from __future__ import annotations

import click

from scripts.comments.anonymise_command import anonymise
from scripts.comments.import_command import import_


@click.group(help=__doc__.replace("\n\n", "\n\n\b\n"))
def main() -> None:
    """Hold the commands together."""


for command in (import_, anonymise):
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="python -m scripts.comments")
