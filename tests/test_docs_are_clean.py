"""The site's own pages keep to the rules."""

from click.testing import CliRunner

from scripts.content.__main__ import main
from tests.building import ROOT


def test_no_page_of_the_site_has_an_error() -> None:
    found = CliRunner().invoke(main, ["check", "--docs", str(ROOT / "docs")])
    assert (found.exit_code, [line for line in found.stderr.splitlines() if "warning" not in line]) == (0, [])
