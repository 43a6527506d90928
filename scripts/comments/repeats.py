"""What others repeat of a comment that goes: its sentences, quotations of it, and its writer's name in replies.

The cost grows with the length of all texts, and with nothing else. Words are compared without case, tags, marks and
the kind of their apostrophes. What is found is a place in a file, so that all around it can stay to the byte.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from scripts.comments.model import Comment
from scripts.comments.text import plain_line

#: What stands in the place of what was cut.
CUT: Final = "[removed]"
#: Fewer words in a row are anybody's.
FEWEST_WORDS: Final = 6
# Why something may have to stay.
_OURS: Final = "the words are the editors’; change them by hand"
_BY_OTHERS: Final = "others write it too"
_COMMON: Final = "it is also a common word"
_ANOTHER: Final = "another of this name may be meant"
#: Of these, the ones that a keeper can tell at a glance.
CAN_BE_ASKED: Final = frozenset({"", _COMMON, _ANOTHER})

_WORD: Final = re.compile(r"<[^<>]*>|[^\W_]+(?:(?:['’]|&(?:#0?39|#8217|apos|rsquo);)[^\W_]+)*")
_APOSTROPHE: Final = re.compile(r"['’]|&[#\w]+;")
_QUOTATION: Final = re.compile(r"(?ims)(<blockquote[^<>]*>(?:(?!<blockquote).)*?</blockquote>|^(?:>|&gt;)[^\n]*)")
# What stands before a name that is called.
_TO: Final = re.compile(r"(?:@|\b(?:dear|hello|hey|hi|sorry|thanks|thank you)[ ,]+)$", re.IGNORECASE)
_CONTEXT: Final = 30


@dataclass(frozen=True)
class Part:
    """A comment, what stands between two, or a page without any: where it begins in which file, as it is written."""

    path: Path
    start: int
    line: int
    source: str
    comment: Comment | None = None

    @property
    def body(self) -> int:
        """The place where words of its writer begin, behind all that is the editors'."""
        is_theirs = self.comment and not self.comment.retold
        return found.start() if is_theirs and (found := re.search(r"\n[ \t]*\n", self.source)) else len(self.source)


@dataclass(frozen=True)
class Repeat:
    """Words that go: from where to where in a part, why they may have to stay, if so, and what takes their place."""

    part: Part
    start: int
    end: int
    doubt: str = ""
    new: str = CUT

    @property
    def line(self) -> int:
        """The line of the file on which they begin."""
        return self.part.line + self.part.source.count("\n", 0, self.start)

    def __str__(self) -> str:
        before = self.part.source[: self.start][-_CONTEXT:].rpartition("\n")[2]
        after = self.part.source[self.end :][:_CONTEXT].partition("\n")[0]
        words = f"{before}»{self.part.source[self.start : self.end]}«{after}"
        return f"{' '.join(words.split())} → {f'stays, for {self.doubt}' if self.doubt else self.new}"


def repeats_of(gone: Comment, words: str, names: Iterable[str], parts: Sequence[Part]) -> list[Repeat]:
    """Find what is left of a comment.

    Args:
        gone: the comment.
        words: those of its words that go.
        names: how its writer is known, if that goes: a name, a web address.
        parts: all that is looked through, in the order of the archive; the comment itself, unless it goes whole.
    """
    replies = _replies(gone, parts)
    passages = list(_passages(gone, words, replies, parts))
    taken = {(id(one.part), at) for one in passages for at in range(one.start, one.end)}
    calls = (one for one in _calls(gone, names, replies, parts) if (id(one.part), one.start) not in taken)
    return sorted([*passages, *calls], key=lambda one: (one.part.path, one.part.start + one.start))


def _replies(gone: Comment, parts: Iterable[Part]) -> set[str]:
    """Give the ids of a comment and of all below it, but not of what answers another of the same signature."""
    found = {gone.id}
    for comment in (part.comment for part in parts if part.comment):
        if comment.reply_to in found and (not comment.name or comment.name.casefold() != gone.name.casefold()):
            found.add(comment.id)
    return found


