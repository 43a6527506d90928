"""YAML with the lines of its parts, and faults that point at them.

Front matter and data files are read here, so that every fault in them is one sentence that names the line.
A schema is a pydantic model. A validator's `ValueError` continues the sentence that begins with the name of
the key, for example `ValueError("has to begin with https://")`; a `RuleError` does so too, and names its own rule.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import yaml

from scripts.common.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

Loc = tuple[int | str, ...]

# What a value has to be, by the beginning of pydantic's type of error.
_NEEDED = {
    "string": "text",
    "list": "a list",
    "model": "keys with values",
    "bool": "true or false",
    "int": "a whole number",
    "date": "a date such as 2026-11-23, without quotation marks",
}
_NO_YAML = "This is no YAML that can be read: {}."


class RuleError(ValueError):
    """A value breaks a rule of its own, whose id it names."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


class BadYamlError(ValueError):
    """The text is no YAML, or a key stands twice in one map; `line` and `message` say where and what."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")
        self.line, self.message = line, message


class Lines:
    """Knows the line of every part of one YAML text.

    Raises:
        BadYamlError: a key stands twice in one map, which YAML forbids and PyYAML takes.
    """

    def __init__(self, root: yaml.Node | None = None) -> None:
        self._lines: dict[Loc, int] = {(): _line(root) if root else 1}
        self._add(root, (), {id(root)})

    def of(self, loc: Loc) -> int:
        """Give the line, counted from 1, of the deepest part of a location that exists.

        Args:
            loc: keys and places in lists (counted from 0) from the outside in, as pydantic gives them.
        """
        known = next(loc[:depth] for depth in range(len(loc), -1, -1) if loc[:depth] in self._lines)
        return self._lines[known]

    def _add(self, node: yaml.Node | None, loc: Loc, seen: set[int]) -> None:
        inside = node.value if isinstance(node, yaml.CollectionNode) else []
        first: dict[tuple[str, str], yaml.Node] = {}
        for place, part in enumerate(inside):
            key, value = part if isinstance(part, tuple) else (part, part)
            below = (*loc, str(key.value) if key is not value else place)
            if key is not value and (other := first.setdefault((key.tag, str(key.value)), key)) is not key:
                message = f'The key "{key.value}" stands here and in line {_line(other)}; keep one of them.'
                raise BadYamlError(_line(key), message)
            self._lines[below] = _line(key)
            # What an alias repeats is looked at once, or nine lines of YAML could take for ever.
            if id(value) not in seen:
                seen.add(id(value))
                self._add(value, below, seen)


class _Loader(yaml.CSafeLoader):
    """Reads plain data; what cannot be made of a text, such as a day that no month has, is an error with its line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - as in PyYAML
        try:
            return super().construct_object(node, deep=deep)
        except ValueError as error:
            raise BadYamlError(
                _line(node), _NO_YAML.format(f"{node.value} looks like a value that it is not ({error})")
            ) from error


def load_with_lines(text: str) -> tuple[object, Lines]:
    """Read one YAML document of plain data; an empty text is `None`.

    Raises:
        BadYamlError: the text is no YAML, holds more than plain data, or has a key twice in one map.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        lines = Lines(node)
        return (None if node is None else loader.construct_document(node)), lines
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise BadYamlError(line, f"This is no YAML: {error.reason}; take the character out.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(filter(None, (error.context, error.problem)))
        raise BadYamlError(mark.line + 1 if mark else 1, _NO_YAML.format(what)) from error


def faults_of(
    error: ValidationError, fault: Fault, lines: Lines, model: type[BaseModel], within: Loc = ()
) -> Iterator[Fault]:
    """Yield one fault, one plain sentence, for each thing that a pydantic schema found wrong.

    Args:
        error: what the schema raised.
        fault: the file, the rule, and as its line how many lines of the file come before the YAML.
        lines: the lines of the YAML.
        model: the schema, which knows the keys that are allowed.
        within: the location in the YAML of what was validated.
    """
    for detail in error.errors(include_url=False):
        loc = (*within, *detail["loc"])
        rule = getattr(detail.get("ctx", {}).get("error"), "rule", fault.rule)
        yield Fault(fault.path, fault.line + lines.of(loc), rule, f"{_subject(loc)} {_predicate(detail, model)}.")


def _subject(loc: Loc) -> str:
    """Name a part: `In entry 3, call, entry 1: "number"`."""
    *around, last = [f"entry {part + 1}" if isinstance(part, int) else part for part in loc] or ["the text"]
    named = f'"{last}"' if loc and loc[-1] == last else last
    return f"In {', '.join(around)}: {named}" if around else named[0].upper() + named[1:]


def _predicate(detail: ErrorDetails, model: type[BaseModel]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return "is missing; add it"
    if kind == "extra_forbidden":
        allowed = ", ".join(sorted(field.alias or name for name, field in model.model_fields.items()))
        return f"is not a known key; {'take it out' if detail['loc'][1:] else f'allowed are {allowed}'}"
    if kind == "value_error":
        return str(context["error"])
    if kind.endswith(("_long", "_short")):
        bound = f"at most {context['max_length']}" if kind.endswith("long") else f"at least {context['min_length']}"
        return f"is {len(detail['input'])} long; it has to be {bound}"
    if "ge" in context or "le" in context:
        bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        return f"is {detail['input']}; it has to be {bound}"
    return f"is {_in_words(detail['input'])}{_needed(detail, context)}"


def _needed(detail: ErrorDetails, context: dict[str, Any]) -> str:
    kind, value = detail["type"], detail["input"]
    if kind == "literal_error":
        return f"; it has to be one of {context['expected'].replace(chr(39), '')}"
    needed = _NEEDED.get(kind.partition("_")[0])
    quotes = ": put it in quotation marks" if needed == "text" and isinstance(value, int | float | dt.date) else ""
    return f"; it has to be {needed}{quotes}" if needed else f", which does not fit: {detail['msg']}"


def _in_words(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return {type(None): "empty", list: "a list", dict: "a map of keys"}.get(type(value)) or str(value).lower()


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
