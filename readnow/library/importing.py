"""Lists of feeds on their way in: a file that the user names, and the starter pack. Called by `Feeds`.

Invariant: no more of a file is read than a list may have, and the event loop does not wait for the disk. What
reads OPML is loaded when a list is: the interface opens without it.
"""

import asyncio
import os
from pathlib import Path
from stat import S_ISREG

from readnow.model.errors import ExchangeError
from readnow.model.subscription import SubscriptionList


def starter_pack() -> SubscriptionList:
    """Some well-known feeds by topic."""
    from readnow.exchange import starter

    return starter.starter_pack()


async def is_archive(path: str) -> bool:
    """Whether a file is an export or a backup of ReadNOW, and not a list; False where it cannot be read."""
    return await asyncio.to_thread(_is_archive, path)


async def read_file(path: str) -> SubscriptionList:
    """The subscriptions in a file, whose path may begin with `~`. Raises `ExchangeError` with a sentence."""
    return await asyncio.to_thread(_read, path)


def _is_archive(path: str) -> bool:
    from readnow.library.archive_run import is_archive

    try:
        return is_archive(_bytes(Path(path).expanduser(), 16))
    except (OSError, RuntimeError, ValueError, ExchangeError):
        return False


def _read(path: str) -> SubscriptionList:
    from readnow.exchange.found import MAX_BYTES
    from readnow.exchange.reading import read_list

    try:
        data = _bytes(Path(path).expanduser(), MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as err:
        raise ExchangeError(f"{path}: there is no such file.") from err
    except PermissionError as err:
        raise ExchangeError(f"{path} cannot be read: permission denied.") from err
    except (OSError, RuntimeError, ValueError) as err:
        reason = (err.strerror if isinstance(err, OSError) else "") or "not a path"
        raise ExchangeError(f"{path} cannot be read: {reason}.") from err
    return read_list(data, Path(path).name)


def _bytes(path: Path, most: int) -> bytes:
    """What is in a file, at most so many bytes of it."""
    # Without blocking: a named pipe would wait for somebody to write into it.
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as file:
        if not S_ISREG(os.fstat(number).st_mode):
            raise ExchangeError(f"{path} is not a file.")
        return file.read(most)
