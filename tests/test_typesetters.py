"""The engine in processes of its own."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace

import pytest

from scripts.editions import typesetters
from scripts.editions.engine import Document, TypesettingError, typeset
from scripts.editions.tree import Node
from scripts.editions.typesetters import Typesetters

_HEADING = Node("heading", ("A",), id="a", data={"level": 1})
DOCUMENT = Document(
    layout="page",
    paper="a4",
    language="en",
    site="S",
    title="T",
    description="D",
    day=dt.date(2026, 1, 2),
    foot=("F",),
    articles=[Node("article", (_HEADING, Node("paragraph", ("Words.",), data={"style": ""}))).json()],
)


def crash(document: str) -> bytes:
    if document == "crash":
        os._exit(1)
    return typeset(document)


def test_a_document_comes_back_as_the_engine_makes_it() -> None:
    with Typesetters(1) as found:
        assert found.typeset(DOCUMENT.json()) == typeset(DOCUMENT.json())


def test_what_the_engine_says_comes_back_whole() -> None:
    article = Node("article", (_HEADING, Node("paragraph", ("漢",), data={"style": ""}))).json()
    with Typesetters(1) as found, pytest.raises(TypesettingError) as caught:
        found.typeset(replace(DOCUMENT, articles=[article]).json())
    assert caught.value.characters == ("漢",)


def test_after_a_crash_the_next_document_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetters, "typeset", crash)
    with Typesetters(1) as found:
        with pytest.raises(TypesettingError) as caught:
            found.typeset("crash")
        assert str(caught.value) == "the typesetter crashed, or the memory was used up"
        assert found.typeset(DOCUMENT.json()).startswith(b"%PDF-")
