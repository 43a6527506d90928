"""Glue for MkDocs and ProperDocs: scripts/build/one_build.py does all, for a generator that has no hooks as well."""

import os
import sys
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from scripts.build.one_build import Build
from scripts.common.dates import VARIABLE, source_date
from scripts.common.faults import ONLY_SHOWN, only_shown

_builds: list[Build] = []


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001
    """Tell all that a preview shows faults and goes on, and that what is built is as old as the last commit."""
    os.environ[ONLY_SHOWN] = "yes" if command == "serve" else ""
    try:
        os.environ[VARIABLE] = str(source_date(Path.cwd()))
    except ValueError as error:
        raise Abort(str(error)) from error


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let MkDocs write beside the old site, once all is checked."""
    _builds[:] = [Build(*map(Path, (config.site_dir, config.docs_dir, config.config_file_path)), preview=only_shown())]
    _builds[0].check(dict(config.theme), config.extra, config.plugins)
    config.site_dir = str(_builds[0].new)
    return config


def on_post_page(output: str, *, page: Any, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Let go of the text of a page that is written, which takes most memory; None would change titles in the menu."""
    page.content, page.markdown, page.toc = "", "", []
    return output


def on_post_build(*, config: MkDocsConfig) -> None:  # noqa: ARG001
    """Finish what was rendered; a preview is served at once, a build when MkDocs has found nothing wrong either."""
    _builds[0].finish()


def on_build_error(*, error: Exception) -> None:
    """Leave the old site as it stands."""
    if _builds:
        _builds.pop().give_up(str(error))


def on_shutdown() -> None:
    """Put the new site in place if nothing was wrong; whoever stops MkDocs by Ctrl+C comes here as well."""
    if _builds and not only_shown():
        build, stopped = _builds.pop(), sys.exception()
        build.give_up("It was stopped.") if stopped else build.take_place()
