"""Makes what a build will make, from the last on, in a process of its own, so that the build finds it kept.

The build itself begins at the first; where this one finds something kept, the two have met, and it ends. It may guess
wrong, for instance where a plugin changes the words of a page: then the build finds nothing kept, and makes it as well.
"""

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Final

from scripts.common.faults import only_shown

_NAME: Final = "ahead"


def begin(make: Callable[[Any], object], last_first: Iterable[Any]) -> None:
    """Begin, where a process can be split; a preview makes all itself.

    Args:
        make: makes one thing and keeps it (`Kept`).
        last_first: what there is to make.
    """
    if hasattr(os, "fork") and not only_shown():
        context: Any = multiprocessing.get_context("fork")
        context.Process(target=_work, name=_NAME, args=(make, last_first, os.getpid()), daemon=True).start()


def is_here() -> bool:
    """Tell whether this is the process ahead."""
    return multiprocessing.current_process().name == _NAME


def _work(make: Callable[[Any], object], last_first: Iterable[Any], build: int) -> None:
    # The build itself says what is wrong, and whoever stops it stops this.
    logging.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for thing in last_first:
        if os.getppid() != build:
            break
        with suppress(Exception):
            make(thing)
