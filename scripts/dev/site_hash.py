"""One hash of a whole site, by which two builds can be compared.

`python -m scripts.dev.site_hash SITE` prints it. Without this program, the same hash is what this prints:
`cd SITE && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum`.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import click


def files_of(site: Path) -> dict[str, Path]:
    """Give the files of a site by their paths, in the order of the bytes of these."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {name: files[name] for name in sorted(files, key=os.fsencode)}


def file_hashes(site: Path) -> dict[str, str]:
    """Give the SHA-256 of each file of a site."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files_of(site).items()}


def site_hash(site: Path) -> str:
    """Give the SHA-256 of a whole site: that of a list of its files with theirs, as `sha256sum` writes it."""
    lines = "".join(f"{value}  ./{name}\n" for name, value in file_hashes(site).items())
    return hashlib.sha256(os.fsencode(lines)).hexdigest()


def differing(first: Mapping[str, object], second: Mapping[str, object]) -> list[str]:
    """List the files that are not the same in two sites, or are in one of them only; by their hashes or contents."""
    return sorted(name for name in {*first, *second} if first.get(name) != second.get(name))


@click.command(help=__doc__)
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(site: Path) -> None:
    """Run the command."""
    sizes = [path.stat().st_size for path in files_of(site).values()]
    click.echo(f"{site}: {len(sizes):,} files, {sum(sizes):,} bytes, sha256 {site_hash(site)}")


if __name__ == "__main__":
    main()
