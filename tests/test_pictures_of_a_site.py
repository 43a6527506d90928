"""Pictures of a built site: light, of known size, in several sizes, and silent on places."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageCms

from scripts.common.built_pages import read_site
from scripts.finish.pictures import pictures
from tests.building import ROOT
from tests.golden import cases
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.common.built_pages import Site

TOOLBOX = ROOT / "tests" / "fixtures" / "toolbox"
PHOTO = (TOOLBOX / "room.jpg").read_bytes()
GPS = 0x8825


def _noise(width: int, height: int, kind: str, mode: str = "RGB", **options: object) -> bytes:
    """A picture that nothing makes small: the same for the same size."""
    depth = len(Image.new(mode, (1, 1)).getbands())
    data = random.Random(width * height).randbytes(width * height * depth)  # noqa: S311 - nothing is secret here
    target = io.BytesIO()
    Image.frombytes(mode, (width, height), data).save(target, kind, **options)
    return target.getvalue()


def _open(file: Path) -> Image.Image:
    return Image.open(io.BytesIO(file.read_bytes()))


def _plain(width: int, height: int, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 60)).save(target, kind, **options)
    return target.getvalue()


def _site(folder: Path, body: str, files: dict[str, bytes | str]) -> Site:
    return read_site(make_site(folder, {"index.html": page(body), **files}), {"index.html": str(folder / "index.md")})


def _run(site: Site, folder: Path) -> list[str]:
    return [str(fault) for fault in pictures(site, folder / "cache")]


def _tag(site: Site) -> str:
    return site.pages["index.html"].text.split("<body>\n")[1].split("\n</body>")[0]


def test_a_photograph_keeps_its_picture_and_loses_its_place(tmp_path: Path) -> None:
    assert dict(_open(TOOLBOX / "room.jpg").getexif().get_ifd(GPS))[1] == "N"
    site = _site(tmp_path, '<img src="a/room.jpg" alt="A lamp" width="300" loading="lazy">', {"a/room.jpg": PHOTO})
    assert _run(site, tmp_path) == []
    for name in ("room.jpg", "room.480w.jpg"):
        data = (site.root / "a" / name).read_bytes()
        assert b"Exif" not in data
        assert b"A camera" not in data
        assert len(data) < len(PHOTO)
    assert "a/room.480w.jpg" in site.files
    assert _tag(site) == (
        '<img src="a/room.jpg" alt="A lamp" width="300" loading="lazy" height="200" '
        'srcset="a/room.480w.jpg 480w, a/room.jpg 1200w" sizes="(min-width: 340px) 300px, 100vw">'
    )
    assert {found.value for found in site.pages["index.html"].references} == {"a/room.jpg", "a/room.480w.jpg"}


def test_a_picture_that_no_page_shows_loses_its_place_too(tmp_path: Path) -> None:
    site = _site(tmp_path, "<p>x</p>", {"room.jpg": PHOTO})
    _run(site, tmp_path)
    assert b"Exif" not in (site.root / "room.jpg").read_bytes()
    assert "room.480w.jpg" not in site.files


def test_a_photograph_that_was_held_upright_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    site = _site(tmp_path, '<img src="a.jpg" alt="x">', {"a.jpg": _plain(300, 200, "JPEG", exif=exif)})
    _run(site, tmp_path)
    assert _open(site.root / "a.jpg").size == (200, 300)
    assert 'width="200" height="300"' in _tag(site)


@pytest.mark.parametrize(("mode", "kept"), [("RGB", True), ("CMYK", False)])
def test_colours_stay_as_they_are_meant(tmp_path: Path, mode: str, kept: bool) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = _noise(600, 20, "JPEG", mode, icc_profile=profile)
    site = _site(tmp_path, '<img src="a.jpg" alt="x">', {"a.jpg": data})
    assert _run(site, tmp_path) == []
    for name in ("a.jpg", "a.480w.jpg"):
        with _open(site.root / name) as picture:
            assert (picture.mode, picture.info.get("icc_profile")) == ("RGB", profile if kept else None)


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")])
def test_a_wide_picture_is_offered_in_sizes(tmp_path: Path, name: str, kind: str) -> None:
    site = _site(tmp_path, f'<img src="{name}" alt="x">', {name: _noise(2000, 20, kind)})
    assert _run(site, tmp_path) == []
    stem, _, suffix = name.partition(".")
    assert _open(site.root / name).size == (1600, 16)
    assert _tag(site) == (
        f'<img src="{name}" alt="x" width="1600" height="16" srcset="{stem}.480w.{suffix} 480w, '
        f'{stem}.960w.{suffix} 960w, {name} 1600w" sizes="(min-width: 800px) 760px, 100vw">'
    )


@pytest.mark.parametrize(("tag", "told"), cases("pictures.yml", "sizes"))
def test_what_is_shown_says_its_size(tmp_path: Path, tag: str, told: str) -> None:
    files: dict[str, bytes | str] = {
        "a.svg": (TOOLBOX / "door.svg").read_bytes(),
        "b.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "c.gif": _plain(8, 4, "GIF"),
        "d.png": _plain(9, 3, "PNG"),
    }
    site = _site(tmp_path, tag, files)
    assert _run(site, tmp_path) == []
    assert _tag(site) == told


def test_doing_it_twice_changes_nothing(tmp_path: Path) -> None:
    body = '<img src="room.jpg" alt="x"><img src="a.png" alt="x">'
    site = _site(tmp_path, body, {"room.jpg": PHOTO, "a.png": _noise(1000, 20, "PNG")})
    _run(site, tmp_path)
    before = read_all(site.root)
    assert "a.480w.png" in before
    assert [str(fault) for fault in pictures(read_site(site.root), tmp_path / "other cache")] == []
    assert read_all(site.root) == before


def test_finished_work_is_kept(tmp_path: Path) -> None:
    first = _site(tmp_path / "1", '<img src="room.jpg" alt="x">', {"room.jpg": PHOTO})
    _run(first, tmp_path)
    kept = {file: file.stat().st_ino for file in (tmp_path / "cache").iterdir()}
    second = _site(tmp_path / "2", '<img src="room.jpg" alt="x">', {"room.jpg": PHOTO})
    _run(second, tmp_path)
    assert {file: file.stat().st_ino for file in (tmp_path / "cache").iterdir()} == kept
    assert read_all(first.root) == read_all(second.root)


@pytest.mark.parametrize(("markdown", "tag", "message"), cases("pictures.yml", "faults"))
def test_a_fault_names_file_line_and_cure(tmp_path: Path, markdown: str, tag: str, message: str) -> None:
    (tmp_path / "index.md").write_text(markdown, encoding="utf-8")
    files: dict[str, bytes | str] = {
        "a.png": _plain(9, 3, "PNG"),
        "big.png": _noise(400, 400, "PNG"),
        "bad.jpg": PHOTO[:200],
        "a.bmp": _plain(9, 3, "BMP"),
    }
    assert _run(_site(tmp_path, tag, files), tmp_path) == [f"{tmp_path.as_posix()}/index.md{message}"]


@pytest.mark.parametrize("mark", ['class="decorative"', 'role="presentation"', 'role="none"', 'aria-hidden="true"'])
def test_what_only_decorates_needs_no_words(tmp_path: Path, mark: str) -> None:
    site = _site(tmp_path, f'<img src="a.png" alt="" {mark}>', {"a.png": _plain(9, 3, "PNG")})
    assert _run(site, tmp_path) == []
