"""How much is kept, on the command line: what would go, said before it goes, and `keep` for a whole folder.

Used by `feeds`, `folders` and `doctor`. Invariant: looking never deletes anything.
"""

from collections.abc import Sequence

from readnow.cli import output, session
from readnow.library.feeds import Feeds
from readnow.model.feed import FeedId, Folder
from readnow.model.retention import Going
from readnow.text.words import counted


def tell(goings: Sequence[Going], known: Feeds, would: str) -> None:
    """One line for all that goes, and one for each feed where there are several."""
    number = sum(going.number for going in goings)
    if not number:
        output.line(f"Nothing {would}.")
        return
    output.line(f"{counted(number, 'article')} {would}, {_dates(goings)}.")
    if len(goings) > 1:
        output.table([(going.number, known.get(going.feed_id).title, _dates([going])) for going in goings])


def as_json(goings: Sequence[Going]) -> list[output.Json]:
    """The same for programs."""
    return [
        {
            "feed_id": going.feed_id,
            "articles": going.number,
            "oldest": output.moment(going.oldest),
            "newest": output.moment(going.newest),
        }
        for going in goings
    ]


async def keep_folder(at: session.Session, folder: Folder, text: str, dry_run: bool) -> None:
    """Set how much is kept of a folder's feeds, and say what goes with that. Raises `SettingError`."""
    goings = await at.library.upkeep.preview(folder_keep={folder.id: text})
    if not dry_run:
        await at.library.upkeep.keep_folder(folder.id, text)
    tell(goings, at.library.feeds, "would go" if dry_run else "will go with the next refresh")


async def tell_before(at: session.Session, feed_id: FeedId, text: str, would: str) -> None:
    """Say what goes with a new setting of a feed."""
    goings = await at.library.upkeep.preview(feed_keep={feed_id: text})
    tell(goings, at.library.feeds, would)


def _dates(goings: Sequence[Going]) -> str:
    oldest = output.local_time(min(going.oldest for going in goings))[:10]
    newest = output.local_time(max(going.newest for going in goings))[:10]
    return f"of {oldest}" if oldest == newest else f"from {oldest} to {newest}"
