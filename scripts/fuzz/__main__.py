"""Try the import on inputs that a fuzzer makes up, led by the code that they reach.

What it finds out is kept in .cache/fuzz/, so that the next run goes on from there. An input that breaks a promise is
written to a file there, and named; give it as an argument to try it again.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

_FOLDER = Path(".cache/fuzz")
_EXAMPLES = Path("tests/fixtures/exports")
# Longer inputs are slower and reach nothing new: an export of three comments has about 5,000 bytes.
_LONGEST = 10_000


@click.command(help=__doc__)
@click.argument("inputs", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(1), help="How long it tries.")
def main(inputs: tuple[Path, ...], seconds: int) -> None:
    """Run the command."""
    try:
        atheris: Any = importlib.import_module("atheris")
    except ImportError:
        click.echo("The fuzzer is not installed; `make fuzz` installs it where there is one for this system.", err=True)
        sys.exit(1)
    with atheris.instrument_imports(include=["scripts.comments"]):
        target: Any = importlib.import_module("scripts.fuzz.comment_import")
    if inputs:
        for path in inputs:
            target.check(path.read_bytes())
            click.echo(f"{path}: all promises hold.")
        return
    # Thousands of small files need not outlive the machine.
    os.fsync = lambda fd: None  # noqa: ARG005
    atheris.Setup(_arguments(target.seeds(), target.WORDS, seconds), target.check)
    atheris.Fuzz()


def _arguments(seeds: list[bytes], words: tuple[str, ...], seconds: int) -> list[str]:
    """Write what the fuzzer begins with; give its command line."""
    corpus = _FOLDER / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    dictionary = _FOLDER / "words"
    dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in words))
    return [
        "fuzz",
        str(corpus),
        str(_EXAMPLES),
        f"-dict={dictionary}",
        f"-artifact_prefix={_FOLDER}/",
        f"-max_total_time={seconds}",
        f"-max_len={_LONGEST}",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
    ]


def _escaped(word: str) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode())  # noqa: PLR2004


if __name__ == "__main__":
    main(prog_name="python -m scripts.fuzz")
