import os
import re
import shutil
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from pypdfium2 import raw

from scripts.common.built_pages import Site, read_site
from scripts.editions import editions
from scripts.editions.editions import make_editions, make_together
from scripts.editions.engine import TypesettingError
from scripts.editions.plan import E_BOOK, Edition
from scripts.editions.rules import RULES
from tests.building import ROOT
from tests.editions import edges, fixture_copy, small_site, whole_page
from tests.golden import cases
from tests.sites import change, read_all, write_files
from tests.tagged_text import read_tags


def _changed(folder: Path, old: str, new: str, path: str = "other/index.html") -> Site:
    """Copy the fixture, with other words on one of its pages."""
    change(fixture_copy(folder).root / path, old, new)
    return read_site(folder / "site")


def _spoken(file: Path) -> str:
    with pikepdf.open(file) as pdf:
        return read_tags(pdf).text


def test_all_editions_are_written_and_only_changes_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = fixture_copy(tmp_path)
    made = make_editions(site, tmp_path / "cache")
    assert (made.flaws, len(made.editions)) == ([], 16)
    once = read_all(site.root)
    for edition in made.editions:
        data = once[edition.path]
        assert data.startswith(b"PK" if edition.path.endswith(".epub") else b"%PDF")
        assert (edition.size, edition.path in site.files) == (len(data), True)
    told = capsys.readouterr().out
    assert re.search(r"^everything/everything-a4\.pdf: \d pages, \d+ kB$", told, re.MULTILINE)
    assert re.search(r"^16 editions \([0-9,]+ bytes\): 16 made, the rest unchanged$", told, re.MULTILINE)
    shutil.rmtree(site.root)
    make_editions(_changed(tmp_path, "Words of the part", "Other words"), tmp_path / "cache")
    # The page itself, the booklet and the one to fold, each on two papers, and the e-book.
    assert capsys.readouterr().out.endswith(": 7 made, the rest unchanged\n")
    bases = ("other/other", "print/booklet", "print/booklet-to-fold")
    changed = {f"{base}-{paper}.pdf" for base in bases for paper in ("a4", "letter")}
    found = {path for path, data in read_all(site.root).items() if data != once[path]}
    assert found == {"other/index.html", "print/booklet.epub", *changed}


def test_a_site_that_asks_for_none_has_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "site").mkdir()
    assert make_editions(read_site(tmp_path / "site"), tmp_path / "cache").editions == []
    assert capsys.readouterr().out == ""


def test_a_page_that_fails_keeps_no_other_back(tmp_path: Path) -> None:
    site = _changed(tmp_path, "Words of the part", "<video></video>")
    made = make_editions(site, tmp_path / "cache")
    assert [(flaw.path, flaw.rule) for flaw in made.flaws] == [("other/index.html", "ED01")]
    assert {edition.path for edition in made.editions} >= {"everything/everything-a4.pdf", "print/booklet-a4.pdf"}
    assert not (site.root / "other/other-a4.pdf").exists()


def test_a_character_without_a_glyph_is_told_with_its_page(tmp_path: Path) -> None:
    made = make_editions(small_site(tmp_path, "<p>A face: 🙂.</p>"), tmp_path / "cache")
    message = "The character “🙂” (U+1F642) is in none of the fonts of the editions; write it in another way, "
    message += "or add a font in scripts/editions/engine.py."
    assert {str(flaw) for flaw in made.flaws} == {f"a/index.html: ED05 {message}"}
    assert made.editions == []


def test_a_character_of_a_blog_without_a_glyph_is_a_warning_and_its_name_on_paper(tmp_path: Path) -> None:
    body = '<p>See 日本語, a face: 🙂.</p><p class="editions" data-edition="page" data-imported=""></p>'
    for _ in range(2):
        made = make_editions(small_site(tmp_path, body), tmp_path / "cache")
        assert {flaw.level for flaw in made.flaws} == {"warning"}
        what = "The characters “日”, “本”, “語”, “🙂” are in none of the fonts of the editions; "
        what += "on paper stand their names."
        assert {(flaw.message, flaw.needles) for flaw in made.flaws} == {(what, ("日", "日本語"))}
        said = _spoken(tmp_path / "site" / made.editions[0].path)
        assert "See [words in CJK letters], a face: [slightly smiling face]." in said


