"""The words of an edition are held against the words of its page: what is lost, added or moved is found."""

import io
from pathlib import Path

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.common.built_pages import read_site
from tests.golden import cases
from tests.sites import make_site
from tests.tagged_text import read_tags
from tests.words import compare

_HEAD = '#set document(title: "T")\n#set text(lang: "en")\n#set page(width: 9cm, height: 9cm, header: [Running])\n'


def _typeset(source: str, **inputs: str) -> bytes:
    return bytes(typst.compile(f"{_HEAD}{source}".encode(), sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=0))


def _compare(folder: Path, article: str, source: str) -> str:
    html = f"<!doctype html><html lang=en><title>T</title><body><main><article>{article}</article></main>"
    head = '<link rel="canonical" href="https://site.example/">'
    files: dict[str, str | bytes] = {"index.html": html.replace("<body>", f"{head}<body>"), "a.pdf": _typeset(source)}
    return compare(read_site(make_site(folder, files)), "a.pdf", ["index.html"])


@pytest.mark.parametrize(("article", "source"), cases("words.yml", "same"))
def test_the_same_words_are_no_difference(tmp_path: Path, article: str, source: str) -> None:
    assert _compare(tmp_path, article, source) == ""


@pytest.mark.parametrize(("source", "message"), cases("words.yml", "differ"))
def test_a_difference_is_told_with_its_place(tmp_path: Path, source: str, message: str) -> None:
    assert _compare(tmp_path, "<p>One two three.</p>", source) == message


@settings(deadline=None, max_examples=40)
@given(st.text(st.sampled_from("aefilst fi ffi 0123 .,;“”‘’–—éüß&<>*_#$\\"), min_size=1))
def test_what_is_set_is_what_is_read(text: str) -> None:
    with pikepdf.open(io.BytesIO(_typeset("#set text(hyphenate: true)\n#sys.inputs.text", text=f"x {text} x"))) as pdf:
        assert read_tags(pdf).text == " ".join(f"x {text} x".split())
