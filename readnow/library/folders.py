"""Folders, and which feeds stand in them and in what order: making, renaming, moving, deleting, arranging.

Called by screen and command line. Every change is checked in the transaction that stores it, kept in the
journal, and shown with one `FeedsChanged`. A folder is named by its path, the names from the top down.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from readnow.library.events import FeedsChanged
from readnow.library.feeds import folder_path
from readnow.library.folder_names import Path, checked_name, folder_names
from readnow.library.journal_words import quoted
from readnow.library.loading import load_shelf
from readnow.library.shelf import Shelf
from readnow.library.voice import Voice
from readnow.model.errors import FolderError, NotFoundError
from readnow.model.feed import FeedId, Folder, FolderId
from readnow.model.query import Scope, ScopeKind
from readnow.store import filing, folders, journal
from readnow.store.arranging import Target, arrange_feed, arrange_folder
from readnow.store.database import Connection, Database

__all__ = ["Folders", "Target"]

T = TypeVar("T")

OWNED = ("folder", "feed", "filed", "smart_feed")
"""The tables in which a change of folders is seen."""


class Folders:
    """The library's part for folders."""

    def __init__(self, database: Database, shelf: Shelf, voice: Voice, now: Callable[[], float]) -> None:
        self._database = database
        self._shelf = shelf
        self._voice = voice
        self._now = now

    def all(self) -> tuple[Folder, ...]:
        """All folders, parents before children, in order."""
        return self._shelf.folders()

    def get(self, folder_id: int) -> Folder | None:
        """One of them; None where it is there no more."""
        return next((folder for folder in self.all() if folder.id == folder_id), None)

    def paths(self) -> tuple[str, ...]:
        """All folders as they are typed."""
        return tuple("/".join(self._shelf.path(folder.id)) for folder in self.all())

    def named(self, path: Sequence[str]) -> Folder:
        """The folder of that path. Raises `NotFoundError`."""
        wanted = folder_path(path)
        found = next((folder for folder in self.all() if self._shelf.path(folder.id) == wanted), None)
        if found is None:
            raise NotFoundError(f"There is no folder “{'/'.join(wanted)}”.")
        return found

    # -- what is typed, checked before anything is done

    def check_new(self, typed: str) -> Path:
        """The path of a folder that can be made. Raises `FolderError`."""
        wanted = folder_names(typed)
        if not wanted:
            raise FolderError("A folder needs a name.")
        if any(self._shelf.path(folder.id) == wanted for folder in self.all()):
            raise FolderError(f"There is a folder {_written(wanted)} already.")
        return wanted

    def check_name(self, folder_id: FolderId, typed: str) -> str:
        """A name that a folder can have where it stands. Raises `FolderError`."""
        name = checked_name(typed)
        self._refuse_same(folder_id, self._known(folder_id).parent_id, name)
        return name

    def check_move(self, folder_id: FolderId, typed: str) -> Path:
        """The path of a folder that this one can be put into; empty for none. Raises `FolderError`."""
        name = self._known(folder_id).name
        into, own = folder_names(typed), self._shelf.path(folder_id)
        if into[: len(own)] == own:
            raise FolderError(f"The folder {quoted(name)} cannot be put into itself.")
        around = next((folder.id for folder in self.all() if self._shelf.path(folder.id) == into), None)
        if around is not None or not into:
            self._refuse_same(folder_id, around, name)
        return into

    def check_also(self, feed_id: FeedId, typed: str) -> Path:
        """The path of a folder that a feed does not stand in yet; empty for none. Raises `FolderError`."""
        path, feed = folder_names(typed), self._shelf.feed(feed_id)
        if path in [self._shelf.path(place) for place in feed.places]:
            raise FolderError(f"{quoted(feed.title)} is in the folder {_written(path)} already.")
        return path

    def _refuse_same(self, folder_id: FolderId, around: FolderId | None, name: str) -> None:
        beside = [one for one in self.all() if one.parent_id == around and one.id != folder_id]
        if any(one.name == name for one in beside):
            raise FolderError(f"There is a folder {quoted(name)} there already.")

    # -- changes

    async def make(self, path: Sequence[str]) -> Folder:
        """Make a folder, and those around it; it stays while it is empty. Raises `FolderError` where there is
        one already, or it has no name, and `StoreError`."""
        wanted = self.check_new("/".join(path))
        await self._change(f"Make the folder {_written(wanted)}", folders.make_folder, wanted)
        return self.named(wanted)

    async def rename(self, folder_id: FolderId, name: str) -> None:
        """Call it something else. Raises `FolderError` where that is taken, or no name, and `StoreError`."""
        checked = self.check_name(folder_id, name)
        what = f"Rename the folder {quoted(self._known(folder_id).name)} {quoted(checked)}"
        await self._change(what, folders.rename_folder, folder_id, checked)

    async def move(self, folder_id: FolderId, into: Sequence[str]) -> None:
        """Put it with all that is in it into the folder of that path, which is made where it is missing;
        empty: into none. Raises `StoreError` where that cannot be."""
        path = folder_path(into)
        where = f"into {_written(path)}" if path else "out of its folder"
        what = f"Move the folder {quoted(self._known(folder_id).name)} {where}"
        await self._change(what, _move, folder_id, path)

    async def delete(self, folder_id: FolderId) -> None:
        """Take it away; what is in it is in the folder around it then."""
        await self._change(f"Delete the folder {quoted(self._known(folder_id).name)}", _delete, folder_id)

    async def file(self, feed_id: FeedId, places: Iterable[Sequence[str]]) -> None:
        """Let a feed stand in just the folders of these paths, which are made where they are missing."""
        paths = tuple(dict.fromkeys(path for place in places if (path := folder_path(place))))
        where = f"into {', '.join(map(_written, paths))}" if paths else "out of its folders"
        await self._change(f"Move {quoted(self._shelf.feed(feed_id).title)} {where}", _file, feed_id, paths)

    async def put(self, feed_id: FeedId, into: Sequence[str], instead: FolderId | None = None) -> None:
        """Let a feed stand in the folder of that path too; `instead` of that one, where it is in that."""
        feed = self._shelf.feed(feed_id)
        places = [self._shelf.path(place) for place in feed.places]
        left = self._shelf.path(instead)
        if left in places:
            places[places.index(left)] = tuple(into)
        else:
            places.append(tuple(into))
        await self.file(feed_id, places)

    async def take_out(self, feed_id: FeedId, of: Sequence[str]) -> None:
        """Let a feed stand in the folder of that path no more. Raises `NotFoundError` where it does not."""
        feed, path = self._shelf.feed(feed_id), folder_path(of)
        places = [self._shelf.path(place) for place in feed.places]
        if path not in places:
            raise NotFoundError(f"“{feed.title}” is not in the folder {_written(path)}.")
        await self.file(feed_id, [place for place in places if place != path])

    async def step(self, scope: Scope, steps: int, inside: FolderId | None = None) -> bool:
        """Put a folder, or a feed among those of a folder, so many places down (below 0: up), as far as
        there are; False where there are none."""
        return await self.place(scope, lambda place, _: place + steps, inside, "down" if steps > 0 else "up")

    async def place(
        self, scope: Scope, target: Target, inside: FolderId | None = None, where: str = "to another place"
    ) -> bool:
        """Give a folder, or a feed among those of a folder, another place; False where it has it. `where`
        says so in the history."""
        if scope.kind is ScopeKind.FOLDER:
            name = f"the folder {quoted(self._known(FolderId(scope.id)).name)}"
            return await self._change(f"Move {name} {where}", arrange_folder, scope.id, target)
        name = quoted(self._shelf.feed(FeedId(scope.id)).title)
        return await self._change(f"Move {name} {where}", arrange_feed, scope.id, inside, target)

    def _known(self, folder_id: FolderId) -> Folder:
        found = self.get(folder_id)
        if found is None:
            raise NotFoundError(f"There is no folder with the number {folder_id}.")
        return found

    async def _change(self, what: str, work: Callable[..., T], *args: object) -> T:
        at = int(self._now())
        done: T = await self._database.write(journal.watched, what, OWNED, at, work, *args)
        await load_shelf(self._database, self._shelf)
        self._voice.publish(FeedsChanged())
        return done


def _written(path: Path) -> str:
    return quoted("/".join(path))


def _move(conn: Connection, folder_id: FolderId, into: Path) -> None:
    folders.move_folder(conn, folder_id, folders.ensure_folder(conn, into))


def _delete(conn: Connection, folder_id: FolderId) -> None:
    folders.delete_folder(conn, folder_id)
    folders.drop_empty(conn)


def _file(conn: Connection, feed_id: FeedId, places: tuple[Path, ...]) -> None:
    wanted = [folders.ensure_folder(conn, path) for path in places]
    filing.put_into(conn, feed_id, [one for one in wanted if one is not None])
    folders.drop_empty(conn)
