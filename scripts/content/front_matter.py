"""Front matter: what a page says about itself, in one schema, checked over all pages together."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic needs it at run time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, ConfigDict, Field, ValidationError, ValidationInfo

from scripts.common.faults import Fault, shown_path
from scripts.common.today import today
from scripts.common.yaml_lines import BadYamlError, Lines, faults_of, load_with_lines
from scripts.content.data_files import Strict, fits
from scripts.content.page import Page, page_files, parse_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Kind = Literal["home", "article", "help", "evidence", "page", "archive"]

#: What the rules are, by id; the command prints it.
RULES: Final = {
    "FM01": "A page is text in UTF-8 and begins with front matter between two lines of `---`.",
    "FM02": "Front matter has the keys of the schema, no others, and their values fit; an article names its "
    "source and 2 to 4 related pages, a page of comments its article. Unknown keys are mostly misspelled ones, which "
    "would be lost in silence.",
    "FM03": "Browser titles, descriptions and the questions in `asked` are unique on the site (WCAG 2.4.2; search "
    "results show both, and a question leads to one page first).",
}

# How many lines of a file come before the YAML of its front matter.
_OFFSET = 1
_FEWEST_RELATED = 2


@dataclass(frozen=True)
class Around:
    """What the schema has to know besides the page: its name, the names of all pages, and the day."""

    name: str
    names: frozenset[str]
    today: dt.date


def _is_page(value: str, info: ValidationInfo[Around]) -> str:
    if info.field_name == "page" and value == info.context.name:
        raise ValueError("is this page itself; name another one")
    if value not in info.context.names:
        raise ValueError(f"is {value}, which does not exist; write a path such as articles/when-to-fold.md")
    return value


def _has_source(value: Any, info: ValidationInfo) -> Any:
    if value is None and info.data.get("kind") == "article":
        raise ValueError("is missing; an article says what it is drawn from (`at_hand: none` if it was not read)")
    return value


def _are_others(value: list[Related], info: ValidationInfo) -> list[Related]:
    if len(value) < _FEWEST_RELATED and info.data.get("kind") == "article":
        raise ValueError(f"has {len(value)} entries; an article names 2 to 4 pages to read next")
    names = [entry.page for entry in value]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"names {twice} more than once; keep one of them")
    return value


def _of_archive(value: Any, info: ValidationInfo) -> Any:
    archive = info.data.get("kind") == "archive"
    if value is None and archive and info.field_name == "comments_of":
        raise ValueError("is missing; a page of comments names the page that they were written to")
    if value is not None and not archive:
        raise ValueError("is only for pages of `kind: archive`; take it out")
    return value


def _is_past(value: dt.date, info: ValidationInfo[Around]) -> dt.date:
    if value > info.context.today:
        raise ValueError(f"is {value}, which is still to come; write the day on which the text was checked")
    return value


def _has_neutral_title(value: bool | None, info: ValidationInfo) -> bool | None:  # noqa: FBT001 - as pydantic calls it
    if value is False:
        raise ValueError("is false; leave the key out")
    if value and info.data.get("neutral_title", "") is None:
        raise ValueError("needs `neutral_title`: a browser keeps the title of a page that someone had to leave fast")
    return value


_ONE_LINE = fits(".*", "has a line break; write it as one line")
_Words = Annotated[str, Field(min_length=1), _ONE_LINE]
_Title = Annotated[_Words, Field(max_length=65)]
_Address = Annotated[_Words, fits("https?://.*", "has to begin with http:// or https://; leave it out if unknown")]
_Page = Annotated[_Words, AfterValidator(_is_page)]


class _Strict(Strict):
    model_config = ConfigDict(validate_default=True)


class Source(_Strict):
    """The author's text behind an article, and how much of it was at hand."""

    title: _Words
    address: _Address | None = None
    year: _Words | None = None
    at_hand: Literal["whole", "part", "none"]


class Related(_Strict):
    """A page to read next, and what the reader finds there."""

    page: _Page
    why: Annotated[_Words, Field(max_length=90)]


class FrontMatter(_Strict):
    """All keys that front matter may have; the order matters, for later ones look at earlier ones."""

    title: _Title
    description: Annotated[str, Field(min_length=50, max_length=160), _ONE_LINE]
    kind: Kind
    source: Annotated[Source | None, AfterValidator(_has_source)] = None
    related: Annotated[list[Related], Field(max_length=4), AfterValidator(_are_others)] = Field(default=[])
    situations: list[_Words] = Field(default=[])
    comments_of: Annotated[_Page | None, AfterValidator(_of_archive)] = None
    counted: Annotated[int | None, Field(ge=1), AfterValidator(_of_archive)] = None
    asked: list[Annotated[str, Field(min_length=3, max_length=60), _ONE_LINE]] = Field(default=[])
    checked: Annotated[dt.date, AfterValidator(_is_past)]
    neutral_title: _Title | None = None
    quick_exit: Annotated[bool | None, AfterValidator(_has_neutral_title)] = None
    edition: Literal["page", "large", "handout", "large-type", "card", "none"] | None = None
    # What Material reads: parts to hide, tags, and what the menu shows beside the title.
    hide: list[Literal["navigation", "toc", "path", "footer", "tags"]] = Field(default=[])
    tags: list[_Words] = Field(default=[])
    status: _Words | None = None
    icon: _Words | None = None
    subtitle: _Words | None = None


