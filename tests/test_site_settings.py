"""What is read from the settings of the site, and what a keeper changes there."""

import datetime as dt
from pathlib import Path

import markdown
import pytest
import yaml

from scripts.common.faults import Fault
from scripts.common.settings import MKDOCS, USUAL, Settings, read_data, read_settings
from scripts.content.before_build import faults_before_build
from scripts.finish.steps import finish
from tests.building import ROOT
from tests.golden import cases
from tests.sites import make_site, page, write_files

DAY = dt.date(2026, 11, 23)


def test_settings_are_inherited_part_by_part(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text(
        'site_name: !ENV [NO_SUCH_NAME, A]\ncopyright: C\ntheme: {name: x, language: de}\nicon: !!python/name:x.y ""\n'
    )
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_description: D\ntheme: {name: y}\nnav: [a.md]\n")
    assert read_settings(tmp_path / "mkdocs.yml") == Settings("A", "D", "C", "de")


@pytest.mark.parametrize(("extra", "line", "message"), cases("site_settings.yml", "wrong"))
def test_a_wrong_value_under_extra_is_a_sentence_with_its_line(
    tmp_path: Path, extra: str, line: int, message: str
) -> None:
    file = tmp_path / "mkdocs.yml"
    file.write_text(f"extra:\n  {extra}\nicon: !!python/name:x.y ''\n")
    found = read_settings(file)
    place = "extra, author" if "{" in extra else "extra"
    assert found.faults == (Fault(file.as_posix(), line, "SG01", f"In {place}: {message}"),)
    assert (found.extra, next(faults_before_build(tmp_path, DAY, file))) == (USUAL, found.faults[0])


@pytest.mark.parametrize(("extra", "there"), cases("site_settings.yml", "counts"))
def test_what_stands_under_extra_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extra: str, there: str
) -> None:
    monkeypatch.setenv("TODAY", str(DAY))
    text = f"<main><article><h1>X</h1><p><!--fill minutes--></p><p>{'word ' * 60}</p></article></main>"
    pages = {
        "index.html": page('<a href="a/">A</a>', '<link rel="canonical" href="https://x.example/">'),
        "a/index.html": page('<a href="../b/">B</a>'),
        "b/index.html": page(f'<a href="../">Home</a>{text}', "<!--fill head-->"),
    }
    site, docs = make_site(tmp_path, pages), tmp_path / "docs"
    data = yaml.safe_load((ROOT / "tests/fixtures/data/faults.yml").read_text(encoding="utf-8"))["help-lines"]["sound"]
    old = data.replace("2026-11-23", "2026-11-18").replace("2026-11-20", "2026-11-01")
    keys = f"title: B\ndescription: {'Some words. ' * 5}\nkind: evidence\nchecked: 2026-01-02\n"
    write_files(docs, {"_data/help-lines.yml": old, "b.md": f"---\n{keys}source: {{title: T, at_hand: none}}\n---\n"})
    shown = []
    for settings in ("", extra):
        (tmp_path / "mkdocs.yml").write_text(f"extra: {{{settings}}}\n")
        make_site(tmp_path, pages)
        faults = [*faults_before_build(docs, DAY, tmp_path / "mkdocs.yml")]
        faults += finish(site, docs, tmp_path / "mkdocs.yml", preview=True)
        shown.append("\n".join([*map(str, faults), (site / "b" / "index.html").read_text(encoding="utf-8")]))
    assert [there in text for text in shown] == [False, True]


def test_the_author_is_called_as_the_settings_say() -> None:
    name = "scripts.comments.extension"
    record = "/// comment | Ann Wren\n    id: 1\n    by: author\n\nSo.\n///"
    assert "Ann’s" in markdown.markdown(record, extensions=[name], extension_configs={name: {"author": "Ann"}})
    options = [entry[name] for entry in read_data(MKDOCS)["markdown_extensions"] if name in entry]
    extra = read_settings(MKDOCS).extra
    assert options == [{"author": extra.author.called, "pages": extra.pages}]
