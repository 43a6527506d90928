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


REPO = {"repo_url": "https://example.com/r", "repo_name": "The code", "edit_uri": "edit/docs/"}
#: Settings that do not touch each other, built together; front matter of the page ways/a.md under `more`.
BUILDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "bare": features(),
    "colours": theme(palette={"scheme": "lamplight", "primary": "teal", "accent": "amber"}),
    "slate": theme(palette={"scheme": "slate"}),
    "own styles": {"extra_css": ["assets/style.css", "own.css"]},
    "own marks": theme(icon={"logo": "material/home", "next": "material/home"}, features=["navigation.footer", "navigation.expand"]),
    "German": {
        **theme(language="de", logo="pic.png", favicon="pic.png", features=["navigation.footer"]), **REPO, "copyright": "Words by <b>us</b>",
        "extra": {
            "social": [{"icon": "material/email", "link": "mailto:a@b.example", "name": "Write"}],
            "alternate": [{"name": "Deutsch", "link": "/de/", "lang": "de"}],
        },
    },
    "Arabic": theme(language="ar"),
    "from the right": theme(direction="rtl"),
    "sections": {**features("navigation.sections", "navigation.indexes", "content.action.edit", "content.action.view"), **REPO},
    "pruned": features("navigation.prune"),
    "integrated": features("toc.integrate"),
    "contents": {"markdown_extensions": [{"toc": {"title": "In here"}}]},
    "hidden": {**features("navigation.path", "navigation.footer"), "more": "hide: [navigation, toc, path, footer]\n"},
    "of a page": {
        "extra": {"status": {"new": "Added lately"}}, "plugins": ["material/tags"],
        "more": "status: new\nicon: material/home\nsubtitle: A short one\ntags: [Hope]\n",
    },
    "meta": {"plugins": ["material/meta"]},
}  # fmt: skip
PAGE, HOME = "ways/a/index.html", "index.html"
#: Setting, the build that has it, where to look, what is there, and what is not.
ROWS: list[tuple[str, str, str, str, str]] = [
    ("palette.primary", "colours", "css", r"md-color-primary=teal\]\{", ""),
    ("palette.accent", "colours", "css", r"md-color-accent=amber\]\{", ""),
    ("palette.scheme", "slate", "css", r"md-color-scheme=slate\]\{", "color-scheme=lamplight"),
    ("font: false, own family", "own styles", "css", "--md-text-font:Own", ""),
    ("extra_css", "own styles", "css", r"h1\{top:7px\}", ""),
    ("logo", "German", PAGE, r'<img src="../../pic.png"', 'class="door"'),
    ("icon.logo", "own marks", PAGE, r"md-logo[^>]*>\s*<svg[^>]*viewBox", 'class="door"'),
    ("icon.next", "own marks", PAGE, "md-footer[\\s\\S]*M10 20v-6h4v6h5v-8h3", ""),
    ("favicon PNG", "German", PAGE, r'<link rel="icon" href="../../pic.png">', "svg.xml"),
    ("language", "German", PAGE, r'<html lang="de"', ""),
    ("language of the menus", "German", PAGE, "Zurück", ""),
    ("language written from the right", "Arabic", PAGE, r'<body dir="rtl"', ""),
    ("direction", "from the right", PAGE, r'<body dir="rtl"', ""),
    ("nav with sections", "plain", PAGE, r"<summary[^>]*>.*Ways.*</summary>", ""),
    ("navigation.sections", "sections", PAGE, "md-nav__item--section", ""),
    ("navigation.indexes", "sections", PAGE, r'<a href="../"[^>]*><span[^>]*>Ways<', ""),
    ("navigation.expand", "own marks", HOME, r"<details open>", ""),
    ("no navigation.expand", "plain", HOME, r"<details", "<details open>"),
    ("navigation.prune", "pruned", HOME, "--pruned", "ways/a/"),
    ("navigation.path", "plain", PAGE, r"md-path__link.*\n?.*Ways", ""),
    ("no navigation.path", "bare", PAGE, "md-main", "md-path"),
    ("navigation.footer", "own marks", PAGE, r"md-footer__link--next.*Way B", ""),
    ("no navigation.footer", "bare", PAGE, "md-footer", "md-footer__link"),
    ("toc", "plain", PAGE, r"md-sidebar--secondary[\s\S]*#one", ""),
    ("toc.integrate", "integrated", PAGE, r'aria-current="page">[\s\S]*#one', "md-sidebar--secondary"),
    ("toc.title", "contents", PAGE, "In here", "On this page"),
    ("content.action.edit", "sections", PAGE, r'href="https://example.com/r/edit/docs/ways/a.md"', ""),
    ("content.action.view", "sections", PAGE, r'href="https://example.com/r/raw/docs/ways/a.md"', ""),
    ("no content.action", "German", PAGE, "The code", "docs/ways/a.md"),
    ("repo_url", "German", PAGE, r'href="https://example.com/r"', ""),
    ("extra.social", "German", PAGE, r'href="mailto:a@b.example".*[\s\S]*Write', "_blank"),
    ("extra.alternate", "German", PAGE, r'<a href="/de/" hreflang="de" lang="de">Deutsch</a>', ""),
    ("copyright", "German", PAGE, "Words by <b>us</b>", "Made with"),
    ("hide: navigation", "hidden", PAGE, r'md-sidebar--primary"[^>]*hidden', ""),
    ("hide: toc", "hidden", PAGE, r'md-sidebar--secondary"[^>]*hidden', ""),
    ("hide: path", "hidden", PAGE, r'class="md-path"[^>]*hidden', ""),
    ("hide: footer", "hidden", PAGE, "md-footer", "md-footer__link"),
    ("status", "of a page", PAGE, r'md-status--new" role="img" aria-label="Added lately"', ""),
    ("icon of a page", "of a page", PAGE, r"M10 20v-6h4v6h5v-8h3", ""),
    ("subtitle", "of a page", PAGE, "<small>A short one</small>", ""),
    ("plugin tags", "of a page", PAGE, r'class="md-tag">Hope', ""),
    ("plugin meta", "meta", PAGE, "md-status--shared", ""),
]


@pytest.fixture(scope="module", params=BUILDS)
def of_build(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, str]]:
    return request.param, site(tmp_path_factory.mktemp("settings"), **BUILDS[request.param])


def test_a_setting_does_what_material_says(of_build: tuple[str, dict[str, str]]) -> None:
    build, found = of_build
    rows = [row for row in ROWS if row[1] == build]
    assert rows
    missed = [name for name, _, where, there, _ in rows if not re.search(there, found[where])]
    too_much = [name for name, _, where, _, gone in rows if gone and gone in found[where]]
    assert (missed, too_much) == ([], [])


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
