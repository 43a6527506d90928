"""Glue for MkDocs: check before, finish after.

Nothing of value lives here. The same checks run as `python -m scripts.content check`, and the same finish
as `python -m scripts.finish SITE --docs docs` over a site that another generator has built.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from mkdocs.exceptions import Abort

from scripts.comments import archive
from scripts.content.before_build import faults_before_build
from scripts.faults import ONLY_SHOWN, Fault, only_shown, report
from scripts.finish import finish
from scripts.source_date import VARIABLE, source_date
from scripts.today import today

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001
    """Tell all that a preview shows faults and goes on, and that what is built is as old as the last commit."""
    os.environ[ONLY_SHOWN] = "yes" if command == "serve" else ""
    try:
        os.environ[VARIABLE] = str(source_date(Path.cwd()))
    except ValueError as error:
        raise Abort(str(error)) from error


def on_pre_build(*, config: MkDocsConfig) -> None:
    """Check front matter, data and comments before anything is rendered from them."""
    docs = Path(config.docs_dir)
    _stop_on_errors([*faults_before_build(docs, today()), *archive.checks(docs)])
    if not only_shown() and config.extra.get("contact", "").endswith(".example"):
        message = (
            "extra.contact is still a placeholder; before you publish, write there the address where readers reach you."
        )
        click.echo(f"mkdocs.yml: {message}", err=True)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Finish the built site; a preview does without what only a host needs."""
    _stop_on_errors(
        finish(Path(config.site_dir), Path(config.docs_dir), Path(config.config_file_path), preview=only_shown())
    )


def _stop_on_errors(faults: Iterable[Fault]) -> None:
    errors = report(faults)
    if errors and not only_shown():
        raise Abort(f"The build stopped: {errors} {'error' if errors == 1 else 'errors'}, listed above.")
