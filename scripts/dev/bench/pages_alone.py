"""MkDocs and our finish, but for the steps that make more than pages: index, editions, packed files, website.zip."""

from mkdocs.__main__ import cli

from scripts.finish import offline, steps

if __name__ == "__main__":
    left_out = dict.fromkeys(("editions", "make_editions", "search_index", "compress"), lambda *_, **__: iter(()))
    vars(steps).update(left_out, offline=lambda site: site.write(offline.OFFLINE, b""))
    cli()
