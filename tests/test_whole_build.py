"""A site is built whole or not at all: real builds of the fixture site, killed, refused and faulty."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml

from scripts.build.one_build import Build, BuildStoppedError
from scripts.dev.site_hash import site_hash
from tests.building import ROOT
from tests.golden import cases
from tests.interrupting import EXCHANGE, Stopped, stopping
from tests.projects import Project, wait_for

Stopping: TypeAlias = Callable[[str, int, str], Stopped]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("whole"))
    # Two old addresses are the same steps on the disk as seventy-five.
    project.change("{1..75}", "{1..2}", "_data/old-addresses.yml")
    code, said = project.build()
    assert code == 0, said
    return project


@pytest.fixture
def as_before(built: Project) -> Iterator[None]:
    """What the test does to the project leaves its site as it was, to the last byte, and nothing beside it."""
    before = site_hash(built.site)
    yield
    assert (site_hash(built.site), built.left()) == (before, [])


@pytest.fixture(scope="module")
def stopped(built: Project) -> Iterator[Stopping]:
    """Give a build of the project that can be stopped at any of its steps on the disk."""
    with stopping("build", built.config, environment=built.environment) as stop:
        yield lambda how, at, since: stop(how, at, built.folder, built.config, since=since)


def test_killed_at_any_step_one_site_stands(built: Project, stopped: Stopping) -> None:
    """What stands is one of the two, to the last byte; the next build cleans up what the one before left."""
    new = site_hash(built.site)
    built.change("One paragraph", "Another paragraph")
    steps = stopped("look", 0, "").steps
    before = steps[: steps.index(EXCHANGE)]
    assert [step for step in before if f"{built.site}/" in f"{step}/"] == []
    old = site_hash(built.site)
    assert old != new
    built.change("Another paragraph", "One paragraph")
    for at, since in (
        # With the four around the exchange of the two folders, forty.
        *((at, "") for at in range(1, len(before), len(before) // 36)),
        *((at, EXCHANGE) for at in (1, 2, 3, 99)),
    ):
        done = stopped("kill", at, since)
        assert done.status == -signal.SIGKILL
        assert site_hash(built.site) == (new if since and at > 1 else old), done.steps[-1]
    assert stopped("look", 0, "").status == 0
    assert (site_hash(built.site), built.left()) == (new, [])


@pytest.mark.parametrize(("old", "new", "said"), cases("faulty_pages.yml"))
@pytest.mark.usefixtures("as_before")
def test_a_faulty_page_leaves_the_old_site(built: Project, stopped: Stopping, old: str, new: str, said: str) -> None:
    page = built.docs / "more.md"
    if "more.md" in new:
        text = (built.docs / "where-to-start.md").read_text(encoding="utf-8")
        page.write_text(re.sub("^(title|description|# ).*", r"\g<0> again", text, flags=re.MULTILINE), encoding="utf-8")
    built.change(old, new)
    try:
        done = stopped("look", 0, "")
    finally:
        page.unlink(missing_ok=True)
        built.change(new, old)
    assert done.status == 1
    assert said in done.said
    assert done.said.count("site/ is still the old site.") == 1


@pytest.mark.usefixtures("as_before")
def test_whoever_stops_a_build_by_hand_keeps_the_old_site(stopped: Stopping) -> None:
    """Ctrl+C ends MkDocs by the same event as a build that went well."""
    done = stopped("interrupt", 10, ".site.new/site/index.html")
    assert done.status != 0
    assert "site/ is still the old site." in done.said


@pytest.mark.parametrize("size", ["100k", "600k"])
def test_a_full_disk_leaves_the_old_site(built: Project, tmp_path: Path, size: str) -> None:
    """The site lies on a small disk of its own, which the second site does not fit on."""
    script = (
        'mount -t tmpfs -o size=4m disk "$1" && cp -r "$2"/. "$1" && cd "$1" && '
        'used=$(du -sk . | cut -f1) && mount -o remount,size=$((used + ${3%k}))k disk "$1" && cd "$5" && '
        '"$4" -m mkdocs build --strict -f "$1/mkdocs.yml" 2>"$6"; code=$?; '
        '"$4" -m scripts.dev.site_hash "$1/site"; ls -A "$1" | grep "^\\." | tr "\\n" " "; exit $code'
    )
    copy, mount, said = tmp_path / "copy", tmp_path / "disk", tmp_path / "said"
    mount.mkdir()
    shutil.copytree(built.folder, copy)
    config = yaml.safe_load((copy / "mkdocs.yml").read_text(encoding="utf-8"))
    config.update(docs_dir=str(mount / "docs"), site_dir=str(mount / "site"))
    (copy / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    words = ("sh", "-c", script, "sh", mount, copy, size, sys.executable, ROOT, said)
    command = ["unshare", "--map-root-user", "--mount", *map(str, words)]
    done = subprocess.run(command, env=built.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr + said.read_text(encoding="utf-8")
    assert f"sha256 {site_hash(built.site)}" in done.stdout
    assert "No space left on device" in said.read_text(encoding="utf-8")


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "there/.site.new")

    (tmp_path / "site").mkdir()
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(BuildStoppedError) as found:
        Build(tmp_path / "site", tmp_path, tmp_path / "mkdocs.yml")
    assert str(found.value) == (
        "Nothing was built: [Errno 13] Permission denied: 'there/.site.new'. site/ is still the old site."
    )


def test_two_builds_of_one_site_do_not_meet(tmp_path: Path) -> None:
    first = Build(tmp_path / "site", tmp_path, tmp_path / "mkdocs.yml")
    with pytest.raises(BuildStoppedError) as found:
        Build(tmp_path / "site", tmp_path, tmp_path / "mkdocs.yml")
    assert str(found.value) == (
        f"Nothing was built: Another run writes to {tmp_path}; wait for it, and run this again. There is no site/ yet."
    )
    first.give_up("")
    Build(tmp_path / "site", tmp_path, tmp_path / "mkdocs.yml").give_up("")
    assert not list(tmp_path.iterdir())


def test_a_preview_keeps_the_last_good_page_shows_the_fault_on_it_and_links_a_new_word_at_once(tmp_path: Path) -> None:
    project = Project(tmp_path)
    with project.preview() as served:
        address = f"{served}articles/a-short-article/"
        assert "Not built" not in wait_for(address, "One paragraph")
        project.change("One paragraph", "Another paragraph")
        wait_for(address, "Another paragraph")
        project.change("kind: article", "kind: artikel\nsurprise: yes")
        page = wait_for(address, "Not built: the page below is the last good one")
        assert "docs/articles/a-short-article.md:4: FM02" in page
        assert "Another paragraph" in page
        project.change("kind: artikel\nsurprise: yes", "kind: article")
        assert 'class="term"' not in wait_for(address, "Not built", there=False)
        words = f"title: Words\ndescription: {'Some words. ' * 5}\nkind: page\nchecked: 2026-01-02\n"
        glossary = f"---\n{words}---\n\n# Words\n\n/// glossary\n///\n"
        (project.docs / "words-used-here.md").write_text(glossary, encoding="utf-8")
        with (project.docs / "_data/glossary.yml").open("a", encoding="utf-8") as file:
            file.write("- {term: Another paragraph, anchor: one, meaning: Words., whose: his, auto: true}\n")
        assert 'words-used-here/#one">Another paragraph</a>' in wait_for(address, 'class="term"')
