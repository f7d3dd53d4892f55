"""Where everything lives: option, then environment, then the platform's custom.

The one module that knows platformdirs; called by the command line and by `__main__`. Invariant: finding paths
touches nothing on the disk; only `prepare` makes directories, and only ours.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from readnow.model.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

_NAME = "readnow"


class Paths(Struct, frozen=True):
    """The configuration file, the directory of the database, and that of the log."""

    config_file: Path
    data_dir: Path
    state_dir: Path

    @property
    def database(self) -> Path:
        """The file with everything the user has."""
        return self.data_dir / "readnow.db"

    @property
    def lock(self) -> Path:
        """Held by the process that is refreshing."""
        return self.data_dir / "readnow.lock"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.state_dir / "readnow.log"


def find_paths(config: str | None, data_dir: str | None, env: Mapping[str, str]) -> Paths:
    """The paths by `--config` and `--data-dir`, READNOW_CONFIG and READNOW_DATA_DIR, else the platform's.

    A data directory that the user named holds the log too. Raises `ConfigError` for a `~name` nobody has.
    """
    named_config = config or env.get("READNOW_CONFIG", "")
    named_data = data_dir or env.get("READNOW_DATA_DIR", "")
    config_file = _path(named_config) if named_config else _directories().user_config_path / "config.toml"
    if named_data:
        data = _path(named_data)
        return Paths(config_file, data, data / "log")
    return Paths(config_file, _directories().user_data_path, _directories().user_log_path)


def _directories() -> "PlatformDirs":
    from platformdirs import PlatformDirs

    return PlatformDirs(_NAME, appauthor=False)


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except (OSError, RuntimeError) as err:
        raise ConfigError(f"{text} names a home directory that does not exist here.") from err


def prepare(paths: Paths) -> None:
    """Make the directories of data and log where they are missing, for the user only (0700).

    Those that exist keep their modes. Raises `StoreError` where they cannot be made.
    """
    for directory in (paths.data_dir, paths.state_dir):
        try:
            directory.parent.mkdir(parents=True, exist_ok=True)
            directory.mkdir(mode=0o700, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as err:
            raise StoreError(f"{directory} cannot be made: a file is in its place.") from err
        except PermissionError as err:
            raise StoreError(f"{directory} cannot be made: permission denied.") from err
        except (OSError, ValueError) as err:
            reason = (err.strerror if isinstance(err, OSError) else "") or str(err)
            raise StoreError(f"{directory} cannot be made: {reason}.") from err


def files_folder(named: str) -> Path:
    """The folder for saved articles and downloads: the user's choice, else the system's for downloads."""
    return _path(named) if named else _directories().user_downloads_path
