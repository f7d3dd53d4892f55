"""The pictures of articles: fetched when they are asked for, decoded in the parser process, kept for a while.

Asked by the interface only, for a picture that somebody wants to see. Invariant: a picture is fetched as
politely as a feed and within a limit of its own; its bytes are decoded nowhere but in the parser process;
what is kept in memory is bounded, and nothing is kept elsewhere.
"""

import asyncio
from collections.abc import Awaitable, Callable
from importlib.util import find_spec

from msgspec.structs import replace

from readnow.library.linked import linked_request
from readnow.library.recent import Recent
from readnow.library.shelf import Shelf
from readnow.model.errors import PictureError
from readnow.model.feed import FeedId
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome, FetchRequest
from readnow.model.picture import Form, Picture, PictureOutcome, Space
from readnow.text.clean import clean_line

MAX_BYTES = 10 << 20
"""The largest file that is fetched."""
MAX_FILES, MAX_PICTURES = MAX_BYTES, 6 << 20
"""Bytes of files and of decoded pictures that are kept."""
WITHOUT_PILLOW = 'To show pictures, install the extra “images”: pip install "readnow[images]"'

_LONGEST_DETAIL = 200
_ACCEPT = "image/png, image/jpeg, image/gif, image/webp, image/*;q=0.5, */*;q=0.1"

FetchFunction = Callable[[FetchRequest, asyncio.Semaphore | None], Awaitable[FetchOutcome]]
DecodeFunction = Callable[[bytes, Space, Form], Awaitable[PictureOutcome]]


class Pictures:
    """Pictures by address."""

    def __init__(
        self, shelf: Shelf, fetch: Callable[[], FetchFunction], decode: Callable[[], DecodeFunction]
    ) -> None:
        self._shelf = shelf
        self._fetch = fetch
        self._decode = decode
        self._files: Recent[tuple[FeedId, str], bytes] = Recent(MAX_FILES, len)
        self._pictures: Recent[tuple[FeedId, str, Space, Form], Picture] = Recent(
            MAX_PICTURES, lambda picture: len(picture.data)
        )
        self._decoding: set[asyncio.Task[PictureOutcome]] = set()

    @property
    def obstacle(self) -> str:
        """Why no picture can be shown, with what to do about it; empty where pictures can be."""
        return "" if find_spec("PIL") is not None else WITHOUT_PILLOW

    async def get(self, feed_id: FeedId, url: str, space: Space, form: Form = Form.DOTS) -> Picture:
        """A picture that an article of the feed shows, made to fit. Raises `PictureError`."""
        if self.obstacle:
            raise PictureError(self.obstacle)
        key = feed_id, url, space, form
        known = self._pictures.get(key)
        if known is not None:
            return known
        outcome = await self._decoded(await self._file(feed_id, url), space, form)
        if not isinstance(outcome, Picture):
            raise PictureError(f"The picture cannot be shown: {clean_line(outcome.detail, _LONGEST_DETAIL)}.")
        self._pictures.put(key, outcome)
        return outcome

    async def close(self) -> None:
        """Wait for nothing any more."""
        for task in self._decoding:
            task.cancel()
        await asyncio.gather(*self._decoding, return_exceptions=True)

    async def _file(self, feed_id: FeedId, url: str) -> bytes:
        known = self._files.get((feed_id, url))
        if known is not None:
            return known
        request = linked_request(self._shelf, feed_id, url)
        outcome = await self._fetch()(replace(request, accept=_ACCEPT, max_bytes=MAX_BYTES), None)
        if not isinstance(outcome, Fetched):
            detail = outcome.detail if isinstance(outcome, FetchFailed) else "the server sent nothing"
            raise PictureError(f"The picture could not be fetched: {detail}.")
        self._files.put((feed_id, url), outcome.body)
        return outcome.body

    async def _decoded(self, body: bytes, space: Space, form: Form) -> PictureOutcome:
        """Decode to the end also for who waits no more: an interrupted parser process has to start anew."""

        async def decode() -> PictureOutcome:
            return await self._decode()(body, space, form)

        task = asyncio.get_running_loop().create_task(decode())
        self._decoding.add(task)
        task.add_done_callback(self._decoding.discard)
        return await asyncio.shield(task)
