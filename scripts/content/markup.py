"""Looks for blocks that a generator would print raw, or print as something else, without a word.

The Markdown extensions in mkdocs.yml are asked what an author may write, so a keeper's own types are known.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import yaml
from markdown import Markdown
from pymdownx.blocks.admonition import Admonition  # type: ignore[import-untyped]

from scripts.common.faults import Fault, shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pymdownx.blocks.block import Block  # type: ignore[import-untyped]

SETTINGS: Final = Path(__file__).parents[2] / "mkdocs.yml"
RULES: Final = {
    "MU01": "A block has a name that the site knows. The generator prints an unknown one as text, in silence.",
    "MU02": "A block has an end. The generator closes an open one at the end of the page, in silence.",
    "MU03": "A block has only options, and values of them, that it knows; else it is printed as text.",
    "MU04": "A box has a type that the site knows; another has neither icon nor colours, and no form on paper.",
    "MU05": "A line that begins like a block is one; else its signs are printed as they stand.",
}
#: Blocks that our own extensions take out of a page before others see it.
_OURS: Final = frozenset({"comment", "comment-index"})
#: Words beside the type of a box that say where it stands.
_PLACES: Final = frozenset({"inline", "end"})

_FENCE = re.compile(r" *(`{3,}|~{3,})")
_EDITORS = re.compile(r"\s*\[//\]:\s*#\s*\(.*\)\s*")
_COMMENT = re.compile(r"/// *comment *(?:\|.*)?")
_START = re.compile(r"( *)(/{3,}) *([\w-]+) *(?:\| *(.*?) *)?")
_END = re.compile(r" *(/{3,}) *")
# As the extensions themselves have them: Markdown's admonition, pymdownx.details and pymdownx.tabbed.
_BOX = re.compile(r' *!!! ?([\w\-]+(?: +[\w\-]+)*)(?: +"(.*?)")? *')
_FOLD = re.compile(r' *\?{3}(?:\+)? ?(?:([\w\-]+(?: +[\w\-]+)*?)?(?: +"(?:.*?)")|([\w\-]+(?: +[\w\-]+)*?)) *')
_TAB = re.compile(r' *={3}(?:\+|\+!|!\+|!)? +"(.*?)" *')
_LIKE_A_BLOCK = re.compile(r" *(/{3}|!{3}|\?{3}|={3}(?=[+!]* *[^=\s])|:{3}|-+8<-+)")
_CURES = {
    "/": "write `/// name | Title`, or a backslash before it",
    "!": 'write `!!! note "Title"`',
    "?": 'write `??? note "Title"`',
    "=": 'write `=== "Title"`',
    ":": "write `/// name | Title`",
    "-": "write what is to stand here",
}


def known_blocks(extensions: Sequence[str], configs: Mapping[str, Any]) -> dict[str, type[Block]]:
    """Give the blocks that some Markdown extensions know, by their names.

    Args:
        extensions: the names of the extensions.
        configs: the settings of each.
    """
    md = Markdown(extensions=list(extensions), extension_configs=dict(configs))
    return dict(cast("Any", md.parser.blockprocessors["blocks"]).blocks)


def known_here(settings: Path = SETTINGS) -> dict[str, type[Block]]:
    """Give the blocks that a `mkdocs.yml` knows, by default the project's own.

    Whichever generator is to read it: a setting that names a function, which YAML alone does not know, is passed over.
    """
    from scripts.common.settings import read_data

    listed = read_data(settings).get("markdown_extensions") or []
    entries = listed.items() if isinstance(listed, dict) else [_named(entry) for entry in listed]
    configs = {name: config for name, config in entries if _is_plain(config)}
    return known_blocks([name for name, _ in entries], configs)


def _is_plain(value: object) -> bool:
    if isinstance(value, dict | list):
        return all(map(_is_plain, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str | int | float)


def _named(entry: object) -> tuple[str, Any]:
    return next(iter(entry.items())) if isinstance(entry, dict) else (str(entry), None)


def checks(docs: Path, known: Mapping[str, type[Block]]) -> Iterator[Fault]:
    """Check the blocks of all pages.

    Args:
        docs: the folder of the pages.
        known: the blocks that there are.
    """
    for path in sorted(docs.rglob("*.md")):
        for line, rule, message in check(path.read_text(encoding="utf-8", errors="replace"), known):
            yield Fault(shown_path(path), line, rule, message)


def check(text: str, known: Mapping[str, type[Block]]) -> Iterator[tuple[int, str, str]]:
    """Yield line, rule and message of what is wrong with the blocks of one page."""
    types = sorted(name for name, block in known.items() if issubclass(block, Admonition) and name != "admonition")
    waiting: list[tuple[int, str, str]] = []
    lines = _without_code(text.split("\n"))
    for number, line in enumerate(lines, 1):
        if not _LIKE_A_BLOCK.match(line):
            continue
        if start := _START.fullmatch(line):
            waiting.append((number, start[2], start[3]))
            for rule, message in _block(start, lines[number:], known, types):
                yield number, rule, message
        elif end := _END.fullmatch(line):
            place = next((at for at in reversed(range(len(waiting))) if waiting[at][1] == end[1]), None)
            if place is None:
                yield number, "MU05", "These slashes close no block; take them out."
            else:
                waiting.pop(place)
        else:
            for rule, message in _line(line, types):
                yield number, rule, message
    for number, _, name in waiting:
        yield number, "MU02", f"The block “{name}” is not closed; write its slashes alone on a line at its end."


def _line(line: str, types: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Judge a line that begins a box, a fold or a tab, or only looks so."""
    box, fold = _BOX.fullmatch(line), _FOLD.fullmatch(line)
    if box or fold:
        words = ((box and box[1]) or (fold and (fold[1] or fold[2])) or "").split()
        for word in words:
            if word not in {*types, *_PLACES}:
                yield "MU04", f"There is no type of box “{word}”; use one of {', '.join(types)}."
    elif not _TAB.fullmatch(line):
        sign = line.split(maxsplit=1)[0]
        yield "MU05", f"“{sign}” begins no block here and would be printed as it is; {_CURES[sign[0]]}."


