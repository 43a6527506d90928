"""Keep the comment archive.

check                                all faults of the records, and of what has to hold across the pages
remove ID [--name-only | --passage]  take a comment down at its writer's wish, or its name, or some words
"""

import sys
from pathlib import Path

import click

from scripts.comments import archive
from scripts.comments.remove import CannotRemoveError, Removal
from scripts.comments.repeats import CAN_BE_ASKED, Repeat
from scripts.common.faults import report, shown_path
from scripts.content.docs_option import docs_option


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
@click.option("--name-only", is_flag=True, help="Its name and web address go; “A reader” takes their place.")
@click.option("--passage", help="These words of it go, and nothing else.")
@click.option("--quotes", is_flag=True, help="Cut what others repeat of it, without a question for each.")
@docs_option
def remove(comment_id: str, docs: Path, passage: str | None, *, name_only: bool, quotes: bool) -> None:
    """Take comment ID down: its name and words go, its place stays for the replies.

    ID is the number at the end of its address, with or without "#comment-". What others repeat of it is shown with
    file and line: its sentences, quotations of it, its writer's name in replies. At a terminal each is a question.
    """
    if name_only and passage:
        raise click.UsageError("--name-only and --passage do not go together; choose one.")
    comment_id = comment_id.removeprefix("#").removeprefix("comment-")
    only = "" if name_only else passage
    try:
        found = Removal(docs, comment_id, only)
        cut = [one for one in found.repeats if _is_cut(one, quotes=quotes)]
        found.do(cut)
    except (CannotRemoveError, OSError) as error:
        raise click.ClickException(str(error)) from error
    what = {None: "Comment", "": "The name of comment"}.get(only, "The passage of comment")
    done = "had been removed before" if found.is_again else f"is removed from {shown_path(found.own.path)}"
    click.echo(f"{what} {comment_id} {done}.")
    if found.repeats:
        click.echo(f"Places that repeat it: {len(found.repeats)}, cut: {len(cut)}. What stays is for you to judge.")
    click.echo(
        "Now build the site again and publish it: page, search, feed and PDFs are made anew.\n"
        "The words are still in the history of your repository, in exports, and in copies that others made."
    )


def _is_cut(one: Repeat, *, quotes: bool) -> bool:
    """Show a repeat, and decide whether it is cut."""
    click.echo(f"{shown_path(one.part.path)}:{one.line}: {one}")
    if quotes or one.doubt not in CAN_BE_ASKED or not sys.stdin.isatty():
        return quotes and not one.doubt
    return click.confirm("Cut it?", default=not one.doubt)


if __name__ == "__main__":
    main(prog_name="python -m scripts.comments")
