"""WordPress exports that are made up: field by field, as WordPress 6 writes them (WXR 1.2), or of any size.

`sample_export.xml` is a whole one, with every field of a real export, the ones that no archive may keep among them.
Names and words are syllables without a meaning; addresses and networks are reserved for examples (RFC 2606, RFC 5737).
"""

import datetime as dt
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

_FIELD: Final = re.compile(r"^\t+<([\w:]+)>(.*)</\1>$", re.MULTILINE)
_SAMPLE: Final = Path(__file__).with_suffix(".xml").read_text(encoding="utf-8")
_HEAD, *_PIECES, _FOOT = re.split(r"\t<item>\n|\t\t<wp:comment>\n|\t</item>\n", _SAMPLE)
# The fields of its post, and of the comment to it.
_POST, _COMMENT = (dict(_FIELD.findall(piece)) for piece in _PIECES)
_STAFF: Final = {"author": 1, "staff": 2}


def comment(number: object, text: str | None = None, **fields: object) -> str:
    """Write a comment.

    Args:
        number: its id; None leaves the field out.
        text: its text, put into CDATA; None for a plain one.
        fields: other fields by the last word of their names, such as `parent=1` or `date_gmt`; None leaves one out.
    """
    values = {"id": number, **({"content": f"<![CDATA[{text}]]>"} if text is not None else {}), **fields}
    given = {f"wp:comment_{name}": value for name, value in values.items()}
    return f"\t\t<wp:comment>\n{_lines({**_COMMENT, **given})}\t\t</wp:comment>\n"


def item(*comments: str, **fields: str | None) -> str:
    """Write a post with its comments; fields by name, with `_` for the colon after a prefix; None leaves one out."""
    given = {re.sub("^(wp|dc|content)_", r"\1:", name): value for name, value in fields.items()}
    return f"\t<item>\n{_lines({**_POST, **given})}{''.join(comments)}\t</item>\n"


def export(*items: str) -> bytes:
    """Write a whole export in UTF-8."""
    return (_HEAD + "".join(items) + _FOOT).encode()


def sample_posts(comments: int, *, posts: int = 1, paragraphs: int = 0) -> Iterator[str]:
    """Make up posts that hold so many comments between them, in threads; the same numbers give the same posts.

    Each has so many paragraphs of 60 words, the last with a link to the post before it.

    The lengths of the texts are those of a public blog's 24,258 comments: median 199 characters, 99th percentile 1,876.
    Of a hundred comments about ten are the author's, two a helper's, five pingbacks, three held, one in the trash.
    """
    chance = random.Random(0)  # noqa: S311 - made-up words are no secret
    words = ["".join(chance.choices("badefigolumanorteska", k=chance.randrange(2, 9))) for _ in range(3000)]
    for post in range(1, posts + 1):
        made = [_sample_comment(number, post, posts, words, chance) for number in range(post, comments + 1, posts)]
        text = "\n\n".join(" ".join(chance.choices(words, k=60)) for _ in range(paragraphs))
        link = f' <a href="https://blog.example/sample-{post - 1}/">before</a>' if paragraphs else ""
        date = dt.date(2008, 3, 1) + dt.timedelta(hours=15 * post)
        yield item(
            *made,
            pubDate=f"{date:%a, %d %b %Y} 09:00:00 +0000",
            title=f"Sample {post}",
            link=f"https://blog.example/sample-{post}/",
            guid=f"sample {post}",
            content_encoded=f"<![CDATA[{text}{link}]]>",
            wp_post_id=f"{1000 + post}",
            wp_post_name=f"sample-{post}",
            wp_post_date=f"{date} 09:00:00",
        )


def _sample_comment(number: int, first: int, step: int, words: list[str], chance: random.Random) -> str:
    kind = chance.choices(("reader", "author", "staff", "pingback", "held", "trash"), (79, 10, 2, 5, 3, 1))[0]
    length = min(11_184, max(2, round(chance.lognormvariate(5.29, 0.964))))
    date = dt.datetime(2008, 3, 1, 9, tzinfo=dt.UTC) + dt.timedelta(minutes=45 * number)
    earlier = range(max(first, number - 200 * step), number, step)
    answers = kind in _STAFF or chance.choice((True, False, False))
    return comment(
        number,
        " ".join(chance.choices(words, k=length // 6 + 1)),
        author=f"<![CDATA[{kind if kind in _STAFF else chance.choice(words).title()}]]>",
        author_email=f"<![CDATA[{chance.choice(words)}.{number}@mail.example]]>",
        date_gmt=f"<![CDATA[{date:%Y-%m-%d %H:%M:%S}]]>",
        approved={"held": "0", "trash": "trash"}.get(kind, "1"),
        type="pingback" if kind == "pingback" else "comment",
        parent=chance.choice(earlier) if earlier and answers else 0,
        user_id=_STAFF.get(kind, 0),
    )


def _lines(fields: Mapping[str, object]) -> str:
    return "".join(f"\t\t\t<{name}>{value}</{name}>\n" for name, value in fields.items() if value is not None)
