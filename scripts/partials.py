"""Markup: the partials in `overrides/`, filled by Jinja, which escapes all that is not marked as safe.

A partial uses only what MiniJinja knows as well, so that other generators can fill it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER: Final = Path(__file__).resolve().parent.parent / "overrides"
# It looks whether a file has changed, so that a preview shows new markup at once.
_partials: Final = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)


def filled(name: str, **values: object) -> str:
    """Fill a partial.

    Args:
        name: its path from `overrides/`.
        values: what it names. Text is escaped; HTML that is known to be safe comes as `markupsafe.Markup`.

    Returns:
        HTML.
    """
    return _partials.get_template(name).render(values)
