"""WordPress exports of any size, made up from a seed: for tests, for measurements, and to try the import on.

`python -m scripts.dev.sample_export OUT.xml --comments 1000` writes one. Names and words are syllables
without a meaning, so that none can be taken for a real reader's; addresses and networks are those reserved for examples
(RFC 2606, RFC 5737). Every field of a real export is there, the ones that no archive may keep among them.

The lengths of the texts are those of 24,258 comments of a public blog: median 199 characters, 99th percentile 1,876,
longest 11,184. A logarithmic normal distribution with the same median and percentile has about the same mean (317
characters; theirs was 324).
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import random
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.sax.saxutils import escape

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The account that writes the posts, and another one that works on the site: id and login.
AUTHOR: Final = (1, "author")
STAFF: Final = (2, "helper")

_MEDIAN, _PERCENTILE_99, _LONGEST = 199, 1876, 11_184
_SIGMA: Final = math.log(_PERCENTILE_99 / _MEDIAN) / statistics.NormalDist().inv_cdf(0.99)
_START: Final = dt.datetime(2008, 3, 1, 9, 0, tzinfo=dt.UTC)
_LOCAL: Final = dt.timedelta(hours=-8)
_NETWORKS: Final = ("192.0.2", "198.51.100", "203.0.113")
_ENDS: Final = (". ", ". ", ". ", "? ", ",\n", ".\n\n")

#: How many of a hundred comments are what.
_KINDS: Final = {"reader": 79, "author": 10, "staff": 2, "pingback": 5, "held": 3, "trash": 1}
_ACCOUNTS: Final = {"author": AUTHOR, "staff": STAFF}
_APPROVED: Final = {"held": "0", "trash": "trash"}
_DEEPEST: Final = 10
# The share of readers who answer another, and how many of the last comments of a post are still answered.
_ANSWERING: Final = 0.35
_ALIVE: Final = 200


@dataclass(frozen=True, kw_only=True)
class SampleComment:
    """A comment as the export holds it; text is what WordPress stored, before XML.

    Attributes:
        id: the number of the comment.
        author: how its writer signed.
        email: the address that only the keeper of the site saw.
        url: the writer's own site; empty if none was given.
        ip: where it was sent from.
        agent: what it was sent with; WordPress's spam filter keeps it.
        date: the moment, in UTC; None writes the zeros that WordPress writes.
        content: the text.
        approved: `1`, `0`, `trash` or `post-trashed`; None leaves the element out.
        type: empty, `comment`, `pingback` or another.
        parent: the id of the comment that it answers, or 0.
        user_id: the account that was logged in, or 0.
    """

    id: int
    author: str = ""
    email: str = ""
    url: str = ""
    ip: str = ""
    agent: str = ""
    date: dt.datetime | None = None
    content: str = ""
    approved: str | None = "1"
    type: str = "comment"
    parent: int = 0
    user_id: int = 0


@dataclass(frozen=True, kw_only=True)
class SamplePost:
    """A post of the export.

    Attributes:
        id: the number of the post.
        slug: the end of its address.
        title: its title.
        creator: the login of its writer.
        status: `publish`, `draft`, `private` or another.
        password: what protects it, if anything.
        content: its text.
        comments: its comments; they may be made while they are written.
    """

    id: int
    slug: str
    title: str = "A post"
    creator: str = AUTHOR[1]
    status: str = "publish"
    password: str = ""
    content: str = ""
    comments: Iterable[SampleComment] = field(default=())


def sample_posts(comments: int, *, posts: int = 1, seed: int = 0) -> Iterator[SamplePost]:
    """Make up posts that hold so many comments between them, in threads up to ten deep.

    Of a hundred comments about ten are the author's answers, two another helper's, five pingbacks, three held, one in
    the trash. The same numbers give the same posts.

    Args:
        comments: how many comments there are in all.
        posts: how many posts there are; the first holds half of the comments, the others share the rest.
        seed: what they are made from.

    Yields:
        The posts, each of which makes its comments when they are asked for.
    """
    shares = [comments] if posts == 1 else [comments // 2] + [comments // 2 // (posts - 1)] * (posts - 1)
    shares[-1] += comments - sum(shares)
    first = 1
    for number, share in enumerate(shares, 1):
        words = _Words(random.Random(f"{seed} post {number}"))  # noqa: S311 - made-up words are no secret
        yield SamplePost(
            id=1000 + number,
            slug=f"sample-{number}",
            title=words.sentence(4),
            content=words.text(3000),
            comments=_comments(first, share, seed),
        )
        first += share


def write_export(posts: Iterable[SamplePost], out: BinaryIO) -> None:
    """Write posts as WordPress 6 exports them (WXR 1.2), one after the other, so that memory stays flat.

    Args:
        posts: the posts.
        out: where the export goes.
    """
    out.write(_HEAD.encode())
    out.writelines(_AUTHOR.format(id=number, login=login).encode() for number, login in (AUTHOR, STAFF))
    for post in posts:
        values = {name: _cdata(getattr(post, name)) for name in ("title", "creator", "slug", "status", "password")}
        values |= {"content": _cdata(post.content), "address": escape(f"https://old.example.org/{post.slug}/")}
        out.write(_ITEM.format(id=post.id, **values).encode("utf-8", "surrogatepass"))
        out.writelines(_comment(comment).encode("utf-8", "surrogatepass") for comment in post.comments)
        out.write(b"\t</item>\n")
    out.write(b"</channel>\n</rss>\n")


def _comments(first: int, number: int, seed: int) -> Iterator[SampleComment]:
    chance = random.Random(f"{seed} comments {first}")  # noqa: S311 - made-up words are no secret
    words = _Words(chance)
    date = _START
    alive: list[tuple[int, int]] = []
    for place in range(first, first + number):
        date += dt.timedelta(seconds=chance.randrange(30, 6000))
        kind = chance.choices(tuple(_KINDS), tuple(_KINDS.values()))[0]
        answers = kind in _ACCOUNTS or (kind != "pingback" and chance.random() < _ANSWERING)
        parent, depth = chance.choice(alive) if alive and answers else (0, 0)
        if kind != "pingback" and depth < _DEEPEST:
            alive.append((place, depth + 1))
            del alive[:-_ALIVE]
        yield _made(place, kind, parent, date, words)


def _made(number: int, kind: str, parent: int, date: dt.datetime, words: _Words) -> SampleComment:
    if kind == "pingback":
        content, address = f"[&#8230;] {words.text(120)} [&#8230;]", words.address()
        return SampleComment(
            id=number, author=words.sentence(3), url=address, ip=words.network(), date=date, content=content, type=kind
        )
    user_id, login = _ACCOUNTS.get(kind, (0, words.word().title()))
    return SampleComment(
        id=number,
        author=login,
        email=f"{words.word()}.{number}@mail.example.net",
        url=words.address() if number % 10 == 0 else "",
        ip=words.network(),
        agent=f"Mozilla/5.0 (X11; Linux x86_64) {words.word()}/{number % 70 + 60}.0",
        date=date,
        content=words.text(words.length()),
        approved=_APPROVED.get(kind, "1"),
        parent=parent,
        user_id=user_id,
    )


class _Words:
    """Words of syllables that mean nothing; few of them are common, as in any language."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def word(self) -> str:
        """Give one word."""
        return self._some(1)[0]

    def sentence(self, words: int) -> str:
        """Give so many words that begin with a capital."""
        return " ".join(self._some(words)).capitalize()

    def text(self, length: int) -> str:
        """Give sentences and paragraphs of so many characters in all."""
        parts: list[str] = []
        size = 0
        while size < length:
            part = self.sentence(self._chance.randrange(3, 22)) + self._chance.choice(_ENDS)
            parts.append(part)
            size += len(part)
        return "".join(parts)[:length].strip()

    def length(self) -> int:
        """Give the length of a text in characters."""
        return min(_LONGEST, max(2, round(self._chance.lognormvariate(math.log(_MEDIAN), _SIGMA))))

    def address(self) -> str:
        """Give the address of a site that nobody can have."""
        return f"https://{self.word()}.example/{self.word()}/"

    def network(self) -> str:
        """Give a network address that nobody can have."""
        return f"{self._chance.choice(_NETWORKS)}.{self._chance.randrange(1, 255)}"

    def _some(self, number: int) -> list[str]:
        return self._chance.choices(_VOCABULARY, cum_weights=_COMMON, k=number)


