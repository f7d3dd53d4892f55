"""Rules where articles have come already: finished behind everything else, or given the text of their page.

Used by `finishing` and `fulltexts`, which store through it. Invariant: what rules do is in the transaction
that brings what they look at, and is told behind it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from readnow.library.events import RulesActed, StoriesFolded
from readnow.library.loading import load_shelf
from readnow.library.shelf import Shelf
from readnow.library.voice import Voice
from readnow.model.article import ArticleId
from readnow.model.feed import Feed, Timestamp
from readnow.model.fulltext import FullText
from readnow.model.rough import FinishedText, RoughText
from readnow.model.rule import Ruled
from readnow.store import feeds as stored_feeds
from readnow.store import fulltexts, rough, rules, stories
from readnow.store.database import Connection, Database
from readnow.store.stories import Matched


class Judging:
    """Stores what comes to articles that are there, and lets rules look at it."""

    def __init__(self, database: Database, shelf: Shelf, voice: Voice, now: Callable[[], float]) -> None:
        self._database = database
        self._shelf = shelf
        self._voice = voice
        self._now = now
        self._wanted: dict[ArticleId, None] = {}

    async def store(self, texts: Sequence[FinishedText]) -> int:
        """Store what was made of articles; of how many that was still wanted."""
        stored = await self._database.write(_store, texts, self._at(), self._shelf.folds)
        self._shelf.rebase(stored.feeds, stored.starred)
        await self.tell(stored.ruled)
        if stored.matched.folded:
            self._voice.publish(StoriesFolded(stored.matched.folded, tuple(stored.matched.read)))
        return stored.number

    async def pass_over(self, text: RoughText) -> None:
        """Leave an article alone that nothing can be made of; what rules left open is decided here."""
        await self.tell(await self._database.write(_pass_over, text, self._at()))

    async def put_page(self, article_id: ArticleId, text: FullText) -> None:
        """Keep the text of an article's page."""
        await self.tell(await self._database.write(_put_page, article_id, text, self._at()))

    async def tell(self, ruled: Ruled) -> None:
        """Counts, events and full texts that rules ask for, of articles that lists may show already."""
        if ruled.taken or ruled.problems:
            await load_shelf(self._database, self._shelf)
            self.want(ruled.wanted)
            self._voice.publish(RulesActed(ruled, behind=True))

    def want(self, ids: Sequence[ArticleId]) -> None:
        """Keep in mind that these articles are to have their full texts."""
        self._wanted.update(dict.fromkeys(ids))

    def take_wanted(self) -> tuple[ArticleId, ...]:
        """The articles that are to have their full texts; from now on somebody else's business."""
        wanted, self._wanted = tuple(self._wanted), {}
        return wanted

    def _at(self) -> Timestamp:
        return int(self._now())


class _Stored(NamedTuple):
    """How many texts were still wanted, what rules did, which are known stories; and what that left: the
    feeds of those as they are now, and the count of stars, None for the same."""

    number: int
    ruled: Ruled
    matched: Matched
    feeds: Sequence[Feed] = ()
    starred: int | None = None


def _store(conn: Connection, texts: Sequence[FinishedText], at: Timestamp, folds: bool) -> _Stored:
    stored = rough.store(conn, texts)
    ruled = _decided(conn, {text.id: text.text for text in stored if text.rough}, at)
    matched = rough.compare(conn, texts)  # behind the rules: what they muted is in no group
    number = max(len(stored), matched.number)
    if not matched.folded:
        return _Stored(number, ruled, matched)
    # A group that has another lead now concerns the feeds of all its articles.
    touched = stories.feeds_of(conn, stories.with_copies(conn, matched.folded))
    feeds = stored_feeds.some_feeds(conn, touched)
    return _Stored(number, ruled, matched, feeds, stored_feeds.starred_total(conn, folds))


def _decided(
    conn: Connection, texts: Mapping[ArticleId, str], at: Timestamp, *, patient: bool = False
) -> Ruled:
    """What rules left open of articles whose texts are known now."""
    if not texts or not rules.any_undecided(conn):
        return Ruled()
    from readnow.library.rule_reading import ready_rules  # where there are no rules, it is not needed
    from readnow.store import ruling

    return ruling.finished(conn, ready_rules(conn, at), texts, at, patient=patient)


def _pass_over(conn: Connection, text: RoughText, at: Timestamp) -> Ruled:
    rough.pass_over(conn, text)
    return _decided(conn, {text.id: ""}, at, patient=True)


def _put_page(conn: Connection, article_id: ArticleId, text: FullText, at: Timestamp) -> Ruled:
    from readnow.library.rule_reading import ready_rules
    from readnow.store import ruling

    ready = ready_rules(conn, at)
    before = ruling.meant_before(conn, ready, (article_id,))
    fulltexts.put(conn, article_id, text)
    return ruling.changed(conn, ready, (article_id,), before, at)
