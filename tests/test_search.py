from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from scripts.common.built_pages import read_site
from scripts.finish import search
from scripts.finish.search import records, search_index
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from pathlib import Path

SEARCH_PAGE = page('<main><form data-search-index="../pagefind/pagefind.js"></form></main>')
ARTICLE = page("<main data-pagefind-body><h1>The lamp</h1><p>Light a <b>lamp</b>.</p></main>")
COMMENTS = page(
    "<main><h1>Comments, page 1</h1>"
    '<article class="comment" id="comment-1"><h3 id="c1">Ann, from B</h3><time datetime="2019-05-04">4 May 2019</time>'
    '<p>He left &lt;script&gt; in a boat.</p><p data-pagefind-filter="situation">living apart</p></article>\n'
    '<article class="comment answer" data-by="author" id="comment-2"><h3 id="c2">Al Turtle</h3><p>Wait.</p></article>'
    '<article class="comment" id="comment-3"><p>Nameless</p></article>'
    '<article class="comment removed" data-removed id="comment-5"><h3 id="c5">Comment removed</h3></article>'
    '<article class="comment"><h3 id="c4">No address</h3></article></main>'
)


@pytest.fixture(autouse=True)
def _no_index_is_kept() -> None:
    search._indexed.cache_clear()


def _site(folder: Path, **more: str) -> Path:
    files: dict[str, str | bytes] = {
        "search/index.html": SEARCH_PAGE,
        "lamp/index.html": ARTICLE,
        "comments/page-1/index.html": COMMENTS,
    }
    return make_site(folder, {**files, **more})


def _record(site: Path, path: str) -> html.HtmlElement:
    return html.document_fromstring(dict(records(read_site(site)))[path])


def _index(site: Path) -> dict[str, bytes]:
    return {path: data for path, data in read_all(site).items() if path.startswith("pagefind/")}


def test_pages_with_words_and_comments_with_a_name_can_be_found(tmp_path: Path) -> None:
    found = list(records(read_site(_site(tmp_path))))
    assert [path for path, _ in found] == [
        "comments/page-1/index/comment-1.html",
        "comments/page-1/index/comment-2.html",
        "lamp/index.html",
    ]


def test_pages_that_search_engines_leave_out_are_left_out_here(tmp_path: Path) -> None:
    hidden = ARTICLE.replace("<head>", '<head><meta name="robots" content="noindex">')
    found = list(records(read_site(_site(tmp_path, **{"old/index.html": hidden}))))
    assert not any(path.startswith("old/") for path, _ in found)


def test_a_comment_says_who_when_and_where(tmp_path: Path) -> None:
    (body,) = _record(_site(tmp_path), "comments/page-1/index/comment-1.html").findall("body")
    assert body.get("data-pagefind-body") == ""
    assert (
        body.get("data-pagefind-meta") == "title[data-title], address[data-address], page[data-page], date[data-date]"
    )
    assert (body.get("data-title"), body.get("data-address")) == ("Ann, from B", "comments/page-1/#comment-1")
    assert (body.get("data-page"), body.get("data-date")) == ("Comments, page 1", "4 May 2019")


def test_a_comment_that_has_no_date_is_given_none(tmp_path: Path) -> None:
    (body,) = _record(_site(tmp_path), "comments/page-1/index/comment-2.html").findall("body")
    assert body.get("data-pagefind-meta") == "title[data-title], address[data-address], page[data-page]"


def test_the_authors_answer_is_told_from_a_comment(tmp_path: Path) -> None:
    site = _site(tmp_path)
    kinds = [
        _record(site, f"comments/page-1/index/comment-{number}.html").findall("body/span")[0].attrib
        for number in (1, 2)
    ]
    assert kinds == [{"data-pagefind-filter": "kind:Comment"}, {"data-pagefind-filter": "kind:Answer"}]


def test_text_and_filters_of_a_comment_stay_as_they_are(tmp_path: Path) -> None:
    (comment,) = _record(_site(tmp_path), "comments/page-1/index/comment-1.html").findall("body/article")
    name, when, text, situation = comment
    assert (name.get("data-pagefind-ignore"), when.get("data-pagefind-ignore")) == ("", "")
    assert text.text == "He left <script> in a boat."
    assert (situation.get("data-pagefind-filter"), situation.text) == ("situation", "living apart")
    assert not (comment.tail or "").strip()


def test_comments_are_no_part_of_the_page_that_they_stand_on(tmp_path: Path) -> None:
    marked = COMMENTS.replace("<main>", "<main data-pagefind-body>")
    rest = _record(_site(tmp_path, **{"comments/page-1/index.html": marked}), "comments/page-1/index.html")
    (main,) = rest.findall("body/main")
    texts = ["".join(child.itertext()) for child in main]
    assert texts == ["Comments, page 1", "No address"]


def test_the_questions_that_lead_to_a_page_weigh_most_and_are_no_text_of_it(tmp_path: Path) -> None:
    asked = ARTICLE.replace("data-pagefind-body", 'data-pagefind-body data-asked="how bright ¶ which oil"')
    site = _site(tmp_path, **{"lamp/index.html": asked})
    (main,) = _record(site, "lamp/index.html").findall("body/main")
    assert (main[0].get("data-pagefind-weight"), main[0].text) == ("10", " ¶ how bright ¶ which oil ¶ ")
    assert list(search_index(read_site(site))) == []
    assert (site / "lamp/index.html").read_text(encoding="utf-8") == asked


