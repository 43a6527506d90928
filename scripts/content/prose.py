"""The prose rules: what a page's words have to keep to so that a reader in distress can use them.

A rule is a generator of `(line, message)`. Its docstring gives the reason and the source, and is what
`python -m scripts.content rules` prints. Ids are stable: a rule that goes takes its id along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.content.blocks import Block, Text, read_text
from scripts.content.exceptions import allowances
from scripts.content.readability import Measure, measure, sentences, words
from scripts.faults import Fault, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_SENTENCE = 25
LONGEST_AVERAGE = 15
LONGEST_PARAGRAPH = 60
MOST_SENTENCES = 3
MOST_ITEMS = 6
LONGEST_H1 = 65
DEEPEST_HEADING = 4
MOST_STEP_LINKS = 3

#: The highest reading grade for each kind of page.
GRADES = {"home": 6, "article": 6, "page": 6, "help": 5, "evidence": 10}
#: How many help cards a page may hold; one where nothing is said.
HELP_CARDS = {"help": 3}
BOX_NAMES = frozenset({"our-note", "warning", "help-card", "do", "for-this-step", "help-lines"})

#: Words in capitals that are no shouting, with what they stand for.
ABBREVIATIONS = {
    "AU": "Australia",
    "BACP": "British Association for Counselling and Psychotherapy",
    "CA": "Canada",
    "CC": "Creative Commons",
    "EU": "European Union",
    "GP": "general practitioner",
    "HSE": "Health Service Executive",
    "HTML": "the language of pages",
    "IASP": "International Association for Suicide Prevention",
    "ID": "identity",
    "IE": "Ireland",
    "IP": "internet protocol",
    "LGBT": "lesbian, gay, bisexual and transgender",
    "MIT": "the licence of the code",
    "NHS": "National Health Service",
    "NZ": "New Zealand",
    "PDF": "portable document format",
    "SMS": "text message",
    "TTY": "text telephone",
    "UK": "United Kingdom",
    "US": "United States",
    "USA": "United States of America",
    "VPN": "virtual private network",
}

_VAGUE_LINKS = frozenset(
    {"click here", "here", "this", "this link", "this page", "link", "read more", "more", "learn more"}
)
_ADDRESS = re.compile(r"(?:[a-z]+://|www\.)\S+|\S+\.(?:com|org|net|uk|ie|eu|au|nz|ca|gov)(?:/\S*)?", re.IGNORECASE)
_SHOUT = re.compile(r"\b[A-Z]{2,}\b")
_SUICIDE = re.compile(r"\bsuicid", re.IGNORECASE)
# A number to call is no statistic.
_CALL = re.compile(
    r"\b(?:call|text|phone|number|line|dial|or|on|to)(?:\s+[A-Z]+\s+to)?\s+\+?\d[\d ()-]*(?![\d%]|\s*(?:per|people|men|women|%))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Subject:
    """A page as the rules get it.

    Attributes:
        kind: the kind of page by its front matter; `page` if that cannot be read.
        title: the title by its front matter; empty if that cannot be read.
        text: the blocks of the page.
    """

    kind: str
    title: str
    text: Text

    @property
    def ours(self) -> Iterator[Block]:
        """The blocks that are no quotation."""
        return (block for block in self.text.blocks if not block.quoted)

    @property
    def top(self) -> int:
        """The line that faults of the whole page are shown at: that of the first H1."""
        return next((b.line for b in self.text.blocks if b.kind == "heading" and b.level == 1), 1)


Check = Callable[[Subject], Iterator[tuple[int, str]]]


@dataclass(frozen=True)
class Rule:
    """A prose rule: its id, its check, and how it counts."""

    id: str
    check: Check
    level: Level = "error"
    whole_page: bool = False

    @property
    def text(self) -> str:
        """What the rule asks for and why, from the docstring."""
        return " ".join((self.check.__doc__ or "").split())


RULES: dict[str, Rule] = {}


def rule(name: str, *, level: Level = "error", whole_page: bool = False) -> Callable[[Check], Check]:
    """Enter a check into the table of rules.

    Args:
        name: the id.
        level: how its faults count.
        whole_page: the fault is about the page as a whole; its exception stands right under the H1.
    """

    def enter(check: Check) -> Check:
        RULES[name] = Rule(name, check, level, whole_page)
        return check

    return enter


def prose_of(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks that are read as running text: no headings, no cells, no lists of links."""
    for block in blocks:
        if block.kind in {"paragraph", "item", "definition", "caption"} and not (
            block.quoted or block.only_links
        ):
            yield block


