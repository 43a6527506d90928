"""Front matter: what a page says about itself, in one schema, checked over all pages together."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic needs it at run time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Final, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from scripts.common.faults import Fault, shown_path
from scripts.common.today import today
from scripts.common.yaml_lines import BadYamlError, Lines, faults_of, load_with_lines
from scripts.content.page import FRONT_MATTER_OFFSET, Page, UnreadablePageError, page_files, read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

Kind = Literal["home", "article", "help", "evidence", "page", "archive"]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: What the rules are, by id; the command prints it.
RULES: Final = {
    "FM01": "A page is text in UTF-8 and begins with front matter between two lines of `---`.",
    "FM02": "Front matter has the keys of the schema, no others, and their values fit; an article names its "
    "source and 2 to 4 related pages, a page of comments its article. Unknown keys are mostly misspelled ones, which "
    "would be lost in silence.",
    "FM03": "Browser titles, descriptions and the questions in `asked` are unique on the site (WCAG 2.4.2; search "
    "results show both, and a question leads to one page first).",
}

_FEWEST_RELATED = 2


def _one_line(value: str) -> str:
    if "\n" in value:
        raise ValueError("has a line break; write it as one line")
    return value


_Words = Annotated[str, StringConstraints(min_length=1), AfterValidator(_one_line)]
_Title = Annotated[str, StringConstraints(min_length=1, max_length=65), AfterValidator(_one_line)]


@dataclass(frozen=True)
class Around:
    """What the schema has to know besides the page: its name, the names of all pages, and the day."""

    name: str
    names: frozenset[str]
    today: dt.date


def _around(info: ValidationInfo) -> Around:
    if not isinstance(info.context, Around):
        raise TypeError("Validate front matter with `context=Around(…)`.")
    return info.context


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, validate_default=True)


class Source(_Strict):
    """The author's text behind an article, and how much of it was at hand."""

    title: _Words
    address: _Words | None = None
    year: _Words | None = None
    at_hand: Literal["whole", "part", "none"]

    @field_validator("address")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("has to begin with http:// or https://; leave it out if it is not known")
        return value


class Related(_Strict):
    """A page to read next, and what the reader finds there."""

    page: _Words
    why: Annotated[str, StringConstraints(min_length=1, max_length=90), AfterValidator(_one_line)]

    @field_validator("page")
    @classmethod
    def _is_other_page(cls, value: str, info: ValidationInfo) -> str:
        around = _around(info)
        if value == around.name:
            raise ValueError("is this page itself; name another one")
        if value not in around.names:
            raise ValueError(
                f"is {value}, which does not exist; write the path from the folder of the pages, "
                "such as articles/when-to-fold.md"
            )
        return value


