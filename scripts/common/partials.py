"""Markup: the partials in `overrides/`, filled by Jinja, which escapes all that is not marked as safe.

A partial uses only what MiniJinja knows as well, so that other generators can fill it. In plain text, `….txt.html`,
nothing is escaped; its name ends so because a theme's other files are copied into the site.
"""

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

OVERRIDES: Final = Path(__file__).resolve().parents[2] / "overrides"
#: For all partials; it looks whether a file has changed, as a preview needs.
ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(OVERRIDES),
    autoescape=select_autoescape(enabled_extensions=(), disabled_extensions=("txt.html",), default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def filled(name: str, **values: object) -> str:
    """Fill a partial.

    Args:
        name: its path from `overrides/`.
        values: what it names. Text is escaped; HTML that is known to be safe comes as `markupsafe.Markup`.

    Returns:
        HTML.
    """
    return ENVIRONMENT.get_template(name).render(values)
