"""How much of each feed is kept: “forever”, a time such as “90d”, or a number of articles. Pure.

Used by `upkeep`, by the settings of feeds and by the configuration. Invariants: the nearest that says
something counts (the feed, then its folder, the inner one first, then the configuration); of a feed in
several folders nothing goes that one of them keeps; what cannot be read keeps everything.
"""

from collections.abc import Iterable

from msgspec import Struct

from readnow.model.errors import SettingError
from readnow.model.feed import FeedId, FolderId, Timestamp
from readnow.model.retention import KeepSettings, Limits
from readnow.model.settings import FOREVER
from readnow.text.pattern import pattern

DAY = 24 * 3600
TAKES = "forever, a time such as 90d, 12w, 6mo or 2y, or a number of articles"

_KEEP = pattern(r"([1-9]\d{0,5})(d|w|mo|y)?")
_DAYS = {"d": 1, "w": 7, "mo": 30, "y": 365}


class Keep(Struct, frozen=True):
    """How much: what is younger than `seconds`, or the newest `number`; all of it where neither is given."""

    seconds: int | None = None
    number: int | None = None


class KeepPolicy(Struct, frozen=True):
    """What the configuration says about keeping."""

    keep: str = FOREVER
    keep_unread: bool = True


def read_keep(text: str) -> Keep:
    """What a setting says. Raises `ValueError` where it says nothing that can be understood."""
    text = text.strip().lower()
    if text == FOREVER:
        return Keep()
    match = _KEEP.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}” is not {TAKES}")
    if match[2]:
        return Keep(seconds=int(match[1]) * _DAYS[match[2]] * DAY)
    return Keep(number=int(match[1]))


def checked(text: str) -> str:
    """A setting as it is stored; empty for none of its own. Raises `SettingError`."""
    text = text.strip().lower()
    if text:
        try:
            read_keep(text)
        except ValueError as err:
            raise SettingError(f"keep takes {TAKES}.") from err
    return text


def keep_of(settings: KeepSettings, feed_id: FeedId, usual: str) -> tuple[Keep, ...]:
    """What is said about a feed; several where its folders say several things. `usual` is for all feeds."""
    feed = settings.feeds[feed_id]
    if feed.keep:
        return (_or_forever(feed.keep),)
    said = {_nearest(settings, folder, usual) for folder in feed.folders} or {usual}
    return tuple(_or_forever(text) for text in sorted(said))


def limits(keeps: Iterable[Keep], keep_unread: bool, now: Timestamp) -> Limits | None:
    """What may go where all of `keeps` have to agree; None for nothing."""
    before: list[Timestamp] = []
    numbers: list[int] = []
    for keep in keeps:
        if keep.seconds is not None:
            before.append(now - keep.seconds)
        elif keep.number is not None:
            numbers.append(keep.number)
        else:
            return None
    if not before and not numbers:
        return None
    return Limits(min(before, default=None), max(numbers, default=None), keep_unread)


def trusted_now(now: Timestamp, last_success: Timestamp | None) -> Timestamp:
    """The time from which ages are counted: the clock's, but not long after the last answer of any server.

    So a clock that is years ahead deletes nothing, and neither does coming back after a long while, before
    what is new has come.
    """
    return now if last_success is None else min(now, last_success + DAY)


def _nearest(settings: KeepSettings, folder_id: FolderId, usual: str) -> str:
    seen: set[FolderId] = set()
    place: FolderId | None = folder_id
    while place is not None and place not in seen and place in settings.folders:
        seen.add(place)
        folder = settings.folders[place]
        if folder.keep:
            return folder.keep
        place = folder.parent_id
    return usual


def _or_forever(text: str) -> Keep:
    try:
        return read_keep(text)
    except ValueError:
        return Keep()
