"""YAML with the lines of its parts, and faults that point at them.

Front matter and data files are read here, so that every fault in them is one sentence that names the line.
A schema is a pydantic model. A validator's `ValueError` continues the sentence that begins with the name of
the key, for example `ValueError("has to begin with https://")`.
"""

from __future__ import annotations

import datetime as dt
import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel

from scripts.common.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pydantic
    from pydantic_core import ErrorDetails

_NEEDED = {
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "date_type": "a date such as 2026-11-23, without quotation marks",
    "date_parsing": "a date such as 2026-11-23, without quotation marks",
    "date_from_datetime_parsing": "a date such as 2026-11-23, without quotation marks",
    "date_from_datetime_inexact": "a date such as 2026-11-23, without a time",
}


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a text from being read as YAML: its line, counted from 1, and a sentence."""

    line: int
    message: str


class BadYamlError(ValueError):
    """The text is no YAML, or a key stands twice in one map.

    Attributes:
        problems: all that was found, at least one.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(f"Line {problem.line}: {problem.message}" for problem in problems))
        self.problems = tuple(problems)

    def faults(self, path: str, rule: str, offset: int = 0) -> Iterator[Fault]:
        """Yield one fault for each problem.

        Args:
            path: the file that the text is from.
            rule: the id of the rule that the faults carry.
            offset: how many lines of the file come before the text.
        """
        for problem in self.problems:
            yield Fault(path, problem.line + offset, rule, problem.message)


class Lines:
    """Knows the line of every part of one YAML text."""

    def __init__(self, root: yaml.Node | None) -> None:
        self._root = root

    def of(self, loc: tuple[int | str, ...]) -> int:
        """Give the line, counted from 1, of the deepest part of a location that exists.

        Args:
            loc: keys and list places (counted from 0) from the outside in, as pydantic gives them.

        Returns:
            The line of the last key or list item on the way that is in the text; 1 for an empty text.
        """
        node = self._root
        line = 1 if node is None else _line(node)
        for part in loc:
            child = _child(node, part)
            if child is None:
                break
            line, node = child
        return line


def load_with_lines(text: str) -> tuple[object, Lines]:
    """Read one YAML document of plain data.

    Args:
        text: the YAML; an empty text is `None`.

    Returns:
        The data, and the lines of its parts.

    Raises:
        BadYamlError: the text is no YAML, holds more than plain data, or has a key twice in one map.
    """
    try:
        return _read(_FastLoader(text))
    except yaml.YAMLError:
        # libyaml has other words for what is wrong; those below are PyYAML's.
        pass
    try:
        return _read(_Loader(text))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadYamlError([Problem(line, f"This is no YAML: {error.reason}; take the character out.")]) from error
    except yaml.MarkedYAMLError as error:
        raise BadYamlError([_problem(error)]) from error


def faults_of(  # noqa: PLR0913 - the place of a fault has that many parts
    error: pydantic.ValidationError,
    lines: Lines,
    path: str,
    rule: str,
    offset: int = 0,
    *,
    model: object = None,
) -> Iterator[Fault]:
    """Yield one fault, one plain sentence, for each thing that a pydantic schema found wrong.

    Args:
        error: what the schema raised.
        lines: the lines of the data that were validated, as `load_with_lines` gave them.
        path: the file that the data are from.
        rule: the id of the rule that the faults carry.
        offset: how many lines of the file come before the YAML.
        model: what was validated against, such as `Page` or `list[Entry]`; with it the sentence on an
            unknown key lists the keys that are allowed.
    """
    for detail in error.errors(include_url=False):
        yield Fault(path, lines.of(detail["loc"]) + offset, rule, _sentence(detail, model))


class _Places:
    """Gives a value that looks like a date or a number and is none its place."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - as in PyYAML
        try:
            return super().construct_object(node, deep=deep)  # type: ignore[misc]
        except ValueError as error:
            raise yaml.constructor.ConstructorError(
                problem=f"{node.value} looks like a value that it is not ({error})",
                problem_mark=node.start_mark,
            ) from error


class _Loader(_Places, yaml.SafeLoader):
    """Plain data only."""


class _FastLoader(_Places, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain data only, read by libyaml where PyYAML has it: five times as fast."""


