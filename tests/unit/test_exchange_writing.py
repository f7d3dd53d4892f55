"""Files that are written for others: whole or not at all."""

from pathlib import Path

import pytest

from readnow.exchange.writing import write_file
from readnow.model.errors import ExchangeError


def test_a_file_is_its_owners_and_replaces_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "list.opml"
    file.write_text("before")
    write_file(file, b"after")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"after", 0o600)
    assert list(tmp_path.iterdir()) == [file]


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "list.opml"
    file.write_text("before")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExchangeError, match="no space left on device"):
        write_file(file, b"after")
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    link.symlink_to(real)
    write_file(link, b"after")
    assert link.is_symlink()
    assert real.read_bytes() == b"after"


def test_a_device_is_written_to(tmp_path: Path) -> None:
    write_file(Path("/dev/null"), b"after")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("name", ["missing/x", ".", "x" * 300])
def test_where_nothing_can_be_written_there_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExchangeError, match="cannot be written"):
        write_file(tmp_path / name, b"after")
