"""Each setting of Material does what its documentation says: setting → what a reader sees in the built page."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from scripts.common.built_pages import read_site
from scripts.content.settings import without_effect
from scripts.finish.frame import frame
from scripts.finish.stylesheet import one_stylesheet
from tests.building import ROOT
from tests.golden import golden_data
from tests.sites import write_files

GOLDEN: dict[str, Any] = golden_data("settings.yml")
WHERE = {"page": "ways/a/index.html", "home": "index.html", "css": "css"}


def site(folder: Path, more: str = "", **config: Any) -> dict[str, str]:
    """Build a tiny site, take out what is dead, and give its pages by their path, and all its rules as `css`."""
    docs, built = folder / "docs", folder / "site"
    pages = {
        name: GOLDEN["page"].format(title=title, more=more if name == "ways/a.md" else "")
        for name, title in GOLDEN["titles"].items()
    }
    write_files(docs, {**pages, **GOLDEN["files"]})
    own = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)["theme"]  # noqa: S506 - reads only strings
    theme = {**own, **GOLDEN["theme"], "custom_dir": str(ROOT / "overrides"), **config.pop("theme", {})}
    settings = {**GOLDEN["settings"], "docs_dir": str(docs), "site_dir": str(built), **config, "theme": theme}
    file = folder / "mkdocs.yml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    mkdocs_build(load_config(str(file)))
    frame(built)
    model = read_site(built)
    assert list(one_stylesheet(model)) == []
    css = "".join((built / path).read_text("utf-8") for path in sorted(model.files) if path.endswith(".css"))
    return {**{path: page.text for path, page in model.pages.items()}, "css": css}


@pytest.fixture(scope="module", params=GOLDEN["builds"])
def of_build(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, str]]:
    return request.param, site(tmp_path_factory.mktemp("settings"), **GOLDEN["builds"][request.param])


def test_a_setting_does_what_material_says(of_build: tuple[str, dict[str, str]]) -> None:
    build, found = of_build
    rows = [row for row in GOLDEN["rows"] if row[1] == build]
    assert rows
    missed = [name for name, _, where, there, _ in rows if not re.search(there, found[WHERE[where]])]
    too_much = [name for name, _, where, _, gone in rows if gone and gone in found[WHERE[where]]]
    assert (missed, too_much) == ([], [])


def test_what_has_no_effect_is_named() -> None:
    without = GOLDEN["without_effect"]
    assert list(without_effect(without["theme"], without["extra"], without["plugins"])) == without["named"]
