"""Files for others: written whole or not at all. Called by `readnow export`.

Invariant: what was there before stays until the new content is on the disk (checklist 27).
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from readnow.model.errors import ExchangeError


def write_file(path: Path, content: bytes) -> None:
    """Put `content` into a file of its owner's only (0600). Raises `ExchangeError` with a sentence."""
    try:
        if path.exists() and not path.is_file():
            _write_through(path, content)  # a pipe or a device: nothing to replace
        else:
            _replace(path.resolve(), content)
    except OSError as err:
        raise ExchangeError(f"{path} cannot be written: {(err.strerror or str(err)).lower()}.") from err


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)


def _replace(path: Path, content: bytes) -> None:
    number, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
