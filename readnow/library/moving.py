"""Whether a feed that is sent on for good has really moved (rule H10). Pure; called by `storing`.

Invariant: an address changes by itself only where a feed is at the new one, and never from https to http.
"""

from urllib.parse import urlsplit

from msgspec import Struct

from readnow.library.schedule import DAY
from readnow.model.feed import Timestamp
from readnow.model.health import Moved
from readnow.text.pattern import pattern

SEEN_ENOUGH = 3
"""Fetches that must have been sent to the same place, over a day at least."""

_NOT_A_HOME = pattern(
    r"(?:^|[./?&=_-])(?:login|signin|sign-in|register|landingpage|captive|portal|parking)(?:[./?&=_-]|$)"
)


class Move(Struct, frozen=True):
    """What is known of a move after this fetch, and the address to adopt now, if any."""

    moved: Moved | None = None
    adopt: str = ""


def judge(url: str, target: str | None, before: Moved | None, now: Timestamp, *, is_same_feed: bool) -> Move:
    """What a fetch of `url` says that found a feed, every redirect being permanent and leading to `target`.

    `target` is None where none was. `is_same_feed`: what was found there is known to be this feed.
    """
    if not target or target == url or _NOT_A_HOME.search(target.partition("://")[2].lower()):
        return Move()
    seen_before = before if before is not None and before.url == target else None
    moved = Moved(
        target, (seen_before.seen if seen_before else 0) + 1, seen_before.since if seen_before else now
    )
    old_scheme, new_scheme = urlsplit(url).scheme, urlsplit(target).scheme
    if old_scheme == "https" and new_scheme == "http":
        return Move(moved)
    at_once = is_same_feed and old_scheme == "http" and new_scheme == "https"
    for_long = moved.seen >= SEEN_ENOUGH and now - moved.since >= DAY
    return Move(moved, target) if at_once or for_long else Move(moved)
