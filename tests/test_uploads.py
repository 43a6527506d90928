"""The pictures of a post, from a copy of `wp-content/uploads`: the original, with its words; or why there is none."""

import os
from pathlib import Path

import pytest
from PIL import Image

from scripts.wordpress.post_tree import Picture
from scripts.wordpress.published import Post
from scripts.wordpress.uploads import LARGEST, Media
from tests.golden import cases

UP = "https://old.example/wp-content/uploads"
ALT = "_wp_attachment_image_alt"
LAMP = Post(1, "4", type="attachment", parent="9", file=f"{UP}/2010/05/lamp.png", excerpt="Lit", meta={ALT: "A lamp"})
PLAN = Post(3, "6", type="attachment", parent="9", file=f"{UP}/2010/05/plan.pdf")
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
    return Media(tmp_path / "uploads", [LAMP, DOOR, PLAN], ["blog.example"], None)


@pytest.mark.parametrize("address", cases("uploads.yml", "lamp"))
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


@pytest.mark.parametrize(("address", "why"), cases("uploads.yml", "missing"))
def test_a_picture_that_cannot_be_shown_says_why(media: Media, address: str, why: str) -> None:
    assert media.picture(address, "articles/a.md") is None
    assert (media.missing, media.copies) == ({address: why}, {})
