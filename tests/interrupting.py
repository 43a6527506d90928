"""Runs an import again and again, each time stopped or refused one step on the disk later than before.

`python -m tests.interrupting HOW EXPORT OLD WORK` copies the folder OLD to `WORK/1/docs`, imports EXPORT there in a
process of its own, and does HOW to it at its first step on the disk; then `WORK/2` at the second, until a process comes
to its end. It prints a line of JSON for each: the step, what it was, the exit code or minus the signal, and its words.

HOW is `kill` (as by the power), `interrupt` (as by Ctrl+C), `full` (the disk is), or `kill-in-two-steps`: as `kill`, on
a file system that cannot let two folders change their names at once.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import NoReturn

from scripts.common import whole_folder
from scripts.wordpress.__main__ import import_

_WRITING = frozenset(
    {"os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.utime"}
)
_LOOKING = frozenset({"open", "os.listdir", "os.scandir"})


class _Step:
    """Counts the steps on the disk, and acts at one of them, before it is done."""

    def __init__(self, how: str, at: int, work: Path, report: int) -> None:
        self._how, self._left, self._report = how, at, report
        self._work = str(work)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._counts(event, arguments):
            return
        self._left -= 1
        if self._left == 0:
            os.write(self._report, f"{event} {arguments[0]}".encode())
            self._act()

    def _counts(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event == "ctypes.dlsym":
            # The folders are about to change their names.
            return self._how != "full" and arguments[1] in {"renameat2", "renamex_np"}
        return event in _WRITING or (event in _LOOKING and str(arguments[0]).startswith(self._work))

    def _act(self) -> None:
        match self._how:
            case "full":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            case "interrupt":
                signal.raise_signal(signal.SIGINT)
            case _:
                os.kill(os.getpid(), signal.SIGKILL)


def main(how: str, export: str, old: str, work: str) -> None:
    """Run the command."""
    # Whoever runs tests in the background of a shell without job control has the signal ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # What Python loads once is no step of the import, and is not loaded again in each process.
    with contextlib.suppress(SystemExit):
        import_.main([export, "--into", old, "--dry-run"])
    print(flush=True)
    name = "the first"
    step = 0
    while name:
        step += 1
        folder = Path(work) / str(step)
        shutil.copytree(old, folder / "docs")
        reached, said = folder.with_suffix(".step"), folder.with_suffix(".out")
        child = os.fork()
        if not child:
            said_to = _written_to(said)
            os.dup2(said_to, 1)
            os.dup2(said_to, 2)
            _import(how, _Step(how, step, folder, _written_to(reached)), export, folder)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        name = reached.read_text()
        print(json.dumps([step, name, status, said.read_text()]), flush=True)


def _written_to(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT)


def _import(how: str, step: _Step, export: str, folder: Path) -> NoReturn:
    """Import, and end this process."""
    if how == "kill-in-two-steps":
        whole_folder._exchange = _no_exchange
    sys.addaudithook(step)
    try:
        import_.main([export, "--into", str(folder / "docs")])
    except SystemExit as end:
        sys.stdout.flush()
        os._exit(int(end.code or 0))
    finally:
        # Nothing of the process that this one was copied from is to run here.
        os._exit(99)


def _no_exchange(one: Path, other: Path) -> None:
    raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(one), None, str(other))


if __name__ == "__main__":
    main(*sys.argv[1:])