def measure_page(text: Text) -> Measure:
    """Count the running text of a page."""
    return sum((measure(block.text) for block in prose_of(text.blocks)), Measure())


def first_words(text: str) -> str:
    """Quote the beginning of a text, six words at most."""
    parts = text.split()
    return f"“{' '.join(parts[:6])}{' …' if len(parts) > 6 else ''}”"


def _line_in(block: Block, place: int) -> int:
    return block.line + block.text.count("\n", 0, place)


@rule("PR01")
def long_sentence(page: Subject) -> Iterator[tuple[int, str]]:
    """No sentence has more than 25 words. Longer ones are hard for most readers (GOV.UK; Australian Style Manual)."""
    for block in page.ours:
        for place, sentence in sentences(block.text):
            count = len(words(sentence))
            if count > LONGEST_SENTENCE:
                yield (
                    _line_in(block, place),
                    f"This sentence has {count} words; split it so that none has more than "
                    f"{LONGEST_SENTENCE}: {first_words(sentence)}",
                )


@rule("PR02", whole_page=True)
def long_average(page: Subject) -> Iterator[tuple[int, str]]:
    """The average sentence has at most 15 words: 11 are easy, 21 fairly difficult (Inside GOV.UK; Australian Style Manual)."""
    average = measure_page(page.text).average_sentence
    if average > LONGEST_AVERAGE:
        yield page.top, f"The average sentence has {average:.1f} words; shorten until it is at most {LONGEST_AVERAGE}."


@rule("PR03")
def long_paragraph(page: Subject) -> Iterator[tuple[int, str]]:
    """A paragraph has at most 3 sentences and 60 words (NHS service manual: up to 3 sentences)."""
    for block in page.ours:
        if block.kind not in {"paragraph", "item", "definition", "caption"}:
            continue
        count = len(sentences(block.text))
        length = len(words(block.text))
        if count > MOST_SENTENCES:
            yield block.line, f"This {block.kind} has {count} sentences; split it so that none has more than {MOST_SENTENCES}: {first_words(block.text)}"
        if length > LONGEST_PARAGRAPH:
            yield block.line, f"This {block.kind} has {length} words; split it so that none has more than {LONGEST_PARAGRAPH}: {first_words(block.text)}"


@rule("PR04")
def long_list(page: Subject) -> Iterator[tuple[int, str]]:
    """A list has at most 6 items (NHS service manual)."""
    for found in page.text.lists:
        if found.items > MOST_ITEMS and not found.quoted:
            yield found.line, f"This list has {found.items} items; cut or split it so that none has more than {MOST_ITEMS}."


@rule("PR05", whole_page=True)
def hard_page(page: Subject) -> Iterator[tuple[int, str]]:
    """The Flesch-Kincaid grade is at most 6, on help pages 5, on the evidence page 10. It is a trip-wire that makes a writer look again (NHS: a reading age of 9 to 11, 11 to 14 where the matter is hard)."""
    limit = GRADES.get(page.kind, GRADES["page"])
    grade = measure_page(page.text).grade
    if round(grade, 1) > limit:
        yield page.top, f"The reading grade is {grade:.1f}; use shorter words and sentences until it is at most {limit}."


def _h1s(page: Subject) -> list[Block]:
    return [block for block in page.text.blocks if block.kind == "heading" and block.level == 1]


