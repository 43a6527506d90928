"""Front matter: what a page says about itself, in one schema, checked over all pages together."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from scripts.common.dates import today
from scripts.common.faults import Fault, Level, shown_path
from scripts.common.yaml_lines import BadYamlError, Lines, faults_of, load_with_lines
from scripts.content.data_files import Strict, fits, refuse
from scripts.content.markup import Written, read_written

# The lines that MkDocs goes by: `---` as the very first, then `---` or `...`.
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
# How many lines of a file come before the YAML of its front matter.
_OFFSET = 1

# What a validator knows besides a value: `name`, the page; `names`, all pages; `today`.
_IS_ANOTHER = refuse(
    lambda value, info: value == info.context["name"] and value,
    "is {}, which is this page itself; name another one",
)
_EXISTS = refuse(
    lambda value, info: value not in info.context["names"] and value,
    "is {}, which does not exist; write a path such as articles/when-to-fold.md",
)
_PAST = refuse(
    lambda value, info: value > info.context["today"] and value,
    "is {}, which is still to come; write the day on which the text was checked",
)
_NEUTRAL = refuse(
    lambda value, info: value and info.data.get("neutral_title", "") is None,
    "needs `neutral_title`: a browser keeps the title of a page that someone had to leave fast",
)
_ONE_LINE = fits(".*", "has a line break; write it as one line")
_Words = Annotated[str, Field(min_length=1), _ONE_LINE]
_Title = Annotated[_Words, Field(max_length=65)]
_Address = Annotated[_Words, fits("https?://.*", "has to begin with http:// or https://; leave it out if unknown")]
_Page = Annotated[_Words, _EXISTS]


class Source(Strict):
    """The author's text behind an article, and how much of it was at hand."""

    title: _Words
    address: _Address | None = None
    year: _Words | None = None
    at_hand: Literal["whole", "part", "none"]


class Related(Strict):
    """A page to read next, and what the reader finds there."""

    page: Annotated[_Page, _IS_ANOTHER]
    why: Annotated[_Words, Field(max_length=90)]


class FrontMatter(Strict):
    """The keys that front matter may have; the order matters, for later ones look at earlier ones."""

    title: _Title
    description: Annotated[str, Field(min_length=50, max_length=160), _ONE_LINE]
    kind: Literal["home", "article", "help", "evidence", "page", "archive"]
    source: Source | None = None
    related: Annotated[list[Related], Field(max_length=4)] = Field(default=[])
    situations: list[_Words] = Field(default=[])
    asked: list[Annotated[str, Field(min_length=3, max_length=60), _ONE_LINE]] = Field(default=[])
    checked: Annotated[dt.date, _PAST]
    neutral_title: _Title | None = None
    quick_exit: Annotated[bool, _NEUTRAL] = False
    edition: Literal["page", "large", "handout", "large-type", "card", "none"] | None = None
    # What Material reads: parts to hide, tags, and what the menu shows beside the title.
    hide: list[Literal["navigation", "toc", "path", "footer", "tags"]] = Field(default=[])
    tags: list[_Words] = Field(default=[])
    # Each is a booklet of its own on a site with many pages.
    categories: list[_Words] = Field(default=[])
    author: _Words | None = None
    imported: Literal[True] | None = None
    status: _Words | None = None
    icon: _Words | None = None
    subtitle: _Words | None = None


class Article(FrontMatter):
    """What an article has: what it is drawn from (`at_hand: none` if it was not read), and pages to read next."""

    source: Source
    related: Annotated[list[Related], Field(min_length=2, max_length=4)]


class Archive(FrontMatter):
    """What a page of comments has: the page that they were written to, and how many there once were."""

    # Comments of a post that is not kept here stand alone: their page is their own.
    comments_of: _Page
    counted: Annotated[int | None, Field(ge=1)] = None


