"""An upgrade of Material that changes or drops a partial that ours stands in place of is named here."""

import hashlib
from pathlib import Path

import material  # type: ignore[import-untyped]

from tests.building import ROOT

OVERRIDES = ROOT / "overrides"
ORIGINALS = OVERRIDES / "partials" / "originals.txt"
THEME = Path(material.__file__).parent / "templates"
# These extend Material's templates and so are no copies of them.
EXTENDING = {"main.html", "404.html"}


def _listed() -> dict[str, str]:
    """Give the hash of each original by its name."""
    lines = ORIGINALS.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines if not line.startswith("#"))}


def test_no_overridden_partial_has_changed() -> None:
    now = {name: (THEME / name).read_bytes() if (THEME / name).is_file() else b"" for name in _listed()}
    changed = {name for name, digest in _listed().items() if hashlib.sha256(now[name]).hexdigest()[:16] != digest}
    assert changed == set(), "Compare ours in overrides/ with Material's, then write its new hash into originals.txt."


def test_every_overridden_partial_is_listed_and_gives_its_reason() -> None:
    own = {path.relative_to(OVERRIDES).as_posix() for path in OVERRIDES.rglob("*.html")} - EXTENDING
    assert _listed().keys() == {name for name in own if (THEME / name).is_file()}
    for name in _listed().keys() - {"partials/search.html"}:
        first = (OVERRIDES / name).read_text("utf-8").splitlines()[0]
        assert "in place of material's" in first.lower(), name
