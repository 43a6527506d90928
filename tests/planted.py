"""An archive that is made up, with all that repeats its comments planted in it, and much that only looks like that."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.comments.repeats import Part, Repeat, repeats_of

_NAMES = "Ann Ben Cyra Dov Elif Fenna Goran Hanna Imre Jonna Kofi Lena Mirko Nadia Olga Pavel Runa Sami Tova Will Hope"
_CALLS = ("Dear {},", "@{}", "{} wrote:", "Thank you, {}.", "I feel with you, {}.", "hi {}")
_PROVERB = "what the dusk has hidden the dawn will bring home"
_SENTENCE = "a quiet week without a call tells more than a loud one"


@dataclass
class Planted:
    """An archive with an article, and what repeats each of its comments.

    Attributes:
        comments: the comments.
        repeats: by the id of a comment, the ids of those that repeat it, each with its words as they stand there.
        parts: all of it.
    """

    comments: list[Comment] = field(default_factory=list)
    repeats: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @cached_property
    def parts(self) -> list[Part]:
        article = Part(Path("article.md"), 0, 1, f"# An article\n\nHe says that {_SENTENCE}, and that you hope.\n")
        records = (Part(Path("page-1.md"), 0, 1, Record.of(one).source, one) for one in self.comments)
        return [article, *records]

    def found(self, removals: int) -> tuple[float, float]:
        """Find what repeats so many of the comments: which part of all that was planted, and how many proposals err."""
        planted = found = proposed = wrong = 0
        for gone in [one for one in self.comments if one.id in self.repeats][:removals]:
            parts = [replace(part, source="") if part.comment == gone else part for part in self.parts]
            repeats = [
                (one, _name_of(one), range(one.start, one.end))
                for one in repeats_of(gone, gone.text, [gone.name], parts)
            ]
            sources = {part.comment.id: part.source for part in parts if part.comment}
            places = [
                (name, range(at := sources[name].index(words), at + len(words)))
                for name, words in self.repeats[gone.id]
            ]
            right = {one for one in repeats for name, place in places if one[1] == name and {*one[2]} & {*place}}
            planted += len(places)
            found += sum(any(one[1] == name and {*one[2]} & {*place} for one in right) for name, place in places)
            proposals = {one for one in repeats if not one[0].doubt}
            proposed += len(proposals)
            wrong += len(proposals - right)
        return found / planted, wrong / proposed


def _name_of(one: Repeat) -> str:
    return one.part.comment.id if one.part.comment else ""


def planted(comments: int, seed: int = 0) -> Planted:
    """Make an archive of so many comments; the same numbers make the same one."""
    chance = random.Random(seed)  # noqa: S311 - made-up words are no secret
    words = ["".join(chance.choices(("ba", "de", "fi", "go", "lu", "no’r", "te"), k=3)) for _ in range(300)]
    words += ["will", "hope", *words[:20] * 10]
    made = Planted()
    own = [_sentences(chance, words, 30) for _ in range(comments)]
    for at in range(comments):
        parent = chance.randrange(max(0, at - 6), at) if at and chance.random() < 0.6 else None
        others = [one for one in _NAMES.split() if parent is None or one != made.comments[parent].name]
        text = [own[at], *_look_alikes(chance, own[max(0, at - 1)])]
        quoted = parent if parent is not None else chance.randrange(at) if at and chance.random() < 0.2 else None
        if quoted is not None:
            plants = list(_plants(chance, own[quoted], made.comments[quoted].name, is_reply=parent is not None))
            made.repeats.setdefault(str(quoted), []).extend((str(at), words) for words, _ in plants)
            text = [*(form.format(words) for words, form in plants), *text]
        reply_to = None if parent is None else str(parent)
        made.comments.append(Comment(id=str(at), name=chance.choice(others), text="\n\n".join(text), reply_to=reply_to))
    made.repeats = {name: found for name, found in made.repeats.items() if found}
    return made


def _sentences(chance: random.Random, words: list[str], least: int) -> str:
    made: list[str] = []
    while len(made) < least:
        sentence = chance.choices(words, k=chance.randrange(5, 14))
        made += [sentence[0].capitalize(), *sentence[1:-1], f"{sentence[-1]}."]
    return " ".join(made)


def _plants(chance: random.Random, text: str, name: str, *, is_reply: bool) -> Iterator[tuple[str, str]]:
    """Yield what repeats a comment, and how it stands in another."""
    said = text.split()
    start, number = chance.randrange(10), chance.randrange(6, 18)
    passage = said[start : start + number]
    if is_reply and chance.random() < 0.7:
        yield chance.choice(_CALLS).format(name), "{}"
    # As people quote: in capitals, with other apostrophes, tags and lines.
    at, change = chance.randrange(number), chance.choice(("{}", "<b>{}</b>", "\n{}", "<i>{}"))
    passage[at] = change.format(chance.choice((passage[at], passage[at].upper(), passage[at].replace("’", "'"))))
    kind = chance.random()
    if kind < 0.3 or not is_reply:
        yield " ".join(passage), "As someone said: “{}”, I think"
    elif kind < 0.5:
        yield " ".join(passage), "<blockquote>{}</blockquote>"
    elif kind < 0.6:
        yield " ".join(said[start : start + 3]), "<blockquote>{}</blockquote>"


def _look_alikes(chance: random.Random, text: str) -> Iterator[str]:
    """Yield what looks like a repeat and is none."""
    few = " ".join(text.split()[:5])
    for words in (f"{_PROVERB}.", f"{_SENTENCE}.", f"My friend {chance.choice(_NAMES.split())} left.", f"{few} too."):
        if chance.random() < 0.1:
            yield f"{chance.randrange(1 << 40)} {words}"
