"""What four programs make of the same WordPress exports: words, links, pictures, captions, tables, comments, seconds.

`python -m scripts.dev.bench.wordpress EXPORT.xml …` prints a table in Markdown for each; without an export, for one
that is made up. The others are installed into the cache folder, each into an environment of its own, and what they
write is rendered as this site renders its pages. No picture is fetched.
"""

from __future__ import annotations

import re
import sys
import tempfile
import venv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

import click
from lxml import etree, html

from scripts.common.kept import FOLDER
from scripts.content.markup import markdown_here
from scripts.dev.bench.building import run, table
from scripts.dev.programs import need
from scripts.dev.sample_export import sample_posts, write_export

if TYPE_CHECKING:
    from collections.abc import Sequence

_CACHE: Final = FOLDER.absolute() / "importers"
# The packages of each environment, and the commands; Pelican needs pandoc, which comes in a wheel.
_PYTHON: Final = {"nikola": ["nikola"], "pelican": ["pelican[markdown]", "beautifulsoup4", "lxml", "pypandoc_binary"]}
_NPM: Final = "wordpress-export-to-markdown"
_COMMANDS: Final = {
    "this site": f"{sys.executable} -m scripts.wordpress import {{export}} --into {{out}}",
    _NPM: f"{_CACHE}/npm/node_modules/.bin/{_NPM} --wizard=false --save-attached-images=false "
    "--save-scraped-images=false --include-other-types=true --input={export} --output={out}",
    "Nikola": f"{_CACHE}/nikola/bin/nikola import_wordpress --no-downloads --export-comments -o {{out}} {{export}}",
    "Pelican": f"env PATH={{pandoc}}:/usr/bin:/bin {_CACHE}/pelican/bin/pelican-import --wpfile -m markdown -o {{out}} "
    "{export}",
}
_COUNTED: Final = {"links": ".//a[@href]", "pictures": ".//img", "captions": ".//figcaption", "tables": ".//table"}
_TITLES: Final = ("", "words kept", *_COUNTED, "to own posts, working", "comments", "not public, published", "seconds")
_NO_POST: Final = frozenset({"comments", "by-year.md", "tags.md"})
_NO_TEXT: Final = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|\[/?[a-z][^\[\]]*\]", re.DOTALL | re.IGNORECASE)
_FRONT: Final = re.compile(r"\A(?:---\n.*?\n---\n|(?:\w+:[^\n]*\n)+|<!--.*?-->)", re.DOTALL)


@click.command(help=__doc__)
@click.argument("exports", nargs=-1, type=click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path))
def main(exports: tuple[Path, ...]) -> None:
    """Run the command."""
    pandoc, made_up = _install(), _CACHE / "made-up.xml"
    with made_up.open("wb") as sample:
        write_export(sample_posts(30, posts=5, paragraphs=3), sample)
    for file in exports or [made_up]:
        posts, comments, hidden = _read_export(file)
        wanted = _words_of(posts)
        counts = _counts(posts, wanted, {address for address, _ in posts})
        rows = [["in the export", *counts, len(comments), len(hidden), ""]]
        for program, command in _COMMANDS.items():
            with tempfile.TemporaryDirectory() as name:
                try:
                    cost = run(*command.format(export=file, out=name, pandoc=pandoc).split(), cwd=_CACHE)
                except click.ClickException as error:
                    error.show()
                    rows.append([program, "it failed", *[""] * (len(_TITLES) - 2)])
                    continue
                files = [path for path in sorted(Path(name).rglob("*")) if path.is_file()]
                texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in files}
                rendered = _rendered(texts)
                counts = _counts(rendered, wanted, {str(path) for path, _ in rendered})
            whole = " ".join(map(_words, texts.values()))
            published = [sum(one in whole for one in found if one) for found in (comments, hidden)]
            rows.append([program, *counts, *published, f"{cost.clock:.1f}"])
        click.echo("\n".join(["", file.name, "", *table(_TITLES, rows)]))


def _install() -> Path:
    """Install the others if they are not there yet; give the folder of pandoc."""
    if not (_CACHE / "npm").exists():
        run(need("npm", "npm"), "install", "--prefix", str(_CACHE / "npm"), "--ignore-scripts", "--no-audit", _NPM)
    for name, packages in _PYTHON.items():
        if not (_CACHE / name).exists():
            venv.create(_CACHE / name, with_pip=True)
            run(str(_CACHE / name / "bin/python"), "-m", "pip", "install", "--quiet", *packages)
    return next((_CACHE / "pelican").glob("lib/*/site-packages/pypandoc/files"))


def _read_export(file: Path) -> tuple[list[tuple[str, Any]], list[str], list[str]]:
    """Give the public posts, each with its address and tree; the words of comments, and of what is not public."""
    root = etree.fromstring(file.read_bytes().strip(), etree.XMLParser(recover=True, huge_tree=True))
    posts, hidden = [], []
    for post in root.iter("item"):
        text = post.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
        if post.findtext("{*}post_type") not in {"post", "page"}:
            continue
        if post.findtext("{*}status") != "publish" or post.findtext("{*}post_password"):
            hidden.append(_words(text))
        else:
            posts.append((post.findtext("link") or "", _tree(text)))
    return posts, [_words(one.text or "") for one in root.iter("{*}comment_content")], hidden


def _rendered(texts: dict[Path, str]) -> list[tuple[str, Any]]:
    """Give the posts that a program wrote, each with its file and tree; not its lists of them, nor the comments."""
    posts = [path for path in texts if path.suffix in {".md", ".html"} and _NO_POST.isdisjoint(path.parts)]
    return [(str(path), _tree(str(markdown_here().convert(_FRONT.sub("", texts[path]))))) for path in posts]


def _counts(posts: Sequence[tuple[str, Any]], wanted: Counter[str], known: set[str]) -> list[object]:
    """Count the words, links, pictures, captions and tables of posts, and the links that lead to another post."""
    kinds = [sum(len(tree.findall(path)) for _, tree in posts) for path in _COUNTED.values()]
    links = [urljoin(place, link.get("href", "")) for place, tree in posts for link in tree.iter("a")]
    share = (wanted & _words_of(posts)).total() / max(1, wanted.total())
    return [f"{100 * share:.2f} %", *kinds, sum(link.partition("#")[0] in known for link in links)]


def _words_of(posts: Sequence[tuple[str, Any]]) -> Counter[str]:
    return Counter(word for _, tree in posts for word in _words(" ".join(tree.itertext())).split())


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", _NO_TEXT.sub(" ", text)))


def _tree(text: str) -> Any:
    return html.fromstring(f"<div>{_NO_TEXT.sub(' ', text)}</div>")


if __name__ == "__main__":
    main()
