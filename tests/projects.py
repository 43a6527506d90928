"""The fixture site as a project of its own: to build, to break, and to look at in a preview."""

import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.common.dates import VARIABLE, source_date
from tests.building import FIXTURE, ROOT, environment, write_settings
from tests.site_server import free_port
from tests.sites import change

PAGE = "articles/a-short-article.md"


class Project:
    """The fixture site as a project of its own, which its tests may break."""

    def __init__(self, folder: Path, docs: Path = FIXTURE / "docs") -> None:
        self.folder, self.docs, self.site = folder, folder / "docs", folder / "site"
        shutil.copytree(docs, self.docs)
        self.config = folder / "mkdocs.yml"
        write_settings(self.config, self.docs, self.site)
        # The time of one commit, also if there is another before the last build.
        self.environment = {**environment(self.docs), VARIABLE: str(source_date(ROOT))}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "mkdocs", *words, "-f", str(self.config)]

    def build(self, cwd: Path = ROOT) -> tuple[int, str]:
        command = self.command("build", "--strict")
        done = subprocess.run(command, cwd=cwd, env=self.environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def change(self, old: str, new: str, path: str = PAGE) -> None:
        change(self.docs / path, old, new)

    def left(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if path.name.startswith("."))

    @contextmanager
    def preview(self) -> Iterator[str]:
        """Serve it as `make serve` does, and give its address."""
        port = free_port()
        command = self.command("serve", "--no-strict", "--dev-addr", f"127.0.0.1:{port}", "--watch", str(self.docs))
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=quiet, stderr=quiet) as process:
            try:
                yield f"http://127.0.0.1:{port}/"
            finally:
                process.terminate()


def wait_for(address: str, words: str, *, there: bool = True) -> str:
    end = time.monotonic() + 300
    page = ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
                page = answer.read().decode()
        except OSError:
            page = ""
        if page and (words in page) == there:
            return page
        time.sleep(0.3)
    raise AssertionError(f"{words!r} did not {'come' if there else 'go'}:\n{page[:2000]}")
