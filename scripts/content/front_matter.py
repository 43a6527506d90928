"""Front matter: what a page says about itself, in one schema, checked over all pages together."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, get_args

from pydantic import ConfigDict, Field, ValidationError, model_validator

from scripts.common.dates import today
from scripts.common.faults import Fault, Level, shown_path
from scripts.common.yaml_lines import BadYamlError, Lines, faults_of, load_with_lines
from scripts.content.data_files import Strict, fits, refuse
from scripts.content.markup import Written, read_written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Kind = Literal["home", "article", "help", "evidence", "page", "archive"]

# The lines that MkDocs goes by: `---` as the very first, then `---` or `...`.
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
# How many lines of a file come before the YAML of its front matter.
_OFFSET = 1
_FEWEST_RELATED = 2


@dataclass(frozen=True)
class Page:
    """One Markdown page.

    Attributes:
        path: the file as faults name it.
        name: the path from the folder of the pages, such as `articles/when-to-fold.md`.
        front_matter: the YAML between the two lines of dashes; None if the file does not begin with it.
        body: the whole text with blank lines in place of the front matter, so that its lines are the file's.
    """

    path: str
    name: str
    front_matter: str | None
    body: str


# What a validator knows besides a value: `name`, the page; `names`, all pages; `today`.
_NOT_ITSELF = refuse(
    lambda value, info: info.field_name == "page" and value == info.context["name"],
    "is this page itself; name another one",
)
_EXISTS = refuse(
    lambda value, info: value not in info.context["names"] and value,
    "is {}, which does not exist; write a path such as articles/when-to-fold.md",
)
_HAS_SOURCE = refuse(
    lambda value, info: value is None and info.data.get("kind") == "article",
    "is missing; an article says what it is drawn from (`at_hand: none` if it was not read)",
)
_ENOUGH = refuse(
    lambda value, info: info.data.get("kind") == "article" and len(value) < _FEWEST_RELATED and str(len(value)),
    "has {} entries; an article names 2 to 4 pages to read next",
)
_OTHERS = refuse(
    lambda value, _: next((one.page for one in value if sum(one.page == two.page for two in value) > 1), ""),
    "names {} more than once; keep one of them",
)
_HAS_PAGE = refuse(
    lambda value, info: value is None and info.data.get("kind") == "archive",
    "is missing; a page of comments names the page that they were written to",
)
_OF_ARCHIVE = refuse(
    lambda value, info: value is not None and info.data.get("kind") != "archive",
    "is only for pages of `kind: archive`; take it out",
)
_PAST = refuse(
    lambda value, info: value > info.context["today"] and value,
    "is {}, which is still to come; write the day on which the text was checked",
)
_NOT_FALSE = refuse(lambda value, _: value is False, "is false; leave the key out")
_NEUTRAL = refuse(
    lambda value, info: value and info.data.get("neutral_title", "") is None,
    "needs `neutral_title`: a browser keeps the title of a page that someone had to leave fast",
)
_ONE_LINE = fits(".*", "has a line break; write it as one line")
_Words = Annotated[str, Field(min_length=1), _ONE_LINE]
_Title = Annotated[_Words, Field(max_length=65)]
_Address = Annotated[_Words, fits("https?://.*", "has to begin with http:// or https://; leave it out if unknown")]
_Page = Annotated[_Words, _NOT_ITSELF, _EXISTS]


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
    source: Annotated[Source | None, _HAS_SOURCE] = None
    related: Annotated[list[Related], Field(max_length=4), _ENOUGH, _OTHERS] = Field(default=[])
    situations: list[_Words] = Field(default=[])
    comments_of: Annotated[_Page | None, _HAS_PAGE, _OF_ARCHIVE] = None
    counted: Annotated[int | None, Field(ge=1), _OF_ARCHIVE] = None
    asked: list[Annotated[str, Field(min_length=3, max_length=60), _ONE_LINE]] = Field(default=[])
    checked: Annotated[dt.date, _PAST]
    neutral_title: _Title | None = None
    quick_exit: Annotated[bool | None, _NOT_FALSE, _NEUTRAL] = None
    edition: Literal["page", "large", "handout", "large-type", "card", "none"] | None = None
    # What Material reads: parts to hide, tags, and what the menu shows beside the title.
    hide: list[Literal["navigation", "toc", "path", "footer", "tags"]] = Field(default=[])
    tags: list[_Words] = Field(default=[])
    status: _Words | None = None
    icon: _Words | None = None
    subtitle: _Words | None = None
    # What the import of a blog writes.
    imported: Literal[True] | None = None
    author: _Words | None = None


class Imported(FrontMatter):
    """What a page has that came from a blog: another person's words, of any length; its day is that of the blog."""

    title: _Words
    description: _Words
    source: Source | None = None
    related: list[Related] = Field(default=[])
    date: dt.date | None = None
    modified: dt.date | None = None

    @model_validator(mode="before")
    @classmethod
    def _day(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Let the day of the blog stand for the day on which somebody checked the text."""
        return {"checked": data.get("modified") or data.get("date") or dt.date(1970, 1, 1), **data}


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
    def level(self) -> Level:
        """How grave a fault is here: rules of structure are advice for a page that came from a blog."""
        return "warning" if self.data.get("imported") else "error"

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

    @cached_property
    def written(self) -> Written:
        """The boxes of the page, and its text without them."""
        return read_written(self.page.body)

    def line(self, *loc: int | str) -> int:
        """Give the line in the file of a part of the front matter."""
        return self.lines.of(loc) + _OFFSET


def page_files(docs: Path) -> list[Path]:
    """List the Markdown files in a folder and below, sorted by path; like MkDocs, leave out what is hidden."""
    found = ((path, path.relative_to(docs).parts) for path in docs.rglob("*.md"))
    return sorted(path for path, names in found if not any(name.startswith(".") for name in names))


def parse_page(text: str, path: str, name: str) -> Page:
    """Take a page apart.

    Args:
        text: the whole file, its lines ended by newline characters.
        path: the file as faults name it.
        name: the path from the folder of the pages.
    """
    found = _FRONT_MATTER.match(text)
    if found is None:
        return Page(path, name, None, text)
    return Page(path, name, found["yaml"].removesuffix("\n"), "\n" * found[0].count("\n") + text[found.end() :])


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
            entries.append(read_entry(page, names, day))
    return entries, faults


def read_entry(page: Page, names: frozenset[str], day: dt.date) -> Entry:
    """Read and check the front matter of one page.

    Args:
        page: the page.
        names: all pages of the site, by their paths from the folder of the pages.
        day: the day by which a date is still to come.

    Returns:
        The entry; its faults are those that concern this page alone.
    """
    return Entry(page, *_checked(page.front_matter, page.path, page.name, names, day))


_Checked: TypeAlias = "tuple[FrontMatter | None, dict[str, Any], Lines, tuple[Fault, ...]]"


# One build asks for the pages several times, and a preview for those that have not changed. The texts are not kept: all
# pages of a large archive take more memory than the rest of a build.
@lru_cache(maxsize=4096)
def _checked(yaml: str | None, path: str, name: str, names: frozenset[str], day: dt.date) -> _Checked:
    if yaml is None:
        message = "This page has no front matter; begin the file with `---`, its keys, and `---`."
        return None, {}, Lines(), (Fault(path, 1, "FM01", message),)
    try:
        loaded, lines = load_with_lines(yaml)
    except BadYamlError as error:
        return None, {}, Lines(), (Fault(path, error.line + _OFFSET, "FM01", error.message),)
    data = loaded if isinstance(loaded, dict) else {}
    model = Imported if data.get("imported") else FrontMatter
    try:
        context = {"name": name, "names": names, "today": day}
        return model.model_validate(loaded, context=context), data, lines, ()
    except ValidationError as error:
        return None, data, lines, tuple(faults_of(error, Fault(path, _OFFSET, "FM02", ""), lines))


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
                yield Fault(entry.page.path, entry.line(*loc), "FM03", message, entry.level)