def test_the_list_of_words_begins_with_the_most_frequent_and_has_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_WORDS", 3)
    words = page(
        "<main data-pagefind-body><h1>Harbour</h1><p>Harbour, ÉTRANGER &eacute; candle lantern candle.</p></main>"
    )
    site = _site(tmp_path, **{"lamp/index.html": words, "comments/page-1/index.html": page("<main>nobody</main>")})
    list(search_index(read_site(site)))
    assert json.loads(_index(site)["pagefind/words.json"]) == ["candle", "harbour", "lantern"]


def test_an_id_that_is_no_file_name_is_no_trouble(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        {
            "search/index.html": SEARCH_PAGE,
            "index.html": page('<article class="comment" id="../../ä b"><h3 id="c">Ann</h3><p>boat</p></article>'),
        },
    )
    assert list(search_index(read_site(site))) == []
    assert [path for path, _ in records(read_site(site))] == ["index/..%2F..%2F%C3%A4%20b.html"]


def test_a_site_without_a_search_page_gets_no_index(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"lamp/index.html": ARTICLE})
    before = read_all(site)
    assert list(search_index(read_site(site))) == []
    assert read_all(site) == before


def test_the_index_is_what_the_page_needs_and_no_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = _site(tmp_path)
    site = read_site(root)
    assert list(search_index(site)) == []
    found = _index(root)
    assert {path.split("/")[1].split(".")[0] for path in found} == {
        "filter",
        "fragment",
        "index",
        "pagefind",
        "pagefind-entry",
        "parts",
        "wasm",
        "words",
    }
    assert not [path for path in found if "ui" in path or "worker" in path or "highlight" in path or "unknown" in path]
    assert json.loads(found["pagefind/pagefind-entry.json"])["languages"]["en"]["page_count"] == 3
    assert site.files == set(read_all(root))
    assert found.pop("pagefind/parts.json") == b"[]"
    assert json.loads(found.pop("pagefind/words.json")) == ["living", "script", "turtle"]
    size = sum(map(len, found.values()))
    expected = f"3 pages and comments can be found by words ({len(found) + 2} files, {size:,} bytes)\n"
    assert capsys.readouterr().out == expected


def test_a_large_site_is_indexed_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_IN_A_PART", 2)
    root = _site(tmp_path)
    site = read_site(root)
    assert list(search_index(site)) == []
    found = _index(root)
    assert json.loads(found["pagefind/parts.json"]) == ["2/"]
    counts = [
        json.loads(found[f"pagefind/{part}pagefind-entry.json"])["languages"]["en"]["page_count"] for part in ("", "2/")
    ]
    assert counts == [2, 1]
    assert "pagefind/pagefind.js" in found
    assert not [path for path in found if path.startswith("pagefind/2/") and path.endswith((".js", ".pagefind"))]
    assert site.files == set(read_all(root))


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    """Pagefind leaves the order of filters to chance: with sixty comments it would show."""
    many = "".join(
        f'<article class="comment" id="comment-{number}"><h3 id="c{number}">Name {number}</h3>'
        f"<p>Words {number} of a boat, a lamp and {number % 7} stones.</p>"
        f'<p data-pagefind-filter="situation">situation {number % 11}</p></article>'
        for number in range(60)
    )
    indexes = []
    for name in ("a", "b", "c"):
        search._indexed.cache_clear()
        site = _site(tmp_path / name, **{"comments/page-2/index.html": page(f"<main><h1>Two</h1>{many}</main>")})
        assert list(search_index(read_site(site))) == []
        indexes.append(_index(site))
    assert indexes[0] == indexes[1] == indexes[2]


def test_nothing_is_indexed_anew_while_no_words_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    run = subprocess.run

    def counted(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        runs.append(command)
        done: subprocess.CompletedProcess[str] = run(command, **options)
        return done

    monkeypatch.setattr("scripts.finish.search.subprocess.run", counted)
    root = _site(tmp_path)
    list(search_index(read_site(root)))
    first = _index(root)
    (root / "style.css").write_text("p { color: red }", encoding="utf-8")
    list(search_index(read_site(root)))
    assert (len(runs), _index(root)) == (1, first)
    (root / "lamp/index.html").write_text(ARTICLE.replace("Light", "Put out"), encoding="utf-8")
    list(search_index(read_site(root)))
    assert len(runs) == 2
    assert _index(root) != first


def test_what_an_older_index_left_is_taken_away(tmp_path: Path) -> None:
    root = _site(tmp_path, **{"pagefind/fragment/en_old.pf_fragment": "x"})
    site = read_site(root)
    list(search_index(site))
    assert "pagefind/fragment/en_old.pf_fragment" not in set(read_all(root)) | site.files


def test_an_index_that_cannot_be_made_is_one_fault_and_leaves_no_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = _site(tmp_path, **{"pagefind/pagefind-entry.json": "{}"})
    monkeypatch.setattr(
        "scripts.finish.search.subprocess.run",
        lambda *_, **__: subprocess.CompletedProcess([], 1, stdout="", stderr="No module\n named pagefind\n"),
    )
    (fault,) = search_index(read_site(root))
    assert str(fault) == (
        "site/pagefind: SE01 Pagefind made no search index, so nothing can be found: No module named pagefind. "
        "Run the set-up again, then build again."
    )
    assert _index(root) == {}
