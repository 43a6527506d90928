"""The rules for pages that become editions for paper, and what breaks one; ids are stable."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from scripts.common.faults import Fault

#: What each rule asks for, with its reason; `python -m scripts.editions --rules` prints it.
RULES: Final[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("rules.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Flaw(Fault):
    """Why a page of a site, which is its `path`, cannot be printed as it is.

    Attributes:
        needles: what it may look like in Markdown, the surest first.
    """

    needles: tuple[str, ...] = ()
