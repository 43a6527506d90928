"""What somebody meets who hears the editions: five of them, in golden files, as their tags have it."""

from pathlib import Path

import pikepdf
import pytest

from scripts.editions import make_editions
from tests.building import ROOT
from tests.editions import fixture_copy
from tests.golden import compare
from tests.listening import heard
from tests.tagged_text import read_tags

_FIVE = ("home", "everything/everything", "sheet/sheet", "print/booklet", "comments/everything/comments-on-everything")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the editions of the fixture."""
    site = fixture_copy(tmp_path_factory.mktemp("heard"))
    assert make_editions(site, ROOT / ".cache" / "editions").flaws == []
    return site.root


@pytest.mark.parametrize("path", _FIVE)
def test_what_a_listener_meets(site: Path, path: str, *, rewrite_golden: bool) -> None:
    with pikepdf.open(site / f"{path}-a4.pdf") as pdf:
        said = "\n".join(heard(read_tags(pdf)))
    compare(f"heard/{path.rpartition('/')[2]}.txt", f"{said}\n", rewrite=rewrite_golden)


def test_a_foreign_word_is_spoken_in_its_language(site: Path) -> None:
    with pikepdf.open(site / "everything/everything-a4.pdf") as pdf:
        assert b"/Lang(fr)" in b"".join(page.Contents.read_bytes() for page in pdf.pages)
