"""The command `import`: talks; `importing` does the work."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from scripts.common.files import replace_file
from scripts.wordpress import in_git
from scripts.wordpress.export_file import UnusableExportError
from scripts.wordpress.importing import UnknownPageError, import_export
from scripts.wordpress.standing import FaultyArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scripts.wordpress.import_report import Report

UNUSABLE: Final = 1
USAGE: Final = 2
DAMAGED: Final = 3

_STEP: Final = 1 << 24


def _pages(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pages = {}
    for value in values:
        old, equals, page = value.rpartition("=")
        if not (old and equals and page):
            raise click.BadParameter(f"“{value}” has to be such as 1326=articles/my-article.md.")
        pages[old] = page
    return pages


def _ids(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.strip() for value in values for name in value.split(",") if name.strip())


@click.command("import")
@click.argument("export", type=click.Path(allow_dash=True))
@click.option(
    "--into", required=True, type=click.Path(path_type=Path), help="The folder of the archives: docs/comments."
)
@click.option(
    "--post",
    "posts",
    multiple=True,
    callback=_pages,
    metavar="OLD=PAGE.md",
    help="The page of a post: its number, slug or address, and the page as a path from the folder of the pages.",
)
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Write the account of every comment here."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing to the archives.")
@click.option("--repair", multiple=True, callback=_ids, metavar="ID,…", help="Repair the garbled characters of these.")
@click.option("--accept", multiple=True, callback=_ids, metavar="ID,…", help="Mention the changes of these no more.")
@click.option("--with-websites", is_flag=True, help="Keep the addresses that commenters gave as their own.")
def import_(  # noqa: PLR0913 - the options of the command
    *,
    export: str,
    into: Path,
    posts: dict[str, str],
    report: Path | None,
    dry_run: bool,
    repair: frozenset[str],
    accept: frozenset[str],
    with_websites: bool,
) -> None:
    r"""Load the comments of a WordPress export (.xml or .xml.gz; - is standard input) into the archives.

    Only approved comments on public posts are kept. E-mail and network addresses never reach a file.

    \b
    Exit codes: 0 every comment is accounted for; 1 the export cannot be used, nothing was written;
    2 wrong usage, nothing was written; 3 done, but something is damaged and listed, or the report could not be written.
    With 0 and 3, and after a dry run, the report tells of this run; with 1 and 2 there is none, and an older one stays.
    """
    if not into.resolve().parent.is_dir():
        raise click.UsageError(f"There is no folder {into.resolve().parent}; --into is such as docs/comments.")
    if report and report.resolve() in (Path(export).resolve(), into.resolve()):
        raise click.UsageError(f"The report would take the place of {report}; give it another name.")
    try:
        with _opened(export) as (source, size), _showing(size) as progress:
            done = import_export(
                source,
                into,
                posts=posts,
                repair=repair,
                accept=accept,
                with_websites=with_websites,
                dry_run=dry_run,
                progress=progress,
            )
    except UnknownPageError as error:
        raise click.UsageError(str(error)) from None
    except UnusableExportError as error:
        click.echo(f"{'Standard input' if export == '-' else export}: {error}", err=True)
        sys.exit(UNUSABLE)
    except FaultyArchiveError as error:
        click.echo(str(error), err=True)
        sys.exit(UNUSABLE)
    except OSError as error:
        click.echo(f"{_said(error, export)} Nothing was imported.", err=True)
        sys.exit(UNUSABLE)
    _print(done, export)
    written = report is None or _written(report, done)
    sys.exit(0 if written and not done.damaged else DAMAGED)


def _print(done: Report, export: str) -> None:
    for line in done.table():
        click.echo(line)
    if export != "-" and (kept := in_git.warning(Path(export))):
        click.echo(f"\n{kept}", err=True)


def _written(report: Path, done: Report) -> bool:
    """Write the report; a failure comes too late to undo the import, and is said."""
    try:
        replace_file(report, "".join(done.json()))
    except OSError as error:
        click.echo(
            f"The report was not written: {report}: {error.strerror}. With --dry-run it can be had again.", err=True
        )
        return False
    return True


@contextlib.contextmanager
def _opened(export: str) -> Iterator[tuple[BinaryIO, int]]:
    """Open the export; with its size in bytes, 0 if that is not known."""
    if export == "-":
        yield sys.stdin.buffer, 0
        return
    path = Path(export)
    if path.is_dir():
        raise UnusableExportError("This is a folder; name the .xml file that WordPress exported.")
    with path.open("rb") as file:
        yield file, path.stat().st_size


@contextlib.contextmanager
def _showing(size: int) -> Iterator[Callable[[int, int], None]]:
    """Show how far the reading is: a bar on a terminal, a line now and then elsewhere."""
    if not (size and sys.stderr.isatty()):
        yield _lines(size)
        return
    with click.progressbar(length=size, label="Reading", file=sys.stderr, item_show_func=_shown) as bar:
        yield lambda read, comments: bar.update(read - bar.pos, f"{comments:,} comments, {read / 1e6:,.1f} MB")


def _shown(state: object) -> str | None:
    return str(state) if state else None


def _lines(size: int) -> Callable[[int, int], None]:
    following = _STEP

    def show(read: int, comments: int) -> None:
        nonlocal following
        if read >= following:
            following = read - read % _STEP + _STEP
            of = f" of {size / 1e6:,.0f}" if size else ""
            click.echo(f"Read {read / 1e6:,.0f}{of} MB, {comments:,} comments.", err=True)

    return show


def _said(error: OSError, export: str) -> str:
    if error.strerror is None:
        return str(error)
    if isinstance(error, FileNotFoundError) and error.filename == export:
        return f"There is no file {export}; check its name."
    if isinstance(error, PermissionError):
        return f"{error.filename or export} may not be opened; ask for the right to it, or run this as its owner."
    return f"{error.filename or export}: {error.strerror}."
