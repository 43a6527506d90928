"""The archives as they stand, and which of them a post belongs to."""

from pathlib import Path
from typing import Any

import pytest

from scripts.wordpress.archives import Archives, FaultyArchiveError, name_of
from scripts.wordpress.published import Post
from tests.golden import cases, golden_data
from tests.sites import write_files


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return write_files(tmp_path / "comments" / "steps", golden_data("archives.yml")["standing"]).parent


def test_what_stands_is_read_with_what_is_remembered(into: Path) -> None:
    archives = Archives(into, {})
    steps = archives.by_name["steps"]
    assert archives.place_of == {"5": "comments/steps/page-2.md", "6": "comments/steps/page-10.md"}
    assert (steps.comments_of, steps.posts) == ("articles/steps.md", {"the post"})
    assert steps.originals == {"5", "6", "7"}
    assert archives.standing["6"] == (archives.by_name["steps"], None)
    assert archives.of_post(Post(1, guid=" the post")) is steps
    (into / "steps" / ".originals").write_text(steps.originals_text())
    again = Archives(into, {}).by_name["steps"]
    assert (again.posts, again.originals) == (steps.posts, steps.originals)


def test_a_page_in_another_encoding_is_named(into: Path) -> None:
    (into / "steps" / "page-2.md").write_bytes(b"Caf\xe9")
    with pytest.raises(FaultyArchiveError, match=r"page-2\.md is not text in UTF-8; save it so, then import\.$"):
        Archives(into, {})


@pytest.mark.parametrize(("post", "name"), cases("archives.yml", "folders"))
def test_a_new_archive_has_a_plain_name_of_its_own(post: dict[str, Any], name: str, into: Path) -> None:
    archive = Archives(into, {}).of_post(Post(**{"number": 1, **post}))
    assert (archive.folder.name, archive.comments_of) == (name, f"comments/{name}/index.md")


@pytest.mark.parametrize(("title", "name"), cases("archives.yml", "titles"))
def test_a_title_becomes_a_name_of_plain_words(title: str, name: str) -> None:
    assert name_of(title) == name
