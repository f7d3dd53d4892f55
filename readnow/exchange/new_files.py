"""New files of the user's: saved articles, downloads. Nothing that is there is ever written over.

Called by `library.saving` and `library.downloads`. Invariants (checklist 20): a file lies in the very folder
that was named, for its owner only (0600); what is not complete ends in `.part`, and goes when it is given up.
"""

import os
from contextlib import suppress
from pathlib import Path

from readnow.model.errors import ExchangeError
from readnow.text.file_names import numbered

_MOST_NAMES = 1000
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


def folder_for_files(path: Path) -> Path:
    """The folder, made where it is missing. Raises `ExchangeError`."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        return path.resolve(strict=True)
    except OSError as err:
        raise ExchangeError(f"{path} cannot be used as a folder: {_reason(err)}.") from err


def free_name(folder: Path, name: str) -> str:
    """The name, or one with a number that no file in the folder has."""
    for number in range(1, _MOST_NAMES):
        wanted = name if number == 1 else numbered(name, number)
        if not os.path.lexists(folder / wanted) and not os.path.lexists(folder / f"{wanted}.part"):
            return wanted
    raise ExchangeError(f"There are too many files called {name} in {folder}.")


class NewFile:
    """A file that is being written, as `NAME.part`. `keep` or `drop` ends it."""

    def __init__(self, path: Path) -> None:
        """Begin the file; raises `ExchangeError` where one of that name is there, or none can be made."""
        self.path = path
        self._part = path.with_name(f"{path.name}.part")
        if os.path.lexists(path):
            raise ExchangeError(f"{path} is there already: it was not touched.")
        try:
            self._file = os.fdopen(os.open(self._part, _NEW, 0o600), "wb")
        except OSError as err:
            raise self._error(err) from err

    def write(self, data: bytes) -> None:
        """Add to it. Raises `ExchangeError`: a full disk."""
        try:
            self._file.write(data)
        except OSError as err:
            raise self._error(err) from err

    def keep(self) -> Path:
        """It is complete: give it its name, or one with a number where that was taken meanwhile."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self.path = self._claimed()
            self._part.replace(self.path)
        except OSError as err:
            self.drop()
            raise self._error(err) from err
        return self.path

    def drop(self) -> None:
        """Nothing came of it."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink()

    def _claimed(self) -> Path:
        """The name, held by an empty file that `keep` replaces."""
        name = self.path.name
        while True:
            path = self.path.with_name(name)
            try:
                os.close(os.open(path, _NEW, 0o600))
                return path
            except FileExistsError:
                name = free_name(self.path.parent, self.path.name)

    def _error(self, err: OSError) -> ExchangeError:
        return ExchangeError(f"{self.path} cannot be written: {_reason(err)}.")


def save_new(path: Path, content: bytes) -> Path:
    """Write a new file whole, or not at all; where it is. Raises `ExchangeError`."""
    file = NewFile(path)
    try:
        file.write(content)
    except BaseException:
        file.drop()
        raise
    return file.keep()


def _reason(err: OSError) -> str:
    return (err.strerror or str(err)).lower()
