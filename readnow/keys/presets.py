"""Sets of keys to start from (`[keys] preset`), for hands that know another reader.

A preset says only where it differs from the table of `actions`, in the form that the configuration has: an
action's id, or a pane's name and the id. What it names takes its keys from what it does not name. Used by
`keymap`; `readnow keys` and docs/keys.md show them. Invariant: in no pane do two actions of a preset want one
key, and j and k move the cursor of lists in all of them.
"""

from collections.abc import Mapping
from types import MappingProxyType

DEFAULT = "default"

_NEWSBOAT = {
    "article.toggle-read": ("N", "m"),
    "list.toggle-unread": ("l",),
    "feed.hide-read": ("l", "full_stop"),
    "pane.open": ("enter", "right"),
    "link.list": ("u", "number_sign"),
    "link.open-read": ("O",),
    "article.save": ("s",),
    "article.toggle-star": ("S", "ctrl+e"),
    "article.toggle-later": ("L", "ctrl+b"),
    "file.download": ("e",),
    "file.open": ("v",),
    "find.open": ("slash", "F"),
    "feed.move": ("M",),
    "list.mark-everything": ("C",),
    "list.sort": ("g",),
    "go.next-unread-feed": ("ctrl+n",),
    "go.previous-unread-feed": ("ctrl+p",),
    "palette.open": ("colon",),
    "journal.undo": ("U",),
    "journal.redo": ("ctrl+r",),
}

_GOOGLE_READER = {
    "feeds.cursor.down": ("j", "n", "down"),
    "feeds.cursor.up": ("k", "p", "up"),
    "articles.cursor.down": ("j", "n", "down"),
    "articles.cursor.up": ("k", "p", "up"),
    "reader.go.next-article": ("j",),
    "reader.go.previous-article": ("k",),
    "go.next-unread": ("J",),
    "go.previous-unread": ("K",),
    "reader.go.next-unread": ("n", "J"),
    "reader.go.previous-unread": ("p", "K"),
    "go.next-feed": ("N", "right_square_bracket"),
    "go.previous-feed": ("P", "left_square_bracket"),
    "pane.open": ("enter", "o", "l", "right"),
    "pane.left": ("u", "h", "left"),
    "reader.pane.left": ("u", "o", "h", "left"),
    "link.open": ("v",),
    "view.zoom": ("f", "z"),
    "article.full-text": ("d",),
    "journal.undo": ("U",),
    "journal.redo": ("ctrl+r",),
}

PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {DEFAULT: {}, "newsboat": _NEWSBOAT, "google-reader": _GOOGLE_READER}
)
