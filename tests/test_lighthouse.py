from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from scripts.dev.bench import lighthouse
from scripts.dev.bench.first_visit import PAGE_TYPES

if TYPE_CHECKING:
    from pathlib import Path


def _result(page: str, performance: float) -> dict[str, Any]:
    names = ("performance", "accessibility", "best-practices", "seo")
    scores = dict.fromkeys(names, 1.0) | {"performance": performance}
    refs = {name: [{"id": name, "weight": 1}, {"id": "uncounted", "weight": 0}] for name in names}
    return {
        "requestedUrl": f"http://localhost:1234/{page}",
        "categories": {name: {"id": name, "score": scores[name], "auditRefs": refs[name]} for name in names},
        "audits": {name: {"title": f"The {name}", "score": scores.get(name, 0)} for name in (*names, "uncounted")},
    }


@pytest.fixture
def lhci(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program in the place of Lighthouse CI; it runs what is written into it."""
    program = tmp_path / "bench/node_modules/.bin/lhci"
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    monkeypatch.setattr(lighthouse, "_FOLDER", tmp_path / "bench")
    return program


def test_of_three_runs_the_median_counts(lhci: Path, tmp_path: Path) -> None:
    results = [
        _result(page, score) for page in PAGE_TYPES.values() for score in ((0.92, 1, 0.99) if page else (1, 1, 1))
    ]
    script = (f"echo {shlex.quote(json.dumps(one))} > .lighthouseci/lhr-{n:03}.json" for n, one in enumerate(results))
    lhci.write_text("#!/bin/sh\nmkdir .lighthouseci\n" + "\n".join(script), encoding="utf-8")
    done = CliRunner().invoke(lighthouse.main, [str(tmp_path)])
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        "/: 100 · 100 · 100 · 100",
        "/articles/what-to-do-when-he-or-she-leaves/: 99 · 100 · 100 · 100",
        "    The performance",
    ]
    assert len(lines) == 1 + 2 * (len(PAGE_TYPES) - 1)


def test_a_lighthouse_that_does_not_run_is_told(lhci: Path, tmp_path: Path) -> None:
    lhci.write_text("#!/bin/sh\necho 'No Chrome' >&2\nexit 1\n", encoding="utf-8")
    done = CliRunner().invoke(lighthouse.main, [str(tmp_path)])
    assert (done.exit_code, done.stderr) == (1, "Error: Lighthouse did not run: No Chrome\n")
