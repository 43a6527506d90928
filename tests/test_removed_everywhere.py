"""What a removal promises: after the next build no file of the site holds a word of the comment, packed or not."""

import gzip
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pypdfium2 as pdfium  # type: ignore[import-untyped]

from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.comments.remove import Removal
from scripts.common.kept import TAKEN_DOWN
from tests.building import FIXTURE_SETTINGS, ROOT, built, fixture_docs

# Words that nobody else uses, one in each place where a comment has words.
QUOTED = "Nobody but the zwibbelquoted cat knew of it"
REGRETTED = Comment(
    id="77",
    name="Zwibbelname",
    text=f"A zwibbeltext that was regretted. {QUOTED}",
    summary="A zwibbelsummary of it",
    content_note="Mentions zwibbelnote.",
    url="https://zwibbeladdress.example/",
    editor_note="Our zwibbelediting.",
)
SECRETS = re.findall("zwibbel[a-z]+", str(REGRETTED).casefold())


def _docs(folder: Path) -> Path:
    """Give the pages of the fixture site with a comment that will be regretted, and an answer to it."""
    docs = fixture_docs(folder)
    shutil.copy(ROOT / "docs" / "search.md", docs)
    words = "An answer that stays.\n\nDear Zwibbelname,\n\n"
    words += f"<blockquote>{QUOTED}</blockquote>\n“{QUOTED.lower()}” is well said."
    answer = Comment(id="78", name="Al Turtle", text=words, reply_to="77", by="author")
    with (docs / "comments/what-to-do-when-he-or-she-leaves/page-1.md").open("a", encoding="utf-8") as page:
        page.write("\n" + "\n".join(Record.of(comment).source for comment in (REGRETTED, answer)))
    return docs


def _texts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give a file and all that is packed in it."""
    yield name, data
    if name.endswith(".gz") or data.startswith(b"\x1f\x8b"):
        yield from _texts(f"{name} unpacked", gzip.decompress(data))
    elif data.startswith(b'packed("'):
        # Files of the search's index, as a script for a stick.
        escapes = {b"n": b"\n", b"r": b"\r"}
        for file, text in re.findall(rb'packed\("([^"]*)", "((?:[^"\\]|\\.)*)"\)', data, re.DOTALL):
            whole = re.sub(rb"\\(.)", lambda found: escapes.get(found[1], found[1]), text)
            yield from _texts(f"{name}: {file.decode()} unpacked", whole)
    elif name.endswith(".br"):
        yield f"{name} unpacked", brotli.decompress(data)
    elif name.endswith(".pdf"):
        pdf = pdfium.PdfDocument(data)
        for number in range(len(pdf)):
            # Read without its line ends: a word may be hyphenated.
            text = pdf[number].get_textpage().get_text_range()
            yield f"{name}, page {number + 1}", "".join(text.replace("\ufffe", "").split()).encode()
        pdf.close()
    elif name.endswith((".epub", ".zip")):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for inner in packed.namelist():
                yield from _texts(f"{name}: {inner}", packed.read(inner))


def _found(site: Path) -> dict[str, list[str]]:
    """Give the files that each secret is found in."""
    texts = list[tuple[str, bytes]]()
    for path in sorted(site.rglob("*")):
        # Another build with the same cache may take a file away meanwhile; what is gone holds nothing.
        with suppress(FileNotFoundError, IsADirectoryError):
            texts += _texts(path.relative_to(site).as_posix(), path.read_bytes())
    lower = [(name, data.lower()) for name, data in texts]
    return {secret: [name for name, data in lower if secret.encode() in data] for secret in SECRETS}


def test_after_a_removal_no_file_of_the_site_holds_a_word_of_it(tmp_path: Path) -> None:
    docs, site = _docs(tmp_path), tmp_path / "site"
    nav = [*FIXTURE_SETTINGS["nav"], {"Search": "search.md"}]
    built(docs, site, nav=nav)
    before = _found(site)
    page = "comments/what-to-do-when-he-or-she-leaves/page-1/index.html"
    assert page in before["zwibbeltext"]
    packings = (".br unpacked", ".gz unpacked", ".pf_fragment unpacked", ".js: en_", ".pdf, page")
    for packed in (*packings, ".epub: ", "website.zip: "):
        assert any(packed in name for name in before["zwibbeltext"]), packed
    assert {"articles/what-to-do-when-he-or-she-leaves/index.html", page} <= set(before["zwibbelsummary"])

    found = Removal(docs, "77")
    found.do(one for one in found.repeats if not one.doubt)
    # Beside the folder of the pages, where a project has it; here, where this build keeps its work.
    (ROOT / ".cache" / TAKEN_DOWN).touch()
    assert any(_found(ROOT / ".cache" / "pages")["zwibbeltext"])
    built(docs, site, nav=nav)
    for folder in (site, *(ROOT / ".cache" / kind for kind in ("pages", "framed", "offline"))):
        assert _found(folder) == {secret: [] for secret in SECRETS}
    text = (site / page).read_text(encoding="utf-8")
    assert 'id="comment-77"' in text
    assert "An answer that stays." in text
    # Three in the page, and three in what it says for machines.
    assert text.count("[removed]") == 6
