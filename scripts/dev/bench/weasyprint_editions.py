"""The same editions by WeasyPrint, for comparison: `python -m scripts.dev.bench.weasyprint_editions SITE OUT`.

Each page that has an edition goes through WeasyPrint on A4 and on US Letter, and all together as a booklet, with the
site's own stylesheet for paper, as PDF/UA-1. WeasyPrint is no part of the project; `make bench-pdf` installs it.
"""

from __future__ import annotations

import importlib
import logging
from pathlib import Path
from typing import Any

import click
from lxml import etree, html

from scripts.common.built_pages import read_site
from scripts.editions.plan import printable_pages
from scripts.editions.reading import LEFT_OUT

_PAPERS = {"a4": "A4", "letter": "letter"}


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
def main(site: Path, out: Path) -> None:
    """Make the editions of the built SITE with WeasyPrint and write them into the folder OUT."""
    weasyprint: Any = importlib.import_module("weasyprint")
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    out.mkdir(parents=True, exist_ok=True)
    model = read_site(site)
    articles = {
        page.path: _article(site / page.path, str(number)) for number, page in enumerate(printable_pages(model))
    }
    stylesheets = [str(path) for path in sorted((site / "assets").glob("*.css"))]
    for paper, name in _PAPERS.items():
        size = weasyprint.CSS(string=f"@page {{ size: {name} }}")
        for title, parts in [
            *((path, [article]) for path, article in articles.items()),
            ("booklet", [*articles.values()]),
        ]:
            page = f'<html lang="en"><title>{title}</title><main>{"".join(parts)}</main></html>'
            document = weasyprint.HTML(string=page, base_url=str(site)).render(stylesheets=[*stylesheets, size])
            document.write_pdf(out / f"{title.replace('/', '-')}-{paper}.pdf", pdf_variant="pdf/ua-1")


def _article(file: Path, prefix: str) -> str:
    """Cut the article out of a page, with ids that no other article has."""
    # lxml's stubs know less of its HTML elements than it has.
    article: Any = html.fromstring(file.read_bytes()).find(".//main/article")
    for name in LEFT_OUT:
        tag, _, kind = name.partition(".")
        for element in article.findall(f".//{tag}"):
            if not kind or kind in element.get("class", "").split():
                element.drop_tree()
    for element in article.iter(etree.Element):
        for attribute in ("id", "href", "aria-labelledby"):
            value = element.get(attribute, "")
            if value and (attribute != "href" or value.startswith("#")):
                mark, value = ("#", value[1:]) if attribute == "href" else ("", value)
                element.set(attribute, mark + " ".join(f"{prefix}-{word}" for word in value.split()))
    return str(html.tostring(article, encoding="unicode"))


if __name__ == "__main__":
    main()
