"""Take a WordPress blog over.

import EXPORT --into docs   load posts, pages, comments and old addresses of an export
"""

from __future__ import annotations

import click

from scripts.wordpress.import_command import import_


@click.group(help=__doc__.replace("\n\n", "\n\n\b\n"))
def main() -> None:
    """Hold the commands together."""


main.add_command(import_)

if __name__ == "__main__":
    main(prog_name="python -m scripts.wordpress")
