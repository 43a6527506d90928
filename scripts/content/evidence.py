"""The studies behind the page "What research says": their data and its rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from scripts.content.entries import Entries, read_entries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.common.faults import Fault

Step = Literal[1, 2, 3, 4]
Bearing = Literal["for", "against", "both", "limits"]

MOST_WORDS = 30
#: How each label says that a study was read.
_READINGS = {"S": "seen-abstract", "2": "reported-by"}
_NEEDED = ("authors", "year", "journal", "how_sure")
_SENTENCE_END = re.compile(r"[.!?]+[”’]?(?=\s+[“‘]?[A-Z0-9]|\s*$)")


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise ValueError("has to be small letters, digits and hyphens, such as holley-2010")
    return value


def _paper(value: str) -> str:
    if not re.fullmatch(r"10\.\d+/\S+|PMC\d+", value):
        raise ValueError("has to be a DOI that begins with 10. or a number such as PMC3014221")
    return value


class Study(BaseModel):
    """One study that bears on one of the four steps.

    The keys with an empty default have to be there all the same: rule EV05 asks for them, also where they stand empty.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Annotated[str, AfterValidator(_identifier)]
    authors: str = ""
    year: int | None = None
    title: str | None = None
    journal: str = ""
    doi_or_pmc: Annotated[str, AfterValidator(_paper)] | None = None
    step: Step
    finding: str
    people: str
    bearing: Bearing
    sure: Literal["seen-abstract", "reported-by"]
    reported_by: str | None = None
    how_sure: str = ""
    label: str

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


def checks(path: Path) -> Iterator[Fault]:
    """Check the studies.

    The rules come from the site's criteria for evidence: every claim has author, year, journal, one sentence and how
    sure it is; nothing that nobody read is printed, and what only someone else's account told is printed as reported.

    Args:
        path: the data file.

    Yields:
        EV01 the data do not fit, or an id stands twice; EV02 a label that is not printed; EV03 the label and the
        way of reading do not fit each other; EV04 a finding that is too long; EV05 something needed is missing.
    """
    yield from _faults(read_entries(path, list[Study], "EV01"))


def _faults(entries: Entries[Study]) -> Iterator[Fault]:
    yield from entries.faults
    first: dict[str, int] = {}
    for place, study in entries.sound:
        line = entries.lines.of((place, "id"))
        if first.setdefault(study.id, line) != line:
            message = f'The id "{study.id}" stands in line {first[study.id]} already; give this study another one.'
            yield entries.fault(place, "id", "EV01", message)
        yield from _label(entries, place, study)
        yield from _finding(entries, place, study)
        for key in _NEEDED:
            if not str(getattr(study, key) or "").strip():
                yield entries.fault(place, key, "EV05", f'"{study.id}" has no {key}; add it.')


def _label(entries: Entries[Study], place: int, study: Study) -> Iterator[Fault]:
    reading = _READINGS.get(study.label)
    if reading is None:
        message = (
            f'"{study.id}" has the label "{study.label}"; only S (its abstract was read) and "2" (reported by someone) '
            "are printed, so read it or take it out."
        )
        yield entries.fault(place, "label", "EV02", message)
    elif study.sure != reading:
        message = f'"{study.id}" has the label "{study.label}", so "sure" has to be {reading}.'
        yield entries.fault(place, "sure", "EV03", message)
    reported = bool((study.reported_by or "").strip())
    if study.label == "2" and not reported:
        message = f'"{study.id}" was not read by us; say in "reported_by" whose account it is.'
        yield entries.fault(place, "reported_by", "EV03", message)
    elif study.label == "S" and reported:
        message = f'"{study.id}" has the label "S"; take "reported_by" out, or make the label "2".'
        yield entries.fault(place, "reported_by", "EV03", message)


def _finding(entries: Entries[Study], place: int, study: Study) -> Iterator[Fault]:
    sentences = len(_SENTENCE_END.findall(study.finding))
    words = len(study.finding.split())
    if sentences != 1:
        what = f"has {sentences} sentences" if sentences else "does not end with a full stop"
        message = f'The finding of "{study.id}" {what}; say it in one sentence.'
        yield entries.fault(place, "finding", "EV04", message)
    if words > MOST_WORDS:
        message = f'The finding of "{study.id}" has {words} words; say it in at most {MOST_WORDS}.'
        yield entries.fault(place, "finding", "EV04", message)


def load(path: Path) -> tuple[Study, ...]:
    """Read the studies, to print them.

    Args:
        path: the data file.

    Returns:
        All studies in the order of the file.

    Raises:
        FaultyDataError: the file has a fault; nothing of it is to be printed.
    """
    entries = read_entries(path, list[Study], "EV01")
    return entries.all(_faults(entries))