def _read(loader: _Loader | _FastLoader) -> tuple[object, Lines]:
    node = loader.get_single_node()
    if node is None:
        return None, Lines(None)
    twice = list(_keys_twice(node))
    if twice:
        raise BadYamlError(twice)
    return loader.construct_document(node), Lines(node)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _problem(error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    what = ", ".join(part for part in (error.context, error.problem) if part)
    return Problem(mark.line + 1 if mark else 1, f"This is no YAML that can be read: {what}.")


def _child(node: yaml.Node | None, part: int | str) -> tuple[int, yaml.Node] | None:
    """Find the line and the node of one key or list place; the last key wins, as it does in the data."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return _line(item), item
    if isinstance(node, yaml.MappingNode):
        for key, value in reversed(node.value):
            if isinstance(key, yaml.ScalarNode) and key.value == str(part):
                return _line(key), value
    return None


def _keys_twice(root: yaml.Node) -> Iterator[Problem]:
    """Find keys that stand twice in one map: YAML forbids them, PyYAML silently takes the last one."""
    waiting, met = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in met:
            continue
        met.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            waiting.extend(value for _, value in node.value)
            yield from _twice_in(node)


def _twice_in(node: yaml.MappingNode) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        name = (key.tag, key.value)
        if name in first:
            yield Problem(_line(key), f'The key "{key.value}" stands here and in line {first[name]}; keep one of them.')
        first.setdefault(name, _line(key))


def _sentence(detail: ErrorDetails, model: object) -> str:
    place, name = _names(detail["loc"])
    sentence = f"{place}{name} {_predicate(detail, model)}"
    return f"{sentence[0].upper()}{sentence[1:].rstrip('.')}."


def _names(loc: tuple[int | str, ...]) -> tuple[str, str]:
    """Say a location in words: `In entry 3, call 1: ` and `"number"`."""
    steps: list[str] = []
    for part in loc:
        if isinstance(part, str):
            steps.append(part)
        elif steps and not steps[-1].startswith("entry "):
            steps[-1] = f"{steps[-1]} {part + 1}"
        else:
            steps.append(f"entry {part + 1}")
    if not steps:
        return "", "the text"
    *around, last = steps
    place = f"In {', '.join(around)}: " if around else ""
    return place, f'"{last}"' if isinstance(loc[-1], str) else last


def _predicate(detail: ErrorDetails, model: object) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return "is missing; add it"
    if kind == "extra_forbidden":
        allowed = _allowed(model, detail["loc"][:-1])
        return "is not a known key; " + (f"allowed are {', '.join(allowed)}" if allowed else "take it out")
    if kind == "value_error":
        return str(context["error"])
    if kind in {"string_too_long", "string_too_short", "too_long", "too_short"}:
        return _length(kind, detail["input"], context)
    return f"is {_in_words(detail['input'])}{_needed(detail, context)}"


def _needed(detail: ErrorDetails, context: dict[str, Any]) -> str:
    kind, value = detail["type"], detail["input"]
    if kind in {"literal_error", "enum"}:
        return f"; it has to be one of {str(context['expected']).replace(chr(39), '')}"
    if kind not in _NEEDED:
        return f", which does not fit: {detail['msg']}"
    quotes = kind == "string_type" and isinstance(value, (bool, int, float, dt.date))
    return f"; it has to be {_NEEDED[kind]}{': put it in quotation marks' if quotes else ''}"


def _length(kind: str, value: Any, context: dict[str, Any]) -> str:
    one, many = ("character", "characters") if kind.startswith("string_") else ("entry", "entries")
    bound = f"at most {context['max_length']}" if kind.endswith("long") else f"at least {context['min_length']}"
    return f"has {len(value)} {one if len(value) == 1 else many}; it has to have {bound}"


def _in_words(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case int() | float():
            return f"the number {value}"
        case dt.date():
            return f"the date {value}"
        case _:
            return {type(None): "empty", list: "a list"}.get(type(value), "a map of keys")


def _allowed(model: object, loc: tuple[int | str, ...]) -> list[str]:
    """List the keys that a schema allows at a location, sorted."""
    models = list(_models_in(model))
    for part in loc:
        if isinstance(part, str):
            fields = [found.model_fields[part] for found in models if part in found.model_fields]
            models = [inner for field in fields for inner in _models_in(field.annotation)]
    return sorted({name for found in models for name in found.model_fields})


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _models_in(inner)
