"""The workflows, the hooks before a commit, and what they run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.finish import finish
from tests.building import FIXTURE, ROOT, built

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
BIN = Path(sys.executable).parent


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_what_github_reads_is_of_its_form() -> None:
    assert WORKFLOWS
    for schema, files in {"github-workflows": WORKFLOWS, "dependabot": [ROOT / ".github/dependabot.yml"]}.items():
        command = [str(BIN / "check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_action_is_pinned_to_a_commit_and_no_workflow_may_write_more_than_it_has_to() -> None:
    for file in WORKFLOWS:
        uses = re.findall(r"uses: (.*)", file.read_text(encoding="utf-8"))
        assert uses
        assert [line for line in uses if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []
        workflow = _read(file)
        assert workflow["permissions"] == {"contents": "read"}, file
        for name, job in workflow["jobs"].items():
            writes = {scope for scope, right in job.get("permissions", {}).items() if right == "write"}
            assert writes == ({"pages", "id-token"} if name == "publish" else set()), name


def test_the_checks_run_what_anyone_can_run() -> None:
    assert _commands("checks.yml", "checks") == [".ci/run"]
    run = re.findall(r"^make (.*)$", (ROOT / ".ci/run").read_text(encoding="utf-8"), re.MULTILINE)
    assert run == ["test", "check", "validate", "reproducible"]
    assert set(run) <= _make_targets()


def _commands(workflow: str, job: str) -> list[str]:
    steps = _read(ROOT / ".github/workflows" / workflow)["jobs"][job]["steps"]
    return [step["run"] for step in steps if "run" in step]


def test_the_hooks_before_a_commit_are_of_their_form_and_run_what_is_there() -> None:
    config = ROOT / ".pre-commit-config.yaml"
    done = subprocess.run([str(BIN / "pre-commit"), "validate-config", str(config)], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    hooks = [hook for repo in _read(config)["repos"] for hook in repo["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
    for hook in hooks:
        program = Path(shlex.split(hook["entry"])[0])
        assert program.parent == Path(".venv/bin")
        assert (BIN / program.name).exists(), program


def test_what_the_workflow_for_github_pages_does_gives_a_sound_site_below_a_folder(tmp_path: Path) -> None:
    finishing = ".venv/bin/python -m scripts.finish site --docs docs --policies-in-pages"
    assert _commands("pages.yml", "build") == ["make site", finishing]
    site = built(FIXTURE / "docs", tmp_path / "site", site_url="https://someone.example/project/")
    assert finish(site, policies_in_pages=True) == []
    text = (site / "404.html").read_text(encoding="utf-8")
    assert 'href="/project/help-now/"' in text
    assert text.index("Content-Security-Policy") < text.index("stylesheet")


DOCUMENTS = {
    "README.md": 120,
    ".github/HANDBOOK.md": 450,
    ".github/CONTRIBUTING.md": 120,
    ".github/MATERIAL.md": 90,
    "tests/README.md": 50,
}
#: Named as examples, or written by an import.
MADE_UP = {"docs/articles/my-article.md", "docs/articles/uploads/", "docs/drafts/", "docs/.imported"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_short_and_all_that_it_names_and_links_is_there(name: str) -> None:
    file = ROOT / name
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= DOCUMENTS[name]
    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= _make_targets()
    named = set(re.findall(r"`((?:scripts|docs|overrides|tests|\.github|\.ci)/[A-Za-z0-9./_-]+)`", text)) - MADE_UP
    assert [path for path in named if not (ROOT / path).exists()] == []
    modules = [ROOT / module.replace(".", "/") for module in re.findall(r"python -m (scripts[\w.]*)", text)]
    assert [one for one in modules if not ((one / "__main__.py").exists() or one.with_suffix(".py").exists())] == []
    prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    for link in re.findall(r"\]\((?!https:)([^)]+)\)", prose):
        path, _, anchor = link.partition("#")
        target = file.parent / path if path else file
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


def _anchors(file: Path) -> set[str]:
    """Give the anchors that GitHub makes of a file's headings."""
    heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
