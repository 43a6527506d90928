import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from scripts.dev.bench import lighthouse
from scripts.dev.bench.building import DATA
from scripts.dev.programs import NoProgramError


def _result(page: str, performance: float) -> dict[str, Any]:
    scores = {"performance": performance, "accessibility": 1, "best-practices": 1, "seo": 1}
    categories = {name: {"score": score} for name, score in scores.items()}
    return {"requestedUrl": f"http://localhost:1234/{page}", "categories": categories}


@pytest.fixture
def lhci(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program in the place of Lighthouse CI; it runs what is written into it."""
    program = tmp_path / "bench/node_modules/.bin/lhci"
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    monkeypatch.setattr(lighthouse, "_FOLDER", tmp_path / "bench")
    monkeypatch.setattr(lighthouse, "_REPORTS", tmp_path / "reports")
    return program


def test_of_three_runs_the_median_counts(lhci: Path, tmp_path: Path) -> None:
    pages = DATA["pages"].values()
    results = [_result(page, score) for page in pages for score in ((0.92, 1, 0.99) if page else (1, 1, 1))]
    script = (f"echo {shlex.quote(json.dumps(one))} > .lighthouseci/lhr-{n:03}.json" for n, one in enumerate(results))
    lhci.write_text("#!/bin/sh\nmkdir .lighthouseci\n" + "\n".join(script), encoding="utf-8")
    scores = lighthouse.measure(tmp_path)
    assert scores == {page: [99 if page else 100, 100, 100, 100] for page in pages}


def test_a_lighthouse_that_does_not_run_is_told(lhci: Path, tmp_path: Path) -> None:
    lhci.write_text("#!/bin/sh\necho 'No Chrome' >&2\nexit 1\n", encoding="utf-8")
    with pytest.raises(NoProgramError, match=r"^Lighthouse did not run: No Chrome$"):
        lighthouse.measure(tmp_path)
