"""Markdown → its boxes, and the lines without them: the one reader of what `pymdownx.blocks` and Material add.

Lines stay where they are: whatever is taken out leaves a blank one.
"""

from __future__ import annotations

import itertools
import re
import textwrap
from dataclasses import dataclass, field
from typing import Any, Final

from scripts.common.yaml_lines import BadYamlError, load_with_lines

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
        options: those of a block; None if they cannot be read.
        option_lines: how many lines they take.
    """

    line: int
    name: str
    title: str
    end: int = 0
    slashes: str = ""
    options: dict[str, Any] | None = field(default_factory=dict)
    option_lines: int = 0


@dataclass
class Source:
    """A page as it was written.

    Attributes:
        lines: the lines, without boxes, readers' comments and editors' notes; what was set in is set out.
        boxes: the boxes, in the order of the lines.
        strays: the lines that begin like a block and are none, each with its sign; empty for one that only closes.
    """

    lines: list[str]
    boxes: list[Box] = field(default_factory=list)
    strays: list[tuple[int, str]] = field(default_factory=list)


def read_source(body: str) -> Source:
    """Read the body of a page, with blank lines where the front matter was."""
    lines = ["" if COMMENT.fullmatch(line) else line for line in body.split("\n")]
    source = Source(lines)
    open_blocks: list[Box] = []
    at = -1
    while (at := at + 1) < len(lines):
        line = lines[at]
        if fence := _FENCE.match(line):
            at = _end_of(lines, at, re.compile(rf" *{fence[1][0]}{{{len(fence[1])},}} *"))
        elif _READERS_COMMENT.fullmatch(line):
            at = _without_comment(lines, at)
        elif start := _START.fullmatch(line):
            open_blocks.append(_block(lines, at, start))
            source.boxes.append(open_blocks[-1])
            at += open_blocks[-1].option_lines
        elif end := _END.fullmatch(line):
            lines[at] = ""
            closed = [box for box in open_blocks if box.slashes == end[1]]
            if closed:
                closed[-1].end = at + 1
                open_blocks.remove(closed[-1])
            else:
                source.strays.append((at + 1, ""))
        elif (inner := _SET_IN.fullmatch(line)) and (
            inner[4] if inner[2][0] == "=" else inner[3] or inner[2][0] == "?"
        ):
            source.boxes.append(Box(at + 1, inner[3] or "", inner[4] or "", _set_out(lines, at, inner[1])))
        elif _LIKE_A_BLOCK.match(line):
            source.strays.append((at + 1, line.split(maxsplit=1)[0]))
    return source


def _end_of(lines: list[str], start: int, end: re.Pattern[str]) -> int:
    """Find the line that ends what begins on another; the last line of the page, if none does."""
    return next((at for at in range(start + 1, len(lines)) if end.fullmatch(lines[at])), len(lines) - 1)


def _without_comment(lines: list[str], start: int) -> int:
    """Make the lines of a reader's comment blank: its words are not ours. Of one retold by us the text stays."""
    end = _end_of(lines, start, _READERS_END)
    options = list(itertools.takewhile(str.strip, lines[start : end + 1]))
    retold = any(map(_RETOLD.fullmatch, options))
    for at in [*range(start, start + len(options) if retold else end), end]:
        if not retold or at < end or _READERS_END.fullmatch(lines[at]):
            lines[at] = ""
    return end


def _block(lines: list[str], at: int, start: re.Match[str]) -> Box:
    """Read the first line of a block and its options, and make these lines blank."""
    indent = start[1] + " " * _INDENT
    rows = list(itertools.takewhile(lambda row: row.strip() and row.startswith(indent), lines[at + 1 :]))
    try:
        options = load_with_lines(textwrap.dedent("\n".join(rows)))[0] or {}
    except BadYamlError:
        options = None
    lines[at : at + len(rows) + 1] = [""] * (len(rows) + 1)
    usable = options if isinstance(options, dict) else None
    return Box(at + 1, start[3], start[4] or "", slashes=start[2], options=usable, option_lines=len(rows))


def _set_out(lines: list[str], start: int, indent: str) -> int:
    """Take the sign of a box away and set its text out again; give the last of its lines."""
    lines[start] = ""
    last = start
    for at in range(start + 1, len(lines)):
        if lines[at].strip():
            if not lines[at].startswith(indent + " " * _INDENT):
                break
            last = at
        lines[at] = lines[at][_INDENT:]
    return last + 1
