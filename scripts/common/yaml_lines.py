"""YAML with the lines of its parts, and faults that point at them.

Front matter and data files are read here, so that every fault in them is one sentence that names the line.
A schema is a pydantic model. A validator's `ValueError` continues the sentence that begins with the name of
the key, for example `ValueError("has to begin with https://")`; a `PydanticCustomError` does so too, and its type is
the id of the rule.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
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
_OWN_RULE = re.compile(r"[A-Z]{2}\d\d")


class BadYamlError(ValueError):
    """The text is no YAML, or a key stands twice in one map; `line` and `message` say where and what."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")
        self.line, self.message = line, message


class Lines:
    """Knows the line of every part of one YAML text."""

    def __init__(self, root: yaml.Node | None = None) -> None:
        self._root = root

    def of(self, loc: Loc) -> int:
        """Give the line, counted from 1, of the deepest part of a location that exists.

        Args:
            loc: keys and places in lists (counted from 0) from the outside in, as pydantic gives them.
        """
        marked, node = self._root, self._root
        for part in loc:
            if isinstance(node, yaml.MappingNode):
                inside = {key.value: (key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
            else:
                values = node.value if isinstance(node, yaml.SequenceNode) else []
                # Asked for each entry of a long list, all of it must not be gone through.
                inside = {str(part): (values[part],) * 2} if isinstance(part, int) and part < len(values) else {}
            if str(part) not in inside:
                break
            marked, node = inside[str(part)]
        return _line(marked) if marked else 1


class _Loader(yaml.SafeLoader):
    """Reads plain data; a key that stands twice in one map, which YAML forbids and PyYAML takes, is an error."""

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        first: dict[tuple[str, str], yaml.Node] = {}
        for key, _ in node.value:
            other = first.setdefault((key.tag, str(key.value)), key)
            if other is not key:
                message = f'The key "{key.value}" stands here and in line {_line(other)}; keep one of them.'
                raise BadYamlError(_line(key), message)
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - as in PyYAML
        try:
            return super().construct_object(node, deep=deep)
        except ValueError as error:
            message = f"{node.value} looks like a value that it is not ({error})"
            raise yaml.constructor.ConstructorError(problem=message, problem_mark=node.start_mark) from error


def _maps(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.CollectionNode):
        if isinstance(node, yaml.MappingNode):
            yield node
        for inside in node.value:
            for one in inside if isinstance(inside, tuple) else (inside,):
                yield from _maps(one)


def _keys_differ(node: yaml.MappingNode) -> bool:
    return len({(key.tag, str(key.value)) for key, _ in node.value}) == len(node.value)


def load_with_lines(text: str) -> tuple[object, Lines]:
    """Read one YAML document of plain data; an empty text is `None`.

    Raises:
        BadYamlError: the text is no YAML, holds more than plain data, or has a key twice in one map.
    """
    with suppress(yaml.YAMLError, ValueError, RecursionError):
        # Four times as fast, and says less well what is wrong: then the text is read once more.
        quick = yaml.CSafeLoader(text)
        root = quick.get_single_node()
        if root is not None and all(map(_keys_differ, _maps(root))):
            return quick.construct_document(root), Lines(root)
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        return (None if node is None else loader.construct_document(node)), Lines(node)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadYamlError(line, f"This is no YAML: {error.reason}; take the character out.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(filter(None, (error.context, error.problem)))
        raise BadYamlError(mark.line + 1 if mark else 1, f"This is no YAML that can be read: {what}.") from error


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
        rule = detail["type"] if _OWN_RULE.fullmatch(detail["type"]) else fault.rule
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
    return detail["msg"] if _OWN_RULE.fullmatch(kind) else f"is {_in_words(detail['input'])}{_needed(detail, context)}"


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
