"""Tags on articles: which there are, given and taken, renamed, merged, deleted.

Which there are comes from memory at once. Changes are stored in pieces, with one entry in the journal, then
told. Invariant: names are compared without case and accents, and kept as they were typed.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from readnow.library.articles import Articles
from readnow.library.events import ArticlesChanged, FeedsChanged
from readnow.library.journal_words import quoted
from readnow.library.shelf import Shelf
from readnow.library.tag_names import checked_name, find, nothing_named, once
from readnow.library.voice import Voice
from readnow.model.article import ArticleId
from readnow.model.errors import NotFoundError, TagError
from readnow.model.journal import Marked, MarkKind, Step
from readnow.model.query import ArticleQuery, Scope, ScopeKind
from readnow.model.tag import Tag, TagId
from readnow.store import articles as stored_articles
from readnow.store import journal
from readnow.store import tags as stored
from readnow.store.database import Connection, Database
from readnow.text.words import counted

_PIECE, _PART = 2_000, 0.05
_MANY = 5_000
"""Articles that are named when they changed; of more only that they did."""


class _Change(Struct):
    """What is to be done, and what was done of it so far. `made` are steps that made tags."""

    give: tuple[str, ...]
    take: tuple[str, ...]
    at: int
    made: list[Step] = field(default_factory=list)
    given: dict[TagId, list[ArticleId]] = field(default_factory=dict)
    taken: dict[TagId, list[ArticleId]] = field(default_factory=dict)

    @property
    def changed(self) -> set[ArticleId]:
        """The articles that have other tags now."""
        lists = (*self.given.values(), *self.taken.values())
        return {id_ for ids in lists for id_ in ids}

    def steps(self) -> tuple[Step, ...]:
        """For the journal."""
        return (
            *self.made,
            *(Marked(MarkKind.TAGGED, True, tuple(ids), tag) for tag, ids in self.given.items()),
            *(Marked(MarkKind.TAGGED, False, tuple(ids), tag) for tag, ids in self.taken.items()),
        )


class Tags:
    """The library's part for tags."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        articles: Articles,
        voice: Voice,
        now: Callable[[], float],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._articles = articles
        self._voice = voice
        self._now = now

    def all(self) -> tuple[Tag, ...]:
        """All tags by name."""
        return self._shelf.tags

    def named(self, name: str) -> Tag:
        """The tag of that name. Raises `NotFoundError`, which names one that is near."""
        found = find(name, self.all())
        if found is None:
            raise NotFoundError(nothing_named(name, self.all()))
        return found

    async def counts(self) -> tuple[tuple[Tag, int], ...]:
        """All tags by name, with the number of their articles. Raises `StoreError`."""
        return tuple(
            [
                (tag, await self._articles.count(ArticleQuery(Scope(ScopeKind.TAG, tag.id))))
                for tag in self.all()
            ]
        )

    async def change(
        self, ids: Collection[ArticleId], give: Iterable[str] = (), take: Iterable[str] = ()
    ) -> int:
        """Give these articles tags, and take others from them; how many have other tags now. Raises
        `TagError`, `StoreError`."""
        await self._articles.settled()
        return await self._change(self._pieces(tuple(ids)), give, take)

    async def change_matching(
        self, query: ArticleQuery, give: Iterable[str] = (), take: Iterable[str] = ()
    ) -> int:
        """The same for all that match. What matches is found out first. Raises the same."""
        await self._articles.settled()
        query = replace(replace(query, limit=None).unsorted, limit=_PIECE)
        ids: list[ArticleId] = []
        while True:
            page = await self._database.read(stored_articles.page, query, _PART)
            ids += [head.id for head in page.heads]
            if page.next is None:
                return await self.change(ids, give, take)
            query = replace(query, after=page.next)

    async def rename(self, tag: Tag, name: str) -> None:
        """Give a tag another name. Raises `TagError` where another tag has it, `StoreError`."""
        checked = checked_name(name)
        other = find(checked, self.all())
        if other is not None and other.id != tag.id:
            raise TagError(f"There is a tag {quoted(other.name)} already: merge them instead.")
        await self._rearrange(f"Rename the tag {quoted(tag.name)}", stored.rename, tag.id, checked)

    async def merge(self, tag: Tag, into: Tag) -> None:
        """Give all articles of a tag another one instead; the first is no more. Raises `StoreError`."""
        if tag.id != into.id:
            what = f"Merge the tag {quoted(tag.name)} into {quoted(into.name)}"
            await self._rearrange(what, stored.merge, tag.id, into.id, int(self._now()))

    async def delete(self, tag: Tag) -> None:
        """Take a tag from all its articles; it is no more. Raises `StoreError`."""
        await self._rearrange(f"Delete the tag {quoted(tag.name)}", stored.delete, tag.id)

    async def _change(
        self,
        pieces: AsyncIterator[tuple[Sequence[ArticleId], bool]],
        give: Iterable[str],
        take: Iterable[str],
    ) -> int:
        given, taken = once(map(checked_name, give)), once(map(checked_name, take))
        change = _Change(given, taken, int(self._now()))
        async for ids, is_last in pieces:
            tags = await self._database.write(_work, change, ids, is_last)
            if tags != self._shelf.tags:
                self._shelf.tags = tags
                self._voice.publish(FeedsChanged())
        changed = change.changed
        if changed:
            self._voice.publish(ArticlesChanged(tuple(changed) if len(changed) <= _MANY else ()))
        return len(changed)

    async def _pieces(self, ids: Sequence[ArticleId]) -> AsyncIterator[tuple[Sequence[ArticleId], bool]]:
        for start in range(0, max(1, len(ids)), _PIECE):
            yield ids[start : start + _PIECE], start + _PIECE >= len(ids)

    async def _rearrange(self, what: str, work: Callable[..., tuple[Step, ...]], *args: object) -> None:
        await self._articles.settled()
        self._shelf.tags = await self._database.write(_journalled, what, int(self._now()), work, *args)
        self._voice.publish(FeedsChanged())
        self._voice.publish(ArticlesChanged(()))


def _work(conn: Connection, change: _Change, ids: Sequence[ArticleId], is_last: bool) -> tuple[Tag, ...]:
    """A piece of a change; with the last one it goes into the journal."""
    for name in change.give if ids else ():
        tag, made = stored.ensure(conn, name)
        change.made += made
        change.given.setdefault(tag.id, []).extend(stored.put(conn, tag.id, ids, change.at))
    for name in change.take:
        known = stored.named(conn, name)
        if known is not None:
            change.taken.setdefault(known.id, []).extend(stored.take(conn, known.id, ids))
    if is_last:
        journal.record(conn, _words(conn, change), change.steps(), change.at)
    return stored.all_tags(conn)


def _words(conn: Connection, change: _Change) -> str:
    """What was done, in words."""
    changed = change.changed
    what = counted(len(changed), "article")
    if len(changed) == 1:
        (head,) = stored_articles.heads(conn, changed)
        what = quoted(head.title) if head.title else what
    if len(change.give) == 1 and not change.taken:
        return f"Tag {what} with {quoted(change.give[0])}"
    if len(change.take) == 1 and not change.given:
        return f"Take the tag {quoted(change.take[0])} from {what}"
    return f"Change the tags of {what}"


def _journalled(
    conn: Connection, what: str, at: int, work: Callable[..., tuple[Step, ...]], *args: object
) -> tuple[Tag, ...]:
    journal.record(conn, what, work(conn, *args), at)
    return stored.all_tags(conn)
