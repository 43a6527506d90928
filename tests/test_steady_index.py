import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.finish.steady_index import ENTRY, LONGEST_LIST, IndexingError, steady

# Each word with its pages; one of them is as long as a list may be.
WORDS = [
    [word, [[1, [number] * 900]], []] for number, word in enumerate(["a", "b", "c"] + [f"d{n:02}" for n in range(40)])
]
VALUES = {"topic": {"b": [1, 2], "a": [0]}, "kind": {"Page": [0, 1, 2]}}


def _pack(value: object) -> bytes:
    return gzip.compress(b"pagefind_dcd" + cbor2.dumps(value))


def _unpack(data: bytes) -> Any:
    return cbor2.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))


def _index(
    filters: Mapping[str, Mapping[str, Sequence[int]]], names: str = "x", words: Sequence[object] = WORDS
) -> dict[str, bytes]:
    """Write an index whose files have names of their own."""
    listed = [[name, f"en_{names}{place}"] for place, name in enumerate(filters)]
    files = {f"filter/{file}.pf_filter": _pack([name, list(map(list, filters[name].items()))]) for name, file in listed}
    meta = ["1.5.2", [["en_1", 3]], [["a", "z", "en_2"]], listed, [], ["title"]]
    entry = {"version": "1.5.2", "languages": {"en": {"hash": f"en_{names}", "wasm": "en", "page_count": 1}}}
    return {
        **files,
        "index/en_2.pf_index": _pack([words]),
        f"pagefind.en_{names}.pf_meta": _pack(meta),
        ENTRY: json.dumps(entry).encode(),
        "pagefind.js": b"let a",
    }


def test_filters_come_in_the_order_of_their_names_and_so_do_their_values_and_all_else_stays() -> None:
    found = steady(_index(VALUES))
    language = json.loads(found[ENTRY])["languages"]["en"]
    meta = _unpack(found[f"pagefind.{language['hash']}.pf_meta"])
    assert isinstance(meta, list)
    assert [(name, _unpack(found[f"filter/{file}.pf_filter"])) for name, file in meta[3]] == [
        ("kind", ["kind", [["Page", [0, 1, 2]]]]),
        ("topic", ["topic", [["a", [0]], ["b", [1, 2]]]]),
    ]
    assert (meta[:2], meta[4:]) == (["1.5.2", [["en_1", 3]]], [[], ["title"]])
    assert (language["wasm"], language["page_count"], found["pagefind.js"]) == ("en", 1, b"let a")
    assert len(found) == 5 + len(meta[2])


def test_a_list_of_words_is_cut_where_it_is_long_and_each_part_is_known_by_its_first_and_last_word() -> None:
    found = steady(_index(VALUES))
    (meta,) = [_unpack(data) for name, data in found.items() if name.endswith(".pf_meta")]
    lists = [_unpack(found[f"index/{name}.pf_index"])[0] for _, _, name in meta[2]]
    assert [word for part in lists for word in part] == WORDS
    assert [[part[0][0], part[-1][0]] for part in lists] == [ends[:2] for ends in meta[2]]
    sizes = [[len(cbor2.dumps(word)) for word in part] for part in lists]
    assert all(sum(part[:-1]) <= LONGEST_LIST for part in sizes)
    assert all(sum(part) > LONGEST_LIST for part in sizes[:-1])
    assert len(lists) > 2


_FILTERS = st.dictionaries(st.text(max_size=8), st.dictionaries(st.text(), st.lists(st.integers(0, 9)), max_size=6))


@given(_FILTERS)
def test_neither_order_nor_names_of_what_comes_in_make_a_difference(filters: dict[str, dict[str, list[int]]]) -> None:
    turned = {name: dict(reversed(values.items())) for name, values in reversed(filters.items())}
    first = steady(_index(filters, words=WORDS[:2]))
    assert steady(_index(turned, "other", WORDS[:2])) == first
    assert steady(first) == first


@pytest.mark.parametrize(
    "damage",
    [
        {ENTRY: b"{}"},
        {ENTRY: b"not JSON"},
        {"pagefind.en_x.pf_meta": b"not packed"},
        {"pagefind.en_x.pf_meta": gzip.compress(b"no signature")},
        {"pagefind.en_x.pf_meta": _pack(["2.0"])},
        {"pagefind.en_x.pf_meta": _pack("cut short")[:-9]},
        {"filter/en_x0.pf_filter": _pack("a word")},
        {"filter/en_x0.pf_filter": None},
    ],
)
def test_an_index_of_another_kind_is_refused(damage: dict[str, bytes | None]) -> None:
    files = {name: data for name, data in {**_index(VALUES), **damage}.items() if data is not None}
    with pytest.raises(IndexingError, match=r"^its files are not as Pagefind 1\.5 writes them \("):
        steady(files)
