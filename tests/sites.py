"""Small sites written out in a test: a dictionary from path to HTML becomes a folder."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.finish.offline import OFFLINE


def make_site(folder: Path, files: Mapping[str, str | bytes | Sequence[str]]) -> Path:
    """Write a site into `folder / "site"` and return that folder; a list is a page: its body and what its head has."""
    whole = {path: content if isinstance(content, str | bytes) else page(*content) for path, content in files.items()}
    return write_files(folder / "site", whole)


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder and return it.

    Args:
        folder: it is made if it is not there.
        files: what stands in each file of it.
    """
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Put other words into a file, in place of words that have to be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, file
    file.write_text(text.replace(old, new), encoding="utf-8")


def page(body: str = "", head: str = "") -> str:
    """Write a whole page around its body, one line each, so that the body begins in line 5."""
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>A page</title>{head}</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def read_all(root: Path) -> dict[str, bytes]:
    """Read a folder back: what stands in each of its files, in their order."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def untagged(root: Path) -> dict[str, bytes]:
    """Read a site back, with what is in its zip, without the generator's name and the packed files, which hold it."""
    files = {path: data for path, data in read_all(root).items() if not path.endswith((".br", ".gz", OFFLINE))}
    with zipfile.ZipFile(root / OFFLINE) as archive:
        files |= {f"{OFFLINE}/{name}": archive.read(name) for name in archive.namelist()}
    return {path: re.sub(rb'<meta name="generator"[^>]*>', b"", data) for path, data in files.items()}
