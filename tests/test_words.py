"""The words of an edition are held against the words of its page: what is lost, added or moved is found."""

from pathlib import Path

import pytest
import typst

from tests.golden import cases
from tests.words import compare

_HEAD = '#set document(title: "T")\n#set text(lang: "en", hyphenate: true)\n#set page(width: 9cm, header: [Running])\n'
CASES = [(*case, "") for case in cases("words.yml", "same")]
CASES += [("<p>One two three.</p>", *case) for case in cases("words.yml", "differ")]


@pytest.mark.parametrize(("article", "source", "message"), CASES)
def test_a_difference_is_told_with_its_place(tmp_path: Path, article: str, source: str, message: str) -> None:
    html = f"<!doctype html><html lang=en><title>T</title><body><main><article>{article}</article></main>"
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    pdf = typst.compile(f"{_HEAD}{source}".encode(), pdf_standards=["ua-1"], timestamp=0)
    (tmp_path / "a.pdf").write_bytes(bytes(pdf))
    assert compare(tmp_path, "a.pdf", ["a.html"]) == message