def _vocabulary() -> tuple[str, ...]:
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in ("a", "e", "i", "o", "u", "an", "el")]
    chance = random.Random("vocabulary")  # noqa: S311 - made-up words are no secret
    found = {"".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4)))): None for _ in range(6000)}
    return tuple(sorted(found, key=len))


def _comment(comment: SampleComment) -> str:
    lines = [f"<wp:comment_id>{comment.id}</wp:comment_id>"]
    lines += [
        f"<wp:{name}>{value}</wp:{name}>"
        for name, value in (
            ("comment_author", _cdata(comment.author)),
            ("comment_author_email", _cdata(comment.email)),
            ("comment_author_url", escape(comment.url)),
            ("comment_author_IP", _cdata(comment.ip)),
            ("comment_date", _cdata(_moment(comment.date, _LOCAL))),
            ("comment_date_gmt", _cdata(_moment(comment.date))),
            ("comment_content", _cdata(comment.content)),
            ("comment_approved", None if comment.approved is None else _cdata(comment.approved)),
            ("comment_type", _cdata(comment.type)),
            ("comment_parent", str(comment.parent)),
            ("comment_user_id", str(comment.user_id)),
        )
        if value is not None
    ]
    if comment.agent:
        lines += [_meta("akismet_result", "false"), _meta("akismet_as_submitted", _serialised(comment))]
    inside = "".join(f"\t\t\t{line}\n" for line in lines)
    return f"\t\t<wp:comment>\n{inside}\t\t</wp:comment>\n"