def _block(
    start: re.Match[str], after: Sequence[str], known: Mapping[str, type[Block]], types: Sequence[str]
) -> Iterator[tuple[str, str]]:
    name, title = start[3].lower(), start[4]
    if name in _OURS:
        return
    block = known.get(name)
    if block is None:
        yield "MU01", f"There is no block “{name}”; use one of {', '.join(sorted({*known, *_OURS}))}."
        return
    if block.ARGUMENT is True and not title:
        yield "MU03", f"The block “{name}” needs a title; write `/// {name} | Title`."
    if block.ARGUMENT is False and title:
        yield "MU03", f"The block “{name}” takes no title; take “{title}” out."
    options = _options(after, len(start[1]))
    if options is None:
        yield "MU03", f"The options of the block “{name}” cannot be read; write each as `name: value`."
    for key, value in (options or {}).items():
        if key == "type" and value not in types:
            yield "MU04", f"There is no type of box “{value}”; use one of {', '.join(types)}."
        elif key not in {*block.OPTIONS, "attrs"}:
            there = f"use one of {', '.join(sorted(block.OPTIONS))}" if block.OPTIONS else "take it out"
            yield "MU03", f"The block “{name}” has no option “{key}”; {there}."
        elif key in block.OPTIONS and not _fits(block.OPTIONS[key][1], value):
            yield "MU03", f"The option “{key}” of the block “{name}” cannot be “{value}”; correct it."


def _fits(judge: Callable[[Any], object], value: object) -> bool:
    try:
        judge(value)
    except ValueError:
        return False
    return True


def _options(after: Sequence[str], indent: int) -> dict[str, Any] | None:
    """Read the options that stand, set in by four spaces, right below the start of a block; None if nobody can."""
    lines: list[str] = []
    for line in after:
        if not line.strip() or not line.startswith(" " * (indent + 4)):
            break
        lines.append(line)
    try:
        found = yaml.safe_load(textwrap.dedent("\n".join(lines))) or {}
    except yaml.YAMLError:
        return None
    return found if isinstance(found, dict) else None


def _without_code(lines: Sequence[str]) -> list[str]:
    """Make blank what is no Markdown of ours: front matter, code, readers' comments and editors' notes."""
    kept: list[str] = []
    until: re.Pattern[str] | None = re.compile("---") if lines and lines[0] == "---" else None
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        if until is not None:
            kept.append("")
            until = None if number and until.fullmatch(line) else until
        elif _COMMENT.fullmatch(line) or fence:
            kept.append("")
            until = re.compile(rf" *{fence[1][0]}{{{len(fence[1])},}} *" if fence else "/// *")
        else:
            kept.append("" if _EDITORS.fullmatch(line) else line)
    return kept