@rule("PR06")
def one_h1(page: Subject) -> Iterator[tuple[int, str]]:
    """A page has exactly one H1; it comes first and is the title of the front matter (NHS; WCAG 1.3.1, 2.4.2)."""
    found = _h1s(page)
    if not found:
        yield 1, f"This page has no H1; begin the text with `# {page.title or 'Title'}`."
        return
    for block in found[1:]:
        yield block.line, f"This is a second H1; make it an H2 (the first is in line {found[0].line})."
    if page.text.blocks[0] is not found[0]:
        yield page.text.blocks[0].line, f"Text stands before the H1 of line {found[0].line}; move it below."
    if page.title and _plain(found[0].text) != _plain(page.title):
        yield found[0].line, f"The H1 is “{found[0].text}” and the title in the front matter “{page.title}”; make them the same."


def _plain(text: str) -> str:
    return " ".join(text.translate(str.maketrans("’‘“”", "''\"\"")).split())


@rule("PR07")
def long_h1(page: Subject) -> Iterator[tuple[int, str]]:
    """The H1 has at most 65 characters, so that search results show all of it (NHS service manual)."""
    for block in _h1s(page):
        if len(block.text) > LONGEST_H1:
            yield block.line, f"The H1 has {len(block.text)} characters; shorten it to {LONGEST_H1}."


@rule("PR08")
def heading_levels(page: Subject) -> Iterator[tuple[int, str]]:
    """Headings go down one level at a time, and no deeper than H4 (NHS service manual; WCAG 1.3.1)."""
    before = 1
    for block in page.text.blocks:
        if block.kind != "heading":
            continue
        if block.level > DEEPEST_HEADING:
            yield block.line, f"This is an H{block.level}; the deepest heading is an H{DEEPEST_HEADING}: raise it or make it a paragraph."
        elif block.level > before + 1:
            yield block.line, f"An H{block.level} follows an H{before}; make it an H{before + 1}."
        before = block.level


@rule("PR09")
def exclamation(page: Subject) -> Iterator[tuple[int, str]]:
    """No exclamation marks: calm is what the reader needs (Kiefer Lee on sensitive content)."""
    for block in page.text.blocks:
        for found in re.finditer("!", block.text):
            yield _line_in(block, found.start()), "There is an exclamation mark; end the sentence with a full stop."


@rule("PR10")
def vague_link(page: Subject) -> Iterator[tuple[int, str]]:
    """A link says where it goes, in words that make sense alone (NHS, GOV.UK on links; WCAG 2.4.4, 2.4.9)."""
    for block in page.text.blocks:
        for link in block.links:
            label = " ".join(link.text.split())
            if label.lower().strip(".:… ") in _VAGUE_LINKS or label.lower().startswith("click"):
                yield link.line, f"The link text “{label}” does not say where the link goes; name the page that it leads to."
            elif _ADDRESS.fullmatch(label):
                yield link.line, f"The link text “{label}” is an address; name the page or the organisation."


@rule("PR11")
def raw_html(page: Subject) -> Iterator[tuple[int, str]]:
    """No new tabs, no styles and no scripts in attributes (NHS on links; our Content-Security-Policy)."""
    for tag in page.text.tags:
        for name, value in tag.attributes:
            if name == "target":
                yield tag.line, f"`{name}=\"{value}\"` opens a new tab or window; take it out."
            elif name == "style" or re.fullmatch("on[a-z]+", name):
                yield tag.line, f"The attribute `{name}` is blocked by the site's headers; take it out (looks belong in the stylesheet)."
        if tag.name in {"script", "style", "iframe"}:
            yield tag.line, f"The element `<{tag.name}>` has no place in a page; take it out."


