"""One build of the site, whoever renders the pages: check, render beside the old site, finish, then take its place.

Whenever it is stopped or fails, the old site stands to the last byte. A preview stands as it was too, and shows the
faults on each of its pages. `python -m scripts.build --generator NAME` is one by any generator that is installed.
"""

import gc
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final

import click

from scripts.comments import archive
from scripts.common import whole_folder
from scripts.common.dates import today
from scripts.common.faults import Fault, report
from scripts.common.kept import forget_unused
from scripts.common.partials import filled
from scripts.content.before_build import faults_before_build
from scripts.content.settings import without_effect
from scripts.finish import finish

_BODY: Final = re.compile(r"(<body\b[^>]*>)(?:<!--faults-->.*?<!--/faults-->)?", re.DOTALL)


class BuildStoppedError(click.ClickException):
    """The site was not built; the message says why, and what stands now."""


class Build:
    """A build of one site.

    Attributes:
        new: the folder into which the generator writes.
        faults: what is wrong, as far as the build has come.
    """

    def __init__(self, site: Path, docs: Path, config: Path, *, preview: bool = False) -> None:
        """Make room beside the old site, and clean up after a build that was stopped.

        Args:
            site: the folder of the site, which need not exist.
            docs: the folder of the pages.
            config: the settings, `mkdocs.yml`.
            preview: whether the site is only looked at on this machine.

        Raises:
            BuildStoppedError: another build is at work, or the folder may not be written to.
        """
        # Pages stay until the build ends: to look for garbage after each 700 new objects finds none, and costs.
        gc.set_threshold(100_000, 50, 100)
        self._site, self._docs, self._config, self._preview = site.resolve(), docs, config, preview
        self.new = whole_folder.beside(self._site) / site.name
        self.faults: list[Fault] = []
        self._open = ExitStack()
        try:
            if not preview:
                self._site.parent.mkdir(parents=True, exist_ok=True)
                self._open.enter_context(whole_folder.alone(self._site.parent))
            whole_folder.clean(self._site)
            self.new.mkdir(parents=True)
        except OSError as error:
            self._open.close()
            raise BuildStoppedError(f"Nothing was built: {str(error).rstrip('.')}. {self._stands()}") from error

    def check(self, theme: Mapping[str, Any], extra: Mapping[str, Any], plugins: Iterable[str]) -> None:
        """Check front matter, data and comments before anything is rendered, and name what the settings say in vain.

        Args:
            theme: what stands under `theme` in mkdocs.yml.
            extra: what stands under `extra`.
            plugins: the names of the plugins.

        Raises:
            BuildStoppedError: there are errors; a preview goes on.
        """
        for line in without_effect(theme, extra, plugins):
            click.echo(line, err=True)
        self._found([*faults_before_build(self._docs, today(), self._config), *archive.checks(self._docs)])
        if not self._preview and str(extra.get("contact", "")).endswith(".example"):
            click.echo(
                "mkdocs.yml: extra.contact is still a placeholder; before you publish, "
                "write there the address where readers reach you.",
                err=True,
            )

    def finish(self) -> None:
        """Finish what was rendered; a preview does without what only a host needs, and is in place at once.

        Raises:
            BuildStoppedError: there are errors; a preview goes on.
        """
        self._found(finish(self.new, self._docs, self._config, preview=self._preview))
        if self._preview:
            self.take_place()

    def take_place(self) -> None:
        """Let the new site take the place of the old one, in one step; a faulty preview leaves the old one there.

        Raises:
            BuildStoppedError: the file system refuses; the old site stands.
        """
        errors = [str(fault) for fault in sorted(set(self.faults)) if fault.level == "error"]
        try:
            if not errors or not any(self._site.glob("*.html")):
                if not self._preview:
                    # Else a machine that stops could keep the new name without the new files.
                    os.sync()
                whole_folder.swap(self._site, self.new)
        except OSError as error:
            self._close()
            raise BuildStoppedError(f"The site could not be put in place: {error}. {self._stands()}") from error
        if errors:
            self._show(errors)
        if not self._preview:
            forget_unused()
        self._close()

    def give_up(self, message: str) -> None:
        """Leave the old site as it stands, say so, and take away what was begun.

        Args:
            message: what went wrong; a preview shows it.
        """
        if self._preview:
            self._show([message])
        elif self._stands() not in message:
            click.echo(self._stands(), err=True)
        self._close()

    def _found(self, faults: Iterable[Fault]) -> None:
        found = list(faults)
        self.faults += found
        errors = report(found)
        if errors and not self._preview:
            raise BuildStoppedError(f"The build stopped at the errors above. {self._stands()}")

    def _stands(self) -> str:
        name = self._site.name
        return f"{name}/ is still the old site." if self._site.exists() else f"There is no {name}/ yet."

    def _show(self, messages: Sequence[str]) -> None:
        """Lay messages over each page of the preview."""
        shown = f"<!--faults-->{filled('preview/faults.html', faults=messages)}<!--/faults-->"
        for file in self._site.rglob("*.html"):
            page = file.read_text(encoding="utf-8")
            file.write_text(_BODY.sub(lambda body: body[1] + shown, page, count=1), encoding="utf-8")

    def _close(self) -> None:
        # What cannot be removed now is removed by the next build.
        with suppress(OSError):
            shutil.rmtree(self.new.parent)
        self._open.close()
