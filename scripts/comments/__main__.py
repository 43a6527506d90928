"""Keep the comment archive.

check                                all faults of the records, and of what has to hold across the pages
remove ID [--why …]                  take a comment down at its writer's wish; its place stays
rules                                all rules of the records, with their reasons
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from scripts.comments import archive, form
from scripts.comments.remove import CannotRemoveError
from scripts.comments.remove import remove as remove_comment
from scripts.common.docs_option import docs_option
from scripts.common.faults import report, shown_path

if TYPE_CHECKING:
    from pathlib import Path


@click.group(help=__doc__.replace("\n\n", "\n\n\b\n"))
def main() -> None:
    """Hold the commands together."""


@main.command()
@docs_option
def check(docs: Path) -> None:
    """Print all faults of the comments; exits with 1 if there is an error."""
    sys.exit(1 if report(archive.checks(docs)) else 0)


@main.command()
@click.argument("comment_id", metavar="ID")
@click.option("--why", help="A reason that readers may see in its place.")
@docs_option
def remove(comment_id: str, why: str | None, docs: Path) -> None:
    """Take comment ID down: its name and words go, its place stays for the replies.

    ID is the number at the end of its address, with or without "#comment-".
    """
    try:
        done = remove_comment(docs, comment_id, why)
    except (CannotRemoveError, OSError) as error:
        raise click.ClickException(str(error)) from error
    name = comment_id.removeprefix("#").removeprefix("comment-")
    if done.again:
        click.echo(f"Comment {name} had been removed before.")
    else:
        click.echo(f"Comment {name} is removed from {shown_path(done.path)}.")
    if done.replies:
        click.echo(f"These answer it and stay; look whether they repeat its words: {', '.join(done.replies)}.")
    click.echo(
        "Now build the site again and publish it: page, search, feed and PDFs are made anew.\n"
        "The words are still in the history of your repository, in exports, and in copies that others made."
    )


@main.command()
def rules() -> None:
    """Print all rules of the records, with their reasons."""
    for name, text in sorted({**form.RULES, **archive.RULES}.items()):
        click.echo(f"{name}  {text}")


@main.command("import", hidden=True, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1)
def import_(arguments: tuple[str, ...]) -> None:  # noqa: ARG001 - whatever they are
    """Say where the import is now."""
    raise click.ClickException("One command imports all: `python -m scripts.wordpress import EXPORT --into docs`.")


if __name__ == "__main__":
    main(prog_name="python -m scripts.comments")
