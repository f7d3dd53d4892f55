"""From what was typed to a feed that was read. Called by `adding`; stores nothing.

In this order: the feeds that a known site's address stands for, the address itself, what its page announces,
links of the page that look like feeds, the usual places on its host. Invariants: what answered once is not
asked again for its subscription; guesses are few, one after the other, and count only where they are feeds.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct

from readnow.feeds.places import usual_places
from readnow.feeds.sites import meaning_of
from readnow.library.outcomes import AlreadySubscribed, ChooseFeed, PrivateAddress
from readnow.library.refresh import FetchFunction, Parser
from readnow.model.errors import FeedAddError
from readnow.model.feed import Feed, ProblemKind
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome, FetchRequest
from readnow.model.parsed import Candidate, NotAFeed, ParsedFeed, ParseFailed
from readnow.text.clean import clean_line, host_name, safe_url
from readnow.text.pattern import pattern

GUESSING_SECONDS = 40.0
"""How long guesses for one page may take altogether, pauses between requests to its host included."""

_LINKS = 4
_KEPT = 5
_KEPT_SECONDS = 600
_SCHEME = pattern(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST_AND_PORT = pattern(r"^[^/:?#@]+:\d+(?:[/?#]|$)")
_UNREACHED = (ProblemKind.NETWORK, ProblemKind.TIMEOUT)

DiscoverFunction = Callable[[bytes, str, str], Awaitable[tuple[Candidate, ...]]]


class Target(Struct, frozen=True):
    """Where to look. `feeds`: what the address stands for; `pages`: where to look otherwise, best first."""

    feeds: tuple[Candidate, ...]
    pages: tuple[str, ...]
    words: str = ""

    @property
    def likeliest(self) -> str:
        """The address to subscribe to where nothing can be asked."""
        return (*(feed.url for feed in self.feeds), *self.pages)[0]


class Found(Struct, frozen=True):
    """A feed, and the answer it was read from. `allow_private`: its address may be on a private network."""

    url: str
    fetched: Fetched
    parsed: ParsedFeed
    allow_private: bool = False

    @property
    def lasting_url(self) -> str:
        """Where it is to be asked from now on."""
        return self.fetched.permanent_url or self.url


class Unreached(Struct, frozen=True):
    """Only the network or the server's mood was in the way."""

    url: str
    failed: FetchFailed
    allow_private: bool = False


class _Other(Struct, frozen=True):
    """A document that is no feed."""

    fetched: Fetched
    why: NotAFeed | ParseFailed


Finding = Found | Unreached | AlreadySubscribed | ChooseFeed | PrivateAddress


LONGEST = 2048
"""Characters of an address (checklist 5)."""


def target_of(typed: str) -> Target:
    """Where what a user typed may lead. Raises `FeedAddError` where it can be no address."""
    if len(typed.strip()) > LONGEST:
        raise FeedAddError(f"An address has at most {LONGEST:,} characters.")
    meaning = meaning_of(_typed_text(typed))
    pages = (meaning.page,) if meaning.page else addresses_to_try(typed)
    if not pages:
        raise FeedAddError("Only http:// and https:// addresses can be added.")
    if not meaning.page:
        meaning = meaning_of(pages[0])
    return Target(meaning.feeds, pages, meaning.words)


def addresses_to_try(typed: str) -> tuple[str, ...]:
    """The addresses that what a user typed may mean, best first; empty where it can be none.

    Without a scheme (then the host needs a dot) https is tried before http; `feed:` stands for either.
    """
    text = _typed_text(typed)
    text = re.sub(r"^feed:(?://)?(?=https?:)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^feed:(?://)?", "", text, flags=re.IGNORECASE)
    has_scheme = _SCHEME.match(text) and not _HOST_AND_PORT.match(text)
    guesses = (text,) if has_scheme else (f"https://{text}", f"http://{text}")
    checked = (safe_url(guess) for guess in guesses if text)
    return tuple(url for url in checked if url.startswith(("http://", "https://")) and _names_a_host(url))


