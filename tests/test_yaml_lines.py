"""YAML with the lines of its parts. What a schema finds wrong is in the tests of front matter, data and settings."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scripts.common.yaml_lines import BadYamlError, load_with_lines
from tests.golden import cases, golden_data

LINES: dict[str, Any] = golden_data("yaml_sentences.yml")["lines"]


def test_the_line_is_that_of_the_deepest_part_that_exists() -> None:
    data, lines = load_with_lines(LINES["text"])
    assert data
    for loc, line in LINES["lines"]:
        assert lines.of(tuple(loc)) == line, loc


def test_data_are_those_that_mkdocs_reads() -> None:
    data, lines = load_with_lines("# nothing but a comment\n")
    assert (data, lines.of(("title",))) == (None, 1)
    # A map takes keys from others, which may have taken theirs from others, and has its own word.
    data, lines = load_with_lines("x: {y: {z: &b {<<: &c {a: 0}, a: 1}}}\nmore:\n  <<: *b\n  c: 2\n  a: 3\n")
    assert data == {"x": {"y": {"z": {"a": 1}}}, "more": {"a": 3, "c": 2}}
    assert (lines.of(("more", "c")), lines.of(("more", "a"))) == (4, 5)
    # What repeats itself ends, and soon: here ten times ten times ten … lists.
    load_with_lines(
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 20))
    )
    assert load_with_lines("&a\n- *a\n")[1].of((0, 0)) >= 1


@given(st.text(alphabet=st.sampled_from("ab01:-?[]{},&*#!|>'\"%@`_<= \t\n\r\x00\u2028é"), max_size=40))
def test_any_text_is_read_or_refused_with_a_line_that_it_has(text: str) -> None:
    try:
        data, lines = load_with_lines(text)
    except BadYamlError as error:
        assert 1 <= error.line <= len(text) + 1  # noqa: PT017 - any text, read or refused
    else:
        # What is read is what libyaml reads, as in MkDocs; only keys that stand twice are refused on top.
        assert repr(data) == repr(yaml.load(text, yaml.CSafeLoader))
        assert lines.of(("a", 0, "b")) >= 1


@pytest.mark.parametrize(("text", "line", "message"), cases("yaml_sentences.yml", "faults"))
def test_what_is_no_yaml_is_one_sentence_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(BadYamlError) as raised:
        load_with_lines(text)
    assert (raised.value.line, raised.value.message) == (line, message)
