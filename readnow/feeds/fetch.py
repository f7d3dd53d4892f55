"""One document from the network, by aiohttp, which `network` loads with the first request.

`Fetcher.fetch` answers with a value, whatever servers do; it raises only when it is cancelled. Invariants:
http and https only, at every hop; no more than the limits of time and size; no cookies, Referer, credentials.
"""

import asyncio
import functools
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from readnow.feeds import network, trouble
from readnow.feeds.addresses import REFUSAL, is_literal, is_public, public_socket
from readnow.feeds.credentials import Credentials, CredentialsError
from readnow.feeds.decoding import BodyDamagedError, BodyDecoder, BodyTooLargeError
from readnow.feeds.headers import AnswerHeaders, request_headers, user_agent
from readnow.feeds.hops import REDIRECTS, Redirect, at_hop, blamed, redirect, settled
from readnow.feeds.network import Trust
from readnow.feeds.politeness import HostGate
from readnow.feeds.proxies import Proxies
from readnow.model.feed import ProblemKind, Timestamp
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome, FetchRequest, NotModified
from readnow.text.clean import clean_line, host_name, host_of
from readnow.text.pattern import pattern

if TYPE_CHECKING:
    import aiohttp

MAX_REDIRECTS = 5
_CHUNK = 64 << 10
_HEADER_LINE = 16 << 10
_DOCUMENTS = frozenset((200, 203))
_UNSENDABLE = pattern(r"[^!-~]+")
_AS_WRITTEN = pattern(r"[a-z0-9.-]+(?::[1-9][0-9]{3})?")
"""A host, and a port if need be, that nothing is to be done to before it is asked."""

T = TypeVar("T")


class FetchLimits(Struct, frozen=True):
    """How much a server may ask of us. Times in seconds, sizes in bytes."""

    concurrency: int = 32
    host_delay: float = 1.0
    timeout: float = 30.0
    connect_timeout: float = 10.0
    max_bytes: int = 10 << 20
    user_agent: str = ""
    proxy: str = ""
    allow_private: bool = False
    ca_file: str = ""


