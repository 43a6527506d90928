"""The environment for what is printed outside MkDocs' own templates: partials in `overrides/`, everything escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

OVERRIDES = Path(__file__).parents[1] / "overrides"


def render(name: str, **context: object) -> str:
    """Fill in a partial.

    Args:
        name: its path in `overrides/`.
        context: what it prints; it uses nothing that MiniJinja does not know, so that another generator can fill it in.
    """
    return _environment().get_template(name).render(context)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(OVERRIDES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
