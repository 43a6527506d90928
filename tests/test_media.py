"""The pictures of a post, from a copy of `wp-content/uploads`: the original, with its words; or why there is none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from scripts.wordpress.fetching import LARGEST
from scripts.wordpress.media import Media
from scripts.wordpress.post_tree import Picture
from scripts.wordpress.wxr import Post

if TYPE_CHECKING:
    from pathlib import Path

UP = "https://old.example/wp-content/uploads"
ALT = "_wp_attachment_image_alt"
LAMP = Post(1, "4", type="attachment", parent="9", file=f"{UP}/2010/05/lamp.png", excerpt="Lit", meta={ALT: "A lamp"})
DOOR = Post(2, "5", type="attachment", parent="9", file=f"{UP}/2010/05/door.png")


@pytest.fixture
def media(tmp_path: Path) -> Media:
    """Give the pictures of a small site, whose uploads also hold what is none."""
    folder = tmp_path / "uploads" / "2010" / "05"
    folder.mkdir(parents=True)
    for name in ("lamp.png", "lamp-300x200.png", "door-150x150.png", "../../../secret.png", "a:b.png"):
        Image.new("RGB", (2, 2)).save(folder / name, "PNG")
    (folder / "page.png").write_text("<script>alert(1)</script>", encoding="utf-8")
    (folder / "drawing.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    with (folder / "huge.png").open("wb") as huge:
        os.truncate(huge.fileno(), LARGEST + 1)
    return Media(tmp_path / "uploads", [LAMP, DOOR], ["blog.example"])


@pytest.mark.parametrize(
    "address",
    [
        f"{UP}/2010/05/lamp-300x200.png", f"{UP}/2010/05/lamp.png?w=300", "?attachment_id=4", "https://old.example/a/?attachment_id=4",
        "/wp-content/uploads/2010/05/lamp.png", "http://www.blog.example/files/2010/05/lamp.png",
        "https://i0.wp.com/old.example/wp-content/uploads/2010/05/lamp.png",
    ],
)  # fmt: skip
def test_every_spelling_leads_to_the_original_with_its_words(media: Media, tmp_path: Path, address: str) -> None:
    assert media.picture(address, "articles/a.md") == Picture("uploads/2010/05/lamp.png", "A lamp", "Lit")
    assert media.picture(address, "about/me.md") == Picture("../articles/uploads/2010/05/lamp.png", "A lamp", "Lit")
    assert media.copies == {"articles/uploads/2010/05/lamp.png": tmp_path / "uploads/2010/05/lamp.png"}
    assert not media.missing


def test_a_smaller_version_is_better_than_none(media: Media) -> None:
    found = media.picture(f"{UP}/2010/05/door-150x150.png", "articles/a.md")
    assert found == Picture("uploads/2010/05/door-150x150.png")


def test_a_gallery_without_numbers_has_the_pictures_of_its_post(media: Media) -> None:
    assert media.attached("9") == ["?attachment_id=4", "?attachment_id=5"]
    assert not media.attached("8")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (f"{UP}/2010/05/gone.png", "is not in the folder of the uploads"),
        ("?attachment_id=7", "is not an address of the old site"),
        ("https://elsewhere.example/uploads/2010/05/lamp.png", "is not an address of the old site"),
        ("https://[", "is not an address of the old site"),
        (f"{UP}/../../secret.png", "has a name that no upload has"),
        (f"{UP}/2010/05/%2e%2e/%2e%2e/%2e%2e/secret.png", "has a name that no upload has"),
        (f"{UP}//etc/hosts", "has a name that no upload has"),
        (f"{UP}/2010/05/link.png", "has a name that no upload has"),
        (f"{UP}/2010/05/a:b.png", "has a name that no upload has"),
        (f"{UP}/2010/05/page.png", "is no picture that browsers show, or it is damaged"),
        (f"{UP}/2010/05/drawing.svg", "is no picture that browsers show, or it is damaged"),
        (f"{UP}/2010/05", "is no picture that browsers show, or it is damaged"),
        (f"{UP}/2010/05/huge.png", "is larger than 32 MB; make it smaller first"),
    ],
)
def test_a_picture_that_cannot_be_shown_says_why(media: Media, address: str, why: str) -> None:
    assert media.picture(address, "articles/a.md") is None
    assert media.missing == {address: why}
    assert not media.copies


def test_without_a_copy_of_the_uploads_no_picture_is_at_hand() -> None:
    media = Media(None, [LAMP], [])
    assert media.picture(LAMP.file, "articles/a.md") is None
    assert media.missing == {LAMP.file: "needs a copy of the uploads; give its folder with --media"}
