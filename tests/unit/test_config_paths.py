import os
import stat
from pathlib import Path
from typing import Any

import pytest

from readnow.config.paths import Paths, find_paths, prepare
from readnow.model.errors import ConfigError, StoreError


def test_without_wishes_everything_is_where_the_platform_keeps_it(environment: Path) -> None:
    paths = find_paths(None, None, {})
    assert paths.config_file.name == "config.toml"
    assert paths.config_file.parent.name == "readnow"
    for path in (paths.config_file, paths.database, paths.lock, paths.log):
        assert path.is_relative_to(environment)


def test_named_data_directory_holds_everything_of_ours(tmp_path: Path) -> None:
    paths = find_paths(None, str(tmp_path / "d"), {})
    assert paths.database == tmp_path / "d" / "readnow.db"
    assert paths.lock == tmp_path / "d" / "readnow.lock"
    assert paths.log == tmp_path / "d" / "log" / "readnow.log"


def test_option_goes_before_environment(tmp_path: Path) -> None:
    env = {"READNOW_CONFIG": str(tmp_path / "e.toml"), "READNOW_DATA_DIR": str(tmp_path / "e")}
    from_env = find_paths(None, None, env)
    assert (from_env.config_file, from_env.data_dir) == (tmp_path / "e.toml", tmp_path / "e")
    from_options = find_paths(str(tmp_path / "o.toml"), str(tmp_path / "o"), env)
    assert (from_options.config_file, from_options.data_dir) == (tmp_path / "o.toml", tmp_path / "o")


def test_empty_environment_is_none(environment: Path) -> None:
    assert find_paths(None, None, {"READNOW_CONFIG": "", "READNOW_DATA_DIR": ""}) == find_paths(
        None, None, {}
    )


def test_paths_are_absolute_and_know_the_home_directory(environment: Path) -> None:
    paths = find_paths("c.toml", "~/feeds", {})
    assert paths.config_file == Path.cwd() / "c.toml"
    assert paths.data_dir == environment / "feeds"


def test_home_of_nobody_is_one_sentence() -> None:
    with pytest.raises(ConfigError, match="~nobody-at-all/x names a home directory that does not exist"):
        find_paths(None, "~nobody-at-all/x", {})


def test_finding_makes_nothing_and_preparing_makes_private_directories(tmp_path: Path) -> None:
    paths = find_paths(None, str(tmp_path / "a" / "b"), {})
    assert list(tmp_path.iterdir()) == []
    before = os.umask(0)
    try:
        prepare(paths)
    finally:
        os.umask(before)
    for directory in (paths.data_dir, paths.state_dir):
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    prepare(paths)


def test_existing_directory_keeps_its_mode(tmp_path: Path) -> None:
    data = tmp_path / "d"
    data.mkdir(mode=0o750)
    prepare(find_paths(None, str(data), {}))
    assert stat.S_IMODE(data.stat().st_mode) == 0o750


def test_file_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "d").write_text("")
    with pytest.raises(StoreError, match="cannot be made: a file is in its place"):
        prepare(find_paths(None, str(tmp_path / "d"), {}))
    with pytest.raises(StoreError, match="cannot be made: a file is in its place"):
        prepare(find_paths(None, str(tmp_path / "d" / "e"), {}))


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(13, "Permission denied"), "permission denied"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
)
def test_refusal_of_the_system_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    def refuse(*arguments: Any, **keywords: Any) -> None:
        raise error

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreError, match=rf"cannot be made: {message}\."):
        prepare(Paths(tmp_path / "c", tmp_path / "d", tmp_path / "l"))
