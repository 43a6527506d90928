import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.common import kept
from scripts.common.built_pages import read_site
from scripts.finish import search
from scripts.finish.search import findable, records, search_index
from tests.building import ROOT
from tests.golden import compare
from tests.sites import make_site, page, read_all

SEARCH_PAGE = page('<main><form data-search-index="../pagefind/pagefind.js"></form></main>')
ARTICLE = page("<main data-pagefind-body><h1>The lamp</h1><p>Light a <b>lamp</b>.</p></main>")
COMMENTS = page((ROOT / "tests/fixtures/search/comments.html").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "cache")
    return tmp_path / "cache" / "search"


def _site(folder: Path, **more: str) -> Path:
    files: dict[str, str | bytes] = {
        "search/index.html": SEARCH_PAGE,
        "lamp/index.html": ARTICLE,
        "comments/page-1/index.html": COMMENTS,
    }
    return make_site(folder, {**files, **more})


def _records(site: Path) -> dict[str, str]:
    return {path: data.decode() for one in findable(read_site(site)) for path, data in records(one)}


def _index(site: Path) -> dict[str, bytes]:
    """Make the index of a site, without a fault, and give its files."""
    model = read_site(site)
    assert list(search_index(model)) == []
    found = read_all(site)
    assert model.files == set(found)
    return {path.removeprefix("pagefind/"): data for path, data in found.items() if path.startswith("pagefind/")}


def test_pages_with_words_and_comments_with_a_name_can_be_found(tmp_path: Path, rewrite_golden: bool) -> None:
    asked = ARTICLE.replace("data-pagefind-body", 'data-pagefind-body data-asked="how bright ¶ which oil"')
    more = {
        "old/index.html": ARTICLE.replace("<head>", '<head><meta name="robots" content="noindex">'),
        # Questions that lead to a page weigh most, and are no text of it.
        "asked/index.html": asked,
        # Comments are no part of the page that they stand on.
        "marked/index.html": COMMENTS.replace("<main>", "<main data-pagefind-body>"),
        # An id need not be the name of a file.
        "id/index.html": page('<article class="comment" id="../../ä b"><h3 id="c">Ann</h3><p>boat</p></article>'),
    }
    site = _site(tmp_path, **more)
    assert _index(site)
    assert (site / "asked/index.html").read_text(encoding="utf-8") == asked
    text = "".join(f"===== {path}\n{record}\n" for path, record in _records(site).items())
    compare("records.txt", text, rewrite=rewrite_golden)


def test_the_list_of_words_begins_with_the_most_frequent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_WORDS", 4)
    words = page(
        "<main data-pagefind-body><h1>Harbour</h1><p class=nowords>Harbour, ÉTRANGER &eacute; étranger candle "
        "lantern candle candle short.</p><script>let functions, functions, functions</script></main>"
    )
    site = _site(tmp_path, **{"lamp/index.html": words, "comments/page-1/index.html": page("<main>nobody</main>")})
    assert _index(site)["words.json"].decode() == '["candle", "harbour", "étranger", "lantern"]'


def test_a_site_without_a_search_page_gets_no_index(tmp_path: Path) -> None:
    assert _index(make_site(tmp_path, {"lamp/index.html": ARTICLE})) == {}


def test_the_index_is_what_the_page_needs_and_no_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _index(_site(tmp_path, **{"pagefind/fragment/en_old.pf_fragment": "x"}))
    kinds = {path.replace("/", ".").split(".")[0] for path in found}
    assert kinds == {"filter", "fragment", "index", "pagefind", "pagefind-entry", "parts", "wasm", "words"}
    assert not [path for path in found if "unknown" in path or "en_old" in path]
    assert json.loads(found["pagefind-entry.json"])["languages"]["en"]["page_count"] == 3
    assert found["parts.json"] == b"[]"
    assert capsys.readouterr().out == "3 pages and comments can be found by words\n"


def test_a_large_site_is_indexed_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_IN_A_PART", 2)
    found = _index(_site(tmp_path))
    assert json.loads(found["parts.json"]) == ["2/"]
    entries = [json.loads(found[f"{part}pagefind-entry.json"]) for part in ("", "2/")]
    assert [entry["languages"]["en"]["page_count"] for entry in entries] == [1, 2]
    assert "pagefind.js" in found
    assert not [path for path in found if path.startswith("2/") and path.endswith((".js", ".pagefind"))]
    # Nothing of the last page is found: it makes no part.
    removed = page('<article class="comment" data-removed id="comment-6"><h3>Gone</h3></article>' * 2)
    assert _index(_site(tmp_path / "b", **{"comments/page-2/index.html": removed}))["parts.json"] == b'["2/"]'


def test_the_same_words_are_indexed_once(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[object] = []
    real = subprocess.run

    def counted(*command: Any, **how: Any) -> subprocess.CompletedProcess[str]:
        runs.append(command)
        return real(*command, **how)

    monkeypatch.setattr("scripts.finish.search.subprocess.run", counted)
    first, again = _index(_site(tmp_path / "a")), _index(_site(tmp_path / "b"))
    assert (len(runs), again) == (1, first)
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert _index(_site(tmp_path / "c")) == first
    changed = _site(tmp_path / "d", **{"one-more/index.html": page("<main data-pagefind-body><h1>New</h1></main>")})
    assert _index(changed) != first
    assert len(runs) == 3


def test_an_index_that_cannot_be_made_is_one_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _site(tmp_path, **{"pagefind/pagefind-entry.json": "{}"})
    failed = subprocess.CompletedProcess([], 1, stdout="", stderr="No module\n named pagefind\n")
    # The first part is made, the second is not.
    monkeypatch.setattr(search, "MOST_IN_A_PART", 2)
    runs: Iterator[Any] = iter([subprocess.run, lambda *_, **__: failed])
    monkeypatch.setattr("scripts.finish.search.subprocess.run", lambda *command, **how: next(runs)(*command, **how))
    site = read_site(root)
    (fault,) = search_index(site)
    assert str(fault) == (
        "site/pagefind: SE01 Pagefind made no search index, so nothing can be found: No module named pagefind. "
        "Run the set-up again, then build again."
    )
    assert site.files == set(read_all(root)) == {path for path in site.files if not path.startswith("pagefind/")}
