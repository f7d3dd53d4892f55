"""newsboat's names of operations and keys, with ours. Read by `configuration`.

Invariant: every action and every key is one that there is (a test looks them up).
"""

from collections.abc import Mapping

OPERATIONS: Mapping[str, str] = {
    "open": "pane.open",
    "quit": "app.back",
    "hard-quit": "app.quit",
    "reload": "feed.refresh",
    "reload-all": "feed.refresh-all",
    "mark-feed-read": "list.mark-read",
    "mark-all-above-as-read": "list.mark-above",
    "toggle-article-read": "article.toggle-read",
    "toggle-show-read-feeds": "feed.hide-read",
    "next-unread": "go.next-unread",
    "prev-unread": "go.previous-unread",
    "next": "go.next-article",
    "prev": "go.previous-article",
    "next-feed": "go.next-feed",
    "prev-feed": "go.previous-feed",
    "next-unread-feed": "go.next-unread-feed",
    "prev-unread-feed": "go.previous-unread-feed",
    "mark-all-feeds-read": "list.mark-everything",
    "open-in-browser": "link.open",
    "open-in-browser-and-mark-read": "link.open-read",
    "show-urls": "link.list",
    "save": "article.save",
    "enqueue": "file.download",
    "pipe-to": "article.pipe",
    "bookmark": "article.toggle-later",
    "edit-flags": "article.tags",
    "delete-article": "article.delete",
    "edit-urls": "feed.settings",
    "search": "find.open",
    "sort": "list.sort",
    "sortfeeds": "feed.order",
    "up": "cursor.up",
    "down": "cursor.down",
    "pageup": "cursor.page-up",
    "pagedown": "cursor.page-down",
    "halfpageup": "cursor.half-page-up",
    "halfpagedown": "cursor.half-page-down",
    "home": "cursor.top",
    "end": "cursor.bottom",
    "cmdline": "palette.open",
    "redraw": "app.redraw",
    "help": "help.show",
    "clear-filter": "pane.escape",
}

KEYS: Mapping[str, str] = {
    "ENTER": "enter",
    "ESC": "escape",
    "TAB": "tab",
    "SPACE": "space",
    "BACKSPACE": "backspace",
    "LEFT": "left",
    "RIGHT": "right",
    "UP": "up",
    "DOWN": "down",
    "HOME": "home",
    "END": "end",
    "PPAGE": "pageup",
    "NPAGE": "pagedown",
    "DC": "delete",
    ",": "comma",
}

PANES: Mapping[str, str] = {"feedlist": "feeds", "articlelist": "articles", "article": "reader"}
"""newsboat's names of views that are panes here; a key bound in another holds everywhere."""
