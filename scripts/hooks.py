"""Glue between MkDocs and the rest: each event hands over to a module that knows nothing of MkDocs.

Nothing of value lives here. The same checks run as `python -m scripts.content check`, and the same finish
as `python -m scripts.finish SITE` over a site that another generator has built.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from mkdocs.exceptions import Abort

from scripts.comments import archive as comment_archive
from scripts.comments.page_context import around_comments, below_article
from scripts.content import markup, routes
from scripts.content.before_build import DATA, ROUTES, faults_before_build
from scripts.content.cross_links import cross_links, rendered_pages
from scripts.content.related import related_pages
from scripts.content.settings import without_effect
from scripts.faults import Fault, report, shown_path
from scripts.finish import finish
from scripts.old_addresses import TABLE
from scripts.source_date import VARIABLE, source_date
from scripts.today import today

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from scripts.content.cross_links import CrossLinks

_PLACEHOLDER = ".example"
_DATA_FILES = {
    "scripts.content.help_lines_block": "help-lines.yml",
    "scripts.content.evidence_block": "evidence.yml",
    "scripts.content.glossary_block": "glossary.yml",
    "scripts.content.glossary_links": "glossary.yml",
}

_serving = False
_sources: dict[str, str] = {}
_around: dict[str, CrossLinks] = {}
_pages: dict[str, Page] = {}
_archives: list[comment_archive.Archive] = []


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001
    """Remember whether this is a preview: a preview shows faults and goes on, a build stops.

    Whatever is written of a time is that of the last commit.
    """
    global _serving  # noqa: PLW0603 - MkDocs gives this event no place to keep it
    _serving = command == "serve"
    try:
        os.environ[VARIABLE] = str(source_date(Path.cwd()))
    except ValueError as error:
        raise Abort(str(error)) from error


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Point the Markdown blocks at the data files of this docs folder."""
    for extension, file in _DATA_FILES.items():
        config.mdx_configs.setdefault(extension, {})["data"] = str(Path(config.docs_dir) / DATA / file)
    config.mdx_configs.setdefault("scripts.comments.extension", {})["show_faults"] = _serving
    for line in without_effect(dict(config.theme), config.extra, config.plugins):
        click.echo(line, err=True)
    return config


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Tell the glossary links which page they are on, and the sitemap when it last changed."""
    config.mdx_configs["scripts.content.glossary_links"]["page"] = page.file.src_uri
    page.update_date = str(page.meta.get("checked", page.update_date))
    return markdown


def on_pre_build(*, config: MkDocsConfig) -> None:
    """Check front matter, data and comments before anything is rendered from them."""
    docs = Path(config.docs_dir)
    blocks = markup.known_blocks(config.markdown_extensions, config.mdx_configs)
    _stop_on_errors([*faults_before_build(docs, today()), *comment_archive.checks(docs), *markup.checks(docs, blocks)])
    _archives[:] = comment_archive.load_all(docs)
    if not _serving and config.extra.get("contact", "").endswith(_PLACEHOLDER):
        click.echo(
            "mkdocs.yml: extra.contact is still a placeholder; before you publish, "
            "write there the address where readers reach you.",
            err=True,
        )


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Keep which page comes from which Markdown file, so that faults name what a person edits."""
    docs = Path(config.docs_dir)
    _sources.clear()
    _sources.update({file.dest_uri: shown_path(docs / file.src_uri) for file in files.documentation_pages()})
    return files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Compute what leads from page to page, now that all are rendered."""
    _pages.clear()
    _pages.update({file.src_uri: file.page for file in files.documentation_pages() if file.page is not None})
    _around.clear()
    _around.update(cross_links(rendered_pages(files), routes.load(Path(config.docs_dir) / ROUTES)))
    env.globals["page_named"] = _pages
    env.globals["noindex_pages"] = comment_archive.noindex_pages(_archives)
    return env


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:  # noqa: ARG001
    """Give the templates what stands around the text: related pages, computed cross-links, comments."""
    name, site_url = page.file.src_uri, config.site_url or ""
    context["around"] = _around.get(name)
    context["related"] = related_pages(page, _pages)
    context["comments"] = below_article(_archives, name, site_url)
    context["archive"] = around_comments(_archives, name, site_url)
    return context


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Let go of the text of a page that has been rendered: MkDocs would keep all of them to the end."""
    page.content = page.markdown = ""
    return output


def on_post_build(*, config: MkDocsConfig) -> None:
    """Finish the built site; a preview does without what only a host needs."""
    _stop_on_errors(finish(Path(config.site_dir), _sources, Path(config.docs_dir) / TABLE, preview=_serving))


def _stop_on_errors(faults: Iterable[Fault]) -> None:
    errors = report(faults)
    if errors and not _serving:
        raise Abort(f"The build stopped: {errors} {'error' if errors == 1 else 'errors'}, listed above.")
