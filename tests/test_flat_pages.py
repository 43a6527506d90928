"""A site whose pages are files and no folders, `use_directory_urls: false`: the same pages and links."""

import re
import zipfile
from pathlib import Path
from typing import Final

from lxml import html

from scripts.common.addresses import Inside, resolve
from scripts.common.built_pages import Site, read_site
from scripts.finish.offline import OFFLINE
from scripts.finish.search import findable, records
from tests.building import FIXTURE, ROOT, built, shared_site

#: What differs by the form of the addresses alone: how long files are, and the address that is printed below a page.
_VARYING: Final = re.compile(r"(?:\d+ pages?, )?[0-9.]+ [kM]B|(?<=\d )https://when-they-leave\.example/\S*")


flat_site = shared_site("flat", lambda folder: built(FIXTURE / "docs", folder / "site", use_directory_urls=False))


def _name(path: str) -> str:
    """Give a page's name in either form; of files whose names depend on that form, what kind they are."""
    if path.endswith((".pdf", ".css")):
        return path.rpartition(".")[2]
    return re.sub(r"(?:^|/)index\.html$|\.html$", "", path)


def _pages(site: Site) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Give for each page its words, and where its links lead."""
    found = {}
    for path, page in site.pages.items():
        targets = [(one.attribute, resolve(one.value, path, site.home)) for one in page.references]
        links = [
            (name, f"{_name(to.path)}#{to.fragment}" if isinstance(to, Inside) else str(to)) for name, to in targets
        ]
        words = " ".join(str(html.document_fromstring(page.text).xpath("string(//body)")).split())
        found[_name(path)] = (_VARYING.sub("", words), links)
    return found


def test_each_page_says_the_same_and_its_links_lead_to_the_same_pages(flat_site: Path, fixture_site: Path) -> None:
    folders, files = _pages(read_site(fixture_site)), _pages(read_site(flat_site))
    assert files.keys() == folders.keys()
    assert {name: page for name, page in files.items() if page != folders[name]} == {}
    assert (flat_site / "help-now.html").is_file()


def test_hosts_search_and_the_stick_s_edition_name_files_that_are_there(flat_site: Path, fixture_site: Path) -> None:
    flat = read_site(flat_site)
    with zipfile.ZipFile(flat.root / OFFLINE) as archive, zipfile.ZipFile(fixture_site / OFFLINE) as other:
        assert set(map(_name, archive.namelist())) == set(map(_name, other.namelist()))
    found = [re.search(r'data-address="([^"]*)"', data.decode()) for one in findable(flat) for _, data in records(one)]
    addresses = [one[1] for one in found if one]
    rules = (flat.root / "_redirects").read_text(encoding="utf-8").splitlines()
    addresses += [rule.split()[1] for rule in rules if rule.startswith("/")]
    assert len(addresses) > 5
    for address in addresses:
        to = resolve(address, "index.html", flat.home)
        assert isinstance(to, Inside)
        assert to.path in flat.files, address
        assert not to.fragment or to.fragment in flat.pages[to.path].anchors, address


def test_no_template_writes_out_the_address_of_a_page() -> None:
    docs, written = ROOT / "docs", {}
    pages = [path.relative_to(docs).with_suffix("").as_posix() for path in docs.rglob("*.md") if path.stem != "index"]
    address = re.compile(rf"""(?<!partials)['"/](?:{"|".join(pages)})(?:/['"#]|\.html)""")
    for file in (ROOT / "overrides").rglob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        written[file.name] = address.findall(text)
    assert {name: found for name, found in written.items() if found} == {}
