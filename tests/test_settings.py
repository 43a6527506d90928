# ruff: noqa: E501 - a row of the table is a line
"""Each setting of Material does what its documentation says: setting → what a reader sees in the built page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from scripts.common.built_pages import read_site
from scripts.content.settings import without_effect
from scripts.finish.frame import frame
from scripts.finish.stylesheet import one_stylesheet
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FRONT = (
    "---\ntitle: {title}\ndescription: What {title} is about, told in a line that is long enough for it.\n"
    "kind: page\nedition: none\nchecked: 2026-11-23\n{more}---\n\n# {title}\n\nWords.\n\n## One\n\nMore.\n"
)
NAV = ["index.md", {"Ways": ["ways/index.md", "ways/a.md", {"Deep": ["ways/b.md"]}]}, {"Else": ["else.md"]}]
FEATURES = ["navigation.path"]


def site(folder: Path, more: str = "", **config: Any) -> dict[str, str]:
    """Build a tiny site, take out what is dead, and give its pages by their path, and all its rules as `css`."""
    docs, built = folder / "docs", folder / "site"
    titles = {
        "index.md": "Start",
        "ways/index.md": "Ways on",
        "ways/a.md": "Way A",
        "ways/b.md": "Way B",
        "else.md": "Else",
    }
    for name, title in titles.items():
        page = docs / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(FRONT.format(title=title, more=more if name == "ways/a.md" else ""), encoding="utf-8")
    (docs / "own.css").write_text(":root { --md-text-font: Own } h1 { top: 7px }", encoding="utf-8")
    (docs / "pic.png").write_bytes(b"\x89PNG")
    (docs / "ways" / ".meta.yml").write_text("status: shared\n", encoding="utf-8")
    own = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)["theme"]  # noqa: S506 - reads only strings
    theme = {**own, "font": False, "custom_dir": str(ROOT / "overrides"), "static_templates": []}
    theme |= {"features": FEATURES, **config.pop("theme", {})}
    settings: dict[str, Any] = {
        "site_name": "Tiny", "site_url": "https://tiny.example/", "docs_dir": str(docs), "site_dir": str(built), "nav": NAV,
        "extra_css": ["assets/style.css"], "plugins": [], "markdown_extensions": [{"toc": {"title": "On this page"}}],
        **config, "theme": theme,
    }  # fmt: skip
    file = folder / "mkdocs.yml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    mkdocs_build(load_config(str(file)))
    frame(built)
    model = read_site(built)
    assert list(one_stylesheet(model)) == []
    css = "".join((built / path).read_text("utf-8") for path in sorted(model.files) if path.endswith(".css"))
    return {**{path: page.text for path, page in model.pages.items()}, "css": css}


def theme(**settings: Any) -> dict[str, Any]:
    return {"theme": settings}


def features(*names: str) -> dict[str, Any]:
    return theme(features=list(names))


PAGE, HOME = "ways/a/index.html", "index.html"
#: Setting, its value, front matter of a page, where to look, what is there, and what is not.
ROWS: list[tuple[str, dict[str, Any], str, str, str, str]] = [
    ("palette.primary", theme(palette={"scheme": "lamplight", "primary": "teal"}), "", "css", r"md-color-primary=teal\]\{", ""),
    ("palette.accent", theme(palette={"scheme": "lamplight", "accent": "amber"}), "", "css", r"md-color-accent=amber\]\{", ""),
    ("palette.scheme", theme(palette={"scheme": "slate"}), "", "css", r"md-color-scheme=slate\]\{", "color-scheme=lamplight"),
    ("font: false, own family", {"extra_css": ["assets/style.css", "own.css"]}, "", "css", "--md-text-font:Own", ""),
    ("logo", theme(logo="pic.png"), "", PAGE, r'<img src="../../pic.png"', 'class="door"'),
    ("icon.logo", theme(icon={"logo": "material/home"}), "", PAGE, r"md-logo[^>]*>\s*<svg[^>]*viewBox", 'class="door"'),
    ("favicon PNG", theme(favicon="pic.png"), "", PAGE, r'<link rel="icon" href="../../pic.png">', "svg.xml"),
    ("language", theme(language="de"), "", PAGE, r'<html lang="de"', ""),
    ("language of the menus", theme(language="de", features=["navigation.footer"]), "", PAGE, "Zurück", ""),
    ("language written from the right", theme(language="ar"), "", PAGE, r'<body dir="rtl"', ""),
    ("direction", theme(direction="rtl"), "", PAGE, r'<body dir="rtl"', ""),
    ("nav with sections", {}, "", PAGE, r"<summary[^>]*>.*Ways.*</summary>", ""),
    ("navigation.sections", features("navigation.sections"), "", PAGE, "md-nav__item--section", ""),
    ("navigation.indexes", features("navigation.sections", "navigation.indexes"), "", PAGE, r'<a href="../"[^>]*><span[^>]*>Ways<', ""),
    ("navigation.expand", features("navigation.expand"), "", HOME, r"<details open>", ""),
    ("navigation.prune", features("navigation.prune"), "", HOME, "--pruned", "ways/a/"),
    ("navigation.path", features("navigation.path"), "", PAGE, r"md-path__link.*\n?.*Ways", ""),
    ("no navigation.path", features(), "", PAGE, "md-main", "md-path"),
    ("navigation.footer", features("navigation.footer"), "", PAGE, r"md-footer__link--next.*Way B", ""),
    ("no navigation.footer", features(), "", PAGE, "md-footer", "md-footer__link"),
    ("icon.next", {"theme": {"features": ["navigation.footer"], "icon": {"next": "material/home"}}}, "", PAGE, "M10 20v-6h4v6h5v-8h3", ""),
    ("toc", {}, "", PAGE, r"md-sidebar--secondary[\s\S]*#one", ""),
    ("toc.integrate", features("toc.integrate"), "", PAGE, r'aria-current="page">[\s\S]*#one', "md-sidebar--secondary"),
    ("toc.title", {"markdown_extensions": [{"toc": {"title": "In here"}}]}, "", PAGE, "In here", "On this page"),
    ("content.action.edit", {**features("content.action.edit"), "repo_url": "https://example.com/r", "edit_uri": "edit/docs/"}, "",
     PAGE, r'href="https://example.com/r/edit/docs/ways/a.md"', ""),
    ("content.action.view", {**features("content.action.view"), "repo_url": "https://example.com/r", "edit_uri": "edit/docs/"}, "",
     PAGE, r'href="https://example.com/r/raw/docs/ways/a.md"', ""),
    ("repo_url", {"repo_url": "https://example.com/r", "repo_name": "The code"}, "", PAGE, "The code", ""),
    ("extra.social", {"extra": {"social": [{"icon": "material/email", "link": "mailto:a@b.example", "name": "Write"}]}}, "",
     PAGE, r'href="mailto:a@b.example".*[\s\S]*Write', "_blank"),
    ("extra.alternate", {"extra": {"alternate": [{"name": "Deutsch", "link": "/de/", "lang": "de"}]}}, "", PAGE,
     r'<a href="/de/" hreflang="de" lang="de">Deutsch</a>', ""),
    ("copyright", {"copyright": "Words by <b>us</b>"}, "", PAGE, "Words by <b>us</b>", "Made with"),
    ("extra_css", {"extra_css": ["assets/style.css", "own.css"]}, "", "css", r"h1\{top:7px\}", ""),
    ("hide: navigation", {}, "hide: [navigation]\n", PAGE, r'md-sidebar--primary"[^>]*hidden', ""),
    ("hide: toc", {}, "hide: [toc]\n", PAGE, r'md-sidebar--secondary"[^>]*hidden', ""),
    ("hide: path", {}, "hide: [path]\n", PAGE, r'class="md-path"[^>]*hidden', ""),
    ("hide: footer", features("navigation.footer"), "hide: [footer]\n", PAGE, "md-footer", "md-footer__link"),
    ("status", {"extra": {"status": {"new": "Added lately"}}}, "status: new\n", PAGE, r'md-status--new" role="img" aria-label="Added lately"', ""),
    ("icon of a page", {}, "icon: material/home\n", PAGE, r"M10 20v-6h4v6h5v-8h3", ""),
    ("subtitle", {}, "subtitle: A short one\n", PAGE, "<small>A short one</small>", ""),
    ("plugin tags", {"plugins": ["material/tags"]}, "tags: [Hope]\n", PAGE, r'class="md-tag">Hope', ""),
    ("plugin meta", {"plugins": ["material/meta"]}, "", PAGE, "md-status--shared", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "config", "more", "where", "there", "gone"), ROWS, ids=[row[0] for row in ROWS])
def test_a_setting_does_what_material_says(  # noqa: PLR0913, PLR0917 - the columns of the table
    tmp_path: Path, name: str, config: dict[str, Any], more: str, where: str, there: str, gone: str
) -> None:
    found = site(tmp_path, more, **config)[where]
    assert re.search(there, found), f"{name}: {there} is not in\n{found}"
    assert not gone or gone not in found, f"{name}: {gone} is in\n{found}"


def test_there_are_rows_enough() -> None:
    assert len({row[0] for row in ROWS}) >= 25


def test_what_has_no_effect_is_named() -> None:
    theme = {
        "features": ["navigation.instant", "search.suggest", "navigation.path"],
        "palette": [{}],
        "font": {"text": "X"},
    }
    assert list(without_effect(theme, {"analytics": {"provider": "x"}, "foot": []}, ["material/search", "tags"])) == [
        "mkdocs.yml: `theme.features: navigation.instant` has no effect here: it needs a script, and pages for reading have none.",
        "mkdocs.yml: `theme.features: search.suggest` has no effect here: this site's search has a page of its own, docs/search.md.",
        "mkdocs.yml: `theme.palette: a list` has no effect here: a choice of palettes needs a script; write one, and `scheme: lamplight` follows the reader's system.",
        "mkdocs.yml: `theme.font` has no effect here: it would send readers to another host; write `font: false`, and `--md-text-font` in a file of `extra_css`.",
        "mkdocs.yml: `extra.analytics` has no effect here: nobody is counted here.",
        "mkdocs.yml: `plugins: search` has no effect here: this site's search has a page of its own, docs/search.md.",
    ]
