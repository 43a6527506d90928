"""Pictures of a built site: light, of known size, in several sizes, and silent on places."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from scripts.common.built_pages import Site, read_site
from scripts.finish.pictures import pictures
from tests.building import ROOT
from tests.golden import cases
from tests.sites import make_site, page, read_all

TOOLBOX = ROOT / "tests" / "fixtures" / "toolbox"
PHOTO = (TOOLBOX / "room.jpg").read_bytes()
GPS, ORIENTATION = 0x8825, 0x0112


def _picture(width: int, height: int, kind: str, mode: str = "RGB", **options: object) -> bytes:
    """A picture that nothing makes small: the same for the same size."""
    depth = len(Image.new(mode, (1, 1)).getbands())
    data = random.Random(width * height).randbytes(width * height * depth)  # noqa: S311 - nothing is secret here
    target = io.BytesIO()
    Image.frombytes(mode, (width, height), data).save(target, kind, **options)
    return target.getvalue()


def _finished(folder: Path, body: str, files: dict[str, bytes]) -> tuple[Site, str]:
    """Make a site of one page, work on its pictures, and give it with what its body is then."""
    root = make_site(folder, {"index.html": page(body), **files})
    site = read_site(root)
    assert list(pictures(site, folder / "cache")) == []
    assert (site.files, site.pages) == (set(read_all(root)), read_site(root).pages)
    return site, site.pages["index.html"].text.split("<body>\n")[1].split("\n</body>")[0]


def _open(site: Site, name: str) -> Image.Image:
    return Image.open(io.BytesIO((site.root / name).read_bytes()))


def test_a_photograph_keeps_its_picture_and_loses_its_place(tmp_path: Path) -> None:
    assert dict(Image.open(io.BytesIO(PHOTO)).getexif().get_ifd(GPS))[1] == "N"
    body = '<img src="a/room.jpg" alt="A lamp" width="300" loading="lazy">'
    site, tag = _finished(tmp_path, body, {"a/room.jpg": PHOTO, "hidden.jpg": PHOTO})
    # Also one that no page shows, which is there in no other size.
    assert {path for path in site.files if path.endswith("jpg")} == {"a/room.jpg", "a/room.480w.jpg", "hidden.jpg"}
    for name in ("a/room.jpg", "a/room.480w.jpg", "hidden.jpg"):
        data = (site.root / name).read_bytes()
        assert (b"Exif" in data, b"A camera" in data, len(data) < len(PHOTO)) == (False, False, True)
    assert tag == (
        '<img src="a/room.jpg" alt="A lamp" width="300" loading="lazy" height="200" '
        'srcset="a/room.480w.jpg 480w, a/room.jpg 1200w" sizes="(min-width: 340px) 300px, 100vw">'
    )


def test_a_photograph_that_was_held_upright_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    files = {"a.jpg": _picture(300, 200, "JPEG", exif=exif)}
    site, tag = _finished(tmp_path, '<img src="a.jpg" alt="x">', files)
    assert _open(site, "a.jpg").size == (200, 300)
    assert 'width="200" height="300"' in tag


@pytest.mark.parametrize(("mode", "kept"), [("RGB", True), ("CMYK", False)])
def test_colours_stay_as_they_are_meant(tmp_path: Path, mode: str, kept: bool) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = _picture(600, 20, "JPEG", mode, icc_profile=profile)
    site, _ = _finished(tmp_path, '<img src="a.jpg" alt="x">', {"a.jpg": data})
    for name in ("a.jpg", "a.480w.jpg"):
        with _open(site, name) as picture:
            assert (picture.mode, picture.info.get("icc_profile")) == ("RGB", profile if kept else None)


@pytest.mark.parametrize(("suffix", "kind"), [("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")])
def test_a_wide_picture_is_offered_in_sizes(tmp_path: Path, suffix: str, kind: str) -> None:
    files = {f"a b.{suffix}": _picture(2000, 20, kind)}
    site, tag = _finished(tmp_path, f'<img src="a b.{suffix}" alt="x">', files)
    assert _open(site, f"a b.{suffix}").size == (1600, 16)
    assert tag == (
        f'<img src="a b.{suffix}" alt="x" width="1600" height="16" srcset="a%20b.480w.{suffix} 480w, '
        f'a%20b.960w.{suffix} 960w, a%20b.{suffix} 1600w" sizes="(min-width: 800px) 760px, 100vw">'
    )


@pytest.mark.parametrize(("tag", "told"), cases("pictures.yml", "sizes"))
def test_what_is_shown_says_its_size(tmp_path: Path, tag: str, told: str) -> None:
    files = {
        "a.svg": (TOOLBOX / "door.svg").read_bytes(),
        "b.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "c.gif": _picture(8, 4, "GIF", "L"),
        "d.png": _picture(9, 3, "PNG"),
    }
    assert _finished(tmp_path, tag, files)[1] == told


def test_work_is_kept_and_doing_it_twice_changes_nothing(tmp_path: Path) -> None:
    body = '<img src="room.jpg" alt="x"><img src="a.png" alt="x">'
    site, _ = _finished(tmp_path, body, {"room.jpg": PHOTO, "a.png": _picture(1000, 20, "PNG")})
    before = read_all(site.root)
    assert "a.480w.png" in before
    assert list(pictures(read_site(site.root), tmp_path / "other cache")) == []
    assert read_all(site.root) == before
    kept = {file: file.stat().st_ino for file in (tmp_path / "cache").iterdir()}
    again, _ = _finished(tmp_path, body, {"room.jpg": PHOTO, "a.png": _picture(1000, 20, "PNG")})
    assert {file: file.stat().st_ino for file in (tmp_path / "cache").iterdir()} == kept
    assert read_all(again.root) == before


@pytest.mark.parametrize(("markdown", "tag", "message"), cases("pictures.yml", "faults"))
def test_a_fault_names_file_line_and_cure(tmp_path: Path, markdown: str, tag: str, message: str) -> None:
    (tmp_path / "index.md").write_text(markdown, encoding="utf-8")
    files = {"a.png": _picture(9, 3, "PNG"), "big.png": _picture(400, 400, "PNG"), "bad.jpg": PHOTO[:200]}
    root = make_site(tmp_path, {"index.html": page(tag), **files, "a.bmp": _picture(9, 3, "BMP")})
    source = tmp_path / "index.md"
    found = pictures(read_site(root, {"index.html": str(source)}), tmp_path / "cache")
    assert [str(fault) for fault in found] == [f"{source.as_posix()}{message}"]
