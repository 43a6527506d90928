"""What four programs make of the same WordPress exports: words, links, pictures, captions, tables, comments, seconds.

`python -m scripts.dev.bench.wordpress EXPORT.xml …` prints a table in Markdown for each; without an export, for one
that is made up. The others are installed into the cache folder, each into an environment of its own, and what they
write is rendered as this site renders its pages. None fetches a picture; this site may have the uploads (`--media`).
"""

from __future__ import annotations

import re
import sys
import tempfile
import venv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from lxml import etree, html

from scripts.common.kept import FOLDER
from scripts.content.markup import markdown_here
from scripts.dev.bench.building import run, table
from scripts.dev.programs import need
from scripts.dev.sample_export import comment, export, item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The packages of each environment, and the commands; Pelican needs pandoc, which comes in a wheel.
_PYTHON: Final = {"nikola": ["nikola"], "pelican": ["pelican[markdown]", "beautifulsoup4", "lxml", "pypandoc_binary"]}
_NPM: Final = "wordpress-export-to-markdown"
_COMMANDS: Final = {
    "this site": f"{sys.executable} -m scripts.wordpress import {{export}} --into {{out}}",
    _NPM: f"{{cache}}/npm/node_modules/.bin/{_NPM} --wizard=false --save-attached-images=false "
    "--save-scraped-images=false --include-other-types=true --input={export} --output={out}",
    "Nikola": "{cache}/nikola/bin/nikola import_wordpress --no-downloads --export-comments -o {out} {export}",
    "Pelican": "env PATH={pandoc}:/usr/bin:/bin {cache}/pelican/bin/pelican-import "
    "--wpfile -m markdown -o {out} {export}",
}
_POSTS: Final = Path(__file__).parents[3] / "tests/fixtures/posts"
_COUNTED: Final = {"links": ".//a[@href]", "pictures": ".//img", "captions": ".//figcaption", "tables": ".//table"}
_TITLES: Final = ("", "words kept", *_COUNTED, "to own posts, working", "comments", "not public, published", "seconds")
_DATES: Final = {"pubDate": "Sat, 04 May 2019 12:11:00 +0000", "wp_post_date": "2019-05-04 12:11:00"}
_NO_TEXT: Final = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|\[/?[a-z][^\[\]]*\]", re.DOTALL | re.IGNORECASE)
_FRONT: Final = re.compile(r"\A(?:---\n.*?\n---\n|(?:\w+:[^\n]*\n)+|<!--.*?-->)", re.DOTALL)


