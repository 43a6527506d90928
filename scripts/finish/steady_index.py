"""Makes two search indexes of the same pages the same, byte for byte, and each list of words in them smaller.

Pagefind 1.5 writes the values of a filter in the order of a hash table, which is another one in every run, and names
each file by a hash of what is in it: the filter's file, then the one that lists the filters, then the one that names
that. Here the values are put in the order of their names, and the three kinds of files are written anew.
https://github.com/Pagefind/pagefind/issues/638 is about the same in other files, which are steady since 1.3.

For each word that is looked for, the search page reads the list of all words from one to another in which it stands:
25 kB in Pagefind's lists, whose size cannot be set. Here they are cut to some 4 kB.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

import cbor2

ENTRY = "pagefind-entry.json"
#: How many bytes a list of words may have before it is packed. Shorter ones cost results: a word that no page has is
#: looked for by its beginning, in the same list.
LONGEST_LIST = 8_000
# How every file of the index begins, once it is unpacked.
_SIGNATURE = b"pagefind_dcd"


class IndexingError(Exception):
    """There is no index of use; the message says what is wrong with it, or what Pagefind said."""


def steady(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the files of an index as they would be if Pagefind kept an order.

    Args:
        files: what stands in each file of the index, by its path from the folder of the index.

    Raises:
        IndexingError: if a file is missing, or is not built as expected.
    """
    try:
        return _steady(files)
    except (KeyError, ValueError, TypeError, OSError, EOFError, zlib.error, cbor2.CBORError) as error:
        raise IndexingError(f"its files are not as Pagefind 1.5 writes them ({error})") from error


def _steady(files: Mapping[str, bytes]) -> dict[str, bytes]:
    kept = dict(files)
    entry = json.loads(kept.pop(ENTRY))
    for code, language in sorted(entry["languages"].items()):
        version, pages, chunks, filters, *rest = _unpacked(kept.pop(f"pagefind.{language['hash']}.pf_meta"))
        named = [[name, _rewritten(kept, code, old)] for name, old in sorted(filters)]
        lists = [part for *_, old in chunks for part in _cut(kept, code, old)]
        packed = _packed(cbor2.dumps([version, pages, lists, named, *rest]))
        language["hash"] = f"{code}_{hashlib.sha256(packed).hexdigest()[:10]}"
        kept[f"pagefind.{language['hash']}.pf_meta"] = packed
    kept[ENTRY] = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return dict(sorted(kept.items()))


def _rewritten(files: dict[str, bytes], code: str, old: str) -> str:
    """Put the values of a filter in order; give the new name of its file."""
    name, values = _unpacked(files.pop(f"filter/{old}.pf_filter"))
    return _kept(files, code, "filter", _packed(cbor2.dumps([name, sorted(values)])))


def _cut(files: dict[str, bytes], code: str, old: str) -> Iterator[tuple[str, str, str]]:
    """Cut a list of words; yield the first and the last word of each part, and the name of its file."""
    (words,) = _unpacked(files.pop(f"index/{old}.pf_index"))
    # Once for their sizes and for the lists, which are all that it takes the time for.
    encoded = list(map(cbor2.dumps, words))
    while words:
        sizes = accumulate(map(len, encoded))
        end = next((place for place, size in enumerate(sizes, 1) if size > LONGEST_LIST), len(words))
        part, words = words[:end], words[end:]
        # Zeros are one byte each, so what stands before them is how a list of a list of so many begins.
        packed = _packed(cbor2.dumps([[0] * end])[:-end], *encoded[:end])
        encoded = encoded[end:]
        yield part[0][0], part[-1][0], _kept(files, code, "index", packed)


def _kept(files: dict[str, bytes], code: str, kind: str, packed: bytes) -> str:
    """Put a file among the others; give its name."""
    name = f"{code}_{hashlib.sha256(packed).hexdigest()[:7]}"
    files[f"{kind}/{name}.pf_{kind}"] = packed
    return name


def _unpacked(data: bytes) -> Any:
    raw = gzip.decompress(data)
    if not raw.startswith(_SIGNATURE):
        raise ValueError("the signature is missing")
    return cbor2.loads(raw.removeprefix(_SIGNATURE))


def _packed(*encoded: bytes) -> bytes:
    return gzip.compress(_SIGNATURE + b"".join(encoded), 9, mtime=0)
