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


def _changed(kept: str, theme: Path) -> list[str]:
    found = []
    for line in kept.splitlines():
        if line.startswith("#"):
            continue
        digest, name = line.split()
        original = theme / name
        if not original.is_file():
            found.append(
                f"overrides/{name}: Material has no {name} any more; see what took its place, and take this line out."
            )
        elif hashlib.sha256(original.read_bytes()).hexdigest()[:16] != digest:
            found.append(
                f"overrides/{name}: Material's {name} has changed; compare the two, then write the new hash here."
            )
    return found


def test_no_overridden_partial_has_changed() -> None:
    assert _changed(ORIGINALS.read_text("utf-8"), THEME) == []


def test_every_overridden_partial_is_listed_and_gives_its_reason() -> None:
    listed = {line.split()[1] for line in ORIGINALS.read_text("utf-8").splitlines() if not line.startswith("#")}
    own = {path.relative_to(OVERRIDES).as_posix() for path in OVERRIDES.rglob("*.html")} - EXTENDING
    assert listed == {name for name in own if (THEME / name).is_file()}
    for name in listed - {"partials/search.html"}:
        first = (OVERRIDES / name).read_text("utf-8").splitlines()[0]
        assert "in place of material's" in first.lower(), name


def test_a_change_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("new", encoding="utf-8")
    assert _changed("# Hashes\n0123456789abcdef  a.html\n0123456789abcdef  b.html\n", tmp_path) == [
        "overrides/a.html: Material's a.html has changed; compare the two, then write the new hash here.",
        "overrides/b.html: Material has no b.html any more; see what took its place, and take this line out.",
    ]
