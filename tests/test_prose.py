"""The prose rules, one table of texts and faults for each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.content import prose
from scripts.content.front_matter import Around, read_entry
from scripts.content.page import parse_page
from scripts.content.rules import RULES
from scripts.faults import Fault

ROOT = Path(__file__).parent.parent
FIVE = "One two three four five"
CARD = "/// help-card | Call now if:\nYou are in danger.\n///\n"


def _all(markdown: str, kind: str = "page", title: str = "Title", extra: str = "") -> list[Fault]:
    front_matter = f"title: {title}\nkind: {kind}\n{extra}"
    page = parse_page(f"---\n{front_matter}---\n{markdown}", "docs/x.md", "x.md")
    return list(prose.check(read_entry(page, Around("x.md", frozenset({"x.md"}), dt.date(2026, 11, 23)))))


def _faults(rule: str, markdown: str, kind: str = "page") -> list[tuple[int, str]]:
    """Check a text that stands below an H1 in line 5, itself from line 7 on."""
    return [(fault.line, fault.message) for fault in _all(f"# Title\n\n{markdown}", kind) if fault.rule == rule]


GOOD = """\
# Title {#top}

Al Turtle advises you to wait. Call a friend today, and say what you need.

You may feel awful for 2 or 3 weeks. See [When to fold](when-to-fold.md#end){ .next }.

## What to do

/// do | Do this
- Breathe.
- **Eat**, sleep and walk.
///

### In the evening

/// our-note | Our note: children and health
Answer fully and at once about children.
///

/// for-this-step | For this step
- [One](a.md)
- [Two](b.md)
- [Three](c.md)
///

| Situation | Reliable |
|---|---|
| They call | You answer |

Lizard
:   The part of you that wants to be safe.

<figure class="picture"><svg role="img" viewBox="0 0 320 80"><title>Two people</title></svg>
<figcaption>Each push adds distance.</figcaption></figure>
"""


@pytest.mark.parametrize("kind", ["home", "article", "help", "evidence", "page", "archive"])
def test_a_plain_page_has_no_faults(kind: str) -> None:
    assert _all(GOOD, kind, extra="description: A page that says one thing, and says it plainly.\n") == []


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        (f"{FIVE}, {FIVE}, {FIVE}, {FIVE}, {FIVE}.", []),
        (
            f"Short.\n{FIVE}, {FIVE}, {FIVE}, {FIVE},\n{FIVE}, and six.",
            [
                (
                    8,
                    (
                        "This sentence has 27 words; split it so that none has more than 25: “One two three four five, "
                        "One …”"
                    ),
                )
            ],
        ),
        (
            f"- {FIVE}, {FIVE}, {FIVE}, {FIVE}, {FIVE}, and\n  six.",
            [
                (
                    7,
                    (
                        "This sentence has 27 words; split it so that none has more than 25: “One two three four five, "
                        "One …”"
                    ),
                )
            ],
        ),
        (f"> {FIVE}, {FIVE}, {FIVE}, {FIVE}, {FIVE}, and six.", []),
    ],
)
def test_pr01_long_sentence(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR01", markdown) == faults


def test_pr01_reads_what_the_front_matter_shows() -> None:
    assert [
        (fault.line, fault.rule)
        for fault in _all("# Title\n", extra=f"description: {FIVE} {FIVE} {FIVE} {FIVE} {FIVE} six.\n")
    ] == [(4, "PR01")]


LONG_AVERAGE = [(5, "The average sentence has 16.0 words; split the longest until it has at most 15.")]


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        (f"{FIVE} {FIVE} {FIVE}.", []),
        (f"{FIVE} {FIVE} {FIVE} six. {FIVE} {FIVE} {FIVE} six.", LONG_AVERAGE),
        (f"{FIVE} {FIVE} {FIVE} six.\n\n- Go.\n", []),
        # Lists of links, headings and tables are no running text.
        (f"{FIVE} {FIVE} {FIVE} six.\n\n- [Go](a.md)\n\n## Two\n\n| a |\n|---|\n| b |\n", LONG_AVERAGE),
    ],
)
def test_pr02_long_average(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR02", markdown) == faults


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("One. Two. Three.", []),
        ("One. Two. Three.\n\nFour.", []),
        (
            "One. Two.\nThree. Four.",
            [(7, "This paragraph has 4 sentences; split it so that none has more than 3: “One. Two. Three. Four.”")],
        ),
        (
            "- One.\n- One. Two. Three. Four.",
            [(8, "This list item has 4 sentences; split it so that none has more than 3: “One. Two. Three. Four.”")],
        ),
        (
            f"{'word ' * 24}. {'word ' * 24}. {'word ' * 13}.",
            [
                (
                    7,
                    (
                        "This paragraph has 61 words; split it so that none has more than 60: "
                        "“word word word word word word …”"
                    ),
                )
            ],
        ),
        ("/// do | One. Two. Three. Four.\nFive.\n///", []),
        ("> One. Two. Three. Four.", []),
    ],
)
def test_pr03_long_paragraph(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR03", markdown) == faults


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("- a\n" * 6, []),
        ("- a\n" * 7, [(7, "This list has 7 items; cut or divide it so that none has more than 6.")]),
        ("- a\n" * 4 + "    1. b\n" * 4 + "- a\n", []),
        ("- a\n" + "    1. b\n" * 8, [(8, "This list has 8 items; cut or divide it so that none has more than 6.")]),
    ],
)
def test_pr04_long_list(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR04", markdown) == faults


def _hard(grade: str) -> list[tuple[int, str]]:
    found, limit = grade.split("/")
    return [(5, f"The reading grade is {found}; use shorter words and sentences until it is at most {limit}.")]


@pytest.mark.parametrize(
    ("kind", "markdown", "faults"),
    [
        # 9 words, 14 syllables: 0.39 × 9 + 11.8 × 14 / 9 − 15.59 = 6.3
        ("page", "Call the emergency number if you are in danger.", _hard("6.3/6")),
        ("article", "Call the emergency number if you are in danger.", _hard("6.3/6")),
        ("home", "Call the emergency number if you are in danger.", _hard("6.3/6")),
        ("help", "Call the emergency number if you are in danger.", _hard("6.3/5")),
        ("evidence", "Call the emergency number if you are in danger.", []),
        ("evidence", "Call the emergency number immediately if danger is suspected.", _hard("14.1/10")),
        ("help", "Breathe first, then read one step.", []),
    ],
)
def test_pr05_hard_page(kind: str, markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR05", markdown, kind) == faults


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("\n# Title\n\nText.", []),
        ("# The *Title*\n", [(5, "The H1 is “The Title”, the title in the front matter “Title”; make them the same.")]),
        ("Text.\n", [(1, "This page has no H1; begin the text with `# Title`.")]),
        ("Text.\n\n# Title\n", [(5, "This stands before the H1 of line 7; move it below.")]),
        ("# Title\n\n# Title\n", [(7, "This is another H1 beside that of line 5; make it an H2.")]),
    ],
)
def test_pr06_one_h1(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert [(fault.line, fault.message) for fault in _all(markdown) if fault.rule == "PR06"] == faults


def test_pr06_forgives_curled_marks_and_a_title_that_is_not_known() -> None:
    assert _all("# Turtle’s “map”\n", title='Turtle\'s "map"') == []
    assert _all("# Anything\n", title="") == []


def test_pr07_long_h1() -> None:
    assert _all(f"# {'x' * 65}\n", title="x" * 65) == []
    assert _all(f"# {'x' * 66}\n", title="x" * 66) == [
        Fault("docs/x.md", 5, "PR07", "The H1 has 66 characters; shorten it to 65 at most.")
    ]


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("## Two\n\n### Three\n\n#### Four\n\n## Two", []),
        ("### Three", [(7, "This H3 comes after an H1; make it an H2.")]),
        ("## Two\n\n#### Four\n\n### Three", [(9, "This H4 comes after an H2; make it an H3.")]),
        (
            "## Two\n\n### Three\n\n#### Four\n\n##### Five",
            [(13, "This heading is an H5; raise it to an H4 or make it a paragraph.")],
        ),
    ],
)
def test_pr08_heading_levels(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR08", markdown) == faults


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("Wait.\nWait! Wait!", [8, 8]),
        ("## Wait!", [7]),
        ("/// do | Wait!\nBreathe.\n///", [7]),
        ("![Wait!](a.png)", [7]),
        ("![A turtle](a.png) [Go](a.md) <!-- no! -->", []),
    ],
)
def test_pr09_exclamation(markdown: str, lines: list[int]) -> None:
    message = "There is an exclamation mark; write a full stop."
    assert _faults("PR09", markdown) == [(line, message) for line in lines]


def _vague(label: str) -> str:
    return f"The link text “{label}” does not say where the link goes; name what is there."


def _address(label: str) -> str:
    return f"The link text “{label}” is an address; name the page or the organisation."


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("[When to fold](a.md), [Call 999](tel:999), [help@example.org](mailto:help@example.org)", []),
        ("See this page, or click here.", []),
        ("[Here](a.md)", [(7, _vague("Here"))]),
        ("A\n[read\nmore …](a.md)", [(8, _vague("read more …"))]),
        ("[Click to go on](a.md)", [(7, _vague("Click to go on"))]),
        ("[this link][1]\n\n[1]: a.md", [(7, _vague("this link"))]),
        ("<https://example.org/a>", [(7, _address("https://example.org/a"))]),
        ("[www.example.org](https://www.example.org)", [(7, _address("www.example.org"))]),
        ("[alturtle.com/archives/1](http://www.alturtle.com)", [(7, _address("alturtle.com/archives/1"))]),
        ("[Step 1. Wait](a.md)", []),
    ],
)
def test_pr10_vague_link(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR10", markdown) == faults


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("[One](a.md){ .start }", []),
        (
            "[One](a.md){target=_blank}",
            [(7, "The attribute `target` with “_blank” opens a new tab; take it out.")],
        ),
        (
            '<figure>\n<svg style="fill: red"></svg></figure>',
            [(8, "The attribute `style` is blocked by the site's headers; take it out.")],
        ),
        (
            'Text <a onclick="x()">y</a>',
            [(7, "The attribute `onclick` is blocked by the site's headers; take it out.")],
        ),
        ('<figure><svg><g data-on="1"></g></svg></figure>', []),
    ],
)
def test_pr11_attributes(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR11", markdown) == [*faults]


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("## What comes after\n\nWhat comes after?", []),
        (
            "## Is there “hope?”",
            [(7, "The heading “Is there “hope?”” is a question; say what the section tells.")],
        ),
        (
            "## What can you do now that they are gone? {#now}",
            [(7, "The heading “What can you do now that …” is a question; say what the section tells.")],
        ),
    ],
)
def test_pr12_question(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR12", markdown) == faults


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("**Bold** and a_b_c and 2 * 3 * 4", []),
        ("One\n*two* and _three_", [8, 8]),
        ("One <em>two</em>", [7]),
        ("## *Two*", [7]),
    ],
)
def test_pr13_italics(markdown: str, lines: list[int]) -> None:
    message = "There are italics; take the marks away and let the words carry the weight."
    assert _faults("PR13", markdown) == [(line, message) for line in lines]


@pytest.mark.parametrize(
    ("markdown", "shouted"),
    [
        ("I am OK. The NHS in the UK has PDFs, A&E and 1800RESPECT.", []),
        ("Wait.\nDo NOT call.", [(8, "NOT")]),
        ("## STOP", [(7, "STOP")]),
    ],
)
def test_pr14_capitals(markdown: str, shouted: list[tuple[int, str]]) -> None:
    assert _faults("PR14", markdown) == [
        (
            line,
            (
                f"“{word}” is in capitals; write it small, or, if it is an abbreviation that readers know, "
                "enter it in scripts/content/rules/wording.py."
            ),
        )
        for line, word in shouted
    ]


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("He died by suicide. They commit to it. A dialogue, a dialect. Ring the bell.", []),
        (
            "They committed\nsuicide.",
            [
                (
                    7,
                    (
                        "We do not write “committed suicide”; suicide is no crime: write “died by suicide” or "
                        "“take their own life”."
                    ),
                )
            ],
        ),
        ("A failed suicide.", [(7, "We do not write “failed suicide”; write “suicide” or “attempt”.")]),
        (
            "If you might do something silly, call.",
            [(7, "We do not write “do something silly”; name suicide plainly.")],
        ),
        (
            "Telephone a friend.",
            [(7, "We do not write “Telephone”; write “phone” for the thing and “call” for the act.")],
        ),
        ("Dial 999.", [(7, "We do not write “Dial”; write “call”.")]),
        ("> They dialled 999.", []),
    ],
)
def test_pr15_unwanted(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR15", markdown) == faults


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("/// our-note | Our note: money\nText.\n///", []),
        ("/// our-note | Our note\nText.\n///\n\n/// do | Do this\nText.\n///", []),
        ("/// our-note | Money\nText.\n///", [(7, "The title of this box is “Money”; begin it with “Our note”.")]),
        ("/// our-note\nText.\n///", [(7, "The title of this box is “”; begin it with “Our note”.")]),
        (
            "/// our-note | Our notebook\nText.\n///",
            [(7, "The title of this box is “Our notebook”; begin it with “Our note”.")],
        ),
    ],
)
def test_pr16_our_note(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR16", markdown) == faults


@pytest.mark.parametrize(
    "sentence",
    [
        "Suicide is more common in the first 2 years.",
        "Of those, 4.8% thought of suicide.",
        "One in ten people think about suicide.",
        "The risk of suicide is twice as high, or twice as much.",
        "Suicides rose to 12 per cent.",
        "Thoughts of suicide came to 12 people.",
        "Suicidal thoughts were found by Wilson in 2025.",
    ],
)
def test_pr17_suicide_figures(sentence: str) -> None:
    beginning = " ".join(sentence.split()[:6])
    dots = " …" if len(sentence.split()) > 6 else ""
    message = (
        f"There is a figure in a sentence about suicide; statistics belong on the evidence page: “{beginning}{dots}”"
    )
    assert _faults("PR17", f"First.\n{sentence}", "article") == [(8, message)]
    assert _faults("PR17", sentence, "evidence") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "If you think about suicide, call 116 123 or 999.",
        "Thoughts of suicide: text 85258 now, 24/7.",
        "If thoughts of suicide last for more than 2 weeks, see a doctor.",
        "Step 2 is hard, so ask for help if you think about suicide.",
        "One in pain may think of suicide. Of these people, 10 were asked.",
    ],
)
def test_pr17_lets_numbers_to_call_and_spans_of_time_pass(sentence: str) -> None:
    assert _faults("PR17", sentence, "article") == []


@pytest.mark.parametrize(
    ("kind", "cards", "faults"),
    [
        ("article", 1, []),
        (
            "article",
            2,
            [(11, "This is help card 2 on a page that may have 1; say it in a paragraph, or link to help.")],
        ),
        ("help", 3, []),
        (
            "help",
            4,
            [(19, "This is help card 4 on a page that may have 3; say it in a paragraph, or link to help.")],
        ),
    ],
)
def test_pr18_help_cards(kind: str, cards: int, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR18", f"{CARD}\n" * cards, kind) == faults


def test_pr21_should_is_a_warning() -> None:
    faults = _all("# Title\n\nYou should wait.\nYou shouldn’t call. A shoulder.\n")
    assert faults == [
        Fault(
            "docs/x.md",
            7,
            "PR21",
            "“should” talks down to the reader; say what to do, or what is the case.",
            "warning",
        ),
        Fault(
            "docs/x.md",
            8,
            "PR21",
            "“shouldn’t” talks down to the reader; say what to do, or what is the case.",
            "warning",
        ),
    ]


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("See [Help now](a.md).", []),
        (
            "See [Help now.](a.md)",
            [(7, "The full stop is inside the link “Help now.”; put it behind the link.")],
        ),
    ],
)
def test_pr22_full_stop(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR22", markdown) == faults


def test_pr23_step_links() -> None:
    box = "/// for-this-step | For this step\n- [A](a.md)\n- [B](b.md)\n- [C](c.md)\n{}///\n\n[E](e.md)\n"
    assert _faults("PR23", box.format("")) == []
    assert _faults("PR23", box.format("- [D](d.md)\n")) == [(7, "This box has 4 links; keep the 3 that help most.")]


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("<figure><svg><a href='b'><text>x</text></a></svg></figure>", []),
        ("<!-- a comment -->", []),
        ('<div class="grid cards" markdown>\n\n- One\n\n</div>', []),
        ("One<br>two", [(7, "There is a raw `<br>`; write it in Markdown, or as a box of the site.")]),
        ("<div>\nText\n</div>", [(7, "There is a raw `<div>`; write it in Markdown, or as a box of the site.")]),
    ],
)
def test_pr25_raw_html(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults("PR25", markdown) == faults


def test_every_rule_has_an_id_of_its_own_and_says_why() -> None:
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})
    assert all(len(rule.text.split(". ", 1)) == 2 for rule in RULES)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_any_text_can_be_checked(markdown: str) -> None:
    lines = markdown.count("\n") + 5
    assert all(1 <= fault.line <= lines for fault in _all(markdown))
