"""YAML with the lines of its parts, and the sentences that name its faults."""

import datetime as dt
from typing import Annotated, Any, Literal, Self

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from scripts.common.faults import Fault
from scripts.common.yaml_lines import BadYamlError, faults_of, load_with_lines
from tests.golden import FOLDER, cases

LINES: dict[str, Any] = yaml.safe_load((FOLDER / "yaml_sentences.yml").read_text(encoding="utf-8"))["lines"]


class Number(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    number: str
    note: str | None = None


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: Annotated[str, Field(min_length=3, max_length=10)]
    kinds: Annotated[list[Literal["day", "night"]], Field(min_length=1, max_length=2)] = ["day"]
    call: list[Number] = []
    checked: dt.date = dt.date(2026, 1, 1)
    free: bool = True
    floor: Annotated[int, Field(ge=0)] = 0

    @field_validator("name")
    @classmethod
    def _no_x(cls, value: str) -> str:
        if value == "yyy":
            raise PydanticCustomError("XX02", "cannot be yyy")
        if value == "xxx":
            raise ValueError("cannot be xxx")
        return value

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.name == "empty":
            raise ValueError("has no number; give it one")
        return self


def _faults(text: str) -> list[Fault]:
    """Find what is wrong with a text that begins in the second line of its file."""
    try:
        data, lines = load_with_lines(text)
        Entry.model_validate(data)
    except BadYamlError as error:
        return [Fault("data.yml", error.line + 1, "XX01", str(error).removeprefix(f"Line {error.line}: "))]
    except ValidationError as error:
        return list(faults_of(error, Fault("data.yml", 1, "XX01", ""), lines))
    return []


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
def test_each_fault_is_one_sentence(text: str, line: int, message: str) -> None:
    assert [(fault.line, fault.message) for fault in _faults(text)] == [(line + 1, message)]


def test_all_faults_are_named_with_their_rules() -> None:
    assert _faults("name: yyy\nfloor: x\n") == [
        Fault("data.yml", 2, "XX02", '"name" cannot be yyy.'),
        Fault("data.yml", 3, "XX01", '"floor" has to be a valid integer.'),
    ]
