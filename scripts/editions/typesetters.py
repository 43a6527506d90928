"""The engine in processes of its own: its memory goes when it is done, and its crash is a fault of one edition."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Self

from scripts.editions.engine import TypesettingError, typeset

if TYPE_CHECKING:
    from types import TracebackType


class Typesetters:
    """Some processes that typeset; they are started when the first document comes. To be used in a `with`."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Begin; nothing is started yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the processes; after an interruption without waiting for their work."""
        if self._pool is not None:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def typeset(self, document: str) -> bytes:
        """Make the PDF of a document, as `engine.typeset` does. Threads may call it side by side.

        Raises:
            TypesettingError: as there; or if the process has ended, for want of memory or by a crash of the engine.
        """
        pool = self._running()
        try:
            return pool.submit(typeset, document).result()
        except BrokenProcessPool as error:
            self._forget(pool)
            raise TypesettingError("the typesetter crashed, or the memory was used up") from error

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # Not a fork: this process has threads, and memory that nobody needs twice.
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self._number, mp_context=context)
            return self._pool

    def _forget(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