def _typed_text(typed: str) -> str:
    """The text without what surrounds it; empty for one that is too long: a part is another address."""
    return clean_line(typed, LONGEST).strip("<>\"' ") if len(typed.strip()) <= LONGEST else ""


def _names_a_host(url: str) -> bool:
    host = host_name(url)
    return "." in host or ":" in host or host == "localhost"


class Finder:
    """Looks for feeds. Keeps the last few that it read, for who subscribes to one of them next."""

    def __init__(
        self,
        fetch: FetchFunction,
        parser: Parser,
        discover: DiscoverFunction,
        known: Callable[[str], Feed | None],
        now: Callable[[], float],
    ) -> None:
        self._fetch = fetch
        self._parser = parser
        self._discover = discover
        self._known = known
        self._now = now
        self._kept: dict[tuple[str, bool], tuple[float, Found | Unreached]] = {}

    async def find(self, target: Target, *, allow_private: bool, first: bool) -> Finding:
        """One search. `first` takes the first of several feeds. Raises `FeedAddError` where there is none."""
        return await _Search(self, target, allow_private, first).run()

    def known(self, url: str) -> AlreadySubscribed | None:
        """The subscription to that very address, if any."""
        feed = self._known(url)
        return AlreadySubscribed(feed) if feed is not None else None

    def keep(self, found: Found | Unreached) -> None:
        """Keep an answer for a while, for `recall`."""
        self._kept[found.url, found.allow_private] = (self._now(), found)
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]

    def recall(self, url: str, allow_private: bool) -> Found | Unreached | None:
        """What was kept of an address, once; None for nothing, or for what is too old."""
        at, found = self._kept.pop((url, allow_private), (0.0, None))
        return found if 0 <= self._now() - at < _KEPT_SECONDS else None

    def forget(self) -> None:
        """Keep nothing any longer."""
        self._kept.clear()

    async def ask(self, url: str, allow_private: bool) -> Found | _Other | FetchFailed:
        """Fetch and read one address, unless its feed was kept."""
        kept = self.recall(url, allow_private)
        if isinstance(kept, Found):
            return kept
        outcome = await self._fetch(FetchRequest(url, allow_private=allow_private), None)
        if not isinstance(outcome, Fetched):
            return _as_failure(outcome)
        parsed = await self._parser.parse(outcome.body, url=outcome.url, content_type=outcome.content_type)
        if isinstance(parsed, ParsedFeed):
            return Found(url, outcome, parsed, allow_private)
        return _Other(outcome, parsed)

    async def listed(self, page: Fetched) -> tuple[Candidate, ...]:
        """What a web page says of its feeds."""
        return await self._discover(page.body, page.url, page.content_type)