def _passages(gone: Comment, words: str, replies: set[str], parts: Iterable[Part]) -> Iterator[Repeat]:
    """Yield what repeats the words."""
    said = _said(words)
    size = min(len(said), FEWEST_WORDS)
    windows = set(_windows(said, size))
    seen: list[tuple[Part, int, str, set[int], dict[int, tuple[str, ...]]]] = []
    by_others = Counter[tuple[str, ...]]()
    for part in parts if said else ():
        comment, start, here = part.comment, 0, set[tuple[str, ...]]()
        is_direct = bool(comment and gone.id in {comment.id, comment.reply_to})
        for number, piece in enumerate(_QUOTATION.split(part.source)):
            there, is_quotation = _said(piece), number % 2
            hits = {at: one for at, one in enumerate(_windows(there, size)) if one in windows}
            covered = {at + more for at in hits for more in range(size)}
            is_short = is_direct and f" {' '.join(there)} " in f" {' '.join(said)} "
            if is_quotation and (is_short or 2 * len(covered) >= len(there)):
                covered = {*range(len(there))}
            if covered and (is_direct or size == FEWEST_WORDS):
                seen.append((part, start, piece, covered, hits))
            start += len(piece)
            here.update(hits.values())
        if comment is None or comment.id not in replies:
            # WordPress gives the numbers one after the other.
            is_before = comment is None or (len(comment.id), comment.id) < (len(gone.id), gone.id)
            by_others.update(dict.fromkeys(here, 1 + is_before))
    for part, start, piece, covered, hits in seen:
        places = [word.span() for word in _WORD.finditer(piece) if word[0][0] != "<"]
        for _, row in groupby(enumerate(sorted(covered)), lambda at: at[1] - at[0]):
            run = [at for _, at in row]
            common = {at + more for at in run if by_others[hits.get(at, ())] > 1 for more in range(size)}
            is_theirs = common and len({*run} - common) < FEWEST_WORDS
            first, end = start + places[run[0]][0], start + places[run[-1]][1]
            yield Repeat(part, first, end, _OURS if first < part.body else _BY_OTHERS if is_theirs else "")


def _said(text: str) -> list[str]:
    """Give the words of a text as they are compared."""
    words = (word for word in _WORD.findall(text) if word[0] != "<")
    return [word.casefold() if word.isalnum() else _APOSTROPHE.sub("", word).casefold() for word in words]


def _windows(said: list[str], size: int) -> Iterator[tuple[str, ...]]:
    return zip(*(said[at:] for at in range(size)), strict=False)


def _calls(gone: Comment, names: Iterable[str], replies: set[str], parts: Iterable[Part]) -> Iterator[Repeat]:
    """Yield where the writer is named in replies."""
    forms = {form for name in map(plain_line, names) for form in (name, name.partition(" ")[0]) if len(form) > 1}
    either = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    name = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
    calls: list[tuple[Part, re.Match[str], bool, bool]] = []
    # How much more often each is written as a name than as another word.
    balance = Counter[str]()
    for part in parts if forms else ():
        for one in name.finditer(part.source, part.source.find("\n")):
            is_to = bool(_TO.search(part.source[max(0, one.start() - _CONTEXT) : one.start()]))
            is_name = is_to or not one[0][0].islower()
            balance[one[0].casefold()] += 1 if is_name else -1
            calls.append((part, one, is_to, is_name))
    for part, one, is_to, is_name in calls:
        is_common = balance[one[0].casefold()] <= 0
        if part.comment and part.comment.id in replies and (is_name or not is_common):
            is_sure = is_to or gone.id in {part.comment.id, part.comment.reply_to}
            doubt = _ANOTHER if not is_sure else _COMMON if is_common else ""
            yield Repeat(part, *one.span(), _OURS if one.start() < part.body else doubt)