@click.command(help=__doc__)
@click.argument("exports", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--media", type=click.Path(exists=True, path_type=Path), help="A copy of wp-content/uploads.")
@click.option("--cache", type=click.Path(path_type=Path), default=FOLDER / "importers", help="Where the others are.")
def main(exports: tuple[Path, ...], media: Path | None, cache: Path) -> None:
    """Run the command."""
    values: dict[str, object] = {"cache": cache.resolve(), "pandoc": _pandoc(cache.resolve())}
    with tempfile.TemporaryDirectory() as name:
        made_up = Path(name, "made-up.xml")
        made_up.write_bytes(_made_up())
        for number, file in enumerate(exports or [made_up]):
            source = _Source(file)
            rows = [["in the export", *_counts(source.pages, source), len(source.comments), len(source.hidden), ""]]
            for program, command in _COMMANDS.items():
                out = Path(name, f"{number}-{program}", "docs")
                out.mkdir(parents=True)
                values |= {"export": file.resolve(), "out": out}
                parts = [part.format_map(values) for part in command.split()]
                parts += ["--media", str(media.resolve())] if media and program == "this site" else []
                cost = run(*parts, cwd=out.parent)
                files = (one.read_text(encoding="utf-8", errors="replace") for one in out.rglob("*") if one.is_file())
                text = " ".join(map(_words, files))
                whole = [sum(one in text for one in texts if one) for texts in (source.comments, source.hidden)]
                rows.append([program, *_counts(_pages(out), source), *whole, f"{cost.clock:.1f}"])
            click.echo("\n".join(["", file.name, "", *table(_TITLES, rows)]))


def _pandoc(cache: Path) -> Path:
    """Install the others if they are not there yet; give the folder of pandoc."""
    if not (cache / "npm").exists():
        run(need("npm", "npm"), "install", "--prefix", str(cache / "npm"), "--ignore-scripts", "--no-audit", _NPM)
    for name, packages in _PYTHON.items():
        if not (cache / name).exists():
            venv.create(cache / name, with_pip=True)
            run(str(cache / name / "bin/python"), "-m", "pip", "install", "--quiet", *packages)
    return next((cache / "pelican").glob("lib/*/site-packages/pypandoc/files"))


def _made_up() -> bytes:
    """Make an export of the posts of the tests, which link to each other, and one that is private."""
    posts = [item(content_encoded="Nobody may read this.", wp_status="private", guid="private", **_DATES)]
    for number, file in enumerate(sorted(_POSTS.glob("*.html")), 1):
        text = f"{file.read_text(encoding='utf-8')}\n\n<a href='https://old.example/blocks/'>Back</a>"
        fields = {**_DATES, "wp_post_id": str(number), "wp_post_name": file.stem}
        place = f"https://old.example/{file.stem}/"
        words = comment(number, "A comment of six words.")
        posts.append(item(words, link=place, guid=place, content_encoded=f"<![CDATA[{text}]]>", **fields))
    return export(*posts)


class _Source:
    """What an export says: the trees of its public posts, their addresses, its comments, and what is not public."""

    def __init__(self, file: Path) -> None:
        root = etree.fromstring(file.read_bytes().strip(), etree.XMLParser(recover=True, huge_tree=True))
        self.pages, self.links, self.hidden = list[tuple[Path | None, Any]](), set[str](), list[str]()
        self.comments = [_words(one.text or "") for one in root.iter("{*}comment_content")]
        for post in root.iter("item"):
            text = post.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
            if post.findtext("{*}post_type") not in {"post", "page"}:
                continue
            if post.findtext("{*}status") != "publish" or post.findtext("{*}post_password"):
                self.hidden.append(_words(text))
            else:
                self.pages.append((None, _tree(text)))
                self.links.add(post.findtext("link") or "")


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", _NO_TEXT.sub(" ", text)))


def _tree(text: str) -> Any:
    return html.fromstring(f"<div>{_NO_TEXT.sub(' ', text)}</div>")


def _pages(folder: Path) -> Iterator[tuple[Path | None, Any]]:
    """Yield the posts that a program wrote, rendered; not its lists of them."""
    for file in sorted([*folder.rglob("*.md"), *folder.rglob("*.html")]):
        if "comments" not in file.parts and file.name not in {"by-year.md", "tags.md"}:
            yield file, _tree(str(markdown_here().convert(_FRONT.sub("", file.read_text(encoding="utf-8")))))


def _counts(pages: Iterable[tuple[Path | None, Any]], source: _Source) -> list[object]:
    """Count the words, links, pictures, captions and tables of posts, and the links that lead to another post."""
    found, words = Counter[str](), Counter[str]()
    for file, tree in pages:
        words.update(_words(" ".join(tree.itertext())).split())
        found.update({path: len(tree.findall(path)) for path in _COUNTED.values()})
        for address in (str(link.get("href")).partition("#")[0] for link in tree.iterfind(".//a[@href]")):
            found["own"] += (bool(address) and (file.parent / address).is_file()) if file else address in source.links
    wanted = Counter(word for _, tree in source.pages for word in _words(" ".join(tree.itertext())).split())
    share = (wanted & words).total() / max(1, wanted.total())
    return [f"{100 * share:.2f} %", *map(found.__getitem__, _COUNTED.values()), found["own"]]


if __name__ == "__main__":
    main()