class _Search:
    """One search for one target."""

    def __init__(self, finder: Finder, target: Target, allow_private: bool, first: bool) -> None:
        self._finder = finder
        self._target = target
        self._allow_private = allow_private
        self._first = first

    async def run(self) -> Finding:
        """Look in all places, in order."""
        return await self._of_known_site() or await self._at_pages()

    async def _of_known_site(self) -> Finding | None:
        """What the table says; None where it says nothing, or what it says is not so any more."""
        feeds = self._target.feeds
        if not feeds:
            return None
        if len(feeds) > 1 and not self._first:
            return ChooseFeed(feeds)
        return await self._feed_at(feeds[0].url)

    async def _feed_at(self, url: str) -> Finding | None:
        """The feed that should be there; None where something else is."""
        if known := self._finder.known(url):
            return known
        answer = await self._finder.ask(url, self._allow_private)
        if isinstance(answer, FetchFailed):
            return self._passing(url, answer)
        return answer if isinstance(answer, Found) else None

    async def _at_pages(self) -> Finding:
        failed: tuple[str, FetchFailed] | None = None
        for url in self._target.pages:
            answer = await self._finder.ask(url, self._allow_private)
            if isinstance(answer, Found):
                return answer
            if isinstance(answer, _Other):
                return await self._in_page(url, answer)
            failed = failed or (url, answer)
            if answer.kind not in _UNREACHED:
                failed = (url, answer)
                break
        assert failed is not None
        if (passing := self._passing(*failed)) is not None:
            return passing
        raise self._error(f"{failed[0]} was not added: {failed[1].detail}.")

    async def _in_page(self, url: str, page: _Other) -> Finding:
        if isinstance(page.why, ParseFailed):
            raise FeedAddError(f"{url} could not be read: {page.why.detail}.")
        listed = await self._finder.listed(page.fetched) if page.why.html else ()
        sentence = f"No feed was found at {url}: {page.why.detail}."
        if any(candidate.type for candidate in listed):
            if len(listed) > 1 and not self._first:
                return ChooseFeed(listed)
            announced = await self._feed_at(listed[0].url)
            if announced is not None:
                return announced
            sentence = f"The page at {url} announces {listed[0].url}, but no feed is there."
            listed = ()
        guessed = await self._guess(page.fetched, listed) if page.why.html else None
        if guessed is None:
            raise self._error(sentence)
        return guessed

    async def _guess(self, page: Fetched, linked: Sequence[Candidate]) -> Finding | None:
        """Look where the feed may be: at the links, then, where the table knows no better, elsewhere."""
        found: list[Found] = []
        links = [candidate.url for candidate in linked if candidate.url != page.url][:_LINKS]
        places = () if self._target.words else usual_places(page.url)
        try:
            async with asyncio.timeout(GUESSING_SECONDS):
                if await self._try(links, page, found, most=_LINKS) and not found:
                    tried = (page.url, *links)
                    await self._try([url for url in places if url not in tried], page, found, most=1)
        except TimeoutError:
            pass  # what was found until now is what there is
        if len(found) > 1 and not self._first:
            for one in found:
                self._finder.keep(one)
            titles = {candidate.url: candidate.title for candidate in linked}
            return ChooseFeed(
                tuple(Candidate(one.url, one.parsed.title or titles.get(one.url, "")) for one in found)
            )
        return found[0] if found else None

    async def _try(self, urls: Sequence[str], page: Fetched, found: list[Found], most: int) -> bool:
        """Add the feeds among these, each once; False where the host had better be left alone."""
        for url in urls:
            if len(found) >= most:
                break
            answer = await self._finder.ask(url, self._private_at(url, page))
            if isinstance(answer, FetchFailed) and (
                _is_passing(answer) and host_name(url) == host_name(page.url)
            ):
                return False
            if isinstance(answer, Found) and answer.fetched.url not in [one.fetched.url for one in found]:
                found.append(answer)
        return True

    def _private_at(self, url: str, page: Fetched) -> bool:
        """A yes to the page's private host is none to another host that the page names."""
        return self._allow_private and host_name(url) == host_name(page.url)

    def _passing(self, url: str, failed: FetchFailed) -> Unreached | PrivateAddress | None:
        if failed.kind is ProblemKind.PRIVATE and not self._allow_private:
            return PrivateAddress(url, host_name(url) or url)
        return Unreached(url, failed, self._allow_private) if _is_passing(failed) else None

    def _error(self, sentence: str) -> FeedAddError:
        return FeedAddError(f"{sentence} {self._target.words}".strip())


def _is_passing(failed: FetchFailed) -> bool:
    """Whether it may well be there later: the network, or a server that is in trouble or asks to wait."""
    return failed.kind in (*_UNREACHED, ProblemKind.WAIT) or (failed.status or 0) >= 500


def _as_failure(outcome: FetchOutcome) -> FetchFailed:
    if isinstance(outcome, FetchFailed):
        return outcome
    return FetchFailed(ProblemKind.HTTP, "the server said “not modified” to a first request", 304)
