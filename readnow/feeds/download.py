"""Something large from the network, handed on piece by piece: files that articles offer.

The same way as `fetch` goes: http and https only, each hop judged anew, no private networks, no cookies. A
host's turn is held until its answer begins; the long rest leaves feeds of the same host alone. Invariant: no
more than a piece is in memory; there is no limit of time but for a server that falls silent.
"""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from types import ModuleType
from typing import Any

from msgspec import Struct

from readnow.feeds import trouble
from readnow.feeds.fetch import MAX_REDIRECTS, Fetcher
from readnow.feeds.headers import AnswerHeaders
from readnow.feeds.hops import REDIRECTS, Redirect, at_hop, blamed, redirect
from readnow.model.feed import ProblemKind
from readnow.model.fetch import FetchFailed, FetchRequest
from readnow.text.clean import host_of

_FOREVER = 30 * 86_400.0
_PIECE = 64 << 10
_GOOD = frozenset((200, 203))

Take = Callable[[bytes, int | None], Awaitable[None]]
"""Takes the next piece, and the length of the whole where the server says it."""


class DownloadLimits(Struct, frozen=True):
    """The most bytes of one file, and for how many seconds a server may be silent."""

    max_bytes: int = 2 << 30
    answer: float = 30.0
    silence: float = 60.0


class _Begun(Struct):
    """An answer of aiohttp's whose bytes have not come yet."""

    response: Any
    length: int | None


class Downloader:
    """Fetches files by the connections of a `Fetcher`."""

    def __init__(self, fetcher: Fetcher, limits: DownloadLimits) -> None:
        self._fetcher = fetcher
        self.limits = limits

    async def download(self, request: FetchRequest, take: Take) -> FetchFailed | None:
        """Hand the file at an address to `take`, piece by piece; why that failed, or None. What `take` raises
        ends it."""
        url = request.url
        for _ in range(MAX_REDIRECTS + 1):
            host = host_of(url)
            if not host:
                return trouble.failed(ProblemKind.REFUSED, "only http:// and https:// are fetched")
            async with AsyncExitStack() as opened:
                async with self._fetcher.turn(host) as waits:
                    if waits is not None:
                        return waits
                    begin = functools.partial(self._begin, opened)
                    answer = await self._fetcher.guarded(at_hop(request, url), self.limits.answer, begin)
                self._fetcher.heed(host, answer)
                if isinstance(answer, _Begun):
                    return await self._pour(request, answer, take)
            if isinstance(answer, FetchFailed):
                return blamed(answer, request, url)
            url = answer.url
        return trouble.failed(ProblemKind.REFUSED, f"sent on more than {MAX_REDIRECTS} times")

    async def _begin(
        self, opened: AsyncExitStack, library: ModuleType, context: Any, request: FetchRequest
    ) -> _Begun | Redirect | FetchFailed:
        """Ask, and read what the answer's head says."""
        asking = await self._fetcher.asking(library, context, request, packed=False)
        if isinstance(asking, FetchFailed):
            return asking
        response = await opened.enter_async_context(asking)
        headers = AnswerHeaders(response.raw_headers)
        if response.status in REDIRECTS:
            sent_on = redirect(request.url, response.status, headers.get("Location"))
            assert isinstance(sent_on, Redirect | FetchFailed)
            return sent_on
        if response.status not in _GOOD:
            return trouble.of_status(response.status, headers, self._fetcher.at())
        if headers.get("Content-Encoding").lower() not in ("", "identity"):
            return trouble.failed(ProblemKind.HTTP, "the server packs the file, which it was asked not to do")
        declared = headers.get("Content-Length")
        length = int(declared) if declared.isdigit() and len(declared) < 16 else None
        return self._too_large() if (length or 0) > self.limits.max_bytes else _Begun(response, length)

    async def _pour(self, request: FetchRequest, begun: _Begun, take: Take) -> FetchFailed | None:
        """Hand on what comes, for as long as something comes."""
        silence = self.limits.silence

        async def pour(_library: ModuleType, _context: Any, _request: FetchRequest) -> FetchFailed | None:
            size = 0
            pieces = begun.response.content.iter_chunked(_PIECE)
            while True:
                try:
                    async with asyncio.timeout(silence):
                        piece = await anext(pieces, None)
                except TimeoutError:
                    return trouble.failed(ProblemKind.TIMEOUT, f"the server fell silent for {silence:g} s")
                if piece is None:
                    return None
                size += len(piece)
                if size > self.limits.max_bytes:
                    return self._too_large()
                await take(piece, begun.length)

        return await self._fetcher.guarded(request, _FOREVER, pour)

    def _too_large(self) -> FetchFailed:
        size = self.limits.max_bytes / (1 << 20)
        shown = f"{size:,.0f}" if size >= 10 else f"{size:.3g}"
        return trouble.failed(ProblemKind.TOO_LARGE, f"larger than {shown} MB, stopped (max_download)")
