"""The one reader of the boxes in Markdown, and what is wrong with them: what a generator would print raw, or otherwise.

The Markdown extensions in mkdocs.yml are asked what an author may write, so a keeper's own types are known.
"""

import itertools
import re
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from markdown import Markdown
from pymdownx.blocks.admonition import Admonition  # type: ignore[import-untyped]
from pymdownx.blocks.block import Block, type_html_attribute_dict  # type: ignore[import-untyped]

from scripts.common.settings import MKDOCS, read_data
from scripts.common.yaml_lines import BadYamlError, load_with_lines

#: Blocks that our own extensions take out of a page before others see it.
_OURS: Final = frozenset({"comment", "comment-index"})
#: Words beside the type of a box that say where it stands.
_SIDES: Final = frozenset({"inline", "end"})
#: A comment that Python-Markdown does not print: the definition of a link that nobody uses.
COMMENT: Final = re.compile(r"\s*\[//\]:\s*#\s*\((.*)\)\s*")

_FENCE = re.compile(r" *(`{3,}|~{3,})")
# The lines of pymdownx.blocks, as its own patterns have them; in a list they are set in.
_START = re.compile(r"( *)(/{3,}) *([\w-]+) *(?:\| *(.*?) *)?")
_END = re.compile(r" *(/{3,}) *")
# Boxes, folds and tabs as Material writes them: what they hold is set in by four spaces.
_SET_IN = re.compile(r'( *)(!!!|\?\?\?\+?|===[+!]*) *([\w-]+(?: +[\w-]+)*)? *(?:"(.*?)")? *')
_INDENT = 4
_LIKE_A_BLOCK = re.compile(r" *(/{3,}|!{3,}|\?{3,}|={3}(?=[+!]* *[^=\s])|:{3,}|-+8<-+)")
# A reader's comment, as scripts/comments/form.py has it.
_READERS_COMMENT = re.compile(r"/// *comment *(?:\|.*)?")
_READERS_END = re.compile(r"/// *")
_RETOLD = re.compile(r"    retold: +true *")


@dataclass
class Box:
    """A box, or any other block with a beginning of its own.

    Attributes:
        line: its first line.
        name: the name of a block; the words between the sign and the title of what is set in.
        title: its title; empty without one.
        end: its last line; 0 if it is not closed.
        slashes: what begins and ends a block; empty for what is set in.
        rows: the lines of its options.
    """

    line: int
    name: str
    title: str
    end: int = 0
    slashes: str = ""
    rows: list[str] = field(default_factory=list)

    @property
    def options(self) -> dict[str, Any] | None:
        """The options of a block; None if they cannot be read."""
        with suppress(BadYamlError):
            options = load_with_lines(textwrap.dedent("\n".join(self.rows)))[0] or {}
            return options if isinstance(options, dict) else None
        return None


@dataclass
class Written:
    """A page as it was written.

    Attributes:
        lines: the lines, without boxes, readers' comments and editors' notes; what was set in is set out.
        boxes: the boxes, in the order of the lines.
        strays: the lines that begin like a block and are none, each with its sign; empty for one that only closes.
    """

    lines: list[str]
    boxes: list[Box] = field(default_factory=list)
    strays: list[tuple[int, str]] = field(default_factory=list)


def read_written(body: str) -> Written:
    """Read the body of a page, with blank lines where the front matter was. Lines stay where they are."""
    lines = ["" if COMMENT.fullmatch(line) else line for line in body.split("\n")]
    written = Written(lines)
    at = -1
    while (at := at + 1) < len(lines):
        line = lines[at]
        if fence := _FENCE.match(line):
            at = _end_of(lines, at, re.compile(rf" *{fence[1][0]}{{{len(fence[1])},}} *"))
        elif start := _START.fullmatch(line):
            rows = _take_options(lines, at, start[1] + " " * _INDENT)
            if not _READERS_COMMENT.fullmatch(line):
                written.boxes.append(Box(at + 1, start[3], start[4] or "", slashes=start[2], rows=rows))
                at += len(rows)
                continue
            end = _end_of(lines, at, _READERS_END)
            # The words are not ours, but those that we tell again.
            if not any(map(_RETOLD.fullmatch, rows)):
                lines[at:end] = [""] * (end - at)
            lines[end] = "" if _READERS_END.fullmatch(lines[end]) else lines[end]
            at = end
        elif end_of_block := _END.fullmatch(line):
            lines[at] = ""
            if closed := [box for box in written.boxes if box.slashes == end_of_block[1] and not box.end]:
                closed[-1].end = at + 1
            else:
                written.strays.append((at + 1, ""))
        elif (inner := _SET_IN.fullmatch(line)) and (
            inner[4] if inner[2][0] == "=" else inner[3] or inner[2][0] == "?"
        ):
            written.boxes.append(Box(at + 1, inner[3] or "", inner[4] or "", _set_out(lines, at, inner[1])))
        elif _LIKE_A_BLOCK.match(line):
            written.strays.append((at + 1, line.split(maxsplit=1)[0]))
    return written


