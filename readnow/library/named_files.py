"""Files that the user names, read as far as they are wanted. Called away from the event loop.

Invariant: no pipe, device or directory is waited for; what goes wrong is one sentence.
"""

import os
from pathlib import Path
from stat import S_ISREG

from readnow.model.errors import ExchangeError


def read_beginning(path: str, most: int) -> bytes:
    """What is in a file, at most so many bytes. Raises `ExchangeError` with a sentence. Not for the loop."""
    try:
        return read_bytes(Path(path).expanduser(), most)
    except (FileNotFoundError, NotADirectoryError) as err:
        raise ExchangeError(f"{path}: there is no such file.") from err
    except PermissionError as err:
        raise ExchangeError(f"{path} cannot be read: permission denied.") from err
    except (OSError, RuntimeError, ValueError) as err:
        reason = (err.strerror if isinstance(err, OSError) else "") or "not a path"
        raise ExchangeError(f"{path} cannot be read: {reason}.") from err


def read_bytes(path: Path, most: int) -> bytes:
    """What is in a file, at most so many bytes of it."""
    # Without blocking: a named pipe would wait for somebody to write into it.
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as file:
        if not S_ISREG(os.fstat(number).st_mode):
            raise ExchangeError(f"{path} is not a file.")
        return file.read(most)
