"""Subscriptions as a list for other programs: OPML as bytes, and as a new file of the user's.

Called by the screen. Invariant: nothing is ever written over.
"""

from collections.abc import Iterable
from pathlib import Path

from readnow.exchange.new_files import folder_for_files, free_name, save_new
from readnow.exchange.opml_writing import write_opml
from readnow.library.saving import place_of
from readnow.model.feed import Timestamp
from readnow.model.subscription import Subscription
from readnow.text.file_names import file_name

__all__ = ["place_of", "proposed_name", "save", "written"]

_TITLE = "ReadNOW subscriptions"
_NAME, _ENDING = "feeds", ".opml"


def written(subscriptions: Iterable[Subscription], now: Timestamp) -> bytes:
    """The list as OPML; `now` is its date."""
    return write_opml(subscriptions, _TITLE, now)


def proposed_name(folder: Path, title: str = "") -> str:
    """A name for the file that nothing in the folder has yet. Raises `ExchangeError`."""
    return free_name(folder, file_name(title or _NAME, _ENDING))


def save(path: Path, subscriptions: Iterable[Subscription], now: Timestamp) -> Path:
    """Write the list into a new file; where it is. Raises `ExchangeError` if something is there."""
    folder_for_files(path.parent)
    return save_new(path, written(subscriptions, now))
