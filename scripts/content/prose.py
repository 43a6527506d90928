"""The prose rules, and the check of one page by them: all rules, then the exceptions that its editors made.

A rule is a function whose name begins with its id; its docstring says what it asks for, why, and whose rule it is. Ids
are stable: a rule never changes its meaning, and the id of one that goes is not used again. PR12, 19, 21 and 23 are
gone; PR24 has become the rules of `scripts/content/markup.py`.

An exception (PR20) is `[//]: # (allow PR01: reason)` on a line before the block; Python-Markdown takes such a line for
the definition of a link that nobody uses, and prints nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from scripts.common.faults import Fault
from scripts.content.blocks import Block, Text, read_text
from scripts.content.markup import COMMENT
from scripts.content.readability import sentences, words

if TYPE_CHECKING:
    from scripts.content.front_matter import Entry

#: What a rule finds: lines and messages.
Found = Iterator[tuple[int, str]]

#: Rules whose faults concern the page as a whole, so their exceptions stand right under the H1.
WHOLE_PAGE: Final = frozenset({"PR02", "PR05", "PR26"})

#: Rules of structure: the others hold our own words, and are not asked of a page that came from a blog.
OF_STRUCTURE: Final = frozenset({"PR06", "PR08", "PR10", "PR11"})

EXCEPTIONS: Final = {
    "PR20": "An exception stands before its block, names rules that exist, gives a reason, and excuses something. One "
    "without a reason cannot be judged by the next editor; one that excuses nothing would hide a later fault."
}
_ALLOW = re.compile(r"\s*allow\b([^:]*):?(.*)", re.IGNORECASE)

LONGEST_SENTENCE: Final = 30
LONGEST_AVERAGE: Final = 16
LONGEST_PARAGRAPH: Final = 80
MOST_ITEMS: Final = 7
#: A sentence with more words than this is a long one, and the share of those in an article, in per cent.
LONG: Final = 18
SHARE_OF_LONG: Final = (8, 18)
#: Below this many sentences a share says nothing.
FEWEST_FOR_SHARE: Final = 25
#: The highest reading grade for each kind of page.
GRADES: Final = {"home": 7, "article": 7, "page": 7, "help": 5, "evidence": 10, "archive": 7}
LONGEST_H1: Final = 65
DEEPEST: Final = 4
#: How many help cards a kind of page may have; others one.
MOST_CARDS: Final = {"help": 3, "page": 2}
#: How many boxes a page may have, and one with numbered steps.
MOST_BOXES: Final = 4
MOST_BOXES_OF_STEPS: Final = 9
MOST_TAGS: Final = 6
#: Capitals that are no shouting.
ABBREVIATIONS: Final = (
    "BBC|BY|CC|DOI|DVD|EU|GPS?|HSE|HTML|IASP|ID|LGBT|MIT|NHS|NZ|OK|PDF|PIN|SIM|SMS|TTY|TV|UK|USA?|USB|VPN"
)

_NAMES: Final = {"p": "paragraph", "li": "list item", "dd": "definition", "figcaption": "caption"}
#: Blocks that print data stand in the text and are no boxes.
_DATA: Final = frozenset({"comment-index", "evidence", "glossary", "help-lines"})
_STRAIGHT: Final = str.maketrans("’‘“”", "''\"\"")
_QUOTED_WORDS: Final = 6
_VAGUE: Final = r"(?i)click .*|(?:see )?here|link|(?:find out |learn |read )?more|this(?: link| page)?"
_ADDRESS: Final = r"(?i)\w+://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?"
#: What we do not write, and what we write in its place.
_UNWANTED: Final = {
    r"commit(?:s|ted|ting)?\s+suicide": "suicide is no crime: write “died by suicide” or “take their own life”",
    r"(?:un)?successful\s+suicide|failed\s+suicide": "write “suicide” or “attempt”",
    r"suicide\s+(?:epidemic|bid)": "write “suicides” or “attempt”",
    r"do(?:es|ing)?\s+(?:any|some)thing\s+(?:stupid|silly)": "name suicide plainly",
    r"telephon(?:e|es|ed|ing)": "write “phone” for the thing and “call” for the act",
    r"dial(?:s|s?led|l?ing)?": "write “call”",
}
_NUMBER_WORD: Final = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand)"
_RATE: Final = (
    rf"(?i)\d|\bper\s?cent\b|\b{_NUMBER_WORD}\s+(?:in|out\s+of)\s+(?:every\s+|a\s+)?{_NUMBER_WORD}\b"
    rf"|\b(?:twice|{_NUMBER_WORD}\s+times)\s+(?:as|more)\b"
)
#: Figures that are no statistics: a number to call, a span of time, a step.
_NO_RATE: Final = (
    r"(?i)\b(?:call|text|phone|on|to|or)\s+\d[\d\s-]*\b(?!\s*(?:%|per\s?cent|people|men|women|times|out|in\b))"
    r"|\b24/7\b|\bsteps?\s+\d\b|\b\d+\s+(?:minutes?|hours?|days?|weeks?|months?)\b"
)
#: Words that say whose advice it is.
_TAG: Final = (
    r"\b(?:he|Al Turtle)\s+(?:also\s+)?(?:adds|admits|advises|asks|believes|calls|expects|finds|holds|names|says|sees|"
    r"suggests|takes|tells|thinks|writes)\b|\b(?:in|by) his (?:account|opinion|picture|view)\b"
)
_NOT_READ: Final = r"\bwe\s+(?:could|did)\s+not\s+(?:consult|find|have|read|see)\b"
#: A figure from 1 to 10 in running prose, and no time, share, range, number to call, or part with a number.
_SMALL: Final = (
    r"(?<![\d.,:/–-])(?<!\d )\b(?:[1-9]|10)\b(?![\d%:/–-]|[.,]\d| ?(?:am|pm|per cent|%)\b| \d| in \d| to \d)"
)
_NAMED: Final = r"(?i)\b(?:at|call|or|part|press|step|steps|text|type|version|WCAG)\s$|\d (?:and|in|of|to) $"


def _matches(blocks: Iterable[Block], pattern: str, flags: int = re.IGNORECASE) -> Iterator[tuple[int, re.Match[str]]]:
    for block in blocks:
        for found in re.finditer(pattern, block.text, flags):
            yield block.line_of(found.start()), found


def _too_many(lines: list[int], most: int, what: str, cure: str) -> Found:
    """Find those that are more than a page may have."""
    for number, line in enumerate(lines[most:], most + 1):
        yield line, f"This is {what.format(number)} on a page that may have {most}; {cure}."


def _first_words(text: str) -> str:
    """Quote the beginning of a text, so that a writer finds it."""
    every = text.split()
    return f"“{' '.join(every[:_QUOTED_WORDS])}{' …' if len(every) > _QUOTED_WORDS else ''}”"


def pr01_long_sentence(page: Text) -> Found:
    """No sentence has more than 30 words.

    Longer ones are hard for most readers, and hardest under stress (GOV.UK; Australian Style Manual).
    """
    for block in page.ours:
        for start, sentence in sentences(block.text):
            if (count := len(words(sentence))) > LONGEST_SENTENCE:
                cure = f"split it so that none has more than {LONGEST_SENTENCE}: {_first_words(sentence)}"
                yield block.line_of(start), f"This sentence has {count} words; {cure}"


def pr02_long_average(page: Text) -> Found:
    """The average sentence of a page has at most 16 words.

    11 words are easy, 21 fairly difficult, 29 very difficult (Inside GOV.UK; Australian Style Manual).
    """
    if (average := round(page.measure().average_sentence, 1)) > LONGEST_AVERAGE:
        cure = f"split the longest until it has at most {LONGEST_AVERAGE}"
        yield page.top, f"The average sentence has {average} words; {cure}."


def pr03_long_paragraph(page: Text) -> Found:
    """A paragraph has at most 80 words.

    On a phone, more of them are a wall of text (reader criteria, "Writing").
    """
    for block in page.ours:
        if block.tag in _NAMES and (length := len(words(block.text))) > LONGEST_PARAGRAPH:
            cure = f"split it so that none has more than {LONGEST_PARAGRAPH}: {_first_words(block.text)}"
            yield block.line, f"This {_NAMES[block.tag]} has {length} words; {cure}"


def pr04_long_list(page: Text) -> Found:
    """A list has at most 7 items.

    A reader under stress takes in no more at a time (NHS service manual).
    """
    for line, items, quoted in page.lists:
        if items > MOST_ITEMS and not quoted:
            yield line, f"This list has {items} items; cut or divide it so that none has more than {MOST_ITEMS}."


def pr05_hard_page(page: Text) -> Found:
    """The Flesch-Kincaid grade of a page is at most 7, on help pages 5, on the evidence page 10.

    A trip-wire that makes a writer look again, no proof that a page is clear (NHS: a reading age of 9 to 11,
    11 to 14 where the matter is hard).
    """
    if (grade := round(page.measure().grade, 1)) > (limit := GRADES[page.kind]):
        yield page.top, f"The reading grade is {grade}; use shorter words and sentences until it is at most {limit}."


def pr06_one_h1(page: Text) -> Found:
    """A page has one H1, before all other text, and it is the title of the front matter.

    Who jumps from heading to heading finds out where they are (NHS service manual; WCAG 1.3.1, 2.4.2).
    """
    if not page.h1s:
        yield 1, f"This page has no H1; begin the text with `# {page.title or 'The title'}`."
        return
    first, *others = page.h1s
    for block in others:
        yield block.line, f"This is another H1 beside that of line {first.line}; make it an H2."
    if page.blocks[0] is not first:
        yield page.blocks[0].line, f"This stands before the H1 of line {first.line}; move it below."
    plain, title = (" ".join(text.translate(_STRAIGHT).split()) for text in (first.text, page.title))
    if title and plain != title:
        both = f"The H1 is “{first.text}”, the title in the front matter “{page.title}”"
        yield first.line, f"{both}; make them the same."


def pr07_long_h1(page: Text) -> Found:
    """The H1 has at most 65 characters.

    A short one tells at a glance whether this is the right page (NHS service manual).
    """
    for block in page.h1s:
        if len(block.text) > LONGEST_H1:
            yield block.line, f"The H1 has {len(block.text)} characters; shorten it to {LONGEST_H1} at most."


def pr08_heading_levels(page: Text) -> Found:
    """Headings go down one level at a time, and not below H4.

    Who hears the page has only the levels to tell what belongs where (NHS service manual; WCAG 1.3.1).
    """
    before = 1
    for block in page.blocks:
        if block.level > DEEPEST:
            yield block.line, f"This heading is an H{block.level}; raise it to an H{DEEPEST} or make it a paragraph."
        elif block.level > before + 1:
            yield block.line, f"This H{block.level} comes after an H{before}; make it an H{before + 1}."
        before = block.level or before


def pr09_exclamation(page: Text) -> Found:
    """There are no exclamation marks.

    A reader in distress needs calm (Kate Kiefer Lee on sensitive content).
    """
    for line, _ in _matches(page.shown, "!"):
        yield line, "There is an exclamation mark; write a full stop."


def pr10_vague_link(page: Text) -> Found:
    """A link says where it goes, in words that make sense without the sentence around them.

    Screen readers list the links of a page by themselves (NHS, GOV.UK on links; WCAG 2.4.4, 2.4.9).
    """
    for line, text in page.links:
        label = " ".join(text.split())
        if re.fullmatch(_VAGUE, label.rstrip(".:… ")):
            yield line, f"The link text “{label}” does not say where the link goes; name what is there."
        elif re.fullmatch(_ADDRESS, label):
            yield line, f"The link text “{label}” is an address; name the page or the organisation."


def pr11_attributes(page: Text) -> Found:
    """No link opens a new tab, and no attribute holds a style or a script.

    A new tab takes the way back from the reader (NHS on links); the site's headers block the others.
    """
    for tag in page.tags:
        for name, value in tag.attributes.items():
            if name == "target":
                yield tag.line, f"The attribute `target` with “{value}” opens a new tab; take it out."
            elif re.fullmatch(r"style|on[a-z]+", name):
                yield tag.line, f"The attribute `{name}` is blocked by the site's headers; take it out."


def pr13_italics(page: Text) -> Found:
    """There are no italics.

    They are hard to read, and screen readers do not speak them (NHS service manual).
    """
    for line in page.italics:
        yield line, "There are italics; take the marks away and let the words carry the weight."


def pr14_capitals(page: Text) -> Found:
    """No word is written in capitals, but for known abbreviations.

    Capitals shout (Kate Kiefer Lee on sensitive content).
    """
    for line, found in _matches(page.shown, r"\b[A-Z]{2,}\b", 0):
        if not re.fullmatch(ABBREVIATIONS, found[0]):
            cure = "if it is an abbreviation that readers know, enter it in scripts/content/prose.py"
            yield line, f"“{found[0]}” is in capitals; write it small, or, {cure}."


def pr15_unwanted(page: Text) -> Found:
    """Some words are not used.

    They blame (Samaritans on language about suicide), or there is a plainer one (NHS A to Z).
    """
    for pattern, cure in _UNWANTED.items():
        for line, found in _matches(page.ours, rf"\b(?:{pattern})\b"):
            yield line, f"We do not write “{' '.join(found[0].split())}”; {cure}."


def pr16_our_note(page: Text) -> Found:
    """The title of an `our-note` box begins with “Our note”.

    The author's words and ours are told apart by words, not only by looks (our acceptance criteria).
    """
    for box in page.boxes:
        if box.name == "our-note" and not re.match(r"Our note\b", box.title):
            yield box.line, f"The title of this box is “{box.title}”; begin it with “Our note”."


def pr17_suicide_figures(page: Text) -> Found:
    """An article has no statistics about suicide.

    A frightened reader at night needs the action, not the odds; the evidence page has them (Samaritans).
    """
    for block in page.shown if page.kind == "article" else ():
        for start, sentence in sentences(block.text):
            if re.search(r"(?i)\bsuicid", sentence) and re.search(_RATE, re.sub(_NO_RATE, "", sentence)):
                where = f"statistics belong on the evidence page: {_first_words(sentence)}"
                yield block.line_of(start), f"There is a figure in a sentence about suicide; {where}"


def pr18_help_cards(page: Text) -> Found:
    """An article has at most 1 help card, a help page 3, any other page 2.

    Cards are there to inform and to reassure; many of them frighten (NHS care cards).
    """
    cards = [box.line for box in page.boxes if box.name == "help-card"]
    yield from _too_many(cards, MOST_CARDS.get(page.kind, 1), "help card {}", "say it in a paragraph, or link to help")


def pr22_full_stop(page: Text) -> Found:
    """The full stop stands outside the link.

    It is the sentence's, not the name's (NHS service manual).
    """
    for line, text in page.links:
        if text.rstrip().endswith("."):
            yield line, f"The full stop is inside the link “{' '.join(text.split())}”; put it behind the link."


def pr25_raw_html(page: Text) -> Found:
    """Raw HTML is for pictures only, each in a `figure`; and for grids, which hold Markdown.

    The rules here do not read text in other elements, and the boxes of the site do what they would do.
    """
    for tag in page.tags:
        if tag.name and not tag.in_figure and "markdown" not in tag.attributes:
            yield tag.line, f"There is a raw `<{tag.name}>`; write it in Markdown, or as a box of the site."


def pr26_flat(page: Text) -> Found:
    """In an article, 8 to 18 per cent of the sentences have more than 18 words.

    With none the text is flat, with many it is hard to follow on a phone (reader criteria, "Writing").
    """
    read = [block for block in page.running if block.tag != "figcaption"] if page.kind == "article" else []
    lengths = [len(words(sentence)) for block in read for _, sentence in sentences(block.text)]
    share = round(100 * sum(length > LONG for length in lengths) / len(lengths)) if lengths else 0
    fewest, most = SHARE_OF_LONG
    if len(lengths) >= FEWEST_FOR_SHARE and not fewest <= share <= most:
        cure = "let one sentence in a paragraph run on" if share < fewest else "split some of them"
        yield page.top, f"{share} % of the sentences have more than {LONG} words; {cure}, to {fewest} to {most} %."


def pr27_attributions(page: Text) -> Found:
    """An article has at most 6 tags such as “he says”.

    The page says once whose advice it is; place and box tell the voices apart (reader criteria, "Writing").
    """
    lines = [line for line, _ in _matches(page.running, _TAG)] if page.kind == "article" else []
    yield from _too_many(lines, MOST_TAGS, "tag {} of whose advice it is,", "tell it straight")


def pr28_many_boxes(page: Text) -> Found:
    """A page has at most 4 boxes, one with numbered steps 9.

    On a phone, more of them are a stack of cards in which none stands out (reader criteria, "Length").
    """
    steps = any(block.level and block.text.startswith("Step 1") for block in page.blocks)
    lines = [box.line for box in page.boxes if box.name not in _DATA]
    yield from _too_many(lines, MOST_BOXES_OF_STEPS if steps else MOST_BOXES, "box {}", "say it in the text")


def pr29_small_numbers(page: Text) -> Found:
    """Numbers up to ten are words in running prose.

    Figures are for what is counted or called (reader criteria, "Writing"); pages of evidence and help have many.
    """
    # The words in a picture are labels.
    read = [] if page.kind in {"evidence", "help"} else [block for block in page.running if block.tag != "figcaption"]
    for line, found in _matches(read, _SMALL):
        if not re.search(_NAMED, found.string[: found.start()]):
            yield line, f"“{found[0]}” is a figure in running prose; write it as a word."


def pr30_beginning(page: Text) -> Found:
    """No page begins with what we could not read.

    It begins with the reader; the line under the title and the foot say what was at hand (reader criteria, "Writing").
    """
    for line, _ in _matches(page.running[:2], _NOT_READ):
        yield line, "The page begins with what we could not read; move it to the foot."


#: All rules, by the ids that the names of their functions begin with.
RULES: Final[dict[str, Callable[[Text], Found]]] = {
    name[:4].upper(): check for name, check in list(globals().items()) if re.match(r"pr\d\d_", name)
}


def text_of(entry: Entry) -> Text:
    """Read a page for the rules."""
    fields = [Block("", line, text) for line, text in entry.texts()]
    return read_text(entry.page.body, entry.kind, entry.title, fields)


def check(entry: Entry) -> Iterator[Fault]:
    """Check the prose of one page.

    Args:
        entry: the page and its front matter; what is not known of it is not checked.

    Yields:
        The faults that no exception excuses, and the faults of the exceptions.
    """
    text = text_of(entry)
    path = entry.page.path
    rules = [rule for rule in RULES if entry.level == "error" or rule in OF_STRUCTURE]
    found = [Fault(path, line, rule, message, entry.level) for rule in rules for line, message in RULES[rule](text)]
    excused: set[Fault] = set()
    for number, line in enumerate(entry.page.body.split("\n"), 1):
        comment = COMMENT.fullmatch(line)
        if not comment or not (allow := _ALLOW.fullmatch(comment[1])):
            continue
        wrong = [] if allow[2].strip() else ["gives no reason; write it behind a colon"]
        names = dict.fromkeys(re.findall(r"[A-Z]+\d+", allow[1].upper()))
        wrong += [] if names else ["names no rule; write `allow PR01: reason`"]
        for name in names:
            lines = _reach(text, number, name)
            hits = {fault for fault in found if fault.rule == name and fault.line in lines}
            excused |= hits
            if name not in RULES:
                wrong.append(f"names {name}, which is no prose rule; `python -m scripts.content rules` lists them")
            elif not hits:
                where = "right under the H1, on the whole page" if name in WHOLE_PAGE else "in the block below it"
                wrong.append(f"from {name} excuses nothing {where}; take it out or move it")
        yield from (Fault(path, number, "PR20", f"This exception {what}.") for what in wrong)
    yield from (fault for fault in found if fault not in excused)


def _reach(text: Text, line: int, rule: str) -> range:
    """Give the lines in which an exception excuses a rule: all of a page, or the outermost block that begins next."""
    if rule in WHOLE_PAGE:
        above = [block.level for block in text.blocks if block.line < line]
        return range(text.lines + 1) if above == [1] else range(0)
    first, last = next((span for span in text.spans if span[0] > line), (0, -1))
    return range(first, last + 1)
