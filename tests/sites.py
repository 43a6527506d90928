"""Small sites written out in a test: a dictionary from path to HTML becomes a folder."""

from collections.abc import Mapping
from pathlib import Path


def make_site(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a site into `folder / "site"` and return that folder.

    Args:
        folder: an empty folder.
        files: what stands in each file of the site.
    """
    return write_files(folder / "site", files)


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder and return it."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def page(body: str = "", head: str = "") -> str:
    """Write a whole page around its body, one line each, so that the body begins in line 5."""
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>A page</title>{head}</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def read_all(root: Path) -> dict[str, bytes]:
    """Read a folder back: what stands in each of its files, in their order."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
