"""The command that makes an export that can be shown to others."""

from __future__ import annotations

import gzip
import os
import sys
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from scripts.comments.wordpress.anonymise import anonymise as anonymise_export
from scripts.comments.wordpress.export_file import UnusableExportError
from scripts.faults import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator

_GZIP = b"\x1f\x8b"


@click.command()
@click.argument("export", type=click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, resolve_path=True, path_type=Path))
def anonymise(export: Path, out: Path) -> None:
    """Copy EXPORT to OUT without its people and words; who answers whom, dates, lengths and damage stay.

    EXPORT may be packed with gzip; OUT is not, and must not exist yet. Exit code 1 if EXPORT cannot be used; nothing
    is written then.
    """
    if out.exists():
        raise click.UsageError(f"{shown_path(out)} is there already; give the copy another name.")
    size = export.stat().st_size
    bar = click.progressbar(length=size, label="Anonymised", file=sys.stderr, hidden=not sys.stderr.isatty())
    try:
        with _opened(export) as (source, position), _new_file(out) as target, bar:
            done = anonymise_export(source, target, progress=lambda _, __: bar.update(position.tell() - bar.pos))
    except UnusableExportError as error:
        click.echo(f"{shown_path(export)}: {error}", err=True)
        sys.exit(1)
    except (OSError, EOFError, zlib.error) as error:
        click.echo(f"{shown_path(export)} could not be copied to {shown_path(out)}: {error}", err=True)
        sys.exit(1)
    click.echo(f"{shown_path(out)}: {done.comments:,} comments, their names and words replaced.")
    click.echo("Ids, dates, states and the order of answers are the original's. Look through it before you hand it on.")


@contextmanager
def _opened(export: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Open a file, unpacked if it is packed; give also what tells how far it has been read."""
    with export.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        yield (cast("BinaryIO", gzip.GzipFile(fileobj=file)) if packed else file), file


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file that gets its name when it is whole, and none if anything goes wrong."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
