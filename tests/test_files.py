"""Files that are replaced whole or not at all."""

from pathlib import Path

import pytest

from scripts.common.files import replace_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "page.md"


def test_a_file_holds_what_was_given_and_keeps_the_rights_it_had(path: Path) -> None:
    replace_file(path, "Ä\r\n")
    assert path.read_bytes() == "Ä\r\n".encode()
    path.chmod(0o664)
    replace_file(path, b"new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o664)


@pytest.mark.parametrize("stage", ["pathlib.Path.open", "os.fsync", "pathlib.Path.replace"])
def test_whatever_fails_the_old_file_stays_and_nothing_else_is_left(
    path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    path.write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(stage, fail)
        with pytest.raises(OSError, match="No space left"):
            replace_file(path, "new")
    assert path.read_text() == "old"
    assert list(path.parent.iterdir()) == [path]
