"""Smart feeds: what there is, and adding, changing, arranging and removing them.

What there is comes from memory at once. Every change is checked first (a name of its own, a query that can be
read and does not come back to itself), then stored with an entry in the journal, then shown, with one
`FeedsChanged`.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from readnow.library.events import FeedsChanged
from readnow.library.feeds import folder_path
from readnow.library.loading import load_shelf
from readnow.library.query import Names
from readnow.library.shelf import Shelf
from readnow.library.voice import Voice
from readnow.model.errors import NotFoundError, SmartFeedError
from readnow.model.feed import FolderId, Timestamp
from readnow.model.query import ArticleQuery, Sort
from readnow.model.smart import SmartFeed, SmartFeedId
from readnow.store import feeds as stored_feeds
from readnow.store import journal
from readnow.store import smart_feeds as stored
from readnow.store.database import Connection, Database
from readnow.store.journal_rows import Watch
from readnow.text.clean import clean_line
from readnow.text.words import fold

T = TypeVar("T")

SORTS = tuple(sort.value for sort in Sort)
"""The orders that a smart feed's list can have."""
_LONGEST = 100
"""Characters of a name."""


class SmartFeeds:
    """The library's part for smart feeds."""

    def __init__(self, database: Database, shelf: Shelf, voice: Voice, now: Callable[[], float]) -> None:
        self._database = database
        self._shelf = shelf
        self._voice = voice
        self._now = now

    @property
    def names(self) -> Names:
        """What a query may refer to."""
        shelf = self._shelf
        return Names(shelf.feeds(), shelf.folders(), self._now(), smart=shelf.smart_feeds, tags=shelf.tags)

    def all(self) -> tuple[SmartFeed, ...]:
        """All of them, in the order of the feed list."""
        return self._shelf.smart_feeds

    def get(self, smart_id: int) -> SmartFeed | None:
        """One of them; None where it is there no more."""
        return next((smart for smart in self.all() if smart.id == smart_id), None)

    def named(self, name: str) -> SmartFeed:
        """The one of that name, or number. Raises `NotFoundError`."""
        from readnow.library.query_smart import named, nothing_named

        found = named(name, self.all())
        if found is None:
            raise NotFoundError(nothing_named(name, self.all()))
        return found

    def problem(self, smart: SmartFeed) -> str:
        """Why its query cannot be read; empty where it can."""
        from readnow.library.query_reading import smart_condition
        from readnow.model.errors import QueryError

        try:
            smart_condition(smart, self.names)
        except QueryError as err:
            return str(err)
        return ""

    def check_name(self, typed: str, smart_id: int = 0) -> str:
        """A name that a smart feed can have, beside the others. Raises `SmartFeedError`."""
        name = clean_line(typed, _LONGEST + 1).strip()
        if not name:
            raise SmartFeedError("A smart feed needs a name.")
        if len(name) > _LONGEST:
            raise SmartFeedError(f"The name of a smart feed has at most {_LONGEST} characters.")
        same = next((one for one in self.all() if one.id != smart_id and fold(one.name) == fold(name)), None)
        if same is not None:
            raise SmartFeedError(f"There is a smart feed called “{same.name}” already.")
        return name

    def check_order(self, typed: str) -> str:
        """An order that a smart feed's list can have; empty for the usual one. Raises `SmartFeedError`."""
        order = typed.strip().lower()
        if order and order not in SORTS:
            raise SmartFeedError(f"“{order}” is no order. There is: {', '.join(SORTS)}.")
        return order

    def query_of(self, text: str, smart_id: int = 0) -> ArticleQuery:
        """What a smart feed's query, or one that is typed for it, finds. Raises `QueryError`."""
        from readnow.library.query_reading import smart_condition

        smart = SmartFeed(SmartFeedId(smart_id), getattr(self.get(smart_id), "name", ""), text)
        return ArticleQuery(where=smart_condition(smart, self._names_with(smart)), leaves_out=True)

    async def add(self, name: str, query: str, *, sort: str = "", folder: Sequence[str] = ()) -> SmartFeed:
        """Keep a query under a name. Raises `SmartFeedError`, `QueryError`, `StoreError`."""
        wanted = self._checked(SmartFeed(SmartFeedId(0), name, query, sort))
        return await self._change(f"Keep the smart feed “{wanted.name}”", _insert, wanted, tuple(folder))

    async def change(
        self,
        smart_id: SmartFeedId,
        *,
        name: str | None = None,
        query: str | None = None,
        sort: str | None = None,
        folder: Sequence[str] | None = None,
    ) -> SmartFeed:
        """Change what is given. Raises `NotFoundError` and what `add` does."""
        before = self._known(smart_id)
        wanted = replace(
            before,
            name=before.name if name is None else name,
            query=before.query if query is None else query,
            sort=before.sort if sort is None else sort,
        )
        # One that cannot be read any more may be called otherwise all the same.
        wanted = self._checked(wanted, with_query=query is not None)
        place = None if folder is None else tuple(folder)
        return await self._change(f"Change the smart feed “{before.name}”", _put, wanted, place)

    async def remove(self, smart_id: SmartFeedId) -> None:
        """Keep it no more; its articles are nobody's but their feeds'. Raises `NotFoundError`."""
        name = self._known(smart_id).name
        await self._change(f"Remove the smart feed “{name}”", stored.delete, smart_id)

    async def move(self, smart_id: SmartFeedId, step: int) -> bool:
        """Put it so many places up or down among those of its folder; False where it is at the end."""
        mine = self._known(smart_id)
        ids = [smart.id for smart in self.all()]
        beside = [smart.id for smart in self.all() if smart.folder_id == mine.folder_id]
        place = beside.index(smart_id) + step
        if not 0 <= place < len(beside):
            return False
        other = ids.index(beside[place])
        ids.remove(smart_id)
        ids.insert(other, smart_id)
        await self._change(f"Move the smart feed “{mine.name}”", stored.arrange, ids)
        return True

    async def _change(self, what: str, work: Callable[..., T], *args: object) -> T:
        done = await self._database.write(_journalled, what, int(self._now()), work, *args)
        await load_shelf(self._database, self._shelf)
        self._voice.publish(FeedsChanged())
        return done

    def _known(self, smart_id: SmartFeedId) -> SmartFeed:
        found = self.get(smart_id)
        if found is None:
            raise NotFoundError(f"There is no smart feed with the number {smart_id}.")
        return found

    def _checked(self, smart: SmartFeed, *, with_query: bool = True) -> SmartFeed:
        from readnow.library.query_reading import smart_condition

        smart = replace(smart, name=self.check_name(smart.name, smart.id), query=smart.query.strip())
        if not smart.query:
            raise SmartFeedError("A smart feed needs a query: what its articles must be.")
        self.check_order(smart.sort)
        if with_query:
            smart_condition(smart, self._names_with(smart))
        return smart

    def _names_with(self, smart: SmartFeed) -> Names:
        """The names where this smart feed is already what it is to be."""
        others = [one for one in self.all() if one.id != smart.id]
        return replace(self.names, smart=(*others, smart))


def _journalled(conn: Connection, what: str, at: Timestamp, work: Callable[..., T], *args: object) -> T:
    """Do it so that it can be taken back."""
    watch = Watch(conn, "smart_feed", "folder")
    done = work(conn, *args)
    journal.record(conn, what, watch.changes(), at)
    return done


def _insert(conn: Connection, smart: SmartFeed, folder: tuple[str, ...]) -> SmartFeed:
    return stored.insert(conn, smart.name, smart.query, smart.sort, _folder(conn, folder))


def _put(conn: Connection, smart: SmartFeed, folder: tuple[str, ...] | None) -> SmartFeed:
    if folder is not None:
        smart = replace(smart, folder_id=_folder(conn, folder))
    stored.put(conn, smart)
    return smart


def _folder(conn: Connection, path: tuple[str, ...]) -> FolderId | None:
    return stored_feeds.ensure_folder(conn, folder_path(path))