class Imported(FrontMatter):
    """What a page has that came from a blog: another person's words, of any length, and the days of the blog."""

    title: _Words
    description: _Words
    related: list[Related] = Field(default=[])
    date: dt.date | None = None
    modified: dt.date | None = None

    @model_validator(mode="before")
    @classmethod
    def _day(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Let the day of the blog stand for the day on which somebody checked the text."""
        return {"checked": data.get("modified") or data.get("date") or dt.date(1970, 1, 1), **data}


_SCHEMAS: dict[str, type[FrontMatter]] = {"article": Article, "archive": Archive}


@dataclass(frozen=True)
class Entry:
    """A page with its front matter.

    Attributes:
        path: the file as faults name it.
        name: the path from the folder of the pages, such as `articles/when-to-fold.md`.
        body: the whole text with blank lines in place of the front matter, so that its lines are the file's.
        meta: the front matter; None if there are faults.
        data: the keys and values as they were written, also if there are; empty if they cannot be read.
        lines: where in the YAML they are.
        faults: what is wrong with them.
    """

    path: str
    name: str
    body: str = ""
    meta: FrontMatter | None = None
    data: dict[str, Any] = field(default_factory=dict)
    lines: Lines = field(default_factory=Lines)
    faults: tuple[Fault, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the page; `page` if it is not known."""
        return str(self.data.get("kind", "page"))

    @property
    def level(self) -> Level:
        """How grave a fault is here: rules of structure are advice for a page that came from a blog."""
        return "warning" if self.data.get("imported") else "error"

    @property
    def title(self) -> str:
        """The title of the page; empty if it is not known."""
        return str(self.data.get("title") or "")

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
        return read_written(self.body)

    def line(self, *loc: int | str) -> int:
        """Give the line in the file of a part of the front matter."""
        return self.lines.of(loc) + _OFFSET


def page_files(docs: Path) -> list[Path]:
    """List the Markdown files in a folder and below, sorted by path; like MkDocs, leave out what is hidden."""
    found = ((path, path.relative_to(docs).parts) for path in docs.rglob("*.md"))
    return sorted(path for path, names in found if not any(name.startswith(".") for name in names))


def split_page(text: str) -> tuple[str | None, str]:
    """Take a page apart.

    Args:
        text: the whole file, its lines ended by newline characters.

    Returns:
        The YAML between the two lines of dashes, None if the file does not begin with it; and the body, with blank
        lines in its place.
    """
    found = _FRONT_MATTER.match(text)
    if found is None:
        return None, text
    return found["yaml"].removesuffix("\n"), "\n" * found[0].count("\n") + text[found.end() :]


def titles(docs: Path) -> dict[str, str]:
    """Give the titles of all pages that have one, by their paths from the folder of the pages."""
    return {entry.name: entry.title for entry in read_all(docs, today())[0] if entry.title}


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
            yaml, body = split_page(file.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            faults.append(Fault(shown_path(file), 0, "FM01", "This file is not text in UTF-8; save it as UTF-8."))
        else:
            entries.append(replace(read_entry(yaml, shown_path(file), name, names, day), body=body))
    return entries, faults


# One build asks for the pages several times, and a preview for those that have not changed. The texts are not kept: all
# pages of a large archive take more memory than the rest of a build.
@lru_cache(maxsize=4096)
def read_entry(yaml: str | None, path: str, name: str, names: frozenset[str], day: dt.date) -> Entry:
    """Read and check the front matter of one page.

    Args:
        yaml: the front matter; None if there is none.
        path: the file as faults name it.
        name: the path from the folder of the pages.
        names: all pages of the site, by their paths from the folder of the pages.
        day: the day by which a date is still to come.

    Returns:
        The entry, without its body; its faults are those that concern this page alone.
    """
    if yaml is None:
        message = "This page has no front matter; begin the file with `---`, its keys, and `---`."
        return Entry(path, name, faults=(Fault(path, 1, "FM01", message),))
    try:
        loaded, lines = load_with_lines(yaml)
    except BadYamlError as error:
        return Entry(path, name, faults=(Fault(path, error.line + _OFFSET, "FM01", error.message),))
    data = loaded if isinstance(loaded, dict) else {}
    schema: type[FrontMatter] = Imported if data.get("imported") else _SCHEMAS.get(str(data.get("kind")), FrontMatter)
    try:
        meta = schema.model_validate(loaded, context={"name": name, "names": names, "today": day})
    except ValidationError as error:
        faults = tuple(faults_of(error, Fault(path, _OFFSET, "FM02", ""), lines))
        return Entry(path, name, data=data, lines=lines, faults=faults)
    return Entry(path, name, meta=meta, data=data, lines=lines)


def not_unique(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Find browser titles, descriptions and questions in `asked` that more than one page has.

    Args:
        entries: all pages of the site.

    Yields:
        For each page that has it but the first, a fault that names the first one.
    """
    first: dict[tuple[str, str], Entry] = {}
    # What came from a blog is called as a page here is, and not the other way round.
    for entry in sorted(entries, key=lambda entry: entry.level == "warning"):
        meta = entry.meta
        if meta is None:
            continue
        title = "neutral_title" if meta.neutral_title else "title"
        values: list[tuple[str, tuple[str | int, ...], str]] = [
            ("title", (title,), meta.neutral_title or meta.title),
            ("description", ("description",), meta.description),
            *(("question in `asked`", ("asked", place), asked) for place, asked in enumerate(meta.asked)),
        ]
        for what, loc, value in values:
            other = first.setdefault((what, " ".join(value.casefold().split())), entry)
            if other is not entry:
                message = f"{other.path} has the same {what}; give this page its own."
                yield Fault(entry.path, entry.line(*loc), "FM03", message, entry.level)
