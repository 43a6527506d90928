"""The author's whole toolbox: one page of a site holds all of it, in HTML and on paper."""

import io
import re
from pathlib import Path

import markdown
import pikepdf
import pytest
from mkdocs.config import load_config

from scripts.common.built_pages import read_site
from tests.building import ROOT
from tests.golden import cases, compare
from tests.tagged_text import read_tags
from tests.words import BOX_END
from tests.words import compare as compare_words

PAGE = "articles/toolbox/index.html"


def test_the_page_is_as_it_was_found_good(toolbox_site: Path, *, rewrite_golden: bool) -> None:
    text = (toolbox_site / PAGE).read_text(encoding="utf-8")
    body = text[text.index('<h2 id="pictures"') : text.index('<p class="editions"')]
    body = re.sub(r'<path d="[^"]*"', '<path d="…"', body)
    compare("toolbox.html", body, rewrite=rewrite_golden)


def test_the_page_has_no_script_no_style_inside_and_nothing_foreign(toolbox_site: Path) -> None:
    page = read_site(toolbox_site).pages[PAGE]
    assert page.acting == ()
    assert not [found for found in page.references if found.use == "loads" and "//" in found.value]


def test_its_words_are_on_paper_in_their_order(toolbox_site: Path) -> None:
    assert compare_words(toolbox_site, "articles/toolbox/toolbox-a4.pdf", [PAGE]) == ""


def test_a_screen_reader_meets_each_form_on_paper(toolbox_site: Path) -> None:
    data = (toolbox_site / "articles/toolbox/toolbox-a4.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tags = list(read_tags(pdf).walk())
    alternatives, roles, words = (found for (found,) in cases("toolbox_signs.yml", "heard"))
    assert [tag.alternative for tag in tags if tag.role == "Figure" and tag.alternative != BOX_END] == alternatives
    assert {*roles} <= {tag.role for tag in tags}
    assert [said for said in words if said not in tags[0].text] == []
    assert b"A camera" not in data


def test_signs_say_what_they_are() -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    for source, written in cases("toolbox_signs.yml", "signs"):
        found = markdown.markdown(source, extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
        assert set(re.split(r"[\s<>]+", written)) <= set(re.split(r"[\s<>]+", found)), source


@pytest.mark.parametrize(("source", "printed"), cases("toolbox_signs.yml", "titles"))
def test_a_box_is_a_region_that_its_title_names_one_level_below_the_heading_before_it(
    source: str, printed: list[str]
) -> None:
    boxes = {"pymdownx.blocks.admonition": {"types": ["do", "our-note", "warning"]}}
    extensions = ["attr_list", "pymdownx.blocks.admonition", "scripts.content.extension"]
    found = markdown.markdown(source, extensions=extensions, extension_configs=boxes)
    assert re.findall(r"<(?:div|p) [^>]*role=[^>]*>", found) == printed
