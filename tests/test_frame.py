import multiprocessing
from pathlib import Path

import pytest

from scripts.common import kept
from scripts.common.built_pages import read_site
from scripts.finish.frame import frame, without_dead_parts
from tests.golden import cases
from tests.sites import make_site, page, read_all


@pytest.mark.parametrize(("before", "after"), cases("frame.yml", "pages"))
def test_what_becomes_of_a_page(before: str, after: str) -> None:
    assert without_dead_parts(before) == after


@pytest.mark.parametrize(("before", "after"), cases("frame.yml", "parts"))
def test_what_becomes_of_a_part_of_the_frame(before: str, after: str) -> None:
    assert without_dead_parts(f'<main class="md-main">{before}') == f'<main class="md-main">{after}'


@pytest.mark.parametrize(("path", "there", "link", "expected"), cases("frame.yml", "addresses"))
def test_an_address_from_home_becomes_one_from_the_page(
    tmp_path: Path, path: str, there: str, link: str, expected: str
) -> None:
    home = page("<main class='md-main'></main>", '<link rel="canonical" href="https://x.example/base/">')
    code = '<code>&lt;a href="/help.md"></code>'
    linking = page(f'<main class="md-main"><a href="{link}">x</a>{code}</main>')
    root = make_site(tmp_path, {"index.html": home, there: "", path: linking})
    read_site(root, read=frame(root))
    assert f'<main class="md-main"><a href="{expected}">x</a>{code}</main>' in (root / path).read_text("utf-8")


@pytest.mark.parametrize(
    ("canonical", "top"), [("", "/"), ('<link rel="canonical" href="https://x.example/project/">', "/project/")]
)
def test_styles_in_a_page_become_a_file_and_again_changes_nothing(tmp_path: Path, canonical: str, top: str) -> None:
    text = page("<main class='md-main'></main>", f"{canonical}<style>:root{{--a:1}}</style>")
    root = make_site(tmp_path, dict.fromkeys(["index.html", "a/index.html", "404.html"], text))
    site = read_site(root, read=frame(root))
    (file,) = root.glob("assets/stylesheets/inline.*.min.css")
    assert file.read_text("utf-8") == ":root{--a:1}"
    for name, up in (("index.html", ""), ("a/index.html", "../"), ("404.html", top)):
        assert f'<link rel="stylesheet" href="{up}assets/stylesheets/{file.name}">' in (root / name).read_text("utf-8")
        assert site.pages[name].acting == ()
    once = {path: page.data for path, page in site.pages.items()}
    assert once == {path: page.data for path, page in read_site(root, read=frame(root)).pages.items()}


def test_the_later_half_of_the_pages_is_made_ahead_and_nothing_of_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "cache")
    text = page("<main class='md-main'>  \n  </main>", "<style>:root{--a:1}</style>")
    root = make_site(tmp_path, {f"{number}.html": text for number in range(5)})
    before = read_all(root)
    read = frame(root)
    for other in multiprocessing.active_children():
        other.join(60)
        assert other.exitcode == 0
    assert (len(list((tmp_path / "cache/framed").iterdir())), read_all(root)) == (2, before)
    monkeypatch.setattr("scripts.finish.frame.read_page", lambda *_: pytest.fail("It is kept."))
    assert read("4.html", text.encode()).data.count(b"\n</main>") == 1
