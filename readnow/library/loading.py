"""The shelf from the database. Called wherever feeds or folders themselves have changed."""

from readnow.library.shelf import Shelf
from readnow.model.feed import Feed, Folder
from readnow.model.smart import SmartFeed
from readnow.model.tag import Tag
from readnow.store import feeds as stored_feeds
from readnow.store.database import Connection, Database
from readnow.store.smart_feeds import all_smart_feeds
from readnow.store.tags import all_tags


async def load_shelf(database: Database, shelf: Shelf) -> None:
    """Read feeds, folders and counts anew.

    On the writer's thread, behind every change already made: a reader's older view of the counts could
    otherwise arrive after the change that it lacks.
    """
    ask = database.read if database.read_only else database.write
    shelf.load(*await ask(_everything, shelf.folds))


def _everything(
    conn: Connection, once: bool
) -> tuple[tuple[Feed, ...], tuple[Folder, ...], int, tuple[SmartFeed, ...], tuple[Tag, ...]]:
    return (
        stored_feeds.all_feeds(conn),
        stored_feeds.all_folders(conn),
        stored_feeds.starred_total(conn, once),
        all_smart_feeds(conn),
        all_tags(conn),
    )