def test_a_reader_s_character_without_a_glyph_is_told_by_its_name(tmp_path: Path) -> None:
    site = _changed(tmp_path, "Write less.", "Less. 🙂", "comments/everything/page-1/index.html")
    assert make_editions(site, tmp_path / "cache").flaws == []
    assert "Less. [slightly smiling face]" in _spoken(site.root / "comments/everything/comments-on-everything-a4.pdf")


def test_a_word_longer_than_a_line_stays_on_the_paper(tmp_path: Path) -> None:
    word = "https://x.example/?" + "a=1&amp;" * 40
    body = f"<p>{word}</p><table><tr><td>{'no' * 90}</td><td>x</td></tr></table><pre>{'x' * 200}</pre>"
    made = make_editions(small_site(tmp_path, body), tmp_path / "cache")
    for edition in made.editions:
        for left, right, width in edges((tmp_path / "site" / edition.path).read_bytes()):
            assert 0 < left < right < width


@pytest.mark.parametrize(("width", "points"), [("", 300), ("width=120", 90), ("width=4000", 391.2)])
def test_a_picture_is_as_wide_as_its_page_says_or_as_it_is(tmp_path: Path, width: str, points: float) -> None:
    site = small_site(tmp_path, f'<p><img src="day.png" alt="A sky" {width}></p>')
    shutil.copy(ROOT / "tests/fixtures/toolbox/day.png", site.root / "a/day.png")
    make_editions(site, tmp_path / "cache")
    document = pdfium.PdfDocument(site.root / "a/a-a4.pdf")
    images = [part for part in document[0].get_objects() if part.type == raw.FPDF_PAGEOBJ_IMAGE]
    (left, _, right, _), *others = (image.get_bounds() for image in images)
    assert (round(right - left, 1), others) == (points, [])


@pytest.mark.parametrize(("layout", "parts", "message"), cases("sheets.yml"))
def test_a_sheet_that_does_not_fit_says_where_and_by_how_much(
    tmp_path: Path, layout: str, parts: list[tuple[str, int]], message: str
) -> None:
    body = "".join(text * times for text, times in parts)
    made = make_editions(small_site(tmp_path, body, layout), tmp_path / "cache")
    assert [(flaw.path, flaw.rule) for flaw in made.flaws] == [("a/index.html", "ED06")] * 2
    assert re.fullmatch(f"The sheet `site/a/a-a4.pdf` does not fit: {message}\\.", made.flaws[0].message)
    assert made.editions == []


def test_what_the_engine_cannot_do_is_told_in_its_words(tmp_path: Path) -> None:
    body = '<figure><svg width="-1" height="-1"><title>A line</title></svg></figure>'
    made = make_editions(small_site(tmp_path, body), tmp_path / "cache")
    assert [(flaw.path, flaw.rule) for flaw in made.flaws] == [("a/index.html", "ED07")] * 2
    assert made.flaws[0].message.startswith("The edition `a/a-a4.pdf` cannot be typeset: failed to parse SVG")


def _crash(ones: list[Edition]) -> dict[str, bytes | TypesettingError]:
    if any("crash" in edition.document and edition.paper != E_BOOK for edition in ones):
        os._exit(1)
    return make_together(ones)


def test_a_crash_of_the_engine_is_a_fault_of_one_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "make_together", _crash)
    # The longest is begun first, and takes all that wait behind it along.
    monkeypatch.setattr(editions, "_WORKERS", 1)
    comments = whole_page("Comments", f"<h1>Comments</h1><p>{'crash ' * 99}</p>")
    root = write_files(small_site(tmp_path, "<p>Sound.</p>").root, {"comments/a/index.html": comments})
    made = make_editions(read_site(root), tmp_path / "cache")
    assert [flaw.message for flaw in made.flaws] == [
        f"The edition `comments/a/comments-on-a-{paper}.pdf` cannot be typeset: "
        "the typesetter crashed, or the memory was used up."
        for paper in ("a4", "letter")
    ]
    assert [one.path for one in made.editions] == ["a/a-a4.pdf", "a/a-letter.pdf", "comments/a/comments-on-a.epub"]


def test_every_rule_that_the_code_names_is_explained() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "scripts/editions").glob("*.py"))
    assert set(re.findall(r'"(ED\d\d)"', code)) == set(RULES)
