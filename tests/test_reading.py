"""Reading an article: each element has its form, nothing is lost, and what has no form is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from scripts.editions.reading import BOXES, Reading, read_article
from scripts.editions.soundness import Flaw
from scripts.editions.tree import Node

FIXTURE = Path(__file__).parent / "fixtures" / "editions"
TOOLBOX = Path(__file__).parent / "fixtures" / "toolbox"


def _read(body: str) -> Reading:
    page = f"<html><body>\n<main>\n<article>\n{body}\n</article>\n</main></body></html>"
    return _article(page.encode(), "a/index.html")


def _article(data: bytes, path: str) -> Reading:
    root = etree.fromstring(
        data, etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    )
    article = root.find(".//article")
    assert article is not None
    return read_article(article, path, "https://site.example/")


def _first(body: str) -> Node:
    reading = _read(body)
    assert reading.flaws == []
    node = reading.tree.children[0]
    assert isinstance(node, Node)
    return node


def test_every_element_of_the_pages_has_a_form() -> None:
    for path in ("everything/index.html", "comments/everything/page-1/index.html", "index.html"):
        reading = _article((FIXTURE / path).read_bytes(), path)
        assert reading.flaws == [], path


def test_white_space_is_one_space_and_none_at_the_ends() -> None:
    node = _first("<p>  one <em> two\n</em>  <strong>three </strong> </p>")
    assert node.text() == "one two three"
    assert _first("<p>one <br> two</p>").json() == {
        "t": "paragraph",
        "style": "",
        "k": ["one ", {"t": "break", "k": []}, "two"],
    }


def test_a_space_that_does_not_break_stays() -> None:
    assert _first("<p>2&nbsp;minutes</p>").text() == "2\xa0minutes"


def test_text_beside_blocks_keeps_its_place() -> None:
    node = _first("<div>one <p>two</p> three <em>four</em></div>")
    assert [child.text() for child in node.children if isinstance(child, Node)] == ["one", "two", "three four"]


@pytest.mark.parametrize("voice", BOXES)
def test_a_box_keeps_its_title_and_its_voice(voice: str) -> None:
    node = _first(f'<div class="admonition {voice}"><p class="admonition-title">Title</p><p>Text</p></div>')
    assert (node.kind, node.data["voice"]) == ("box", voice)
    assert [child.kind for child in node.children if isinstance(child, Node)] == ["summary", "paragraph"]
    assert node.text() == "TitleText"


def test_a_box_of_an_unknown_voice_looks_like_a_note() -> None:
    assert _first('<div class="admonition tip"><p>Text</p></div>').data["voice"] == "note"


def test_an_ordered_list_begins_where_it_says() -> None:
    assert _first('<ol start="3"><li>x</li></ol>').data["start"] == 3


def test_a_table_shares_its_width_by_what_its_columns_hold() -> None:
    row = f"<tr><td>{'a few words ' * 12}</td><td>a longword</td></tr>"
    assert _first(f"<table>{row}<tr><td colspan=2>{'long ' * 99}</td></tr></table>").data["columns"] == [12, 8]


@pytest.mark.parametrize(("term", "brief"), [("Phone", True), ("Reliable Membership", False)])
def test_short_terms_stand_beside_what_they_mean(term: str, brief: bool) -> None:
    assert _first(f"<dl><dt>For</dt><dd>x</dd><dt>{term}</dt><dd>y</dd></dl>").data["brief"] is brief


def test_links_tell_pages_of_the_site_from_other_addresses() -> None:
    links = [node.data for node in _read(
        '<p><a href="../b/#c">b</a><a href="https://site.example/b/">b</a><a href="https://x.example/">x</a>'
        '<a href="tel:112">112</a></p>'
    ).tree.walk() if node.kind == "link"]  # fmt: skip
    assert links == [
        {"path": "b/index.html", "fragment": "c"},
        {"path": "b/index.html", "fragment": ""},
        {"address": "https://x.example/"},
        {"address": "tel:112"},
    ]


def test_a_note_stands_where_it_is_called_and_is_printed_once() -> None:
    body = (
        '<p>One<sup id="r"><a class="footnote-ref" href="#n">1</a></sup>'
        'two<sup id="s"><a class="footnote-ref" href="#n">1</a></sup></p>'
        '<div class="footnote"><ol><li id="n"><p>The note. '
        '<a class="footnote-backref" href="#r">↩</a></p></li></ol></div>'
    )
    node = _first(body)
    assert [child if isinstance(child, str) else (child.kind, child.text(), child.data) for child in node.children] == [
        "One",
        ("note", "The note.", {}),
        "two",
        ("note", "", {"again": "n"}),
    ]


def test_comments_tell_answers_and_removed_ones() -> None:
    tree = _article((FIXTURE / "comments/everything/page-1/index.html").read_bytes(), "c/index.html").tree
    comments = [node for node in tree.walk() if node.kind == "comment"]
    assert [(node.id, node.data["answer"], node.data["removed"]) for node in comments] == [
        ("comment-123", False, False),
        ("comment-124", True, False),
        ("comment-125", False, True),
    ]
    said = next(node for node in comments[0].walk() if node.kind == "said")
    assert [child.kind for child in said.children if isinstance(child, Node)] == [
        "paragraph", "quote", "list", "list", "paragraph", "code-block", "details",
    ]  # fmt: skip


def test_what_only_screens_show_is_left_out() -> None:
    reading = _read(
        '<nav>x</nav><section class="related"><h2>x</h2></section><p class="editions">x</p><p class="checked">x</p>'
        "<script>x</script>"
        '<p class="link">x</p><p>kept</p>'
    )
    assert (reading.tree.text(), reading.flaws) == ("kept", [])


@pytest.mark.parametrize(
    ("body", "rule", "message"),
    [
        (
            "<p>x</p>\n<video></video>",
            "ED01",
            "<video> has no form on paper; write it in another way, or give it a form in scripts/editions/reading.py.",
        ),
        (
            "\n<figure><svg><path/></svg></figure>",
            "ED02",
            (
                "This picture (<svg>) says nothing to someone who cannot see it; "
                "give it a <title>, and a <desc> if the title is not enough."
            ),
        ),
        (
            "<h1>One</h1>\n<h3>Two</h3>",
            "ED03",
            "The heading “Two” has level 3, and before it comes level 1; make it level 2.",
        ),
        (
            '\n<p><a href="#nowhere">There</a></p>',
            "ED04",
            (
                "The link “There” leads to “#nowhere”, which is not on the page; "
                "correct it, or write that anchor after a heading."
            ),
        ),
        (
            '\n<p>x<sup><a class="footnote-ref" href="#fn:9">9</a></sup></p>',
            "ED04",
            "The footnote “#fn:9” is not on the page; write it.",
        ),
        (
            '\n<p><a href="https://[x/">x</a></p>',
            "ED04",
            "The address “https://[x/” cannot be read: Invalid IPv6 URL. Correct it.",
        ),
    ],
)
def test_a_flaw_names_line_element_and_cure(body: str, rule: str, message: str) -> None:
    (flaw,) = _read(body).flaws
    assert (flaw.line, flaw.rule, flaw.message) == (5, rule, message)


def test_an_element_that_html_does_not_know_is_named_wherever_it_stands() -> None:
    (flaw,) = _read("<p><a href='https://x.example/'>its <tags></a></p>").flaws
    assert flaw.message.startswith("<tags> has no form on paper; ")


def test_what_stands_around_paragraphs_keeps_their_words() -> None:
    assert _first("<del><p>one</p><p>two</p></del>").text() == "onetwo"


@pytest.mark.parametrize(("start", "end"), [("<blockquote>", "</blockquote>"), ("<div>", "</div>"), ("<em>", "</em>")])
def test_what_is_nested_without_end_keeps_its_words(start: str, end: str) -> None:
    reading = _read(f"<div>one {start * 900}two{end * 900} three</div>")
    assert (reading.tree.text().replace(" ", ""), reading.flaws) == ("onetwothree", [])


def test_all_flaws_of_a_page_are_told() -> None:
    flaws = _read("<h1>x</h1><h4>y</h4>\n<video></video>\n<audio></audio><svg/>").flaws
    assert [flaw.rule for flaw in flaws] == ["ED03", "ED01", "ED01", "ED02"]
    assert all(isinstance(flaw, Flaw) for flaw in flaws)


def test_anchors_that_are_not_printed_are_still_on_the_page() -> None:
    assert _read('<p><a href="#r">Read next</a></p><section class="related"><h2 id="r">x</h2></section>').flaws == []


def _shown(body: str, folder: Path) -> Reading:
    (folder / "a").mkdir()
    (folder / "a" / "x.png").write_bytes((TOOLBOX / "day.png").read_bytes())
    (folder / "a" / "x.svg").write_bytes((TOOLBOX / "door.svg").read_bytes())
    root = etree.fromstring(f"<main>\n<article>{body}</article></main>", etree.HTMLParser())
    article = root.find(".//article")
    assert article is not None
    return read_article(article, "a/index.html", "", folder)


def test_a_picture_in_a_file_keeps_its_words_its_width_and_its_file(tmp_path: Path) -> None:
    reading = _shown('<p><img src="x.png#only-light" alt="A  sky"/> <img src="x.svg" alt="" width="30"></p>', tmp_path)
    first, second = (child for child in reading.tree.children if isinstance(child, Node))
    assert (first.kind, first.data["alt"], first.data["width"], first.data["format"]) == (
        "picture",
        "A sky",
        400,
        "png",
    )
    assert bytes(first.data["bytes"]) == (TOOLBOX / "day.png").read_bytes()  # type: ignore[arg-type]
    assert (second.data["alt"], second.data["width"], second.data["tall"]) == ("", 30, True)


def test_a_picture_for_dark_screens_is_not_printed(tmp_path: Path) -> None:
    reading = _shown('<p><img src="x.png#only-dark" alt="A sky"></p>', tmp_path)
    assert (reading.tree.children, reading.flaws) == ((), [])


def test_a_picture_that_is_not_there_is_told(tmp_path: Path) -> None:
    (flaw,) = _shown('<p>\n<img src="y.png" alt="A sky"></p>', tmp_path).flaws
    assert (flaw.line, flaw.rule) == (3, "ED04")
    assert flaw.message == (
        "The picture “y.png” is not among the files of this site; put it there, or correct the address."
    )


def test_a_caption_belongs_to_its_picture_or_its_table(tmp_path: Path) -> None:
    body = (
        '<figure><p><img src="x.png" alt="x"></p><figcaption><p>One <em>two</em></p><p>three</p></figcaption></figure>'
    )
    figure = _shown(body, tmp_path).tree.children[0]
    assert isinstance(figure, Node)
    assert [child.kind for child in figure.children if isinstance(child, Node)] == ["picture", "caption"]
    assert figure.text() == "One two three"
    table = _first("<figure><table><tr><td>x</td></tr></table><figcaption><p>Words</p></figcaption></figure>")
    assert [table.kind, *(child.kind for child in table.children if isinstance(child, Node))] == [
        "table",
        "caption",
        "row",
    ]


def test_tabs_stand_one_below_the_other_with_their_titles() -> None:
    reading = _read(
        '<div class="tabbed-set tabbed-alternate"><input type="radio"/><input type="radio"/>'
        '<div class="tabbed-labels"><label>One</label><label>Two</label></div>'
        '<div class="tabbed-content"><div class="tabbed-block"><p>a</p></div><div class="tabbed-block"><p>b</p></div>'
        "</div></div>"
    )
    assert reading.flaws == []
    assert [(node.kind, node.text()) for node in reading.tree.children if isinstance(node, Node)] == [
        ("details", "Onea"),
        ("details", "Twob"),
    ]


def test_a_box_to_tick_says_whether_it_is() -> None:
    ticked = '<label><input type="checkbox" checked><span></span></label>'
    body = f'<ul class="task-list"><li>{ticked} One</li><li><input type="checkbox"> Two</li></ul>'
    assert _first(body).text() == "☑ One☐ Two"
    (flaw,) = _read('<p><input type="text"></p>').flaws
    assert flaw.message == (
        "<input> has no form on paper; write it in another way, or give it a form in scripts/editions/reading.py."
    )


def test_an_abbreviation_tells_what_it_stands_for_once() -> None:
    tree = _read('<p>The <abbr title="A B C">ABC</abbr></p><p><abbr title="A B C">ABC</abbr>, <abbr>D</abbr></p>').tree
    assert tree.text() == "The ABC (A B C)ABC, D"


def test_code_has_its_numbers_and_the_name_of_its_file() -> None:
    reading = _read(
        '<div class="highlight"><span class="filename">a.py</span><pre><span></span><code>'
        '<span data-linenos=" 9 "></span><span>x</span> = 1\n<span data-linenos="10 "></span>y\n</code></pre></div>'
    )
    assert [(node.kind, node.text()) for node in reading.tree.children if isinstance(node, Node)] == [
        ("paragraph", "a.py"),
        ("code-block", " 9 x = 1\n10 y"),
    ]


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ('<span class="twemoji" aria-hidden="true"><svg></svg></span>', ""),
        ('<span class="twemoji" role="img" aria-label="Telephone"><svg></svg></span>', "[Telephone]"),
        ('<span role="img" aria-label="smile">😄</span>', "[smile]"),
    ],
)
def test_a_sign_is_its_name_or_nothing(sign: str, words: str) -> None:
    reading = _read(f"<p>One {sign}</p>")
    assert (reading.tree.text(), reading.flaws) == (f"One {words}".strip(), [])


def test_a_cell_is_aligned_as_on_the_page() -> None:
    table = _first('<table><tr><td class="to-right">1</td><td>2</td></tr></table>')
    assert [node.data.get("align") for node in table.walk() if node.kind == "cell"] == ["right", None]


def test_keys_and_marks_have_a_form_of_their_own() -> None:
    assert [node.kind for node in _first("<p><kbd>P</kbd> <mark>m</mark></p>").walk()] == ["paragraph", "key", "marked"]


_WORD = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="<>&"), max_size=9)
_INLINE = st.recursive(
    _WORD,
    lambda inner: st.tuples(st.sampled_from(["em", "strong", "span", "code", "del"]), st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=8,
)
_BLOCK = st.recursive(
    _INLINE.map(lambda words: f"<p>{words}</p>"),
    lambda inner: st.tuples(
        st.sampled_from(["div", "blockquote", "section"]), st.lists(inner | _INLINE, max_size=3)
    ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.lists(_BLOCK, max_size=4))
def test_no_word_is_ever_lost(blocks: list[str]) -> None:
    body = "".join(blocks)
    reading = _read(body)
    assert reading.flaws == []
    wanted = re.sub(r"<[^>]*>|[ \t\n\f\r]+", "", body)
    assert re.sub(r"[ \t\n\f\r]+", "", reading.tree.text()) == wanted
