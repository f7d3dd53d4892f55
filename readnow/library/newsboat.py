"""Moving in from newsboat: where its files are, what of them is taken over, and what is not, line by line.

Called by `archives`. Invariants: newsboat's files are only read, and nothing in them is run; whatever is not
taken over is said; the same files again change nothing.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from msgspec import Struct, field

from readnow.exchange.found import feed_address
from readnow.exchange.newsboat.configuration import Line, Verdict, is_config, read_config
from readnow.exchange.newsboat.filters import FLAGS, FilterError, say, tag_of_flag
from readnow.exchange.newsboat.urls import QueryFeed, Urls, is_urls, read_urls
from readnow.library.named_files import read_beginning
from readnow.library.newsboat_articles import articles_of, plain_title
from readnow.library.newsboat_keys import to_copy, with_keys
from readnow.model.archive import ArticleRecord, FeedRecord, Record, RuleRecord, SmartFeedRecord, TagRecord
from readnow.model.errors import ExchangeError, StoreError
from readnow.model.feed import Timestamp
from readnow.model.rule import MAX_NAME
from readnow.model.subscription import Subscription
from readnow.store import newsboat_cache
from readnow.store.copies import is_copy, is_ours
from readnow.store.newsboat_cache import Cache, CachedFeed
from readnow.text.clean import clean_line
from readnow.text.pattern import pattern
from readnow.text.words import counted

MAX_TEXT = 5 * 1024 * 1024 + 1
_URLS, _CACHE, _CONFIG = "urls", "cache.db", "config"
_FLAG_TAG = pattern(r"\btag:(flag-[a-z-]+)")


class Installation(Struct, frozen=True):
    """The files of one newsboat, or those that were named."""

    urls: Path | None = None
    cache: Path | None = None
    config: Path | None = None


class Report(Struct):
    """What became of newsboat's files. `figures` are those of the cache: `articles`, `unread`, `starred`,
    `flagged`, `deleted`; `lines` those of its configuration."""

    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)
    lines: tuple[Line, ...] = ()

    def to_copy(self) -> str:
        """What of the configuration the user may copy into `config.toml`; empty for nothing."""
        return to_copy(self.lines)


def find(path: str) -> Installation | None:
    """What of newsboat a path names: its directory, or one of its files. None where it is none of newsboat's;
    raises `ExchangeError` for a directory without its files."""
    place = Path(path).expanduser()
    if place.is_dir():
        return _in_directory(place)
    beginning = read_beginning(path, MAX_TEXT)
    if is_copy(beginning):
        return None if is_ours(beginning) else Installation(cache=place)
    if beginning.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"\x1f", b""):
        return None
    if place.name == _URLS or is_urls(beginning):
        return Installation(urls=place)
    return Installation(config=place) if is_config(beginning) else None


def usual_places(home: Path) -> Iterator[Path]:
    """Where newsboat keeps its files."""
    yield home / ".newsboat"
    yield Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "newsboat"
    yield home / ".newsbeuter"


def _in_directory(place: Path) -> Installation:
    """With the other half of an installation that keeps to the XDG directories."""
    places = [place]
    if place.name == "newsboat":
        config_home, data_home = place.parent, place.parent.parent / ".local" / "share"
        if config_home == Path(os.environ.get("XDG_CONFIG_HOME") or ""):
            data_home = Path(os.environ.get("XDG_DATA_HOME") or data_home)
        if place.parent.name == "share":
            places.append(place.parent.parent.parent / ".config" / "newsboat")
        places.append(data_home / "newsboat")
    files = {
        name: next((at / name for at in places if (at / name).exists()), None)
        for name in (_URLS, _CACHE, _CONFIG)
    }
    if not any(files.values()):
        raise ExchangeError(f"{place} has no urls, cache.db or config of newsboat.")
    return Installation(files[_URLS], files[_CACHE], files[_CONFIG])


@contextmanager
def records_of(found: Installation, report: Report, now: Timestamp) -> Iterator[Iterator[Record]]:
    """Everything in it as records; `report` is filled as they are read. Raises `ExchangeError`."""
    with newsboat_cache.opened(found.cache) if found.cache is not None else nullcontext() as cache:
        yield _Moving(found, cache, report, now).records()


class _Moving:
    """One installation on its way in."""

    def __init__(self, found: Installation, cache: Cache | None, report: Report, now: Timestamp) -> None:
        self._found = found
        self._cache = cache
        self._report = report
        self._now = now
        self._cached: dict[str, list[CachedFeed]] = {}
        for feed in cache.feeds() if cache is not None else ():
            self._cached.setdefault(feed_address(feed.url) or feed.url, []).append(feed)

    def records(self) -> Iterator[Record]:
        lines = _config(self._found.config)
        urls = _urls(self._found.urls) if self._found.urls is not None else self._all_cached()
        self._report.left_out += urls.left_out
        changing = {feed_address(line.unread_on_change) for line in lines if line.unread_on_change}
        lines = tuple(_for_feeds(line, urls.feeds) for line in lines)
        organised = [*self._smart_feeds(urls.queries), *self._rules(lines)]
        flags = self._cache.flags() if self._cache is not None else ""
        tags = {tag for letter in flags if letter in FLAGS and (tag := tag_of_flag(letter))}
        tags |= {tag for record in organised for tag in _FLAG_TAG.findall(getattr(record, "query", ""))}
        yield from (TagRecord(name=tag) for tag in sorted(tags))
        for number, one in enumerate(urls.feeds, 1):
            yield self._feed(number, one, one.url in changing)
        yield from organised
        for number, one in enumerate(urls.feeds, 1):
            for cached in self._cached.pop(one.url, ()):
                yield from self._articles(cached, number)
        self._say_rest()

    def _all_cached(self) -> Urls:
        """The feeds of a cache that came alone."""
        found, left_out = [], []
        for url, cached in self._cached.items():
            if feed_address(url):
                found.append(Subscription(url))
            else:
                left_out.append(f"“{clean_line(url, 80)}”: {_kept(cached)}; it is no address on the web.")
        return Urls(tuple(found), (), tuple(left_out))

    def _feed(self, number: int, one: Subscription, unread_on_change: bool) -> FeedRecord:
        cached = next(iter(self._cached.get(one.url, ())), None)
        return FeedRecord(
            id=-number,
            url=one.url,
            title=plain_title(cached.title) if cached is not None else "",
            own_title=one.title,
            site_url=cached.site if cached is not None else "",
            folder=one.folder,
            folders=one.also_in,
            position=number,
            added_at=self._now,
            in_all=one.in_all,
            settings={"unread_on_change": True} if unread_on_change else {},
        )

    def _smart_feeds(self, queries: Sequence[QueryFeed]) -> Iterator[SmartFeedRecord]:
        for number, query in enumerate(queries, 1):
            try:
                said = say(query.expression)
            except FilterError as err:
                self._report.left_out.append(f"The query feed “{query.name}” was left out: {err}.")
                continue
            if said.notes:
                self._report.notes.append(
                    f"The query feed “{query.name}” is “{said.query}”: {_joined(said.notes)}."
                )
            yield SmartFeedRecord(
                name=query.name[:MAX_NAME], query=said.query, folder=query.folder, position=number
            )

    def _rules(self, lines: Sequence[Line]) -> Iterator[RuleRecord]:
        answered: list[Line] = []
        for line in lines:
            record = None
            if line.ignored is not None:
                record, line = self._rule(line)
            answered.append(line)
            if record is not None:
                yield record
        self._report.lines = with_keys(answered)

    def _rule(self, line: Line) -> tuple[RuleRecord | None, Line]:
        assert line.ignored is not None
        feed = line.ignored.feed
        try:
            said = say(line.ignored.expression)
            of_feed = "" if feed == "*" else _of_feed(feed)
        except FilterError as err:
            return None, Line(line.number, line.text, Verdict.NOT, f"It cannot be said as a query: {err}.")
        query = f"{of_feed} ({said.query})" if of_feed and " OR " in said.query else f"{of_feed} {said.query}"
        query = query.strip()
        why = f"A rule mutes {query}" + (f" ({_joined(said.notes)})." if said.notes else ".")
        record = RuleRecord(
            name=f"newsboat: {query}"[:MAX_NAME],
            query=query,
            actions=("mute",),
            position=line.number,
            made_at=self._now,
        )
        return record, Line(line.number, line.text, Verdict.TAKEN, why)

    def _articles(self, cached: CachedFeed, number: int) -> Iterator[ArticleRecord]:
        assert self._cache is not None
        figures = self._report.figures
        try:
            for record in articles_of(self._cache, cached.url, -number, self._now):
                figures["articles"] += 1
                figures["unread"] += not record.read
                starred = (record.hidden or record).starred is not None
                figures["starred"] += starred
                figures["flagged"] += starred or bool(record.tags)
                figures["deleted"] += record.hidden is not None
                yield record
        except StoreError as err:
            self._report.left_out.append(f"“{clean_line(cached.title or cached.url, 80)}”: {err}")

    def _say_rest(self) -> None:
        """What the cache has of feeds that are in no list."""
        rest = [feed for feeds in self._cached.values() for feed in feeds if feed.articles]
        if rest and self._found.urls is not None:
            self._report.left_out.append(
                f"{counted(len(rest), 'feed')} in the cache with {_kept(rest)} are not in"
                f" {self._found.urls.name}. To bring them in: readnow import {self._found.cache}"
            )


def _config(path: Path | None) -> tuple[Line, ...]:
    return () if path is None else read_config(read_beginning(str(path), MAX_TEXT), path.name)


def _urls(path: Path) -> Urls:
    return read_urls(read_beginning(str(path), MAX_TEXT), path.name)


def _of_feed(written: str) -> str:
    """The term for a feed as `ignore-article` names it."""
    address = feed_address(written)
    if written.startswith("regex:") or not address:
        raise FilterError(f"“{clean_line(written, 80)}” is no address of a feed")
    return f'feed:"{address}"'


def _for_feeds(line: Line, feeds: Sequence[Subscription]) -> Line:
    """A line about one feed, which has to be among those that come."""
    url = feed_address(line.unread_on_change)
    if not line.unread_on_change or any(feed.url == url for feed in feeds):
        return line
    return Line(line.number, line.text, Verdict.NOT, "The feed is not in the list.")


def _kept(feeds: Sequence[CachedFeed]) -> str:
    flagged = sum(feed.flagged for feed in feeds)
    words = counted(sum(feed.articles for feed in feeds), "article")
    return words + (f" ({flagged:,} of them flagged)" if flagged else "")


def _joined(notes: Sequence[str]) -> str:
    return "; ".join(notes)