@dataclass(frozen=True)
class Entry:
    """A page with its front matter.

    Attributes:
        page: the page.
        meta: the front matter; None if there are faults.
        data: the keys and values as they were written, also if there are; empty if they cannot be read.
        lines: where in the YAML they are.
        faults: what is wrong with them.
    """

    page: Page
    meta: FrontMatter | None = None
    data: dict[str, Any] = field(default_factory=dict)
    lines: Lines = field(default_factory=Lines)
    faults: tuple[Fault, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the page; `page` if it is not known."""
        return next((kind for kind in get_args(Kind) if kind == self.data.get("kind")), "page")

    @property
    def title(self) -> str:
        """The title of the page; empty if it is not known."""
        return self.meta.title if self.meta else str(self.data.get("title") or "")

    def texts(self) -> Iterator[tuple[int, str]]:
        """Yield what a reader gets to see of the front matter, with the lines in the file; not the title."""
        for key in ("description", "neutral_title"):
            if key in self.data:
                yield self.line(key), str(self.data[key])
        for place, related in enumerate(self.meta.related if self.meta else ()):
            yield self.line("related", place, "why"), related.why

    def line(self, *loc: int | str) -> int:
        """Give the line in the file of a part of the front matter."""
        return self.lines.of(loc) + _OFFSET


def titles(docs: Path) -> dict[str, str]:
    """Give the titles of all pages that have one, by their paths from the folder of the pages."""
    return {entry.page.name: entry.title for entry in read_all(docs, today())[0] if entry.title}


def read_all(docs: Path, day: dt.date) -> tuple[list[Entry], list[Fault]]:
    """Read all pages of a folder.

    Args:
        docs: the folder of the pages.
        day: the day by which a date is still to come.

    Returns:
        The pages with their front matter and its faults, and the faults of files that cannot be read.
    """
    entries, faults = list[Entry](), list[Fault]()
    paths = {file: file.relative_to(docs).as_posix() for file in page_files(docs)}
    names = frozenset(paths.values())
    for file, name in paths.items():
        try:
            page = parse_page(file.read_text(encoding="utf-8-sig"), shown_path(file), name)
        except UnicodeDecodeError:
            faults.append(Fault(shown_path(file), 0, "FM01", "This file is not text in UTF-8; save it as UTF-8."))
        else:
            entries.append(read_entry(page, Around(name, names, day)))
    return entries, faults


# One build asks for the pages several times, and a preview for those that have not changed.
@lru_cache(maxsize=4096)
def read_entry(page: Page, around: Around) -> Entry:
    """Read and check the front matter of one page.

    Args:
        page: the page.
        around: what else the schema looks at.

    Returns:
        The entry; its faults are those that concern this page alone.
    """
    if page.front_matter is None:
        message = "This page has no front matter; begin the file with `---`, its keys, and `---`."
        return Entry(page, faults=(Fault(page.path, 1, "FM01", message),))
    try:
        loaded, lines = load_with_lines(page.front_matter)
    except BadYamlError as error:
        return Entry(page, faults=(Fault(page.path, error.line + _OFFSET, "FM01", error.message),))
    data = loaded if isinstance(loaded, dict) else {}
    try:
        return Entry(page, FrontMatter.model_validate(loaded, context=around), data, lines)
    except ValidationError as error:
        faults = faults_of(error, Fault(page.path, _OFFSET, "FM02", ""), lines, FrontMatter)
        return Entry(page, None, data, lines, tuple(faults))


def not_unique(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Find browser titles, descriptions and questions in `asked` that more than one page has.

    Args:
        entries: all pages of the site.

    Yields:
        For each page that has it but the first, a fault that names the first one.
    """
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        key = "neutral_title" if entry.data.get("neutral_title") else "title"
        values = [("title", (key,)), ("description", ("description",))]
        asked = entry.meta.asked if entry.meta else []
        for what, loc in [*values, *(("question in `asked`", ("asked", place)) for place in range(len(asked)))]:
            value = asked[int(loc[1])] if loc[1:] else entry.data.get(str(loc[0]))
            other = first.setdefault((what, " ".join(str(value).casefold().split())), entry) if value else entry
            if other is not entry:
                message = f"{other.page.path} has the same {what}; give this page its own."
                yield Fault(entry.page.path, entry.line(*loc), "FM03", message)
