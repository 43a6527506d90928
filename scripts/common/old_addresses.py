"""Old addresses: one entry of `docs/_data/old-addresses.yml`, which files answer it, and where it leads."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, cast
from urllib.parse import unquote

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from scripts.common.addresses import INDEX

#: Where the table is in the folder of the pages.
TABLE = Path("_data") / "old-addresses.yml"
MOST_IN_RANGE = 500

# RFC 3986, 2.3: the characters that mean the same with and without percent-encoding. The rest is a wildcard, a
# placeholder, a variable or a quotation mark to one host or another, and is written as %XX.
_ADDRESS = re.compile(
    r"(?P<path>/(?:[A-Za-z0-9._~/-]|%[0-9A-Fa-f]{2})*)"
    r"(?:\{(?P<first>[0-9]{1,6})\.\.(?P<last>[0-9]{1,6})\}|\?(?P<name>[a-z0-9_]+)=(?P<value>[A-Za-z0-9_-]+))?"
)
# Disks allow 255 bytes; the number of a range comes on top.
_LONGEST_NAME = 240


def _old(value: str) -> str:
    found = _ADDRESS.fullmatch(value)
    if found is None or "//" in value:
        raise ValueError(
            "has to be a path such as /archives/1326, with all but letters, digits and / . _ ~ - written as %XX; "
            "at its end there may be a range such as {1..75}, or a query such as ?p=1326"
        )
    for part in found["path"].split("/"):
        name = unquote(part)
        # What is no UTF-8 is decoded as U+FFFD.
        usable = name.isprintable() and name not in {".", ".."} and not set(name) & set("/\\\ufffd")
        if not usable or len(name.encode()) > _LONGEST_NAME:
            raise ValueError(f'has the part "{part}", which no file can have as its name; correct it')
    if found["first"] and not 1 <= int(found["last"]) - int(found["first"]) < MOST_IN_RANGE:
        raise ValueError(f"has to count upwards, such as {{1..75}}, and over at most {MOST_IN_RANGE} numbers")
    return value


def _page(value: str) -> str:
    page = value.partition("#")[0]
    if not re.fullmatch(r"[^\s#?\\]+\.md(?:#[^\s#]+)?", value) or {"", ".", ".."} & set(page.split("/")):
        raise ValueError(
            "has to be the path of a page from the folder of the pages, with or without #anchor, "
            "such as words-used-here.md#lizard"
        )
    return value


class OldAddress(BaseModel):
    """One entry; the head of the data file says what each key holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    from_: Annotated[str, AfterValidator(_old)] = Field(alias="from", max_length=400)
    to: Annotated[str, AfterValidator(_page)]

    @property
    def page(self) -> str:
        """The page that it leads to, as a path from the folder of the pages."""
        return self.to.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The anchor that it leads to; empty for the top of the page."""
        return self.to.partition("#")[2]

    @property
    def query(self) -> tuple[str, str] | None:
        """Name and value after the question mark; None for an address without one."""
        return (self._parts["name"], self._parts["value"]) if self._parts["name"] else None

    @property
    def folder(self) -> str | None:
        """The folder that a range of addresses lies in, decoded, with a slash at its end; None without a range."""
        return self._path.rpartition("/")[0].lstrip("/") + "/" if self._parts["first"] else None

    @property
    def stem(self) -> str:
        """What stands before the number of a range, or the whole path: decoded, without slashes at its ends."""
        return self._path.lstrip("/") if self._parts["first"] else self._path.strip("/")

    @property
    def paths(self) -> tuple[str, ...]:
        """All its paths: decoded, without slashes at their ends, without the query."""
        first, last = self._parts["first"], self._parts["last"]
        return tuple(f"{self.stem}{number}" for number in range(int(first), int(last) + 1)) if first else (self.stem,)

    @property
    def files(self) -> Mapping[str, str]:
        """The file that answers each of its paths on any host; none for a query, which only a server can read."""
        paths = () if self.query else self.paths
        return {path: path if path.endswith(".html") else f"{path}/{INDEX}".lstrip("/") for path in paths}

    @property
    def _parts(self) -> re.Match[str]:
        return cast("re.Match[str]", _ADDRESS.fullmatch(self.from_))

    @property
    def _path(self) -> str:
        return unquote(self._parts["path"])


class Places:
    """The files of a site, to find out whether there is room for another.

    Capitals do not count: there are disks and servers that do not tell them apart.
    """

    def __init__(self, files: Iterable[str] = ()) -> None:
        # By each file and each folder that is taken, the file that takes it.
        self._taken = dict[str, str]()
        for file in files:
            self.add(file)

    def add(self, file: str) -> None:
        """Take a place; `file` is the path from the site's folder."""
        for path in (file.casefold(), *_folders(file)):
            self._taken.setdefault(path, file)

    def in_the_way(self, file: str) -> str | None:
        """Find the file that keeps another from being written: in its place, in that of a folder of it, or below it."""
        key = file.casefold()
        around = (folder[:-1] for folder in _folders(file))
        return next((self._taken[path] for path in (key, f"{key}/", *around) if path in self._taken), None)

    def within(self, folder: str) -> str | None:
        """Find a file below a folder, which ends with a slash; `/` is the whole site."""
        return self._taken.get(folder.casefold())


def _folders(file: str) -> list[str]:
    """Give all folders around a file, in small letters, each with a slash at its end; `/` is the site's."""
    names = file.casefold().split("/")[:-1]
    return ["/", *("/".join(names[:depth]) + "/" for depth in range(1, len(names) + 1))]
