"""Golden files: what a page was when somebody last looked at it and found it good.

`pytest --rewrite-golden` writes them anew; look at the difference in git before you keep it.
"""

import difflib
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "golden"


def compare(name: str, found: str, *, rewrite: bool) -> None:
    """Compare a text with its golden file, or rewrite that file.

    Args:
        name: the file's name under tests/golden.
        found: the text as it is now.
        rewrite: whether to keep `found` as the new golden file instead.

    Raises:
        AssertionError: if they differ; the message is a unified diff.
    """
    __tracebackhide__ = True
    file = FOLDER / name
    if rewrite:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found, encoding="utf-8")
        return
    expected = file.read_text(encoding="utf-8")
    lines = difflib.unified_diff(expected.splitlines(), found.splitlines(), f"golden/{name}", "found", lineterm="")
    difference = "\n".join(lines)
    assert not difference, f"\n{difference}\nIf this is what you want: pytest --rewrite-golden"


def golden_data(name: str) -> Any:
    """Read what a YAML file under tests/golden holds."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def cases(name: str, group: str = "") -> list[Any]:
    """Read the cases of a test from a YAML file under tests/golden, each as the values that it lists or has by name.

    Args:
        name: the file's name.
        group: the name of the list, if the file has several.
    """
    found = golden_data(name)[group] if group else golden_data(name)
    return [tuple(case.values()) if isinstance(case, dict) else case for case in found]