class FrontMatter(_Strict):
    """All keys that front matter may have; the order matters, for later ones look at earlier ones."""

    title: _Title
    description: Annotated[str, StringConstraints(min_length=50, max_length=160), AfterValidator(_one_line)]
    kind: Kind
    source: Source | None = None
    related: list[Related] = Field(default=[], max_length=4)
    situations: list[_Words] = []
    comments_of: _Words | None = None
    counted: int | None = Field(default=None, ge=1)
    asked: list[Annotated[str, StringConstraints(min_length=3, max_length=60), AfterValidator(_one_line)]] = []
    checked: dt.date
    neutral_title: _Title | None = None
    quick_exit: bool | None = None
    edition: Literal["page", "handout", "large-type", "none"] | None = None
    # What Material reads: parts to hide, tags, and what the menu shows beside the title.
    hide: list[Literal["navigation", "toc", "path", "footer", "tags"]] = []
    tags: list[_Words] = []
    status: _Words | None = None
    icon: _Words | None = None
    subtitle: _Words | None = None

    @field_validator("source")
    @classmethod
    def _article_has_source(cls, value: Source | None, info: ValidationInfo) -> Source | None:
        if value is None and info.data.get("kind") == "article":
            raise ValueError(
                "is missing; an article says what it is drawn from (`at_hand: none` if the original could not be read)"
            )
        return value

    @field_validator("related")
    @classmethod
    def _related_fits(cls, value: list[Related], info: ValidationInfo) -> list[Related]:
        if len(value) < _FEWEST_RELATED and info.data.get("kind") == "article":
            raise ValueError(f"has {len(value)} entries; an article names 2 to 4 pages to read next")
        names = [entry.page for entry in value]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"names {twice} more than once; keep one of them")
        return value

    @field_validator("comments_of")
    @classmethod
    def _archive_has_article(cls, value: str | None, info: ValidationInfo) -> str | None:
        archive = info.data.get("kind") == "archive"
        if value is None and archive:
            raise ValueError("is missing; a page of comments names the page that they were written to")
        if value is not None and not archive:
            raise ValueError("is only for pages of `kind: archive`; take it out")
        if value is not None and value not in _around(info).names:
            raise ValueError(
                f"is {value}, which does not exist; write the path from the folder of the pages, "
                "such as articles/when-to-fold.md"
            )
        return value

    @field_validator("counted")
    @classmethod
    def _archive_counts(cls, value: int | None, info: ValidationInfo) -> int | None:
        if value is not None and info.data.get("kind") != "archive":
            raise ValueError("is only for pages of `kind: archive`; take it out")
        return value

    @field_validator("checked")
    @classmethod
    def _is_past(cls, value: dt.date, info: ValidationInfo) -> dt.date:
        around = _around(info)
        if value > around.today:
            raise ValueError(f"is {value}, which is still to come; write the day on which the text was checked")
        return value

    @field_validator("quick_exit")
    @classmethod
    def _has_neutral_title(cls, value: bool | None, info: ValidationInfo) -> bool | None:  # noqa: FBT001 - as pydantic calls it
        if value is False:
            raise ValueError("is false; leave the key out")
        if value and info.data.get("neutral_title", "") is None:
            raise ValueError(
                "needs `neutral_title` beside it: the browser keeps the title of a page that someone had to leave fast"
            )
        return value


@dataclass(frozen=True)
class Entry:
    """A page with its front matter, also as plain data, even if the schema finds fault with it.

    Attributes:
        page: the page.
        data: the keys and values; empty if they cannot be read.
        lines: where in the YAML they are.
        faults: what is wrong with them.
        meta: the front matter; None if there are faults.
    """

    page: Page
    data: dict[str, object]
    lines: Lines
    faults: tuple[Fault, ...] = ()
    meta: FrontMatter | None = None

    @property
    def kind(self) -> str:
        """The kind of the page; `page` if it is not known."""
        return next((kind for kind in KINDS if kind == self.data.get("kind")), "page")

    @property
    def title(self) -> str:
        """The title of the page; empty if it is not known."""
        title = self.data.get("title")
        return title if isinstance(title, str) else ""

    def texts(self) -> Iterator[tuple[int, str]]:
        """Yield what a reader gets to see of the front matter, with the lines in the file; not the title."""
        related = self.data.get("related")
        places: list[tuple[tuple[int | str, ...], object]] = [
            ((key,), self.data.get(key)) for key in ("description", "neutral_title")
        ]
        if isinstance(related, list):
            places += [
                (("related", place, "why"), entry.get("why"))
                for place, entry in enumerate(related)
                if isinstance(entry, dict)
            ]
        for loc, value in places:
            if isinstance(value, str):
                yield self.lines.of(loc) + FRONT_MATTER_OFFSET, value


def check_all(docs: Path) -> Iterator[Fault]:
    """Check the front matter of all pages in a folder, by today's date.

    Args:
        docs: the folder of the pages.

    Yields:
        The faults of all pages, each with the line in its file.
    """
    entries, faults = read_all(docs, today())
    yield from faults
    for entry in entries:
        yield from entry.faults
    yield from not_unique(entries)


