"""What is shown and what comes next: the view, its query and its name, and the order of reading. Pure.

The screen asks here which articles a view holds, which unread article follows, and which feed follows when a
list has none left. Invariant: nothing in here knows Textual, a clock or the library's doors.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from readnow.library.query import Names, parse_query
from readnow.library.scopes import nothing, scope_query
from readnow.model.article import ArticleHead
from readnow.model.errors import QueryError
from readnow.model.feed import Feed, Folder, FolderId
from readnow.model.query import ALL, STARRED, UNREAD, ArticleQuery, Scope, ScopeKind, Sort
from readnow.model.smart import SmartFeed

PAGE = 100
"""Articles that are read from the store at once."""


class Show(StrEnum):
    """Which articles of a scope a list shows."""

    ALL = "all"
    UNREAD = "unread"
    STARRED = "starred"


_WHOLE = {Show.ALL: ALL, Show.UNREAD: UNREAD, Show.STARRED: STARRED}


class View(Struct, frozen=True):
    """What the list of articles shows: a row of the feed list, narrowed, and perhaps searched."""

    scope: Scope = ALL
    show: Show = Show.ALL
    search: str = ""
    sort: Sort | None = None
    """An order of its own; None: what was chosen for the scope."""

    def narrowed(self, show: Show) -> "View":
        """The view with other articles of the same row; the three lists over all feeds are rows."""
        if self.scope not in _WHOLE.values():
            return replace(self, show=show)
        return replace(self, scope=_WHOLE[show], show=Show.ALL)

    def query(self, names: Names) -> ArticleQuery:
        """The view's query, a page long. Raises `QueryError` where the search cannot be read."""
        return self._narrowed(scope_query(self.scope, names), names)

    def readable(self, names: Names) -> tuple[ArticleQuery, str]:
        """The same; where it is the smart feed's own query that cannot be read, one that finds nothing, and
        why."""
        try:
            query = scope_query(self.scope, names)
        except QueryError as err:
            return nothing(self.scope), str(err)
        return self._narrowed(query, names), ""

    def _narrowed(self, query: ArticleQuery, names: Names) -> ArticleQuery:
        within = replace(
            query,
            unread_only=self.show is Show.UNREAD,
            starred_only=self.show is Show.STARRED,
            limit=PAGE,
        )
        return parse_query(self.search, names, within) if self.search.strip() else within

    def as_remembered(self) -> dict[str, object]:
        """What the next start needs to show the same; a search is not kept."""
        return {"scope": self.scope.kind.value, "id": self.scope.id, "show": self.show.value}


def remembered_view(value: object) -> View:
    """The view of `as_remembered`; the first one there is where it is none."""
    if not isinstance(value, Mapping):
        return View()
    number = value.get("id")
    try:
        kind, show = ScopeKind(str(value.get("scope"))), Show(str(value.get("show")))
    except ValueError:
        return View()
    return View(Scope(kind, number if isinstance(number, int) else 0), show)


def next_unread(heads: Sequence[ArticleHead], start: int, step: int = 1) -> int | None:
    """The index of the nearest unread article from `start` on (included), up or down; None for none."""
    indexes = range(start, len(heads)) if step > 0 else range(min(start, len(heads) - 1), -1, -1)
    return next((index for index in indexes if not heads[index].read), None)


def in_list_order(feeds: Sequence[Feed], folders: Sequence[Folder]) -> tuple[Feed, ...]:
    """The feeds as the feed list shows them with every folder unfolded, folders first, at each depth; each
    where it stands first."""
    found = {entry.id: entry for entry, _ in walk(feeds, folders) if isinstance(entry, Feed)}
    return tuple(found.values())


def walk(
    feeds: Sequence[Feed], folders: Sequence[Folder], smart: Iterable[SmartFeed] = ()
) -> Iterator[tuple[Feed | Folder | SmartFeed, FolderId | None]]:
    """Folders, smart feeds and feeds in the feed list's order, with the folder that each is in: a folder, its
    folders, its smart feeds, its feeds; then those in none. A feed comes once for each of its folders."""
    inside: dict[FolderId | None, list[Folder]] = {}
    filed: dict[FolderId | None, list[Feed | SmartFeed]] = {}
    for folder in folders:
        inside.setdefault(folder.parent_id, []).append(folder)
    for kept in smart:
        filed.setdefault(kept.folder_id, []).append(kept)
    for feed in feeds:
        for place in feed.places or (None,):
            filed.setdefault(place, []).append(feed)

    def below(parent: FolderId | None) -> Iterator[tuple[Feed | Folder | SmartFeed, FolderId | None]]:
        for folder in inside.get(parent, ()):
            yield folder, parent
            yield from below(folder.id)
        for entry in filed.get(parent, ()):
            yield entry, parent

    return below(None)


def feeds_from(ordered: Sequence[Feed], inside: Sequence[Feed], step: int) -> Iterator[Feed]:
    """The feeds after (or before) a scope's, round the end of the list, the scope's own ones last.

    `ordered` has all feeds in list order, `inside` those of the scope; none inside: from the list's start.
    """
    own = {feed.id for feed in inside}
    places = [index for index, feed in enumerate(ordered) if feed.id in own]
    count = len(ordered)
    if not places:
        yield from ordered if step > 0 else reversed(ordered)
        return
    start = places[-1] if step > 0 else places[0]
    for offset in range(1, count + 1):
        yield ordered[(start + step * offset) % count]


def is_inside(scope: Scope, folder: Folder, parents: Mapping[FolderId, FolderId | None]) -> bool:
    """Whether a folder is the scope's own or lies inside it, at any depth."""
    at: FolderId | None = folder.id
    while at is not None and scope.kind is ScopeKind.FOLDER:
        if at == scope.id:
            return True
        at = parents.get(at)
    return False
