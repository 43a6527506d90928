"""Looks for blocks that a generator would print raw, or print as something else, without a word.

The Markdown extensions in mkdocs.yml are asked what an author may write, so a keeper's own types are known.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from markdown import Markdown
from pymdownx.blocks.admonition import Admonition  # type: ignore[import-untyped]

from scripts.common.faults import Fault
from scripts.common.settings import read_data
from scripts.common.today import today
from scripts.content.boxes import read_source
from scripts.content.front_matter import read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pymdownx.blocks.block import Block  # type: ignore[import-untyped]

    from scripts.content.boxes import Box

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
_SIDES: Final = frozenset({"inline", "end"})
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
    configs: dict[str, Any] = {}
    listed = read_data(settings).get("markdown_extensions") or []
    for entry in [listed] if isinstance(listed, dict) else listed:
        configs |= entry if isinstance(entry, dict) else {entry: None}
    return known_blocks(list(configs), {name: config for name, config in configs.items() if _is_plain(config)})


def _is_plain(value: object) -> bool:
    if isinstance(value, dict | list):
        return all(map(_is_plain, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str | int | float)


def checks(docs: Path, known: Mapping[str, type[Block]]) -> Iterator[Fault]:
    """Check the blocks of all pages that can be read.

    Args:
        docs: the folder of the pages.
        known: the blocks that there are.
    """
    for entry in read_all(docs, today())[0]:
        for line, rule, message in check(entry.page.body, known):
            yield Fault(entry.page.path, line, rule, message)


def check(body: str, known: Mapping[str, type[Block]]) -> Iterator[tuple[int, str, str]]:
    """Yield line, rule and message of what is wrong with the blocks in the body of a page."""
    source = read_source(body)
    types = sorted(name for name, block in known.items() if issubclass(block, Admonition) and name != "admonition")
    for box in source.boxes:
        if not box.slashes:
            odd = [word for word in box.name.split() if word not in {*types, *_SIDES}]
            found = [("MU04", _no_type(word, types)) for word in odd]
        else:
            found = [] if box.name.lower() in _OURS else list(_block(box, known, types))
        if not box.end:
            close = "write its slashes alone on a line at its end"
            found.append(("MU02", f"The block “{box.name}” is not closed; {close}."))
        yield from ((box.line, rule, message) for rule, message in found)
    for line, sign in source.strays:
        message = f"“{sign}” begins no block here and would be printed as it is; {_CURES[sign[0]]}." if sign else ""
        yield line, "MU05", message or "These slashes close no block; take them out."


def _block(box: Box, known: Mapping[str, type[Block]], types: Sequence[str]) -> Iterator[tuple[str, str]]:
    name, block = box.name.lower(), known.get(box.name.lower())
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
        if key == "type" and value not in types:
            yield "MU04", _no_type(value, types)
        elif key not in {*block.OPTIONS, "attrs"}:
            there = f"use one of {', '.join(sorted(block.OPTIONS))}" if block.OPTIONS else "take it out"
            yield "MU03", f"The block “{name}” has no option “{key}”; {there}."
        elif key in block.OPTIONS and not _fits(block.OPTIONS[key][1], value):
            yield "MU03", f"The option “{key}” of the block “{name}” cannot be “{value}”; correct it."


def _no_type(word: str, types: Sequence[str]) -> str:
    return f"There is no type of box “{word}”; use one of {', '.join(types)}."


def _fits(judge: Callable[[Any], object], value: object) -> bool:
    try:
        judge(value)
    except ValueError:
        return False
    return True
