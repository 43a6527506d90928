"""Renders the pages of a build from the last on, in a process of its own, so that the build finds them kept.

The build itself begins at the first page; where the two meet, this one ends. It may guess wrong, for instance where a
plugin changes the words of a page: then the build finds nothing kept, and renders that page as well.
"""

import logging
import multiprocessing
import os
import signal
from contextlib import suppress
from typing import Any, Final

from scripts.common.faults import only_shown

#: Its name among processes.
NAME: Final = "ahead"


def begin(files: Any, config: Any, page: type[Any]) -> None:
    """Begin, where a process can be split; a preview renders all of its pages itself.

    Args:
        files: the files of the generator.
        config: its settings.
        page: its class of pages.
    """
    if hasattr(os, "fork") and not only_shown():
        context: Any = multiprocessing.get_context("fork")
        context.Process(target=_render, name=NAME, args=(files, config, page, os.getpid()), daemon=True).start()


def _render(files: Any, config: Any, page: type[Any], build: int) -> None:
    # The build itself says what is wrong, and whoever stops it stops this.
    logging.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for file in reversed(files.documentation_pages()):
        if os.getppid() != build:
            break
        with suppress(Exception):
            one = file.page or page(None, file, config)
            one.read_source(config)
            one.render(config, files)
            one.content = None
