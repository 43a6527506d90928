from __future__ import annotations

from scripts.editions.tree import Node

TREE = Node(
    "article",
    (
        Node("heading", ("One ", Node("emphasis", ("two",))), id="top", data={"level": 1}, line=3),
        Node("paragraph", ("three",)),
    ),
)


def test_a_node_becomes_data_for_the_template() -> None:
    assert TREE.json() == {
        "t": "article",
        "k": [
            {"t": "heading", "k": ["One ", {"t": "emphasis", "k": ["two"]}], "level": 1, "id": "top"},
            {"t": "paragraph", "k": ["three"]},
        ],
    }


def test_a_tree_is_walked_in_the_order_of_its_text() -> None:
    assert [node.kind for node in TREE.walk()] == ["article", "heading", "emphasis", "paragraph"]


def test_the_text_of_a_tree_is_all_its_text() -> None:
    assert TREE.text() == "One twothree"


def test_the_line_is_for_complaints_and_makes_no_difference() -> None:
    assert Node("rule", line=1) == Node("rule", line=2)
