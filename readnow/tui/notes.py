"""What stands in the line at the bottom while it holds: where the focused link goes, which place was found.

Pure. Invariant: a link's host is told as it really is, in both alphabets, and first of all where the text of
the link names another one.
"""

from collections.abc import Mapping

from readnow.keys.actions import Pane
from readnow.keys.keymap import Keymap, display
from readnow.text.blocks import Link
from readnow.text.clean import is_openable, scheme_of
from readnow.tui.render.finding import MOST_MATCHES
from readnow.views.hosts import address_shown
from readnow.views.misleading import link_warning

_FINDING = {"go.next-unread": "next", "go.previous-unread": "previous", "pane.escape": "ends"}


def link_note(link: Link, misleading: Mapping[int, str], said: str) -> tuple[str, bool]:
    """Where a link goes, and whether that is a warning. `misleading`: texts that name another host; `said`:
    what stands where the link leads within the article."""
    if link.place is not None:
        return (f"In this article: {said}" if said else "To a place in this article"), False
    address = address_shown(link.url)
    if not is_openable(link.url):
        return f"Link {link.number} is not opened ({scheme_of(link.url) or 'no address'}): {address}", False
    if warning := link_warning(link, misleading):
        return f"Link {link.number} {warning}: {address}", True
    return f"Link {link.number}: {address}", False


def match_note(number: int, count: int) -> str:
    """Which place one is at; more are not counted than are of any use."""
    return f"{number:,} of {count:,}{'+' if count >= MOST_MATCHES else ''}"


def find_note(number: int, count: int, keymap: Keymap) -> str:
    """Which place one is at, and the keys for others."""
    told = [match_note(number, count)]
    for action, word in _FINDING.items():
        keys = keymap.of(action, Pane.READER)
        told += [f"{display(keys[0])} {word}"] if keys else []
    return " · ".join(told)
