"""A server for a built site at localhost that answers as a static host does: compressed text, 404.html for the rest.

For tests and measurements; a published site needs no program of ours.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import threading
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT = frozenset({".html", ".css", ".js", ".svg", ".xml", ".json", ".txt"})


@contextlib.contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a folder on a free port of localhost for as long as the context lasts.

    Args:
        site: the folder that holds the built site.

    Yields:
        The address of its home page, with a slash at the end.
    """
    handler = functools.partial(_Handler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the base class has it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
    }

    def do_GET(self) -> None:
        """Answer with the file, compressed if it is text and the browser takes that."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and not self.path.split("?")[0].split("#")[0].endswith("/"):
            super().do_GET()  # redirects to the address with a slash
            return
        if path.is_dir():
            path /= "index.html"
        if path.is_file():
            self._send(path, HTTPStatus.OK)
        else:
            self._send(Path(self.directory) / "404.html", HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Keep quiet: the tests look at the pages, not at a log."""

    def _send(self, path: Path, status: HTTPStatus) -> None:
        body = path.read_bytes() if path.is_file() else b""
        accepted = self.headers.get("Accept-Encoding", "")
        coding = next((name for name in ("br", "gzip") if name in accepted), None) if path.suffix in _TEXT else None
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(path))
        if coding is not None:
            body = _compress(body, coding)
            self.send_header("Content-Encoding", coding)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)


@functools.lru_cache(maxsize=1024)
def _compress(body: bytes, coding: str) -> bytes:
    return brotli.compress(body) if coding == "br" else gzip.compress(body, mtime=0)
