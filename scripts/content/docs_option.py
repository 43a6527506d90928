"""The option of commands that names the folder of the pages."""

from pathlib import Path

import click

docs_option = click.option(
    "--docs",
    default="docs",
    show_default=True,
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    help="The folder of the pages.",
)
