"""New files: whole or not at all, for their owner, and never over what is there."""

import stat
from pathlib import Path

import pytest

from readnow.exchange.new_files import NewFile, folder_for_files, free_name, save_new
from readnow.model.errors import ExchangeError


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_file_is_for_its_owner_only_and_leaves_no_part(tmp_path: Path) -> None:
    path = save_new(tmp_path / "a.md", b"text")
    assert path.read_bytes() == b"text"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["a.md"]


def test_what_is_there_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("mine")
    with pytest.raises(ExchangeError, match=r"a\.md is there already: it was not touched\."):
        save_new(tmp_path / "a.md", b"text")
    assert (tmp_path / "a.md").read_text() == "mine"


def test_a_link_that_leads_nowhere_is_something_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ExchangeError, match="is there already"):
        save_new(tmp_path / "a.md", b"text")
    assert not (tmp_path / "elsewhere").exists()


def test_a_free_name_has_a_number(tmp_path: Path) -> None:
    assert free_name(tmp_path, "a.md") == "a.md"
    (tmp_path / "a.md").touch()
    assert free_name(tmp_path, "a.md") == "a-2.md"
    (tmp_path / "a-2.md.part").touch()
    assert free_name(tmp_path, "a.md") == "a-3.md"


def test_a_name_that_is_taken_while_writing_gives_way(tmp_path: Path) -> None:
    file = NewFile(tmp_path / "a.bin")
    file.write(b"new")
    assert names(tmp_path) == ["a.bin.part"]
    (tmp_path / "a.bin").write_text("mine")
    assert file.keep() == tmp_path / "a-2.bin"
    assert (tmp_path / "a.bin").read_text() == "mine"
    assert (tmp_path / "a-2.bin").read_text() == "new"


def test_what_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    file = NewFile(tmp_path / "a.bin")
    file.write(b"half")
    file.drop()
    file.drop()
    assert names(tmp_path) == []


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExchangeError, match=r"a\.md cannot be written: no space left on device\."):
        save_new(tmp_path / "a.md", b"text")
    assert names(tmp_path) == []


def test_a_folder_is_made_or_the_reason_told(tmp_path: Path) -> None:
    assert folder_for_files(tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(ExchangeError, match="cannot be used as a folder"):
        folder_for_files(tmp_path / "file")
