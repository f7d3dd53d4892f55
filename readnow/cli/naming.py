"""Which feeds somebody means who names them by number, address or title. Pure.

Used by every command that takes FEED. Invariant: a name means one feed or none; nothing is guessed.
"""

import difflib
from collections.abc import Sequence

from readnow.library.finder import addresses_to_try
from readnow.model.errors import NotFoundError
from readnow.model.feed import Feed
from readnow.text.words import fold


def find_feeds(names: Sequence[str], feeds: Sequence[Feed]) -> tuple[Feed, ...]:
    """The feeds of these names, each once, in that order. Raises `NotFoundError` if one of them is none."""
    found: dict[int, Feed] = {}
    for name in names:
        feed = find_feed(name, feeds)
        found.setdefault(feed.id, feed)
    return tuple(found.values())


def find_feed(name: str, feeds: Sequence[Feed]) -> Feed:
    """The feed of that number, else of that address, else of exactly that title (in any case)."""
    text = name.strip()
    for match in (_by_number(text, feeds), _by_address(text, feeds), _by_title(text, feeds)):
        if len(match) == 1:
            return match[0]
        if match:
            numbers = ", ".join(str(feed.id) for feed in match)
            raise NotFoundError(f"Several feeds are called “{text}”; name one by its number: {numbers}.")
    near = difflib.get_close_matches(fold(text), [fold(feed.title) for feed in feeds], 1, 0.6)
    meant = next((feed for feed in feeds if near and fold(feed.title) == near[0]), None)
    hint = f" Did you mean “{meant.title}” ({meant.id})?" if meant else " `readnow feeds` lists them."
    raise NotFoundError(f"There is no feed “{text}”.{hint}")


def _by_number(text: str, feeds: Sequence[Feed]) -> list[Feed]:
    is_number = text.isascii() and text.isdigit() and len(text) < 18
    return [feed for feed in feeds if is_number and feed.id == int(text)]


def _by_address(text: str, feeds: Sequence[Feed]) -> list[Feed]:
    meant = addresses_to_try(text)
    return [feed for feed in feeds if feed.url == text] or [feed for feed in feeds if feed.url in meant][:1]


def _by_title(text: str, feeds: Sequence[Feed]) -> list[Feed]:
    exact = [feed for feed in feeds if feed.title == text]
    return exact or [feed for feed in feeds if fold(feed.title) == fold(text)]
