"""What four programs make of the same WordPress exports: words, links, pictures, captions, tables, comments, seconds.

`python -m scripts.dev.bench.wordpress EXPORT.xml …` prints a table in Markdown for each; without an export, for one
that is made up. The others are installed into the cache folder, and what they write is rendered
as this site renders its pages. No picture is fetched.
"""

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import click
import yaml
from lxml import etree, html

from scripts.common.kept import FOLDER
from scripts.content.markup import markdown_here
from scripts.dev.bench.building import run, table
from scripts.dev.programs import need
from scripts.dev.sample_export import export, sample_posts

Posts = Sequence[tuple[str, Any]]

_DATA: Final[dict[str, Any]] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
_CACHE: Final = FOLDER.absolute() / "importers"
_MORE: Final = ("to own posts, working", "comments", "not public, published", "seconds")
_NO_POST: Final = frozenset({"comments", "by-year.md", "tags.md"})
_NO_TEXT: Final = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|\[/?[a-z][^\[\]]*\]", re.DOTALL | re.IGNORECASE)
_FRONT: Final = re.compile(r"\A(?:---\n.*?\n---\n|(?:\w+:[^\n]*\n)+|<!--.*?-->)", re.DOTALL)


@click.command(help=__doc__)
@click.argument("exports", nargs=-1, type=click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path))
def main(exports: tuple[Path, ...]) -> None:
    """Run the command."""
    for program in ("pandoc", "npm"):
        need(program, program)
    # The last of the commands brings it.
    for command in () if (_CACHE / "node_modules").exists() else _DATA["install"]:
        run(*command.format(python=sys.executable, here=_CACHE).split())
    made_up = _CACHE / "made-up.xml"
    made_up.write_bytes(export(*sample_posts(30, posts=5, paragraphs=3)))
    for file in exports or [made_up]:
        posts, comments, hidden = _read_export(file)
        rows = [["in the export", *_counts(posts, posts), len(comments), len(hidden), ""]]
        for program, command in _DATA["importers"].items():
            with tempfile.TemporaryDirectory() as out:
                words = command.format(python=sys.executable, export=file, out=out).split()
                try:
                    seconds = f"{run(str(_CACHE / words[0]), *words[1:], cwd=_CACHE).clock:.1f}"
                except click.ClickException as error:
                    error.show()
                    seconds = "it failed"
                texts = {path: path.read_text("utf-8", "replace") for path in Path(out).rglob("*") if path.is_file()}
            whole = " ".join(map(_words, texts.values()))
            published = (sum(one in whole for one in found if one) for found in (comments, hidden))
            rows.append([program, *_counts(_rendered(texts), posts), *published, seconds])
        click.echo("\n".join(["", file.name, "", *table(("", "words kept", *_DATA["counted"], *_MORE), rows)]))


def _read_export(file: Path) -> tuple[Posts, list[str], list[str]]:
    """Give the public posts, each with its address and tree; the words of comments, and of what is not public."""
    root = etree.fromstring(file.read_bytes().strip(), etree.XMLParser(recover=True, huge_tree=True))
    posts, hidden = [], []
    for post in (one for one in root.iter("item") if one.findtext("{*}post_type") in {"post", "page"}):
        text = post.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
        if post.findtext("{*}status") != "publish" or post.findtext("{*}post_password"):
            hidden.append(_words(text))
        else:
            posts.append((post.findtext("link") or "", _tree(text)))
    return posts, [_words(one.text or "") for one in root.iter("{*}comment_content")], hidden


def _rendered(texts: dict[Path, str]) -> Posts:
    """Give the posts that a program wrote, each with its file and tree; not its lists of them, nor the comments."""
    posts = (path for path in sorted(texts) if path.suffix in {".md", ".html"} and _NO_POST.isdisjoint(path.parts))
    return [(str(path), _tree(str(markdown_here().convert(_FRONT.sub("", texts[path]))))) for path in posts]


def _counts(posts: Posts, wanted: Posts) -> Iterator[object]:
    """Count the wanted words, links, pictures, captions and tables of posts, and the links that lead to another one."""
    found, all_words = (
        Counter(" ".join(_words(" ".join(tree.itertext())) for _, tree in some).split()) for some in (posts, wanted)
    )
    yield f"{100 * (all_words & found).total() / max(1, all_words.total()):.2f} %"
    yield from (sum(len(tree.findall(path)) for _, tree in posts) for path in _DATA["counted"].values())
    links = (urljoin(place, link.get("href", "")) for place, tree in posts for link in tree.iter("a"))
    yield sum(link.partition("#")[0] in dict(posts) for link in links)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", _NO_TEXT.sub(" ", text)))


def _tree(text: str) -> Any:
    return html.fromstring(f"<div>{_NO_TEXT.sub(' ', text)}</div>")


if __name__ == "__main__":
    main()