@rule("PR12")
def question_heading(page: Subject) -> Iterator[tuple[int, str]]:
    """Headings are no questions: the words that a reader looks for come too late (NHS service manual)."""
    for block in page.text.blocks:
        if block.kind == "heading" and block.text.rstrip("”\"')").endswith("?"):
            yield block.line, f"The heading {first_words(block.text)} is a question; say what the section tells."


@rule("PR13")
def italics(page: Subject) -> Iterator[tuple[int, str]]:
    """No italics: they are hard to read, and screen readers do not speak them (NHS service manual)."""
    for block in page.text.blocks:
        for line in block.italics:
            yield line, "There are italics; take the marks out, and put the weight into the words."


@rule("PR14")
def shouting(page: Subject) -> Iterator[tuple[int, str]]:
    """No words in capitals, which read as shouting (Kiefer Lee on sensitive content); abbreviations are listed."""
    for block in page.text.blocks:
        for found in _SHOUT.finditer(block.text):
            if found[0] not in ABBREVIATIONS:
                yield (
                    _line_in(block, found.start()),
                    f"“{found[0]}” is in capitals; write it in small letters, or enter the abbreviation "
                    "in ABBREVIATIONS (scripts/content/prose.py).",
                )


@dataclass(frozen=True)
class Unwanted:
    """Words that we do not use, and what to write."""

    pattern: re.Pattern[str]
    cure: str


def _unwanted(pattern: str, cure: str) -> Unwanted:
    return Unwanted(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), cure)


UNWANTED = (
    _unwanted(r"commit(?:s|ted|ting)?\s+suicide", "write “died by suicide” or “take their own life”"),
    _unwanted(r"(?:un)?successful\s+suicide|failed\s+suicide", "write “suicide” or “suicide attempt”"),
    _unwanted(r"do(?:es|ing)?\s+(?:any|some)thing\s+(?:stupid|silly)", "name suicide plainly"),
    _unwanted(r"telephon(?:e|es|ed|ing)", "write “phone” for the thing and “call” for the act"),
    _unwanted(r"dial(?:s|led|ling)?", "write “call”"),
)


@rule("PR15")
def unwanted_words(page: Subject) -> Iterator[tuple[int, str]]:
    """Words that hurt or mislead (Samaritans on language about suicide) or are not plain (NHS A to Z: phone, call)."""
    for block in page.ours:
        for unwanted in UNWANTED:
            for found in unwanted.pattern.finditer(block.text):
                yield _line_in(block, found.start()), f"We do not write “{' '.join(found[0].split())}”; {unwanted.cure}."


@rule("PR16")
def our_note_title(page: Subject) -> Iterator[tuple[int, str]]:
    """The title of an `our-note` box begins with “Our note”: the author's words and ours are always told apart."""
    for box in page.text.boxes:
        if box.name == "our-note" and not re.match(r"Our note\b", box.title):
            yield box.line, f"The title of this box is “{box.title}”; begin it with “Our note”."


@rule("PR17")
def suicide_figures(page: Subject) -> Iterator[tuple[int, str]]:
    """No statistics about suicide in an article: a frightened reader needs the action, not the odds (Samaritans)."""
    if page.kind != "article":
        return
    for block in page.text.blocks:
        for place, sentence in sentences(block.text):
            if _SUICIDE.search(sentence) and re.search(r"\d", _CALL.sub("", sentence)):
                yield _line_in(block, place), f"A figure stands beside suicide; statistics belong on the evidence page: {first_words(sentence)}"


@rule("PR18")
def help_cards(page: Subject) -> Iterator[tuple[int, str]]:
    """At most 1 help card on a page, 3 on a help page: more of them frighten (NHS care cards)."""
    limit = HELP_CARDS.get(page.kind, 1)
    cards = [box for box in page.text.boxes if box.name == "help-card"]
    for number, box in enumerate(cards[limit:], limit + 1):
        yield box.line, f"This is help card {number} of the page, which may have {limit}; use a plain link or a paragraph."