def _serialised(comment: SampleComment) -> str:
    """Write what the spam filter keeps of a comment, in PHP's form; lengths are in bytes."""
    kept = {
        "comment_author": comment.author,
        "comment_author_email": comment.email,
        "comment_author_url": comment.url,
        "user_ip": comment.ip,
        "user_agent": comment.agent,
    }
    pairs = "".join(f"{_php(name)}{_php(value)}" for name, value in kept.items())
    return f"a:{len(kept)}:{{{pairs}}}"


def _php(value: str) -> str:
    return f's:{len(value.encode("utf-8", "surrogatepass"))}:"{value}";'


def _meta(key: str, value: str) -> str:
    inside = f"<wp:meta_key>{_cdata(key)}</wp:meta_key><wp:meta_value>{_cdata(value)}</wp:meta_value>"
    return f"<wp:commentmeta>{inside}</wp:commentmeta>"


def _moment(date: dt.datetime | None, shift: dt.timedelta = dt.timedelta()) -> str:
    return "0000-00-00 00:00:00" if date is None else f"{date + shift:%Y-%m-%d %H:%M:%S}"


def _cdata(text: str) -> str:
    """Wrap a text as WordPress does (`wxr_cdata` in wp-admin/includes/export.php)."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


_VOCABULARY: Final = _vocabulary()
# By Zipf's law the word of rank n occurs 1/n times as often as the first.
_COMMON: Final = tuple(itertools.accumulate(1 / rank for rank in range(1, len(_VOCABULARY) + 1)))

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file, made up by a sample generator: nobody in it exists. -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
\t<title>A sample</title>
\t<link>https://old.example.org</link>
\t<pubDate>Mon, 23 Nov 2026 09:00:00 +0000</pubDate>
\t<language>en-GB</language>
\t<wp:wxr_version>1.2</wp:wxr_version>
\t<wp:base_site_url>https://old.example.org</wp:base_site_url>
\t<wp:base_blog_url>https://old.example.org</wp:base_blog_url>
"""

_AUTHOR: Final = (
    "\t<wp:author><wp:author_id>{id}</wp:author_id><wp:author_login><![CDATA[{login}]]></wp:author_login>"
    "<wp:author_email><![CDATA[{login}@example.org]]></wp:author_email>"
    "<wp:author_display_name><![CDATA[{login}]]></wp:author_display_name></wp:author>\n"
)

_ITEM: Final = """\t<item>
\t\t<title>{title}</title>
\t\t<link>{address}</link>
\t\t<dc:creator>{creator}</dc:creator>
\t\t<description></description>
\t\t<content:encoded>{content}</content:encoded>
\t\t<excerpt:encoded><![CDATA[]]></excerpt:encoded>
\t\t<wp:post_id>{id}</wp:post_id>
\t\t<wp:post_name>{slug}</wp:post_name>
\t\t<wp:status>{status}</wp:status>
\t\t<wp:post_parent>0</wp:post_parent>
\t\t<wp:post_type><![CDATA[post]]></wp:post_type>
\t\t<wp:post_password>{password}</wp:post_password>
"""


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--comments", default=1000, show_default=True, type=click.IntRange(1), help="How many comments.")
@click.option("--posts", default=1, show_default=True, type=click.IntRange(1), help="How many posts they belong to.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same file.")
def main(out: Path, comments: int, posts: int, seed: int) -> None:
    """Run the command."""
    with out.open("wb") as file:
        write_export(sample_posts(comments, posts=posts, seed=seed), file)
    click.echo(f"{out}: {comments:,} comments in {posts:,} posts, {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(prog_name="python -m scripts.dev.sample_export")
