"""Files that articles offer, fetched into the user's folder.

Asked by the interface. Invariants: one file after the other; a file is there whole or not at all; nothing
that was downloaded is opened or run by itself.
"""

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from readnow.exchange.new_files import NewFile, folder_for_files, free_name
from readnow.library.linked import linked_request
from readnow.library.shelf import Shelf
from readnow.model.article import ArticleHead, Enclosure
from readnow.model.errors import DownloadError
from readnow.model.fetch import FetchFailed, FetchRequest
from readnow.text.file_names import name_of_address

Progress = Callable[[int, int | None], None]
"""Told how many bytes are there, and of how many where that is known."""


class DownloadFunction(Protocol):
    """Hands a file on piece by piece, each with the length of the whole where that is known."""

    async def __call__(
        self, request: FetchRequest, take: Callable[[bytes, int | None], Awaitable[None]]
    ) -> FetchFailed | None: ...


class Downloads:
    """Fetches files."""

    def __init__(self, shelf: Shelf, download: Callable[[], DownloadFunction], folder: Path) -> None:
        self._shelf = shelf
        self._download = download
        self._turn = asyncio.Lock()
        self.folder = folder

    async def fetch(self, head: ArticleHead, file: Enclosure, progress: Progress) -> Path:
        """Fetch a file of an article, after those that were asked for before; where it is then.

        Raises `DownloadError`, `ExchangeError`. Cancelling leaves nothing behind.
        """
        async with self._turn:
            folder = await asyncio.to_thread(folder_for_files, self.folder)
            target = NewFile(folder / free_name(folder, name_for(head, file)))
            try:
                failed = await self._fill(head, file, target, progress)
            except BaseException:
                target.drop()
                raise
            if failed is not None:
                target.drop()
                raise DownloadError(f"{target.path.name} could not be downloaded: {failed.detail}.")
            return await asyncio.to_thread(target.keep)

    async def _fill(
        self, head: ArticleHead, file: Enclosure, target: NewFile, progress: Progress
    ) -> FetchFailed | None:
        size = 0

        async def take(piece: bytes, length: int | None) -> None:
            nonlocal size
            await asyncio.to_thread(target.write, piece)
            size += len(piece)
            progress(size, length)

        return await self._download()(linked_request(self._shelf, head.feed_id, file.url), take)


def name_for(head: ArticleHead, file: Enclosure) -> str:
    """The name that a file gets: that of its address, with an ending by its type where it has none."""
    kind = file.type.partition(";")[0].strip().lower()
    return name_of_address(file.url, file.title or head.title, mimetypes.guess_extension(kind) or "")
