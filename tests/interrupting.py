"""Stops a command at a step on the disk: as the power does, as Ctrl+C does, or because the disk is full.

`stopping` keeps a process that has loaded the command, and lets a copy of it run each time: what Python loads once is
no step of the command, and costs nothing. Steps are counted, and no clock is looked at: it stops where it did before.
"""

import errno
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, NoReturn

from tests.building import ROOT

# Whoever stops before `os.chmod` or `os.utime` finds the same files as before the next step.
_WRITING = frozenset({"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"})
_LOOKING = frozenset({"open", "os.listdir", "os.scandir"})
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT
#: The step at which two folders are about to change their names.
EXCHANGE = "ctypes.dlsym renameat2"


class Stopped(NamedTuple):
    """A command that ran: the steps that were counted, its exit code or minus the signal, its words."""

    steps: list[str]
    status: int
    said: str


@contextmanager
def stopping(*words: object, environment: Mapping[str, str] | None = None) -> Iterator[Callable[..., Stopped]]:
    """Keep a process that has loaded a command, `import` or `build`, and give what runs the command and stops it.

    Args:
        words: the command and its arguments, to run once.
        environment: of the process.
    """
    # Who is killed leaves what Python would have cleaned up.
    quiet = ("-W", "ignore:resource_tracker:UserWarning")
    command = [sys.executable, *quiet, "-m", "tests.interrupting", *map(str, words)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        answers = process.stdout
        assert answers

        def stop(how: str, at: int, folder: Path, *words: object, since: str = "") -> Stopped:
            """Run the command, and stop it.

            Args:
                how: `kill`, `interrupt`, `full`, or `kill-in-two-steps`: on a file system that cannot let two folders
                    change their names at once.
                at: the number of the step, from 1, or 0 to let it come to its end.
                folder: where files are opened or looked at that count.
                words: the arguments of the command.
                since: what stands in the step that is the first one; without it, that is the first of all.
            """
            asked = json.dumps([how, at, str(folder), since, *map(str, words)])
            print(asked, file=process.stdin, flush=True)
            return Stopped(*json.loads(next(answers)))

        yield stop


class _Step:
    """Counts the steps on the disk, and acts at one of them, before it is done."""

    def __init__(self, how: str, at: int, folder: str, since: str, report: IO[bytes]) -> None:
        self._how, self._left, self._folder, self._since, self._report = how, at, folder, since, report

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "ctypes.dlsym":
            # Two folders are about to change their names.
            if self._how == "full" or arguments[1] not in {"renameat2", "renamex_np"}:
                return
            arguments = ("renameat2",)
        elif event in _LOOKING:
            # Whoever looks changes nothing, and is only stopped by hand.
            writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _TO_WRITE
            if not str(arguments[0]).startswith(self._folder) or not (writes or self._how == "interrupt"):
                return
        elif event not in _WRITING:
            return
        step = f"{event} {arguments[0]}"
        if self._since not in step:
            return
        self._since = ""
        os.write(self._report.fileno(), f"{step}\n".encode())
        self._left -= 1
        if self._left == 0:
            self._act()

    def _act(self) -> None:
        match self._how:
            case "full":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            case "interrupt":
                signal.raise_signal(signal.SIGINT)
            case _:
                os.kill(os.getpid(), signal.SIGKILL)


def _run(program: str, words: list[str]) -> int:
    """Run a command in this process, and give its exit code."""
    try:
        if program == "import":
            from scripts.wordpress.__main__ import import_

            import_.main(words)
        else:
            from mkdocs.__main__ import cli

            cli.main(["build", "--strict", "-f", *words])
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        sys.stdout.flush()


def _run_and_end(program: str, words: list[str], step: _Step, how: str) -> NoReturn:
    if how == "kill-in-two-steps":
        from scripts.common import whole_folder

        whole_folder._exchanged = lambda *_: False
    sys.addaudithook(step)
    code = 99
    try:
        code = _run(program, words)
    finally:
        # Nothing of the process that this one was copied from is to run here.
        os._exit(code)


def main(program: str, *first: str) -> None:
    """Load the command, and run a copy for each line that comes in."""
    # Whoever runs tests in the background of a shell without job control has the signal ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    answers = os.dup(1)
    os.dup2(2, 1)
    _run(program, list(first))
    gc.freeze()
    for line in sys.stdin:
        how, at, folder, since, *words = json.loads(line)
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as steps:
            child = os.fork()
            if not child:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
                _run_and_end(program, words, _Step(how, at, folder, since, steps), how)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            steps.seek(0)
            said.seek(0)
            answer = [steps.read().decode().splitlines(), status, said.read().decode()]
            os.write(answers, f"{json.dumps(answer)}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
