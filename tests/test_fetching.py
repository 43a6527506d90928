"""Fetching uploads from the old site: only on wish, from its own host, whole, in limits, and not twice."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from scripts.dev.sample_export import export, item
from scripts.wordpress.report import Report
from scripts.wordpress.uploads import LARGEST, fetcher
from tests.exports import load
from tests.golden import cases

UP = "/wp-content/uploads/2010/05"


def picture() -> bytes:
    Image.new("RGB", (2, 2)).save(data := io.BytesIO(), "PNG")
    return data.getvalue()


class Blog(ThreadingHTTPServer):
    """An old site: its files with type, content and the length that it says, and the paths that were asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.home, lamp = f"http://127.0.0.1:{self.server_port}", picture()
        self.files: dict[str, tuple[str, bytes, int]] = {
            f"{UP}/lamp.png": ("image/png", lamp, 0),
            f"{UP}/a%20song.mp3": ("audio/mpeg", b"la la", 0),
            f"{UP}/login.png": ("text/html", b"<form>", 0),
            f"{UP}/huge.png": ("image/png", bytes(LARGEST + 1), 0),
            f"{UP}/cut.png": ("image/png", lamp[:20], 60),
            f"{UP}/away.png": (f"http://localhost:{self.server_port}{UP}/lamp.png", b"", 0),
            f"{UP}/moved.png": (f"{self.home}{UP}/lamp.png", b"", 0),
        }


class Answer(BaseHTTPRequestHandler):
    server: Blog

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        kind, data, length = self.server.files.get(self.path, ("", b"", 0))
        self.send_response_only(404 if not kind else 302 if kind.startswith("http") else 200)
        self.send_header("Location" if kind.startswith("http") else "Content-Type", kind)
        self.send_header("Content-Length", str(length or len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def blog() -> Iterator[Blog]:
    """Give an old site that has a picture, a song, and much that is not what was asked for."""
    with Blog() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize(("name", "why"), cases("uploads.yml", "fetched"))
def test_a_file_comes_whole_or_it_is_said_why_not(
    blog: Blog, tmp_path: Path, name: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch, file = fetcher({"127.0.0.1"}), tmp_path / "2010" / "05" / name
    place = f"{blog.home}{UP}/{name}".removeprefix("http:")
    assert [fetch(place, file), fetch(place, file) if why else ""] == [why, why]
    assert len(blog.asked) == 1 + (name == "moved.png")
    assert [path.name for path in tmp_path.rglob("*.*")] == [name] * (not why)
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Fetched")]
    assert told == ([] if why else [f"Fetched {name}, {file.stat().st_size:,} bytes."])


def test_no_other_host_is_asked(blog: Blog, tmp_path: Path) -> None:
    why = fetcher({"blog.example"})(f"{blog.home}{UP}/lamp.png".removeprefix("http:"), tmp_path / "lamp.png")
    assert (why, blog.asked) == ("is at another host than the blog; nothing is fetched from there", [])


def bring(blog: Blog, folder: Path, **options: Any) -> Report:
    text = f'<img src="{blog.home}{UP}/lamp-300x200.png" alt="A lamp"> <a href="{UP}/a song.mp3">A song</a>'
    text += f' <a href="{UP}/late.pdf">Late</a> <a href="https://other.example{UP}/x.pdf">Other</a>'
    data = export(item(content_encoded=f"<![CDATA[{text}]]>", link=f"{blog.home}/a/"))
    data = data.replace(b"<channel>", f"<channel><link>{blog.home}</link>".encode(), 1)
    (folder / "docs").mkdir(exist_ok=True)
    return load(folder / "docs", data, uploads=folder / "up", **options)


def test_an_import_fetches_on_wish_only_and_goes_on_where_it_was(blog: Blog, tmp_path: Path) -> None:
    bring(blog, tmp_path, dry_run=True)
    assert blog.asked == []
    report = bring(blog, tmp_path, fetch=True)
    assert blog.asked == [f"{UP}/lamp.png", f"{UP}/a%20song.mp3", f"{UP}/late.pdf"]
    assert ["{page}:{line}: {what}".format(**look) for look in report.looks] == [
        f"articles/a-post.md:14: The file {UP}/late.pdf cannot be fetched: 404 Not Found."
    ]
    blog.files[f"{UP}/late.pdf"] = "application/pdf", b"%PDF-", 0
    blog.asked.clear()
    assert bring(blog, tmp_path, fetch=True).looks == []
    assert blog.asked == [f"{UP}/late.pdf"]
    page = (tmp_path / "docs" / "articles" / "a-post.md").read_text(encoding="utf-8")
    assert page.splitlines()[-1] == (
        "![A lamp](uploads/2010/05/lamp.png) [A song](uploads/2010/05/a%20song.mp3) [Late](uploads/2010/05/late.pdf) "
        f"[Other](https://other.example{UP}/x.pdf)"
    )
    there = {path.name for path in (tmp_path / "docs" / "articles" / "uploads").rglob("*.*")}
    assert there == {"lamp.png", "a song.mp3", "late.pdf"}
