"""Posts and pages of an export: what becomes of each, and that no page that somebody edited is touched."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from scripts.common.dates import today
from scripts.content.before_build import faults_before_build
from scripts.content.data_files import old_addresses
from scripts.dev.sample_export import comment, export, item
from scripts.wordpress.archives import FaultyArchiveError
from scripts.wordpress.report import REASONS, Report
from tests.building import ROOT
from tests.exports import load
from tests.golden import cases, compare, golden_data
from tests.sites import read_all as files

BLOG = ROOT / "tests" / "fixtures" / "blog"
DATA = (BLOG / "blog.xml").read_bytes()
SITE = ROOT / "tests" / "fixtures" / "site" / "docs"
IMPORTS = golden_data("posts.yml")["imports"]


@pytest.fixture
def docs(docs: Path) -> Path:
    return shutil.copytree(SITE, docs, dirs_exist_ok=True)


def bring(docs: Path, data: bytes = DATA, **options: Any) -> Report:
    report = load(docs, data, **{"uploads": BLOG / "uploads", **options})
    assert {one.reason for one in report.accounts if one.outcome == "left_out"} <= REASONS.keys()
    return report


def table(docs: Path) -> dict[str, str]:
    return {entry.from_: entry.to for entry in old_addresses(docs / "_data").all()}


def test_a_blog_comes_whole_and_twice_changes_nothing(docs: Path, *, rewrite_golden: bool) -> None:
    before = files(docs)
    dry = bring(docs, dry_run=True)
    assert files(docs) == before
    report = bring(docs)
    after = files(docs)
    assert (dry.files, {*after} - {*before}) == (report.files, {*report.files} - {"_data/old-addresses.yml"})
    parts = [f"=== {name}\n{after[name].decode()}" for name in report.files if not name.endswith((".png", ".pdf"))]
    compare("import/blog.txt", f"{report.table()}\n\n{report.nav}\n" + "\n".join(parts), rewrite=rewrite_golden)
    again = bring(docs, uploads=None)
    assert (again.files, files(docs)) == ([], after)
    assert {one.reason for one in again.accounts if one.outcome == "kept"} == {"already here", "on a page"}
    assert [fault for fault in faults_before_build(docs, today()) if fault.level == "error"] == []


@pytest.mark.parametrize("case", IMPORTS, ids=lambda case: case["case"])
def test_one_import_after_the_other_brings_what_is_new_and_touches_nothing_that_was_changed_here(
    case: dict[str, Any], docs: Path
) -> None:
    for step in case["steps"]:
        for name, text in step.get("write", {}).items():
            if text is None:
                (docs / name).unlink()
            else:
                (docs / name).write_text((docs / name).read_text(encoding="utf-8") + text, encoding="utf-8")
        data = export(*(item(**post) for post in step["posts"])).decode() if "posts" in step else DATA.decode()
        for old, new in step.get("put", {}).items():
            assert old in data
            data = data.replace(old, new)
        before, report = files(docs), bring(docs, data.encode(), **step.get("with", {}))
    after = files(docs)
    became = {one.id: f"{one.outcome} {one.reason}" for one in report.accounts if one.kind != "comments"}
    found = {
        "states": {post: became[post] for post in case.get("states", {})},
        "comments": len(report.of("comments")),
        "archives": [line["page"] for line in report.posts],
        "changed": sorted(name for name in after if after[name] != before.get(name)),
    }
    assert {key: found[key] for key in case if key in found} == {key: case[key] for key in case if key in found}
    for name, words in case.get("holds", {}).items():
        assert [word for word in words if not re.search(word, after[name].decode())] == []
    assert not {*case.get("lacks", [])} & {*after}
    assert "geheim" not in report.nav + "".join(table(docs).values())
    assert [fault for fault in faults_before_build(docs, today()) if fault.level == "error"] == []


def test_all_old_addresses_are_in_the_table_and_what_was_taken_out_of_it_does_not_come_back(docs: Path) -> None:
    bring(docs)
    assert dict(cases("posts.yml", "old_addresses")).items() <= table(docs).items()
    # At this address is a page.
    assert "/about" not in table(docs)
    file, entry = docs / "_data" / "old-addresses.yml", "- from: /2021/02/signs/amp\n  to: articles/etc-passwd.md\n"
    file.write_text(file.read_text(encoding="utf-8").replace(entry, ""), encoding="utf-8")
    assert bring(docs).files == []
    # A topic that is no more leads to the list of all.
    newer = re.sub(rb'<category domain="post_tag" nicename="listening">.*?</category>', b"", DATA)
    assert "_data/old-addresses.yml" in bring(docs, newer).files
    lists = ("articles/tags.md", "articles/tags.md#tag:letters")
    assert (table(docs)["/tag/listening"], table(docs)["/tag/letters"]) == lists
    assert bring(docs, newer).files == []
    # A file that was loaded up for no post has no page to lead to.
    loose = DATA.replace(b"a-first-letter/door/", b"loose/").replace(b"post_parent>1<", b"post_parent>0<")
    for other in (loose.replace(b"[inherit]", b"[private]"), loose.replace(b"post_parent>0<", b"post_parent>99<")):
        bring(docs, other)
        assert "/2019/05/loose" not in table(docs)
    bring(docs, loose)
    assert table(docs)["/2019/05/loose"] == "index.md"
    file.write_text("- from: nonsense\n")
    before = files(docs)
    with pytest.raises(
        FaultyArchiveError, match=r"^docs/_data/old-addresses\.yml cannot be used; .* Nothing was imported\.$"
    ):
        bring(docs)
    assert files(docs) == before


@pytest.mark.parametrize(("posts", "accounts"), cases("posts.yml", "accounts"))
def test_every_page_gets_a_path_of_its_own_inside_the_folder_and_twice_changes_nothing(
    posts: list[dict[str, str | None]], accounts: list[str], docs: Path
) -> None:
    data, before = export(*(item(**fields) for fields in posts)), files(docs)
    report = bring(docs, data)
    assert [f"{one.outcome} {one.reason} {one.page}".strip() for one in report.accounts] == accounts
    after = files(docs)
    assert {one.page for one in report.accounts if one.page} <= after.keys()
    assert (after == before) == (report.files == []) == (not any(one.page for one in report.accounts))
    assert (bring(docs, data).files, files(docs)) == ([], after)


def test_a_post_that_is_cut_before_its_password_is_no_page(docs: Path) -> None:
    data, before = export(item()), files(docs)
    assert [one.outcome for one in bring(docs, data[: data.index(b"<wp:post_password>")]).accounts] == ["damaged"]
    assert files(docs) == before


def test_pages_above_pages_without_end_are_no_tree(docs: Path) -> None:
    chain = [
        item(wp_post_id=f"{n}", guid=f"g{n}", wp_post_name=f"p{n}", wp_post_type="page", wp_post_parent=f"{n + 1}")
        for n in range(50, 99)
    ]
    assert max(one.page.count("/") for one in bring(docs, export(*chain)).accounts) <= 5


LINKS: dict[str, str] = dict(cases("posts.yml", "links"))


def test_links_of_the_old_host_in_any_spelling_lead_to_pages(docs: Path) -> None:
    text = "\n\n".join(f'<a href="{old}">Link {n}</a>' for n, old in enumerate(LINKS)) + '<p id="here">Here.</p>'
    term = '<category domain="category" nicename="news"><![CDATA[News]]></category>'
    other = {"link": "https://blog.example/b/", "guid": "b", "wp_post_id": "11", "wp_post_name": "b", "title": "B"}
    date = {"wp_post_date": "2019-05-04 10:00:00"}
    heading = "<![CDATA[<h2 id='part'>Part</h2>]]>"
    data = export(
        item(content_encoded=f"<![CDATA[{text}]]>", **date),
        item(comment(7), term, content_encoded=heading, **other, **date),
    )
    network = b"<channel><wp:base_site_url>https://network.example</wp:base_site_url>"
    report = bring(docs, data.replace(b"<channel>", network))
    page = (docs / "articles" / "a-post.md").read_text(encoding="utf-8")
    assert dict(zip(LINKS, re.findall(r"\[Link \d+\]\((.*?)\)", page), strict=True)) == LINKS
    line = page.count("\n", 0, page.index("/gone/")) + 1
    assert ["{page}:{line}: {what}".format(**look) for look in report.looks] == [
        f"articles/a-post.md:{line}: The link to /gone/ leads to nothing that is kept."
    ]