def _end_of(lines: list[str], start: int, end: re.Pattern[str]) -> int:
    """Find the line that ends what begins on another; the last line of the page, if none does."""
    return next((at for at in range(start + 1, len(lines)) if end.fullmatch(lines[at])), len(lines) - 1)


def _take_options(lines: list[str], at: int, indent: str) -> list[str]:
    """Give the lines of the options of a block, and make these lines and its first one blank."""
    rows = list(itertools.takewhile(lambda row: row.strip() and row.startswith(indent), lines[at + 1 :]))
    lines[at : at + len(rows) + 1] = [""] * (len(rows) + 1)
    return rows


def _set_out(lines: list[str], start: int, indent: str) -> int:
    """Take the sign of a box away and set its text out again; give the last of its lines."""
    deep = indent + " " * _INDENT
    outside = (at for at in range(start + 1, len(lines)) if lines[at].strip() and not lines[at].startswith(deep))
    end = next(outside, len(lines))
    lines[start:end] = ["", *(line[_INDENT:] for line in lines[start + 1 : end])]
    return max((at for at in range(start, end) if lines[at].strip()), default=start) + 1


def known_here(settings: Path = MKDOCS) -> dict[str, type[Block]]:
    """Give the blocks that the extensions in a `mkdocs.yml` know, by default in the project's own, by their names."""
    processors: Any = markdown_here(settings).parser.blockprocessors
    return dict(processors["blocks"].blocks) if "blocks" in processors else {}


def markdown_here(settings: Path = MKDOCS) -> Markdown:
    """Give Markdown with the extensions in a `mkdocs.yml`, by default in the project's own.

    Whichever generator is to read it: a setting that names a function, which YAML alone does not know, is passed over.
    """
    configs: dict[str, Any] = {}
    listed = read_data(settings).get("markdown_extensions") or []
    for entry in [listed] if isinstance(listed, dict) else listed:
        configs |= entry if isinstance(entry, dict) else {entry: None}
    plain = {name: config for name, config in configs.items() if _is_plain(config)}
    return Markdown(extensions=list(configs), extension_configs=plain)


def _is_plain(value: object) -> bool:
    if isinstance(value, dict | list):
        return all(map(_is_plain, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str | int | float)


def check(written: Written, known: Mapping[str, type[Block]]) -> Iterator[tuple[int, str, str]]:
    """Yield line, rule and message of what is wrong with the blocks of a page.

    Args:
        written: the page.
        known: the blocks that there are.
    """
    types = sorted(name for name, block in known.items() if issubclass(block, Admonition) and name != "admonition")
    for box in written.boxes:
        name, options = box.name.lower(), box.options
        typed = [str(options["type"])] if options and "type" in options else []
        for word in typed if box.slashes else sorted({*box.name.split()} - _SIDES):
            if word not in types:
                yield box.line, "MU04", f"There is no type of box “{word}”; use one of {', '.join(types)}."
        if box.slashes and name not in _OURS:
            yield from ((box.line, *found) for found in _wrong_with(box, name, known))
        if not box.end:
            yield box.line, "MU02", f"The block “{box.name}” is not closed; write its slashes on a line at its end."
    for line, sign in written.strays:
        printed = f"“{sign}” begins no block here and would be printed; correct it, or write a backslash before it."
        yield line, "MU05", printed if sign else "These slashes close no block; take them out."


def _wrong_with(box: Box, name: str, known: Mapping[str, type[Block]]) -> Iterator[tuple[str, str]]:
    block = known.get(name)
    if block is None:
        yield "MU01", f"There is no block “{name}”; use one of {', '.join(sorted({*known, *_OURS}))}."
        return
    if block.ARGUMENT is True and not box.title:
        yield "MU03", f"The block “{name}” needs a title; write `/// {name} | Title`."
    if block.ARGUMENT is False and box.title:
        yield "MU03", f"The block “{name}” takes no title; take “{box.title}” out."
    if box.options is None:
        yield "MU03", f"The options of the block “{name}” cannot be read; write each as `name: value`."
    for key, value in (box.options or {}).items():
        try:
            {"attrs": (None, type_html_attribute_dict), **block.OPTIONS}[key][1](value)
        except KeyError:
            yield (
                "MU03",
                f"The block “{name}” has no option “{key}”; it has {', '.join(sorted(block.OPTIONS)) or 'none'}.",
            )
        except ValueError as error:
            yield "MU03", f"The option “{key}” of the block “{name}” cannot be “{value}” ({error}); correct it."
