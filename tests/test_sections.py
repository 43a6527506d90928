from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scripts.content.page import Page
from scripts.content.sections import Link, Section, read_sections

BODY = """\
# Birds

Home is [here](../index.md), and [far](https://a.example/x.md).

## Wings {#wings}

See [feathers](feathers.md#down), [below](#tips), [a drawing](wing.svg) and [nothing]().

### Tips of wings

1. First [tips](tips.md) and [tails](tails.md).
2. No link.
3. - [Inside](inside.md)

/// do | Do this
- [Fold](./fold/../fold.md#how)
///

## Beaks *and* "bills" {#beaks}

    [Code](code.md)
"""


def sections(body: str) -> list[Section]:
    return read_sections(Page("docs/birds/a.md", "birds/a.md", None, body))


def test_a_section_ends_at_the_next_heading_of_its_level() -> None:
    found = sections(BODY)
    assert [(section.level, section.anchor, section.title) for section in found] == [
        (1, "", "Birds"),
        (2, "wings", "Wings"),
        (3, "", "Tips of wings"),
        (2, "beaks", 'Beaks and "bills"'),
    ]
    birds, wings, tips, beaks = ([link.target for link in section.links] for section in found)
    assert tips == ["birds/tips.md", "birds/tails.md", "birds/inside.md", "birds/fold.md#how"]
    assert wings == ["birds/feathers.md#down", *tips]
    assert birds == ["index.md", *wings]
    assert beaks == []


def test_the_first_link_of_a_numbered_item_is_marked() -> None:
    tips = sections(BODY)[2]
    assert [link.text for link in tips.links if link.leads_item] == ["tips"]


def test_a_link_leads_to_its_page_and_to_its_place() -> None:
    link = Link("a.md#b", "A", leads_item=False)
    assert link.leads_to("a.md")
    assert link.leads_to("a.md#b")
    assert not link.leads_to("a.md#c")
    assert not link.leads_to("b.md")


def test_a_page_without_headings_has_no_section() -> None:
    assert sections("[A](a.md)") == []


@given(st.lists(st.sampled_from(["# a", "## b {#b}", "### c", "[d](d.md)", "1. [e](e.md)", "text"]), max_size=12))
def test_links_belong_to_all_sections_around_them(blocks: list[str]) -> None:
    found = sections("\n\n".join(blocks))
    assert [section.level for section in found] == [block.index(" ") for block in blocks if block.startswith("#")]
    first = next((place for place, block in enumerate(blocks) if block.startswith("# ")), None)
    if first is not None:
        end = next((place for place in range(first + 1, len(blocks)) if blocks[place].startswith("# ")), len(blocks))
        count = sum("](" in block for block in blocks[first:end])
        assert len(next(section for section in found if section.level == 1).links) == count


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert all(1 <= section.level <= 6 for section in sections(text))