def read_all(docs: Path, day: dt.date) -> tuple[list[Entry], list[Fault]]:
    """Read all pages of a folder; a second time only if a file has changed.

    Args:
        docs: the folder of the pages.
        day: the day by which a date is still to come.

    Returns:
        The pages with their front matter and its faults, and the faults of files that cannot be read.
    """
    files = page_files(docs)
    state = tuple((file, (about := file.stat()).st_mtime_ns, about.st_size) for file in files)
    entries, faults = _read_all(docs, day, state)
    return list(entries), list(faults)


@lru_cache(maxsize=2)
def _read_all(
    docs: Path, day: dt.date, state: tuple[tuple[Path, int, int], ...]
) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Read all pages; `state` is the key of the cache and names the files."""
    pages: list[Page] = []
    faults: list[Fault] = []
    files = [file for file, *_ in state]
    for file in files:
        try:
            pages.append(read_page(file, docs))
        except UnreadablePageError as error:
            faults.append(Fault(shown_path(file), 0, "FM01", str(error)))
    names = frozenset(file.relative_to(docs).as_posix() for file in files)
    return tuple(read_entry(page, Around(page.name, names, day)) for page in pages), tuple(faults)


def read_entry(page: Page, around: Around) -> Entry:
    """Read and check the front matter of one page.

    Args:
        page: the page.
        around: what else the schema looks at.

    Returns:
        The entry; its faults are those that concern this page alone.
    """
    nothing = Lines(None)
    if page.front_matter is None:
        message = "This page has no front matter; begin the file with `---`, its keys, and `---`."
        return Entry(page, {}, nothing, (Fault(page.path, 1, "FM01", message),))
    try:
        loaded, lines = load_with_lines(page.front_matter)
    except BadYamlError as error:
        return Entry(page, {}, nothing, tuple(error.faults(page.path, "FM01", FRONT_MATTER_OFFSET)))
    data = loaded if isinstance(loaded, dict) else {}
    try:
        return Entry(page, data, lines, meta=FrontMatter.model_validate(loaded, context=around))
    except ValidationError as error:
        found = faults_of(error, lines, page.path, "FM02", FRONT_MATTER_OFFSET, model=FrontMatter)
        return Entry(page, data, lines, tuple(found))


def not_unique(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Find browser titles, descriptions and questions in `asked` that more than one page has.

    Args:
        entries: all pages of the site.

    Yields:
        For each page that has it but the first, a fault that names the first one.
    """
    kept = list(entries)
    yield from _shared(kept, "title", lambda entry: "neutral_title" if entry.data.get("neutral_title") else "title")
    yield from _shared(kept, "description", lambda _: "description")
    yield from _asked_twice(kept)


def _asked_twice(entries: list[Entry]) -> Iterator[Fault]:
    first: dict[str, Entry] = {}
    for entry in entries:
        asked = entry.data.get("asked")
        for place, question in enumerate(asked if isinstance(asked, list) else []):
            other = first.setdefault(" ".join(str(question).casefold().split()), entry)
            if other is not entry:
                yield Fault(
                    entry.page.path,
                    entry.lines.of(("asked", place)) + FRONT_MATTER_OFFSET,
                    "FM03",
                    f"{other.page.path} has the question “{question}” in `asked` too; keep it where it is answered.",
                )


def _shared(entries: list[Entry], what: str, key_of: Callable[[Entry], str]) -> Iterator[Fault]:
    first: dict[str, Entry] = {}
    for entry in entries:
        key = key_of(entry)
        value = entry.data.get(key)
        if not isinstance(value, str):
            continue
        other = first.setdefault(" ".join(value.casefold().split()), entry)
        if other is not entry:
            yield Fault(
                entry.page.path,
                entry.lines.of((key,)) + FRONT_MATTER_OFFSET,
                "FM03",
                f"{other.page.path} has the same {what}; give this page its own.",
            )
