"""Names the settings of Material that have no effect on this site, each in one line with its reason.

A keeper who sets one of them by Material's documentation would else look for its effect in vain. The table of them is
`without_effect.yml`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

_TABLE: Final = yaml.safe_load(Path(__file__).with_name("without_effect.yml").read_text(encoding="utf-8"))


def without_effect(theme: Mapping[str, Any], extra: Mapping[str, Any], plugins: Iterable[str]) -> Iterator[str]:
    """Yield a line for each setting that has no effect.

    Args:
        theme: what stands under `theme` in mkdocs.yml.
        extra: what stands under `extra`.
        plugins: the names of the plugins.
    """
    there = {f"theme.{key}": value for key, value in theme.items()} | {"plugins": list(plugins)}
    there |= {f"extra.{key}": value for key, value in extra.items()}
    for row in _TABLE:
        found = there.get(row["setting"])
        # A choice of palettes is a list of maps, and one value.
        values = found if isinstance(found, list) and all(isinstance(one, str) for one in found) else [found]
        for value in filter(None, values):
            if re.fullmatch(row["values"], str(value), re.DOTALL):
                yield f"mkdocs.yml: `{row['named'].format(value=value)}` has no effect here: {row['why']}."
