"""Imposes a booklet for folding; `fold.typ` knows the order of its pages."""

import io
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pikepdf
import typst

_TEMPLATE: Final = Path(__file__).with_name("fold.typ")


def impose(data: bytes) -> bytes:
    """Lay out the pages of a PDF for folding; to be printed on both sides and turned over on the short edge.

    Args:
        data: a PDF whose pages all have the same size.

    Returns:
        A PDF of sides twice as wide; tags, links and outline are lost, title and language are not.
    """
    with pikepdf.open(io.BytesIO(data)) as source:
        told = {"pages": len(source.pages), "title": source.docinfo["/Title"], "lang": source.Root.Lang}
        told |= dict(zip(("width", "height"), source.pages[0].mediabox[2:], strict=True))
        inputs = {name: str(value) for name, value in told.items()}
    with TemporaryDirectory() as folder:
        main = shutil.copy(_TEMPLATE, folder)
        Path(folder, "booklet.pdf").write_bytes(data)
        return typst.compile(main, root=folder, sys_inputs=inputs, format="pdf", timestamp=0, pdf_tags=False)
