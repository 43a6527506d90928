"""The prose rules of `rules.yml`, and the check of one page by them: all rules, then the exceptions of its editors.

An exception (PR20) is `[//]: # (allow PR01: reason)` on a line before the block; Python-Markdown takes such a line for
the definition of a link that nobody uses, and prints nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import yaml
from pydantic import Field

from scripts.common.faults import Fault
from scripts.content.blocks import Block, Text, read_text
from scripts.content.data_files import Strict
from scripts.content.front_matter import Entry
from scripts.content.markup import COMMENT
from scripts.content.readability import measure, sentences, words

#: What a function measures: a line, the number that a limit may forbid, and texts for the sentence of the fault.
Measured = Iterable[tuple[int, float, *tuple[str, ...]]]

#: Rules whose faults concern the page as a whole, so their exceptions stand right under the H1.
WHOLE_PAGE: Final = frozenset({"PR02", "PR05", "PR26"})

#: Rules of structure: the others hold our own words, and are not asked of a page that came from a blog.
OF_STRUCTURE: Final = frozenset({"PR06", "PR08", "PR10", "PR11"})

_ALLOW = re.compile(r"\s*allow\b(?:\s+([A-Z]+\d+)\s*:\s*\S.*)?", re.IGNORECASE)

DEEPEST: Final = 4
#: A sentence with more words than this is a long one.
LONG: Final = 18
#: Below this many sentences the share of long ones says nothing.
FEWEST_FOR_SHARE: Final = 25

_STRAIGHT: Final = str.maketrans("’‘“”", "''\"\"")
_QUOTED_WORDS: Final = 6


class Find(Strict):
    """What is looked for, and the sentence of the fault."""

    pattern: str
    says: str


class Rule(Strict):
    """A rule; the head of `rules.yml` says what each key holds."""

    asks: str
    why: str
    kinds: list[str] = Field(default=[])
    least: int = -99  # a grade may be below nought
    most: int | dict[str, int] = 0
    says: str = "{0}"
    of: str = ""
    first: int | None = None
    by_sentence: bool = False
    without: str = r"\Z."
    finds: list[Find] = Field(default=[])

    def limit(self, page: Text) -> int:
        """Give what a page may have."""
        limits = self.most if isinstance(self.most, dict) else {"other": self.most}
        if "steps" in limits and any(block.level and block.text.startswith("Step 1") for block in page.blocks):
            return limits["steps"]
        return limits.get(page.kind, limits["other"])


_FILE: Final = Path(__file__).with_name("rules.yml")
#: All rules of front matter, markup and prose.
RULES: Final = {key: Rule(**rule) for key, rule in yaml.safe_load(_FILE.read_text(encoding="utf-8")).items()}
PROSE: Final = {key: rule for key, rule in RULES.items() if key.startswith("PR") and key != "PR20"}


def _sentences(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        for start, sentence in sentences(block.text):
            yield Block(block.tag, block.line_of(start), sentence)


def _first_words(text: str) -> str:
    """Quote the beginning of a text, so that a writer finds it."""
    every = text.split()
    return f"“{' '.join(every[:_QUOTED_WORDS])}{' …' if len(every) > _QUOTED_WORDS else ''}”"


def _top(page: Text) -> int:
    """Give the line that a fault of the whole page is shown at: that of the H1."""
    return next((block.line for block in page.blocks if block.level == 1), 1)


def _long_texts(_: Text, texts: list[Block]) -> Measured:
    """Give the words of each text."""
    return ((one.line, len(words(one.text)), _first_words(one.text)) for one in texts)


def _first_heading(page: Text, texts: list[Block]) -> Measured:
    """Find what is wrong with the H1."""
    h1s = [block for block in texts if block.level == 1]
    if not h1s:
        yield 1, 1, f"This page has no H1; begin the text with `# {page.title or 'The title'}`."
        return
    first, *others = h1s
    for block in others:
        yield block.line, 1, f"This is another H1 beside that of line {first.line}; make it an H2."
    if texts[0] is not first:
        yield texts[0].line, 1, f"This stands before the H1 of line {first.line}; move it below."
    plain, title = (" ".join(text.translate(_STRAIGHT).split()) for text in (first.text, page.title))
    if title and plain != title:
        both = f"The H1 is “{first.text}”, the title in the front matter “{page.title}”"
        yield first.line, 1, f"{both}; make them the same."


def _levels(_: Text, headings: list[Block]) -> Measured:
    """Find headings that are too deep, and those that leave a level out."""
    before = 1
    for block in headings:
        if block.level > DEEPEST:
            yield block.line, 1, f"This heading is an H{block.level}; raise it to an H{DEEPEST} or make it a paragraph."
        elif block.level > before + 1:
            yield block.line, 1, f"This H{block.level} comes after an H{before}; make it an H{before + 1}."
        before = block.level


def _share_of_long(page: Text, every: list[Block]) -> Measured:
    """Give the share of long sentences, in per cent."""
    lengths = [len(words(sentence.text)) for sentence in every]
    if len(lengths) >= FEWEST_FOR_SHARE:
        yield _top(page), round(100 * sum(length > LONG for length in lengths) / len(lengths))


#: What is measured for the rules without patterns, in the texts that `of` names.
_MEASURES: Final[dict[str, Callable[[Text, list[Block]], Measured]]] = {
    "PR01": _long_texts,
    "PR02": lambda page, texts: [(_top(page), round(measure(one.text for one in texts)[0], 1))],
    "PR03": _long_texts,
    "PR04": lambda _, lists: ((one.line, int(one.text)) for one in lists),
    "PR05": lambda page, texts: [(_top(page), round(measure(one.text for one in texts)[1], 1))],
    "PR06": _first_heading,
    "PR08": _levels,
    "PR26": _share_of_long,
}


def _by_patterns(texts: list[Block], rule: Rule, most: int, author: str) -> Iterator[tuple[int, str]]:
    count = 0
    for block in texts:
        text = re.sub(rule.without, "", block.text, flags=re.VERBOSE)
        for find in rule.finds:
            for found in re.finditer(find.pattern.replace("AUTHOR", re.escape(author)), text, re.VERBOSE):
                count += 1
                if count > most:
                    values = {"found": " ".join(found[0].split()), "text": _first_words(block.text)}
                    says = find.says.format(count=count, most=most, **values, **found.groupdict())
                    yield block.line_of(found.start()), says


def _by_measure(measured: Measured, rule: Rule, most: int) -> Iterator[tuple[int, str]]:
    for line, count, *texts in measured:
        if not rule.least <= count <= most:
            yield line, rule.says.format(*texts, count=count, least=rule.least, most=most)


def faults_of(page: Text, author: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, rule and message of all that breaks a rule, whether an exception excuses it or not."""
    for name, rule in PROSE.items():
        if page.kind in (rule.kinds or [page.kind]):
            most, texts = rule.limit(page), [one for one in page.blocks if re.fullmatch(rule.of, one.tag)][: rule.first]
            texts = list(_sentences(texts)) if rule.by_sentence else texts
            if measure_of := _MEASURES.get(name):
                found = _by_measure(measure_of(page, texts), rule, most)
            else:
                found = _by_patterns(texts, rule, most, author)
            yield from ((line, name, message) for line, message in found)


