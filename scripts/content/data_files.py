"""The data files but for help lines: studies, coined terms, the one rule about contact, and old addresses.

The heads of the files say what each key holds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from scripts.common.old_addresses import TABLE, OldAddress
from scripts.content.entries import Entries, Strict, read_entries

if TYPE_CHECKING:
    from pathlib import Path

#: The page that prints the glossary, as a path from the folder of the pages.
GLOSSARY_PAGE = "words-used-here.md"
MOST_WORDS = 30
_SENTENCE_END = re.compile(r"[.!?]+[”’]?(?=\s+[“‘]?[A-Z0-9]|\s*$)")


def _anchor(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise ValueError("has to be small letters, digits and hyphens, such as two-walls")
    return value


def _paper(value: str) -> str:
    if not re.fullmatch(r"10\.\d+/\S+|PMC\d+", value):
        raise ValueError("has to be a DOI that begins with 10. or a number such as PMC3014221")
    return value


def _given(value: Any) -> Any:
    if not str(value or "").strip():
        raise PydanticCustomError("EV05", "is missing or empty; every claim needs it, so add it")
    return value


def _printed_label(value: object) -> object:
    if value not in {"S", "2"}:
        message = 'has to be S (its abstract was read) or "2" (reported by someone); read the study, or take it out'
        raise PydanticCustomError("EV02", message)
    return value


def _fits_the_label(value: str | None, info: ValidationInfo) -> str | None:
    reported = bool((value or "").strip())
    if info.data.get("label") == "2" and not reported:
        raise PydanticCustomError(
            "EV03", 'is missing; the label "2" says that we did not read it, so say whose account it is'
        )
    if info.data.get("label") == "S" and reported:
        raise PydanticCustomError("EV03", 'does not fit the label "S"; take it out, or make the label "2"')
    return value


def _one_sentence(value: str) -> str:
    words, sentences = len(value.split()), len(_SENTENCE_END.findall(value))
    if sentences != 1 or words > MOST_WORDS:
        message = "has {words} words and {sentences} ends of a sentence; say it in one sentence of at most {most} words"
        context = {"words": words, "sentences": sentences, "most": MOST_WORDS}
        raise PydanticCustomError("EV04", message, context)
    return value


_Words = Annotated[str, Field(min_length=1)]
_Anchor = Annotated[str, AfterValidator(_anchor)]
_Given = Annotated[str, BeforeValidator(_given), Field(validate_default=True)]


class Study(Strict):
    """One study that bears on one of the four steps.

    EV02 to EV05 are the site's criteria for evidence: every claim has author, year, journal, one sentence and how sure
    it is; nothing that nobody read is printed, and what only someone else's account told is printed as reported.
    """

    id: _Anchor
    authors: _Given = ""
    year: Annotated[int | None, BeforeValidator(_given), Field(validate_default=True)] = None
    title: str | None = None
    journal: _Given = ""
    doi_or_pmc: Annotated[str, AfterValidator(_paper)] | None = None
    step: Literal[1, 2, 3, 4]
    finding: Annotated[str, AfterValidator(_one_sentence)]
    people: str
    bearing: Literal["for", "against", "both", "limits"]
    how_sure: _Given = ""
    label: Annotated[Literal["S", "2"], BeforeValidator(_printed_label)]
    reported_by: Annotated[str | None, AfterValidator(_fits_the_label), Field(validate_default=True)] = None

    @property
    def archive(self) -> str:
        """Who keeps the paper that `doi_or_pmc` names."""
        return "PubMed Central" if (self.doi_or_pmc or "").startswith("PMC") else "DOI"

    @property
    def address(self) -> str:
        """Where the paper that `doi_or_pmc` names can be opened."""
        if self.archive == "PubMed Central":
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.doi_or_pmc}/"
        return f"https://doi.org/{self.doi_or_pmc}"


class Term(Strict):
    """One entry of the glossary."""

    term: _Words
    anchor: _Anchor
    meaning: _Words
    whose: Literal["his", "research", "ours"]
    see: str | None = None
    also: list[str] = Field(default=[])
    auto: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The term and its other names."""
        return (self.term, *self.also)

    @property
    def page(self) -> str | None:
        """The page that `see` names, without the anchor."""
        return self.see and self.see.partition("#")[0]


class Rung(Strict):
    """One rung of the contact ladder, which is printed in the same words on every page and sheet."""

    when: _Words
    do: _Words
    stop: _Words | None = None
    words: _Words
    to: _Words | None = None


def studies(data: Path) -> Entries[Study]:
    """Read the studies of a folder of data: EV01 the data do not fit, or an id stands twice."""
    return read_entries(data / "evidence.yml", Study, "EV01", "EV01", lambda study: [("id", study.id)])


def glossary(data: Path) -> Entries[Term]:
    """Read the coined terms: GL01 the data do not fit; GL02 a name or an anchor stands twice."""
    return read_entries(
        data / "glossary.yml",
        Term,
        "GL01",
        "GL02",
        lambda term: [*(("term", name) for name in term.names), ("anchor", f"#{term.anchor}")],
    )


def contact_ladder(data: Path) -> Entries[Rung]:
    """Read the rungs: CL01 the data do not fit."""
    return read_entries(data / "contact-ladder.yml", Rung, "CL01")


def old_addresses(data: Path) -> Entries[OldAddress]:
    """Read the old addresses: OA01 the data do not fit; OA02 one stands twice. The finish looks where they lead."""
    return read_entries(
        data / TABLE.name,
        OldAddress,
        "OA01",
        "OA02",
        # Hosts get one rule for a folder with a range.
        lambda entry: (
            [("from", f"/{path}") for path in (*entry.paths, *([entry.folder] if entry.folder else []))]
            if not entry.query
            else [("from", entry.from_)]
        ),
    )
