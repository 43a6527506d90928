"""The help-lines block in Markdown: what a reader gets."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import markdown
import pytest

from scripts.content.help_lines import HelpLinesError
from scripts.content.help_lines_choice import ChoiceError

if TYPE_CHECKING:
    from pathlib import Path

DATA = """\
    - service: Samaritans
      countries: [uk, ie]
      topics: [crisis]
      for_whom: Anyone
      call:
        - number: 116 123
      web: https://www.samaritans.org/
      hours: 24 hours a day
      cost: Free
      checked: 2026-11-23
      source: https://www.samaritans.org/contact
      sure: high
    - service: Text *Line* & <b>Chat</b>
      countries: [us]
      topics: [crisis, abuse]
      for_whom: People aged 5–25, who don't *call*
      call:
        - number: 1-800-787-3224
          note: for text phones
        - number: "988"
      text:
        - send: HOME
          to: "741741"
        - to: "988"
      web: https://line.example/?a=1&b=2
      hours: See their site for hours
      languages: English, 日本語
      checked: 2026-05-02
      source: https://line.example/
      sure: good
    - service: Find A Helpline
      countries: [anywhere]
      topics: [anywhere]
      for_whom: Anyone
      web: https://findahelpline.com/
      hours: Each line has its own hours
      checked: 2026-11-23
      source: https://findahelpline.com/
      sure: high
    - service: Emergency services
      countries: [ca]
      topics: [emergency]
      for_whom: Anyone
      call: [{number: "911"}]
      web: https://ca.example/
      hours: Always
      checked: 2026-11-23
      source: https://ca.example/
      sure: high
    - service: Emergency services
      countries: [nz]
      topics: [emergency]
      for_whom: Anyone
      call: [{number: "111"}]
      web: https://nz.example/
      hours: Always
      checked: 2026-11-23
      source: https://nz.example/
      sure: high
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The file of help lines."""
    file = tmp_path / "help-lines.yml"
    file.write_text(dedent(DATA), encoding="utf-8")
    return file


def _render(data: Path, source: str) -> str:
    return markdown.markdown(
        dedent(source),
        extensions=["attr_list", "smarty", "toc", "pymdownx.blocks.admonition", "scripts.content.help_lines_block"],
        extension_configs={"scripts.content.help_lines_block": {"data": str(data)}},
    )


def _check(data: Path, source: str, html: str) -> None:
    assert _render(data, source).strip() == dedent(html).strip()


def test_short_is_one_line_for_each_service(data: Path) -> None:
    _check(
        data,
        """\
        /// help-lines
            topic: crisis
        ///
        """,
        """\
        <ul class="help-lines">
        <li><strong>Samaritans</strong>, UK and Ireland. 24 hours a day. \
<span class="ways"><a class="help-link" href="tel:116123">Call 116 123</a></span></li>
        <li><strong>Text *Line* &amp; &lt;b&gt;Chat&lt;/b&gt;</strong>, United States. See their site for hours. \
<span class="ways"><a class="help-link" href="tel:18007873224">Call 1-800-787-3224</a> (for text phones) \
<a class="help-link" href="tel:988">Call 988</a> \
<a class="help-link" href="sms:741741?body=HOME">Text HOME to 741741</a> \
<a class="help-link" href="sms:988">Text 988</a></span></li>
        </ul>
        """,
    )


def test_brief_is_one_line_for_each_country(data: Path) -> None:
    _check(
        data,
        """\
        /// help-lines
            topic: crisis
            form: brief
        ///
        """,
        """\
        <ul class="help-lines brief">
        <li><strong>UK and Ireland</strong> Samaritans \
<span class="ways"><a class="help-link" href="tel:116123">Call 116 123</a></span></li>
        <li><strong>United States</strong> Text *Line* &amp; &lt;b&gt;Chat&lt;/b&gt; \
<span class="ways"><a class="help-link" href="tel:18007873224">Call 1-800-787-3224</a> (for text phones) \
<a class="help-link" href="sms:741741?body=HOME">Text HOME to 741741</a></span></li>
        </ul>
        """,
    )


def test_brief_does_not_repeat_one_name(data: Path) -> None:
    """In a list of emergency numbers every service has the same name: the country says it all."""
    _check(
        data,
        """\
        /// help-lines
            topic: emergency
            form: brief
        ///
        """,
        """\
        <ul class="help-lines brief">
        <li><strong>Canada</strong> \
<span class="ways"><a class="help-link" href="tel:911">Call 911</a></span></li>
        <li><strong>New Zealand</strong> \
<span class="ways"><a class="help-link" href="tel:111">Call 111</a></span></li>
        </ul>
        """,
    )


def test_brief_names_a_country_once(data: Path) -> None:
    """A second service for a country that has one already is left to the longer forms."""
    data.write_text(
        data.read_text(encoding="utf-8") + data.read_text(encoding="utf-8").replace("Samaritans", "Second Line"),
        encoding="utf-8",
    )
    text = _render(data, "/// help-lines\n    topic: crisis\n    form: brief\n///")
    assert "Samaritans" in text
    assert "Second Line" not in text


def test_a_service_without_numbers_shows_its_website(data: Path) -> None:
    _check(
        data,
        """\
        /// help-lines
            country: anywhere
            form: short
        ///
        """,
        """\
        <ul class="help-lines">
        <li><strong>Find A Helpline</strong>, anywhere. Each line has its own hours. \
