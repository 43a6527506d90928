"""YAML with the lines of its parts, and faults that point at them.

Front matter and data files are read here, so that every fault in them is one sentence that names the line.
A schema is a pydantic model. A validator's `ValueError` continues the sentence that begins with the name of the key,
for example `ValueError("has to begin with https://")`; so does a `PydanticCustomError`, whose type is its own rule.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from pydantic import ValidationError

from scripts.common.faults import Fault

Loc = tuple[int | str, ...]

# How a sentence goes on that begins with the key, where pydantic's words are not for those who write YAML.
_OWN_WORDS = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a known key; correct it, or take it out",
    "model_type": "has to be keys with values",
    "string_type": "has to be text; put a number or a date into quotation marks",
    "date_type": "has to be a date such as 2026-11-23, without quotation marks",
    "bool_type": "has to be true or false",
    "too_short": "is {actual_length} long; it has to be at least {min_length}",
    "too_long": "is {actual_length} long; it has to be at most {max_length}",
}
_PYDANTIC = re.compile(r"^(?:Value error, |\w+ should )")


class BadYamlError(Exception):
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
        key = value = self._root
        for part in loc:
            if isinstance(value, yaml.MappingNode):
                pairs = [pair for pair in value.value if pair[0].value == part]
            elif isinstance(value, yaml.SequenceNode) and isinstance(part, int):
                pairs = [(one, one) for one in value.value[part : part + 1]]
            else:
                break
            key, value = pairs[-1] if pairs else (key, None)
        return _line(key) if key else 1


class _Loader(yaml.CSafeLoader):
    """Reads plain data, and names the line of what PyYAML takes without a word, or stops at without a place."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Look for a key that stands twice, which YAML forbids; before `<<` brings others into the map."""
        first = dict[str, yaml.Node]()
        for key, _ in () if hasattr(node, "looked_at") else node.value:
            if (other := first.setdefault(f"{key.tag} {key.value}", key)) is not key:
                message = f'The key "{key.value}" stands here and in line {_line(other)}; keep one of them.'
                raise BadYamlError(_line(key), message)
        node.looked_at = True  # type: ignore[attr-defined]
        super().flatten_mapping(node)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - as in PyYAML
        try:
            return super().construct_object(node, deep=deep)
        except ValueError as error:
            wrong = f"{node.value} looks like a value that it is not ({error})"
            raise yaml.MarkedYAMLError(problem=wrong, problem_mark=node.start_mark) from error


def load_with_lines(text: str) -> tuple[object, Lines]:
    """Read one YAML document of plain data; an empty text is `None`.

    Raises:
        BadYamlError: the text is no YAML, holds more than plain data, or has a key twice in one map.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        return (None if node is None else loader.construct_document(node)), Lines(node)
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise BadYamlError(line, f"This is no YAML: {error.reason}; take the character out.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(filter(None, (error.context, error.problem)))
        message = f"This is no YAML that can be read: {what}."
        raise BadYamlError(mark.line + 1 if mark else 1, message) from error


def faults_of(error: ValidationError, fault: Fault, lines: Lines, within: Loc = ()) -> Iterator[Fault]:
    """Yield one fault, one plain sentence, for each thing that a pydantic schema found wrong.

    Args:
        error: what the schema raised.
        fault: the file, the rule, and as its line how many lines of the file come before the YAML.
        lines: the lines of the YAML.
        within: the location in the YAML of what was validated.
    """
    for detail in error.errors(include_url=False):
        loc, kind = (*within, *detail["loc"]), detail["type"]
        theirs = _PYDANTIC.sub(lambda found: "has to " * ("should" in found[0]), detail["msg"])
        wrong = _OWN_WORDS[kind].format_map(detail.get("ctx", {})) if kind in _OWN_WORDS else theirs
        rule = kind if kind.isupper() else fault.rule
        yield Fault(fault.path, fault.line + lines.of(loc), rule, f"{_subject(loc)} {wrong}.")


def _subject(loc: Loc) -> str:
    """Name a part: `In entry 3, call, entry 1: "number"`."""
    *around, last = [f"entry {part + 1}" if isinstance(part, int) else part for part in loc] or ["the text"]
    named = f'"{last}"' if loc and loc[-1] == last else last
    return f"In {', '.join(around)}: {named}" if around else named[0].upper() + named[1:]


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