def check(entry: Entry, author: str) -> Iterator[Fault]:
    """Check the prose of one page.

    Args:
        entry: the page and its front matter; what is not known of it is not checked.
        author: whose counsel the site retells, by name.

    Yields:
        The faults that no exception excuses, and the faults of the exceptions.
    """
    text = read_text(entry.written, entry.kind, entry.title, entry.texts())
    found = [fault for fault in faults_of(text, author) if entry.level == "error" or fault[1] in OF_STRUCTURE]
    excused: set[tuple[int, str, str]] = set()
    for number, line in enumerate(entry.body.split("\n"), 1):
        comment = COMMENT.fullmatch(line)
        if comment and (allow := _ALLOW.match(comment[1])):
            name = (allow[1] or "").upper()
            hits = {fault for fault in found if fault[1] == name and fault[0] in _reach(text, number, name)}
            excused |= hits
            if not hits:
                where = "right under the H1" if name in WHOLE_PAGE else "before the block that breaks the rule"
                message = (
                    f"This exception excuses nothing; write `allow {name or 'PR01'}: reason` {where}, or take it out."
                )
                yield Fault(entry.path, number, "PR20", message)
    yield from (Fault(entry.path, *fault, entry.level) for fault in found if fault not in excused)


def _reach(text: Text, line: int, rule: str) -> range:
    """Give the lines in which an exception excuses a rule: all of a page, or the outermost block that begins next."""
    if rule in WHOLE_PAGE:
        above = [block.level for block in text.blocks if block.line < line and not re.match("meta|@", block.tag)]
        return range(text.lines + 1) if above == [1] else range(0)
    first, last = next((span for span in text.spans if span[0] > line), (0, -1))
    return range(first, last + 1)
