"""What somebody sees who has no feeds yet: four things to do, each a key, and where everything is kept.

Shown by `panes` in place of the panes. Invariant: every key it names works while it is shown.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from readnow.keys.actions import Pane
from readnow.keys.keymap import Keymap, display
from readnow.text.cells import cut
from readnow.text.words import counted
from readnow.tui.bindings import bindings_for
from readnow.tui.widgets.card import Card, CardLine

if TYPE_CHECKING:
    from readnow.library.neighbours import Neighbour

_ABOUT_A_FEED = frozenset(("feed.doctor", "feed.doctor-all", "feed.settings"))
"""What needs a feed: one of their keys imports here."""


_IMPORT = "import from another reader: newsboat, or an OPML file"
_OFFERS, _NAME = 4, 30


class FirstRun(Card):
    """The card, which takes keys in the place of the feed list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(one for one in bindings_for(Pane.FEEDS) if getattr(one, "id", "") not in _ABOUT_A_FEED),
        Binding("i", "screen.feed_import", "Import", id="first-run.import", show=False, priority=True),
        Binding("s", "screen.add_starter", "Starter pack", id="first-run.starter", show=False, priority=True),
    ]


def first_run_lines(
    keymap: Keymap, data_dir: str, home: str, offers: Sequence[str] = ()
) -> tuple[CardLine, ...]:
    """The card's text; the keys are the user's own. `offers`: what other readers left on this machine."""
    choices = (
        (_key(keymap, "feed.add"), "add a feed: paste any address, site or feed"),
        ("i", f"import what is here: {offers[0]}" if offers else _IMPORT),
        *(("", f"                     {one}") for one in offers[1:_OFFERS]),
        ("s", "a starter pack of ten feeds"),
        (_key(keymap, "help.show"), "look at the keys"),
    )
    lines: list[CardLine] = [(("Nothing here yet. What would you like to do?", "strong"),), ()]
    lines += [((f"{key:<4}", "accent"), (words, "text")) for key, words in choices]
    lines += [(), ((f"Everything is kept in {_shortened(data_dir, home)}.", "muted"),)]
    return tuple(lines)


def offer(neighbour: "Neighbour") -> str:
    """What another reader has, in words."""
    feeds = counted(neighbour.feeds, "feed")
    articles = f", {counted(neighbour.articles, 'article')}" if neighbour.articles else ""
    return f"{cut(neighbour.name, _NAME)}, {feeds}{articles}"


def _key(keymap: Keymap, action_id: str) -> str:
    return display((*keymap.of(action_id, Pane.FEEDS), "")[0])


def _shortened(path: str, home: str) -> str:
    """A path as people write it, from `~` on where it is in their home."""
    inside = home.rstrip("/") + "/"
    return "~/" + path[len(inside) :] if len(inside) > 1 and path.startswith(inside) else path
