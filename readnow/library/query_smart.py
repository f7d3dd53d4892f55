"""Queries that refer to smart feeds: `smart:NAME` means what the query kept under that name means. Pure.

Called by `query_terms` and `smart_feeds`. Invariants: nothing is read for ever, or grows beyond
measure, whichever way smart feeds refer to each other; who is at fault is named in the sentence.
"""

from collections.abc import Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from readnow.library.query_names import Names
from readnow.model.condition import Condition
from readnow.model.errors import QueryError
from readnow.model.smart import SmartFeed, SmartFeedId
from readnow.text.words import fold

MOST_DEEP = 8
"""Smart feeds that refer to each other in a row."""


def named(name: str, kept: Sequence[SmartFeed]) -> SmartFeed | None:
    """The smart feed of that name, in any case; else of that number."""
    wanted = fold(name).strip()
    by_name = next((smart for smart in kept if fold(smart.name) == wanted), None)
    return by_name or next((smart for smart in kept if str(smart.id) == wanted), None)


def nothing_named(name: str, kept: Sequence[SmartFeed]) -> str:
    """A sentence about a name that no smart feed has."""
    folded = {fold(smart.name): smart.name for smart in kept}
    near = get_close_matches(fold(name), list(folded), 1)
    return f"No smart feed is called “{name}”." + (f" Did you mean “{folded[near[0]]}”?" if near else "")


def referred(name: str, names: Names) -> Condition:
    """What `smart:NAME` means inside another query. Raises `QueryError`."""
    smart = named(name, names.smart)
    if smart is None:
        raise QueryError(nothing_named(name, names.smart))
    if smart.id in names.within:
        raise QueryError(_circle(smart.id, names))
    if len(names.within) >= MOST_DEEP:
        raise QueryError("Too many smart feeds refer to each other in a row.")
    assert names.read is not None
    try:
        return names.read(smart.query, replace(names, within=(*names.within, smart.id)))
    except QueryError as err:
        raise QueryError(f"The smart feed “{smart.name}” cannot be read. {err}") from err


def _circle(smart_id: SmartFeedId, names: Names) -> str:
    by_id = {smart.id: smart.name for smart in names.smart}
    way = [by_id.get(one, "") for one in names.within[names.within.index(smart_id) :]]
    others = f" by way of {', '.join(f'“{name}”' for name in way[1:])}" if len(way) > 1 else ""
    return f"The smart feed “{way[0]}” refers to itself{others}."
