"""Lists of feeds on their way in: a file that the user names, and the starter pack. Called by `Feeds`.

Invariant: no more of a file is read than a list may have, and the event loop does not wait for the disk. What
reads OPML is loaded when a list is: the interface opens without it.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from readnow.library.named_files import read_beginning, read_bytes
from readnow.model.errors import ExchangeError
from readnow.model.subscription import SubscriptionList

if TYPE_CHECKING:
    from readnow.library.newsboat import Installation


def starter_pack() -> SubscriptionList:
    """Some well-known feeds by topic."""
    from readnow.exchange import starter

    return starter.starter_pack()


async def is_archive(path: str) -> bool:
    """Whether a file is an export or a backup of ReadNOW, and not a list; False where it cannot be read."""
    return await asyncio.to_thread(_is_archive, path)


async def find_newsboat(path: str) -> "Installation | None":
    """What of newsboat a path names; None for anything else. Raises `ExchangeError`."""
    from readnow.library import newsboat

    return await asyncio.to_thread(newsboat.find, path)


async def read_file(path: str) -> SubscriptionList:
    """The subscriptions in a file, whose path may begin with `~`. Raises `ExchangeError` with a sentence."""
    return await asyncio.to_thread(_read, path)


def _is_archive(path: str) -> bool:
    from readnow.library.archive_run import is_archive

    try:
        return is_archive(read_bytes(Path(path).expanduser(), 16))
    except (OSError, RuntimeError, ValueError, ExchangeError):
        return False


def _read(path: str) -> SubscriptionList:
    from readnow.exchange.found import MAX_BYTES
    from readnow.exchange.reading import read_list

    return read_list(read_beginning(path, MAX_BYTES + 1), Path(path).name)
