"""Take a WordPress blog over.

import EXPORT --into docs   load posts, pages, comments and old addresses of an export
"""

import io
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from scripts.comments.archive import COMMENTS
from scripts.common.files import replace_file
from scripts.wordpress.export_file import CHUNK, UnusableExportError
from scripts.wordpress.importing import import_export
from scripts.wordpress.report import Options

_FOLDER: Final = click.Path(file_okay=False, path_type=Path)
_THERE: Final = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(help=__doc__.replace("\n\n", "\n\n\b\n"))
def main() -> None:
    """Hold the commands together."""


def _pages(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    if wrong := next((value for value in values if not re.fullmatch(".+=.+", value)), ""):
        raise click.BadParameter(f"“{wrong}” has to be such as 1326=articles/my-article.md.")
    return dict(value.rsplit("=", 1) for value in values)


@main.command("import")
@click.argument("export", type=click.File("rb"))
@click.option("--into", required=True, type=_FOLDER, help="The folder of the pages: docs.")
@click.option("--media", "uploads", type=_FOLDER, help="A copy of wp-content/uploads.")
@click.option("--fetch", is_flag=True, help="Fetch what that copy lacks from the blog's own host, into the copy.")
@click.option("--compare-with", "saved", type=_THERE, help="Saved pages (HTTrack, wget), to say what is missing here.")
@click.option("--only", type=click.Choice(["posts", "comments"]), help="Load nothing else.")
@click.option(
    "--post",
    "posts",
    multiple=True,
    callback=_pages,
    metavar="OLD=PAGE.md",
    help="The page of a post: its number, slug or address, and the page as a path from the folder of the pages.",
)
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write an account of all to this file.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing but the report.")
@click.option("--nav", is_flag=True, help="Print what belongs into mkdocs.yml: the menu, and a plugin for the tags.")
@click.option("--drafts", is_flag=True, help="Bring drafts along, to docs/drafts/, which is not published.")
@click.option("--types", default="", help="Types of plugins that become pages as well, with commas between them.")
def import_(
    *, export: io.BufferedReader, into: Path, report: Path | None, nav: bool, types: str, **chosen: Any
) -> None:
    r"""Load a WordPress export (.xml; - is standard input): posts, pages, comments and old addresses.

    Only what was public is kept: posts and pages without a password, and approved comments on them. E-mail and network
    addresses never reach a file. A page that was edited here is never touched.

    \b
    Exit codes: 0 all is accounted for; 1 the export cannot be used, nothing was written;
    2 wrong usage, nothing was written; 3 done, but something is damaged and listed, or the report could not be written.
    With 0 and 3, and after a dry run, the report tells of this run; with 1 and 2 there is none, and an older one stays.
    """
    options = Options(types=[one.strip() for one in types.split(",")], **chosen)
    _check(export.name, into, report, options)
    try:
        chunks = iter(partial(export.read, CHUNK), b"")
        size = os.fstat(export.fileno()).st_size
        # Of a pipe nobody knows how long it is.
        hidden = not (size and sys.stderr.isatty())
        with click.progressbar(chunks, size // CHUNK + 1, "Reading", hidden=hidden, file=sys.stderr) as bar:
            done = import_export(bar, into, options)
    except UnusableExportError as error:
        name = "Standard input" if export.name == "<stdin>" else export.name
        raise click.ClickException(f"{name}: {error}") from error
    except OSError as error:
        what = f"{error.filename or export.name}: {error.strerror}." if error.strerror else error
        raise click.ClickException(f"{what} Nothing was imported.") from error
    click.echo(done.table())
    if nav and done.nav:
        click.echo(f"\nFor mkdocs.yml:\n\n{done.nav}")
    try:
        if report:
            replace_file(report, f"{done.json()}\n")
    except OSError as error:
        # Too late to undo the import.
        click.echo(f"{report} was not written: {error.strerror}. With --dry-run it can be had again.", err=True)
        sys.exit(3)
    sys.exit(3 if done.damaged else 0)


def _check(export: str, into: Path, report: Path | None, options: Options) -> None:
    """Refuse what cannot be meant, and say what must not lie where it lies."""
    if not into.resolve().parent.is_dir() or into.name == COMMENTS:
        raise click.UsageError(f"--into is the folder of the pages, such as docs; {into} is none.")
    if options.fetch and (options.dry_run or not options.uploads):
        raise click.UsageError("--fetch puts files into the folder of --media: name one, and leave out --dry-run.")
    if options.uploads and not (options.fetch or options.uploads.is_dir()):
        raise click.UsageError(f"There is no folder {options.uploads}; --media is a copy of wp-content/uploads.")
    if lost := next((page for page in options.posts.values() if not (into / page).is_file()), None):
        raise click.UsageError(f"There is no page {lost} in {into}; write its path from there.")
    if report and report.resolve() in {Path(export).resolve(), into.resolve()}:
        raise click.UsageError(f"The report would take the place of {report}; give it another name.")
    if export != "<stdin>" and _is_in_git(Path(export).resolve()):
        click.echo(
            f"{export} lies in a git repository that does not ignore it, and holds the e-mail and network "
            "addresses of all who commented: move it to a folder outside. If it was committed, take it out of the "
            "history as well (git filter-repo).",
            err=True,
        )


def _is_in_git(export: Path) -> bool:
    """Tell whether git keeps an export, or would: 0 says that it is ignored, 128 that there is no repository."""
    command: list[str | Path] = ["git", "-C", export.parent, "check-ignore", "--quiet", "--", export.name]
    # A file's name after `--` is no option.
    return bool(shutil.which("git")) and subprocess.run(command, capture_output=True, check=False).returncode == 1  # noqa: S603


if __name__ == "__main__":
    main(prog_name="python -m scripts.wordpress")
