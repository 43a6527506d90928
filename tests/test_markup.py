"""Markup that a reader meets is written in `overrides/`: no tag stands in a string of the machinery."""

import ast
import re

from tests.building import ROOT

_TAG = re.compile(
    r"<(?:!doctype|a|article|aside|body|code|dd|details|div|dl|dt|em|figure|footer|form|h[1-6]|head|header|html|img|li|link|"
    r"main|meta|nav|ol|p|script|section|span|strong|summary|table|td|th|time|title|tr|ul)(?=[ />])",
    re.IGNORECASE,
)
#: Where a tag stands in a string all the same, and why.
EXCEPTIONS = {
    "scripts/comments/text.py": "rewrites the tags that a commenter typed, for the sanitiser",
    "scripts/dev/sample_export.py": "makes up a WordPress export, which is RSS",
    "scripts/finish/frame.py": "links a file in place of a style that stood in the page",
    "scripts/finish/links.py": "names a tag in a fault",
    "scripts/finish/stylesheet.py": "links one stylesheet in place of several",
    "scripts/editions/forms.py": "names a tag in a fault",
    "scripts/wordpress/post_html.py": "makes the paragraphs of a post as WordPress does, for the sanitiser",
}


def _strings(path: str) -> list[str]:
    """Give the strings of a module that are no docstrings and no patterns."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            left_out |= {id(inner) for inner in ast.walk(node)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out
    ]


def test_no_tag_stands_in_a_string_of_the_machinery() -> None:
    modules = sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "scripts").rglob("*.py")
        # What only a developer runs makes pages to measure, which no reader meets.
        if "bench" not in path.parts
    )
    found = {module for module in modules if any(_TAG.search(text) for text in _strings(module))}
    assert found == set(EXCEPTIONS)
