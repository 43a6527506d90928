"""The promise of the first round trip, kept for every page of the site."""

import datetime as dt
import random
from pathlib import Path

import brotli  # type: ignore[import-untyped]

from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.dev.bench.first_visit import BUDGET, visits
from tests.building import built, fixture_docs


def test_every_page_comes_in_the_first_round_trip(real_site: Path) -> None:
    found = visits(real_site)
    assert len(found) > 15
    assert {url: visit.first for url, visit in found.items() if visit.first > BUDGET} == {}


def test_a_full_page_of_long_comments_stays_small(tmp_path: Path) -> None:
    """25 comments of 900 characters each are a hard case: half of all real ones have less than 199."""
    chance = random.Random(5)  # noqa: S311 - nothing is kept secret with it
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]
    words = ["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3)))) for _ in range(5_000)]
    texts = [". ".join(" ".join(chance.choices(words, k=9)).capitalize() for _ in range(20))[:900] for _ in range(25)]
    day = dt.datetime(2019, 5, 4, 10, 11, tzinfo=dt.UTC)
    names = (word.capitalize() for word in words)
    comments = [Comment(id=str(at), name=next(names), text=text, date=day) for at, text in enumerate(texts, start=1)]
    docs = fixture_docs(tmp_path)
    page = docs / "comments" / "what-to-do-when-he-or-she-leaves" / "page-1.md"
    front_matter = page.read_text(encoding="utf-8").partition("/// comment")[0]
    page.write_text(front_matter + "\n".join(Record.of(comment).source for comment in comments), encoding="utf-8")
    html = (built(docs, tmp_path / "site") / page.relative_to(docs).with_suffix("") / "index.html").read_bytes()
    assert html.count(b'<article class="comment') == 25
    assert len(brotli.compress(html, quality=11)) <= 20_000
