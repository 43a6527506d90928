"""A server for a built site at localhost that answers as a static host does: packed text, 404.html for the rest."""

import contextlib
import functools
import gzip
import socket
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_TEXT = frozenset({".html", ".css", ".js", ".svg", ".xml", ".json", ".txt"})


@contextlib.contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a folder on a free port of localhost for as long as the context lasts.

    Yields:
        The address of its home page, with a slash at the end.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def free_port() -> int:
    """Give a port of localhost that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file, packed if it is text and the browser takes that."""
        path, status = Path(self.translate_path(self.path)), HTTPStatus.OK
        if path.is_dir() and not self.path.split("?")[0].endswith("/"):
            super().do_GET()  # redirects to the address with a slash
            return
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            path, status = Path(self.directory) / "404.html", HTTPStatus.NOT_FOUND
        body = path.read_bytes() if path.is_file() else b""
        packed = path.suffix in _TEXT and "gzip" in self.headers.get("Accept-Encoding", "")
        body = _packed(body) if packed else body
        self.send_response(status)
        kind = self.guess_type(path)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Keep quiet: the tests look at the pages, not at a log."""


@functools.lru_cache(maxsize=1024)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
