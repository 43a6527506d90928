"""MkDocs and our finish, but for the steps that make more than pages: index, editions, packed files, website.zip."""

from mkdocs.__main__ import cli

from scripts.finish import offline, steps

if __name__ == "__main__":
    left_out = dict.fromkeys(("editions", "search_index", "compress"), lambda *_: iter(()))
    vars(steps).update(left_out, make_editions=lambda _, meanwhile: meanwhile())
    vars(steps).update(offline=lambda site: site.write(offline.OFFLINE, b""))
    cli()