class Fetcher:
    """Owns the connections. One for a program; `close` ends them."""

    def __init__(
        self, limits: FetchLimits, *, version: str = "", now: Callable[[], float] = time.time
    ) -> None:
        self._limits = limits
        self._version = version
        self._now = now
        self._gate = HostGate(limits.concurrency, limits.host_delay, now)
        self._warm: asyncio.Task[tuple[ModuleType, Trust]] | None = None
        self._credentials = Credentials()
        self._proxies = Proxies()
        self._sessions: dict[tuple[bool, bool], aiohttp.ClientSession] = {}

    async def fetch(self, request: FetchRequest, hold: asyncio.Semaphore | None = None) -> FetchOutcome:
        """Ask for a document, following redirects.

        `hold` bounds the bodies in memory: it is taken before a request is sent, and given back here unless
        the outcome is `Fetched`; then the caller gives it back when done with the body.
        """
        holding = _Holding(hold)
        try:
            outcome = await self._follow(request, holding)
            if _is_lost(outcome):
                outcome = await self._follow(request, holding)
        except BaseException:
            holding.release()
            raise
        if not isinstance(outcome, Fetched):
            holding.release()
        return outcome

    def adopt(self, limits: FetchLimits) -> None:
        """Other limits for what is asked from now on; concurrency and authorities stay those of the start."""
        self._limits = replace(limits, ca_file=self._limits.ca_file)
        self._gate.delay = limits.host_delay

    def at(self) -> Timestamp:
        """The time now."""
        return int(self._now())

    async def warm(self) -> None:
        """Load what the first request needs, off the event loop, so that it is not held."""
        await self._engine()

    async def close(self) -> None:
        """End all connections."""
        if self._warm is not None:
            self._warm.cancel()
            await asyncio.gather(self._warm, return_exceptions=True)
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()

    async def _follow(self, request: FetchRequest, holding: "_Holding") -> FetchOutcome:
        """The hops of one request, each in its own host's turn and all within one time limit."""
        url, permanent, left = request.url, True, self._limits.timeout
        for _ in range(MAX_REDIRECTS + 1):
            host = host_of(url)
            if not host:
                return trouble.failed(ProblemKind.REFUSED, "only http:// and https:// are fetched")
            async with self.turn(host) as waits:
                if waits is not None:
                    return waits
                await holding.take()
                began = time.monotonic()
                answer = await self._hop(at_hop(request, url), left)
                left -= time.monotonic() - began
            self.heed(host, answer)
            if isinstance(answer, FetchFailed):
                return blamed(answer, request, url)
            if not isinstance(answer, Redirect):
                return settled(answer, request.url, permanent)
            holding.release()  # who waits for a turn with a place in hand would keep it from who has the turn
            permanent = permanent and answer.permanent
            if url.startswith("https:") and answer.url.startswith("http:"):
                permanent = False
            url = answer.url
        return trouble.failed(ProblemKind.REFUSED, f"sent on more than {MAX_REDIRECTS} times")

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[FetchFailed | None]:
        """A host's turn, which lasts as long as the block; it says why the host must not be asked, if so."""
        waits = self._waits(host)
        if waits is not None:
            yield waits
            return
        async with self._gate.turn(host):
            # Another request in the queue for this host may have been told to wait meanwhile.
            yield self._waits(host)

    def heed(self, host: str, answer: object) -> None:
        """Leave a host alone for as long as its answer asks for."""
        if isinstance(answer, FetchFailed) and answer.retry_at is not None:
            self._gate.close(host, answer.retry_at)

    def _waits(self, host: str) -> FetchFailed | None:
        until = self._gate.closed_until(host)
        if until is None:
            return None
        clock = time.strftime("%H:%M", time.localtime(until))
        return FetchFailed(ProblemKind.WAIT, f"the server asked us to wait until {clock}", None, until)

    async def _hop(self, request: FetchRequest, seconds: float) -> FetchOutcome | Redirect:
        """One request and its answer."""
        return await self.guarded(request, seconds, self._ask)

    async def guarded(
        self,
        request: FetchRequest,
        seconds: float,
        work: Callable[[ModuleType, Trust, FetchRequest], Awaitable[T]],
    ) -> T | FetchFailed:
        """What `work` makes of a request; every expected exception of the network becomes a value here."""
        try:
            library, context = await self._engine()
        except OSError:  # those of TLS are among them
            return trouble.failed(
                ProblemKind.NETWORK, "the file of authorities to trust cannot be read (ca_file)"
            )
        try:
            async with asyncio.timeout(max(seconds, 0.001)):
                return await work(library, context, request)
        except library.ConnectionTimeoutError:
            return trouble.failed(ProblemKind.TIMEOUT, "the server does not answer")
        except TimeoutError:
            limit = f"{self._limits.timeout:g}"
            return trouble.failed(ProblemKind.TIMEOUT, f"no complete answer within {limit} s")
        except BodyTooLargeError:
            size = self._most(request) / (1 << 20)
            return trouble.failed(ProblemKind.TOO_LARGE, f"larger than {size:.3g} MB, stopped")
        except BodyDamagedError as err:
            return trouble.failed(ProblemKind.NETWORK, str(err))
        except (library.ClientError, OSError, ValueError) as err:
            return _failure(library, err)

    async def _ask(
        self, library: ModuleType, context: Trust, request: FetchRequest
    ) -> FetchOutcome | Redirect:
        asking = await self.asking(library, context, request)
        if isinstance(asking, FetchFailed):
            return asking
        async with asking as response:
            if response.status in (401, 403):
                self._credentials.forget(request.auth)
            return await self._read(response, request)

    async def asking(
        self, library: ModuleType, context: Trust, request: FetchRequest, *, packed: bool = True
    ) -> "AbstractAsyncContextManager[aiohttp.ClientResponse] | FetchFailed":
        """The request, which is sent when its block is entered, or why it must not be. `packed`: whether the
        answer may be compressed."""
        private = request.allow_private or self._limits.allow_private
        proxy = self._proxies.of(request.url, request.proxy or self._limits.proxy)
        if not private and is_literal(host := host_name(request.url)) and not is_public(host):
            return _private_failure()
        try:
            authorization = await self._credentials.header(request.auth) if request.auth else ""
        except CredentialsError as err:
            return trouble.failed(ProblemKind.AUTH, str(err), 401)
        session = self._session(
            library, context, private=private or bool(proxy), verified=not request.insecure
        )
        headers = request_headers(request, self._agent(), authorization, packed=packed)
        if not self._gate.is_worth_keeping(host_of(request.url)):
            headers["Connection"] = "close"
        return session.get(
            _exact(library, request.url),
            headers=headers,
            allow_redirects=False,
            proxy=proxy or None,
        )

    async def _read(
        self, response: "aiohttp.ClientResponse", request: FetchRequest
    ) -> FetchOutcome | Redirect:
        headers, status, now = AnswerHeaders(response.raw_headers), response.status, self.at()
        if status == 304:
            if not (request.etag or request.last_modified):
                return trouble.failed(
                    ProblemKind.HTTP, "“not modified” in answer to a first request (304)", 304
                )
            return NotModified(request.url, headers.etag, headers.last_modified, headers.max_age(now))
        if status in REDIRECTS:
            return redirect(request.url, status, headers.get("Location"))
        if status not in _DOCUMENTS:
            return trouble.of_status(status, headers, now)
        declared = headers.get("Content-Length")
        if declared.isdigit() and len(declared) < 16 and int(declared) > self._most(request):
            raise BodyTooLargeError
        decoder = BodyDecoder(headers.get("Content-Encoding"), self._most(request))
        async for chunk in response.content.iter_chunked(_CHUNK):
            decoder.feed(chunk)
        return Fetched(
            url=request.url,
            body=decoder.finish(),
            content_type=headers.get("Content-Type"),
            etag=headers.etag,
            last_modified=headers.last_modified,
            max_age=headers.max_age(now),
        )

    def _agent(self) -> str:
        """How we name ourselves where a feed says nothing else."""
        return self._limits.user_agent or user_agent(self._version)

    def _most(self, request: FetchRequest) -> int:
        """How many bytes the answer may have."""
        return self._limits.max_bytes if request.max_bytes is None else request.max_bytes

    async def _engine(self) -> tuple[ModuleType, Trust]:
        if self._warm is None:
            load = functools.partial(network.load, self._limits.ca_file)
            self._warm = asyncio.get_running_loop().create_task(asyncio.to_thread(load))
        return await asyncio.shield(self._warm)

    def _session(
        self, library: ModuleType, context: Trust, *, private: bool, verified: bool
    ) -> "aiohttp.ClientSession":
        """The session for public addresses only or for all, with certificates checked or not."""
        if (private, verified) not in self._sessions:
            connector = library.TCPConnector(
                limit=0,
                ssl=context if verified else False,
                ttl_dns_cache=300,
                keepalive_timeout=15,
                socket_factory=None if private else public_socket,
            )
            self._sessions[private, verified] = library.ClientSession(
                connector=connector,
                cookie_jar=library.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                max_line_size=_HEADER_LINE,
                max_field_size=_HEADER_LINE,
                timeout=library.ClientTimeout(total=None, sock_connect=self._limits.connect_timeout),
            )
        return self._sessions[private, verified]