<span class="ways"><a class="help-link" href="https://findahelpline.com/">Find A Helpline website</a></span></li>
        </ul>
        """,
    )


def test_full_is_all_that_is_known_and_nothing_is_markup(data: Path) -> None:
    _check(
        data,
        """\
        /// help-lines
            topic: abuse
            country: us
            form: full
        ///
        """,
        """\
        <div class="help-lines-full">
        <div class="help-line">
        <h3 id="text-line-bchatb">Text *Line* &amp; &lt;b&gt;Chat&lt;/b&gt;</h3>
        <dl>
        <dt>For</dt>
        <dd>People aged 5–25, who don't *call*</dd>
        <dt>Phone</dt>
        <dd><a class="help-link" href="tel:18007873224">Call 1-800-787-3224</a> (for text phones)</dd>
        <dd><a class="help-link" href="tel:988">Call 988</a></dd>
        <dt>Text</dt>
        <dd><a class="help-link" href="sms:741741?body=HOME">Text HOME to 741741</a></dd>
        <dd><a class="help-link" href="sms:988">Text 988</a></dd>
        <dt>Website</dt>
        <dd><a class="help-link" href="https://line.example/?a=1&amp;b=2">\
Text *Line* &amp; &lt;b&gt;Chat&lt;/b&gt; website</a></dd>
        <dt>Hours</dt>
        <dd>See their site for hours</dd>
        <dt>Languages</dt>
        <dd>English, 日本語</dd>
        <dt>Checked</dt>
        <dd><time datetime="2026-05-02">2 May 2026</time></dd>
        </dl>
        </div>
        </div>
        """,
    )


def test_what_is_not_known_is_left_out_and_the_cost_is_shown(data: Path) -> None:
    html = _render(data, "/// help-lines\n    country: ie\n    form: full\n///\n")
    assert "<dt>Text</dt>" not in html
    assert "<dt>Languages</dt>" not in html
    assert "<dt>Cost</dt>\n<dd>Free</dd>" in html


def test_links_to_two_services_of_one_name_say_the_place(data: Path) -> None:
    html = _render(data, "/// help-lines\n    topic: emergency\n    form: full\n///\n")
    assert '<a class="help-link" href="https://ca.example/">Emergency services website, Canada</a>' in html
    assert '<a class="help-link" href="https://nz.example/">Emergency services website, New Zealand</a>' in html


def test_a_block_in_a_box_between_text(data: Path) -> None:
    _check(
        data,
        """\
        //// warning | Call if:
        - one

        /// help-lines
            country: anywhere
        ///

        After.
        ////
        """,
        """\
        <div class="admonition warning">
        <p class="admonition-title">Call if:</p>
        <ul>
        <li>one</li>
        </ul>
        <ul class="help-lines">
        <li><strong>Find A Helpline</strong>, anywhere. Each line has its own hours. \
<span class="ways"><a class="help-link" href="https://findahelpline.com/">Find A Helpline website</a></span></li>
        </ul>
        <p>After.</p>
        </div>
        """,
    )


def test_the_file_is_read_anew_for_each_page(data: Path) -> None:
    md = markdown.Markdown(
        extensions=["scripts.content.help_lines_block"],
        extension_configs={"scripts.content.help_lines_block": {"data": str(data)}},
    )
    source = "/// help-lines\n    country: uk\n///\n"
    assert "116 123" in md.convert(source)
    data.write_text(data.read_text(encoding="utf-8").replace("116 123", "116 124"), encoding="utf-8")
    md.reset()
    assert "116 124" in md.convert(source)


def test_without_an_option_the_file_is_that_of_the_site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HelpLinesError) as raised:
        markdown.markdown("/// help-lines\n    topic: crisis\n///\n", extensions=["scripts.content.help_lines_block"])
    assert str(raised.value) == ("docs/_data/help-lines.yml: HL01 This file of help lines is missing; put it back.")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("    form: full\n", "A help-lines block has to say whom it is for; give it a topic, a country, or both."),
        (
            "    topic: crisis\n    form: long\n",
            'A help-lines block cannot have form "long"; choose short, full or brief.',
        ),
        (
            "    topic: children\n",
            "No help line in {data} is for topic children; choose abuse, anywhere, crisis or emergency.",
        ),
    ],
)
def test_a_block_that_chooses_nothing_stops_the_page(data: Path, options: str, message: str) -> None:
    with pytest.raises(ChoiceError) as raised:
        _render(data, f"/// help-lines\n{options}///\n")
    assert str(raised.value) == message.format(data=data.as_posix())
