"""The link rules: each site in golden/links.yml and its faults. A new case is an entry there, and no code."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.common.built_pages import read_site
from scripts.finish.links import check
from scripts.finish.places import page_sources
from tests.building import ROOT
from tests.golden import golden_data
from tests.sites import make_site, page, write_files

MARKDOWN: dict[str, Any] = golden_data("links_in_markdown.yml")
CASES: list[dict[str, Any]] = golden_data("links.yml")


def faults(folder: Path, files: Mapping[str, Any], sources: Mapping[str, str] | None = None) -> list[str]:
    pages = {path: [body] if isinstance(body, str) else body for path, body in files.items() if ".html" in path}
    whole = {path: page(*parts) for path, parts in pages.items()}
    return [str(fault) for fault in sorted(check(read_site(make_site(folder, {**files, **whole}), sources)))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["faults"])[:40] or "right")
def test_each_site_has_its_faults_and_no_others(tmp_path: Path, case: dict[str, Any]) -> None:
    home = [case.get("body", "").rstrip() + '\n<a href="b/">B</a>', case.get("head", "")]
    files = {"index.html": home, "b/index.html": '<h1 id="here">B</h1><a href="../">Home</a>', **case.get("files", {})}
    found = [fault.removeprefix("site/") for fault in faults(tmp_path, files)]
    assert sorted(found) == sorted(case["faults"])


def test_every_rule_has_a_case() -> None:
    cases = " ".join(fault for case in CASES for fault in case["faults"])
    rules = yaml.safe_load((ROOT / "scripts/finish/rules.yml").read_text(encoding="utf-8"))
    assert [rule for rule in rules if rule not in cases] == ["LK17"]


def test_a_site_without_a_home_page(tmp_path: Path) -> None:
    assert faults(tmp_path, {"a/index.html": "", "b/index.html": '<a href="../a/">A</a>'})[-1] == (
        "site/index.html: LK11 The site has no home page; add `index.md` to the folder of the Markdown files."
    )


def test_lk17_damaged_page(tmp_path: Path) -> None:
    latin, deep = page("\u00e9").encode("latin-1"), page("<div>" * 3000).encode()
    invalid, excessive = "Invalid bytes in character encoding", "Excessive depth in document: 2048"
    for data, reason in ((b"", "it is empty"), (latin, invalid), (deep, excessive)):
        site = read_site(make_site(tmp_path, {"index.html": data}))
        assert [str(fault) for fault in check(site)] == [
            f"site/index.html: LK17 This page cannot be read to its end ({reason}); mend what writes it."
        ]


def test_faults_name_the_markdown_file_and_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path / "docs", MARKDOWN["docs"])
    found = faults(tmp_path, MARKDOWN["built"], page_sources(tmp_path / "docs", tmp_path / "site"))
    assert [fault.partition(" leads ")[0] for fault in found if "LK12" not in fault] == MARKDOWN["faults"]


def test_sources_of_a_docs_folder(tmp_path: Path) -> None:
    docs = write_files(tmp_path / "docs", dict.fromkeys(("index.md", "a/README.md", "a/b.md", "a/p.png"), "x"))
    sources = {"": "index.md", "a/": "a/README.md", "a/b/": "a/b.md"}
    expected = {f"{folder}index.html": f"{docs}/{file}" for folder, file in sources.items()}
    assert page_sources(docs, tmp_path / "site") == {**expected, "a/p.png": f"{docs}/a/p.png"}
