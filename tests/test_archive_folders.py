"""Which archive the comments of a post belong to: folders have plain names, and no two posts share one by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.wordpress.archive_folders import Folders, key_of
from scripts.wordpress.standing import Archives, Folder
from scripts.wordpress.wxr import Post

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("post", "name"),
    [
        (Post(1, id="5", slug="a-post"), "a-post"),
        (Post(1, id="5", slug="caf%c3%a9-Ü"), "cafe-u"),
        (Post(1, id="5", slug="%d7%a9"), "post-5"),
        (Post(1, id="5", slug="../../etc"), "etc"),
        (Post(1, id="5"), "post-5"),
        (Post(7), "post-7"),
    ],
)
def test_a_folder_has_a_plain_name(post: Post, name: str, tmp_path: Path) -> None:
    folder = Folders(Archives(), tmp_path / "comments", {}).folder_of(post)
    assert (folder.name, folder.comments_of) == (name, f"comments/{name}/index.md")


def test_a_folder_that_stands_for_something_else_is_left_alone(tmp_path: Path) -> None:
    archives = Archives(folders={"a-post": Folder("a-post", comments_of="articles/x.md")})
    assert Folders(archives, tmp_path / "comments", {}).folder_of(Post(1, id="5", slug="a-post")).name == "a-post-5"


def test_a_page_that_has_an_archive_keeps_it(tmp_path: Path) -> None:
    archives = Archives(folders={"told": Folder("told", comments_of="articles/x.md")})
    folders = Folders(archives, tmp_path / "comments", {"5": "articles/x.md"})
    assert folders.folder_of(Post(1, id="5")).name == "told"
    assert folders.unused == set()


def test_a_faulty_table_of_old_addresses_joins_nothing(tmp_path: Path) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data" / "old-addresses.yml").write_text("- from: nonsense\n")
    folders = Folders(Archives(), tmp_path / "comments", {})
    assert folders.folder_of(Post(1, slug="a", link="https://[broken/a")).name == "a"


def test_a_post_is_known_by_what_stays_the_same() -> None:
    assert key_of(Post(1, id="5", guid="https://blog.example/?p=5 ")) == "https://blog.example/?p=5"
    assert key_of(Post(1, id="5", slug="a")) == "5"
    assert key_of(Post(3)) == "item 3"