class _Holding:
    """One place among the bodies in memory, or none."""

    def __init__(self, places: asyncio.Semaphore | None) -> None:
        self._places = places
        self._taken = False

    async def take(self) -> None:
        if self._places is not None and not self._taken:
            await self._places.acquire()
            self._taken = True

    def release(self) -> None:
        if self._places is not None and self._taken:
            self._places.release()
            self._taken = False


def _exact(library: ModuleType, url: str) -> Any:
    """The address as it is written (H12), without a user's name; encoded is only what no request can hold."""
    split = urlsplit(url)
    origin = f"{split.scheme}://{split.netloc}"
    if not _AS_WRITTEN.fullmatch(split.netloc):
        origin = library.client.URL(origin).origin()
    path = split.path + (f"?{split.query}" if split.query else "")
    sendable = _UNSENDABLE.sub(lambda found: quote(found[0], errors="replace"), path)
    return library.client.URL(f"{origin}{sendable}", encoded=True)


def _is_lost(outcome: FetchOutcome) -> bool:
    """Whether somebody in between confused us with one who has the document: the second answer counts."""
    return isinstance(outcome, FetchFailed) and outcome.status == 304


def _private_failure() -> FetchFailed:
    return trouble.failed(ProblemKind.PRIVATE, "refused: the address is on a private network")


def _failure(library: ModuleType, error: Exception) -> FetchFailed:
    """An exception of the network as a value."""
    cause = getattr(error, "os_error", None) or getattr(error, "certificate_error", None) or error
    if REFUSAL in str(cause):
        return _private_failure()
    if isinstance(error, library.ClientConnectorDNSError):
        return trouble.of_name(cause)
    if isinstance(error, library.ServerDisconnectedError | library.ClientPayloadError):
        return trouble.failed(ProblemKind.NETWORK, "the server cut the connection before the end")
    if isinstance(error, library.ClientHttpProxyError):
        return trouble.failed(ProblemKind.NETWORK, f"the proxy refuses to ask the server ({error.status})")
    if isinstance(error, library.ClientResponseError):
        return trouble.failed(ProblemKind.NETWORK, "the server's answer is not proper HTTP")
    if isinstance(error, OSError):
        return trouble.of_connection(cause if isinstance(cause, OSError) else error)
    if isinstance(error, ValueError):
        return trouble.failed(ProblemKind.REFUSED, "that is no address of the web")
    return trouble.failed(ProblemKind.NETWORK, f"no connection: {clean_line(str(error), 60)}")
