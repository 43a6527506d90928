"""Imports made-up exports, as the tests of the room `wordpress` do."""

import re
from pathlib import Path
from typing import Any

from scripts.comments.form import Record, parse
from scripts.wordpress.importing import import_export
from scripts.wordpress.report import KINDS, Options, Report
from tests.sites import read_all

#: What stands in made-up exports and must never be found in a file: addresses, data of plugins, texts not published.
SECRETS = re.compile(
    rb"(?:ann|al)\.secret|192\.0\.2\.77|akismet|@(?:mail|blog)\.example|geheim(?!-draft)|qqxzqq|Qqxz-Agent|198\.51\.100\.77",
    re.IGNORECASE,
)


def records_of(docs: Path) -> dict[str, list[Record]]:
    """Read the comments of all pages; a page with a fault fails the test."""
    pages = {name: parse(data.decode(), name) for name, data in read_all(docs).items() if name.endswith(".md")}
    assert [fault for page in pages.values() for fault in page.faults] == []
    return {name: [part for part in page.parts if isinstance(part, Record)] for name, page in pages.items()}


def load(docs: Path, data: bytes, **options: Any) -> Report:
    """Import an export; nothing secret is in the report or in a file that is published."""
    report = import_export([data], docs, Options(**options))
    assert {one.kind for one in report.accounts} <= {*KINDS}
    assert {one.outcome for one in report.accounts} <= {"kept", "left_out", "damaged"}
    public = {name: one for name, one in read_all(docs).items() if not name.startswith("drafts/")}
    assert [name for name, one in public.items() if SECRETS.search(one)] == []
    assert not SECRETS.search(report.json().encode())
    return report
