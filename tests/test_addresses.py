import pytest

from scripts.common.addresses import Inside, Malformed, Outside, built_path, page_url, relative_link, resolve
from tests.golden import cases

HOME = "https://a.example:8000/base/"


@pytest.mark.parametrize("kind", [Inside, Outside, Malformed])
def test_an_address_leads_inside_or_outside_or_nowhere(kind: type[Inside | Outside | Malformed]) -> None:
    for address, *found in cases("addresses.yml", kind.__name__.lower()):
        target = resolve(address, "a/b/index.html", HOME)
        assert (type(target), *target) == (kind, *found), address


def test_without_a_known_home_the_site_is_at_the_root() -> None:
    assert resolve("/c/", "a/index.html") == Inside("c/index.html")
    assert resolve("https://a.example/", "a/index.html") == Outside("https")


def test_a_page_becomes_a_folder_or_a_file_of_its_name_and_is_linked_from_any_other() -> None:
    for path, url in cases("addresses.yml", "urls"):
        assert page_url(path) == url
    for page, there, file in cases("addresses.yml", "built"):
        assert built_path(page, [there].__contains__) == file
    for url, page, link in cases("addresses.yml", "links"):
        assert relative_link(url, page, HOME) == link
