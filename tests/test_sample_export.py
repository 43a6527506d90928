from __future__ import annotations

import io
import statistics
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from click.testing import CliRunner

from scripts.dev.sample_export import SampleComment, SamplePost, main, sample_posts, write_export

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

WP = "{http://wordpress.org/export/1.2/}"


def _written(posts: Iterable[SamplePost]) -> bytes:
    out = io.BytesIO()
    write_export(posts, out)
    return out.getvalue()


def _items(posts: Iterable[SamplePost]) -> list[ET.Element]:
    return ET.fromstring(_written(posts)).findall("channel/item")  # noqa: S314 - written a moment ago


def _sample(comments: int, posts: int = 1, seed: int = 0) -> list[SampleComment]:
    return [comment for post in sample_posts(comments, posts=posts, seed=seed) for comment in post.comments]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    first = _written(sample_posts(30, posts=3, seed=1))
    assert _written(sample_posts(30, posts=3, seed=1)) == first
    assert _written(sample_posts(30, posts=3, seed=2)) != first


def test_there_are_as_many_comments_as_asked_for_in_as_many_posts() -> None:
    items = _items(sample_posts(101, posts=4))
    assert [len(item.findall(f"{WP}comment")) for item in items] == [50, 16, 16, 19]
    ids = [comment.findtext(f"{WP}comment_id") for item in items for comment in item.findall(f"{WP}comment")]
    assert ids == [str(number) for number in range(1, 102)]


def test_lengths_are_those_of_a_real_blog() -> None:
    lengths = sorted(len(comment.content) for comment in _sample(5000) if comment.type == "comment")
    assert 180 <= statistics.median(lengths) <= 215
    assert 1500 <= lengths[len(lengths) * 99 // 100] <= 2300
    assert lengths[-1] <= 11_184


def test_all_kinds_occur_in_their_shares() -> None:
    found = Counter((comment.type, comment.approved, comment.user_id) for comment in _sample(5000))
    assert {kind: round(number / 50) for kind, number in found.items()} == {
        ("comment", "1", 0): 79,
        ("comment", "1", 1): 10,
        ("comment", "1", 2): 2,
        ("pingback", "1", 0): 5,
        ("comment", "0", 0): 3,
        ("comment", "trash", 0): 1,
    }


def test_replies_follow_their_parents_at_most_ten_deep() -> None:
    depths = {0: 0}
    for comment in _sample(3000):
        depths[comment.id] = depths[comment.parent] + 1
    assert max(depths.values()) == 11


def test_only_reserved_addresses_are_made_up() -> None:
    for comment in _sample(500):
        assert not comment.email or comment.email.endswith("@mail.example.net")
        assert not comment.url or comment.url.split("/")[2].endswith(".example")
        assert comment.ip.rpartition(".")[0] in {"192.0.2", "198.51.100", "203.0.113"}


def test_a_field_survives_whatever_stands_in_it() -> None:
    hostile = "]]> &amp; <b> ]]>]]> é 🙂"
    post = SamplePost(
        id=1, slug="a", title=hostile, comments=[SampleComment(id=1, author=hostile, url="https://x.example/?a&b")]
    )
    (item,) = _items([post])
    assert item.findtext("title") == hostile
    assert item.findtext(f"{WP}comment/{WP}comment_author") == hostile
    assert item.findtext(f"{WP}comment/{WP}comment_author_url") == "https://x.example/?a&b"
    assert item.findtext(f"{WP}comment/{WP}comment_date_gmt") == "0000-00-00 00:00:00"


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    out = tmp_path / "sample.xml"
    done = CliRunner().invoke(main, [str(out), "--comments", "12", "--posts", "2", "--seed", "3"])
    assert (done.exit_code, out.read_bytes()) == (0, _written(sample_posts(12, posts=2, seed=3)))
    assert done.output == f"{out}: 12 comments in 2 posts, {out.stat().st_size:,} bytes\n"