@rule("PR21", level="warning")
def should(page: Subject) -> Iterator[tuple[int, str]]:
    """Avoid “should”, which talks down to the reader (NHS voice and tone): a plain imperative or a fact is kinder."""
    for block in page.ours:
        for found in re.finditer(r"\bshould(?:n['’]t)?\b", block.text, re.IGNORECASE):
            yield _line_in(block, found.start()), f"“{found[0]}” talks down to the reader; say what to do, or what is the case."


@rule("PR22")
def link_end(page: Subject) -> Iterator[tuple[int, str]]:
    """The full stop stands outside the link (NHS service manual)."""
    for block in page.text.blocks:
        for link in block.links:
            if link.text.rstrip().endswith("."):
                yield link.line, f"The full stop is inside the link “{' '.join(link.text.split())}”; put it after the link."


@rule("PR23")
def step_links(page: Subject) -> Iterator[tuple[int, str]]:
    """A `for-this-step` box holds at most 3 links: a reader at a step needs few ways out of it (GOV.UK step by step)."""
    for box in page.text.boxes:
        if box.name == "for-this-step":
            count = sum(len(b.links) for b in page.text.blocks if box.line <= b.line <= (box.end or page.text.lines))
            if count > MOST_STEP_LINKS:
                yield box.line, f"This box has {count} links; leave the {MOST_STEP_LINKS} that help most."


@rule("PR24")
def known_boxes(page: Subject) -> Iterator[tuple[int, str]]:
    """A box has a name that the site knows, and an end: the generator prints an unknown one as text, silently."""
    for box in page.text.boxes:
        if box.name not in BOX_NAMES:
            yield box.line, f"“{box.name}” is no box of ours; use one of {', '.join(sorted(BOX_NAMES))}."
        if not box.end:
            yield box.line, f"The box “{box.name}” has no end; close it with the same number of slashes on a line."


@rule("PR20")
def _exceptions(page: Subject) -> Iterator[tuple[int, str]]:
    """An exception names rules that exist, gives its reason, and excuses something; else it would hide a fault later."""
    yield from ()


def check(path: str, body: str, kind: str, title: str) -> Iterator[Fault]:
    """Check the prose of one page.

    Args:
        path: the file as faults name it.
        body: the Markdown, with blank lines where the front matter was.
        kind: the kind of page; an unknown one is treated as `page`.
        title: the title of the front matter; empty if it is not known.

    Yields:
        All faults that no exception excuses, and the faults of the exceptions.
    """
    text = read_text(body)
    subject = Subject(kind, title, text)
    found = [
        (entry, line, message) for entry in RULES.values() for line, message in entry.check(subject)
    ]
    excused: set[int] = set()
    for allowance in allowances(body):
        first, last = next((s for s in text.spans if s[0] > allowance.line), (0, 0))
        under_h1 = _under_h1(text, allowance.line)
        for name in allowance.rules:
            if name not in RULES:
                yield Fault(path, allowance.line, "PR20", f"There is no rule {name}; see `python -m scripts.content rules`.")
                continue
            hits = {
                place
                for place, (entry, line, _) in enumerate(found)
                if entry.id == name and (under_h1 if entry.whole_page else first <= line <= last)
            }
            if not hits:
                yield Fault(path, allowance.line, "PR20", f"This exception from {name} excuses nothing; take it out.")
            excused |= hits
        if not allowance.rules:
            yield Fault(path, allowance.line, "PR20", "This exception names no rule; write `allow PR01: reason`.")
        if not allowance.reason:
            yield Fault(path, allowance.line, "PR20", "This exception gives no reason; write it after a colon.")
    for place, (entry, line, message) in enumerate(found):
        if place not in excused:
            yield Fault(path, line, entry.id, message, entry.level)


def _under_h1(text: Text, line: int) -> bool:
    """Whether nothing but the H1 stands before a line."""
    above = [block for block in text.blocks if block.line < line]
    return bool(above) and all(block.kind == "heading" and block.level == 1 for block in above)
