"""The table of actions: the one place that says what a user can do, by which keys, and where.

Bindings, command palette, help screen, status line, `docs/keys.md`, the names in `[keys]` and the check of
the user's keys are all made from it. Invariant: ids are unique, and no two actions of one pane share a key.
The screen has a method `action_<handler>` for each row.
"""

from collections.abc import Mapping
from types import MappingProxyType

from readnow.keys.action import ALL, ARTICLE, FEEDS, LISTS, READER, Action, Group, Pane
from readnow.keys.arranging import ARRANGING
from readnow.keys.carrying import CARRYING
from readnow.keys.configuring import CONFIGURING
from readnow.keys.habits import HABITS
from readnow.keys.keeping import KEEPING
from readnow.keys.looking import LOOKING
from readnow.keys.organising import ORGANISING
from readnow.keys.program import PROGRAM
from readnow.keys.ruling import MUTING, RULES
from readnow.keys.undoing import MARKING_MANY, UNDOING

__all__ = ["ACTIONS", "QUIT", "Action", "Group", "Pane", "by_id"]

_MOVING = (
    Action(
        "cursor.down", ("j", "down"), "Down", "Move down, or scroll the article by a line", ALL, Group.MOVING
    ),
    Action("cursor.up", ("k", "up"), "Up", "Move up, or scroll the article by a line", ALL, Group.MOVING),
    Action("cursor.page-down", ("pagedown",), "Page down", "Move down by a page", ALL, Group.MOVING),
    Action("cursor.page-up", ("b", "pageup"), "Page up", "Move up by a page", ALL, Group.MOVING),
    Action("cursor.half-page-down", ("ctrl+d",), "Half a page down", "Half a page down", ALL, Group.MOVING),
    Action("cursor.half-page-up", ("ctrl+u",), "Half a page up", "Half a page up", ALL, Group.MOVING),
    Action("cursor.top", ("g", "home"), "Top", "To the first line", ALL, Group.MOVING),
    Action("cursor.bottom", ("G", "end"), "Bottom", "To the last line", ALL, Group.MOVING),
    Action("pane.next", ("tab",), "Next pane", "To the next pane", ALL, Group.MOVING),
    Action("pane.previous", ("shift+tab",), "Previous pane", "To the previous pane", ALL, Group.MOVING),
    Action(
        "pane.open",
        ("enter", "l", "right"),
        "Open",
        "Open a feed in the list of articles or an article in the reader, or unfold a folder",
        LISTS,
        Group.MOVING,
        hint="open",
        shown=40,
    ),
    Action(
        "pane.left",
        ("h", "left"),
        "One pane left",
        "From the reader to the articles, from there to the feeds; there fold the folder",
        ALL,
        Group.MOVING,
    ),
    Action(
        "pane.escape",
        ("escape",),
        "Close or step back",
        "Close what is open, then clear the filter, then go one pane left; never quits",
        ALL,
        Group.MOVING,
    ),
    Action(
        "app.back",
        ("q",),
        "Back, or quit",
        "One pane back; quits from the list of feeds",
        ALL,
        Group.MOVING,
        hint="back",
        shown=5,
    ),
)

_READING = (
    Action(
        "go.read-on",
        ("space",),
        "Read on",
        "Open the next unread article, page through it, then go on to the next",
        ALL,
        Group.READING,
        hint="read on",
        shown=50,
    ),
    Action(
        "go.next-unread",
        ("n",),
        "Next unread",
        "To the next unread article, whichever feed it is in, or the next feed with unread articles",
        ALL,
        Group.READING,
        hint="next unread",
        shown=20,
    ),
    Action(
        "go.previous-unread",
        ("p",),
        "Previous unread",
        "To the previous unread article, whichever feed it is in, or such a feed",
        ALL,
        Group.READING,
    ),
    Action(
        "go.next-article",
        ("J",),
        "Next article",
        "To the next article, read or unread",
        ARTICLE,
        Group.READING,
    ),
    Action(
        "go.previous-article",
        ("K",),
        "Previous article",
        "To the previous article, read or unread",
        ARTICLE,
        Group.READING,
    ),
    Action("go.next-feed", ("right_square_bracket",), "Next feed", "To the next feed", ALL, Group.READING),
    Action(
        "go.previous-feed",
        ("left_square_bracket",),
        "Previous feed",
        "To the previous feed",
        ALL,
        Group.READING,
    ),
    Action(
        "find.open",
        ("slash",),
        "Filter or find",
        "Filter the feeds by name, search the articles, or find words in the open article",
        ALL,
        Group.READING,
    ),
    Action(
        "heading.next",
        ("right_curly_bracket",),
        "Next heading",
        "To the next heading of the article",
        READER,
        Group.READING,
    ),
    Action(
        "heading.previous",
        ("left_curly_bracket",),
        "Previous heading",
        "To the previous heading of the article",
        READER,
        Group.READING,
    ),
    Action(
        "outline.open",
        ("T",),
        "Outline",
        "List the headings of the article, and go to one",
        READER,
        Group.READING,
    ),
    Action(
        "place.back",
        ("backspace",),
        "Back to where a jump began",
        "Back to where one was before a link within the article, the outline or finding",
        READER,
        Group.READING,
    ),
)

_ARTICLES = (
    Action(
        "article.toggle-read",
        ("m",),
        "Mark read or unread",
        "Mark the article read, or unread again",
        ARTICLE,
        Group.ARTICLES,
    ),
    Action(
        "article.toggle-star",
        ("s",),
        "Star or unstar",
        "Star the article, or take the star away",
        ARTICLE,
        Group.ARTICLES,
    ),
    Action(
        "article.full-text",
        ("f",),
        "Full text",
        "Show the text of the article's own page, or again what the feed says",
        ARTICLE,
        Group.ARTICLES,
        hint="full text",
        shown=15,
    ),
    Action(
        "list.mark-read",
        ("A",),
        "Mark all read",
        "Mark all articles of the feed or folder, or of the list as it is shown, as read",
        ALL,
        Group.ARTICLES,
    ),
    Action(
        "link.open",
        ("o", "v"),
        "Open in the browser",
        "Open the article, or the feed's site, in the browser",
        ALL,
        Group.ARTICLES,
        hint="browser",
        shown=10,
    ),
    Action(
        "link.copy",
        ("y",),
        "Copy the link",
        "Copy the address of the focused link, or of the article or feed",
        ALL,
        Group.ARTICLES,
    ),
    Action(
        "link.next",
        ("semicolon",),
        "Next link",
        "Focus the next link; the line at the bottom says where it goes",
        READER,
        Group.ARTICLES,
    ),
    Action(
        "link.previous",
        ("comma",),
        "Previous link",
        "Focus the previous link",
        READER,
        Group.ARTICLES,
    ),
    Action(
        "link.follow",
        ("enter",),
        "Follow the link",
        "Open the focused link, or go where it leads within the article",
        READER,
        Group.ARTICLES,
    ),
    Action(
        "link.list",
        ("number_sign",),
        "List of links",
        "List all links of the article with their real addresses, and open one",
        READER,
        Group.ARTICLES,
    ),
    Action(
        "image.show",
        ("I",),
        "Show the pictures",
        "Show the picture that is here, or comes next, on the whole screen; n and p go to the others",
        READER,
        Group.ARTICLES,
    ),
    Action(
        "link.open-number",
        ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0"),
        "Open a numbered link",
        "Open the link with that number; type two digits quickly for 10 and more",
        READER,
        Group.ARTICLES,
        fixed=True,
    ),
)

_FEEDS = (
    Action(
        "feed.add",
        ("a", "plus"),
        "Add a feed",
        "Subscribe to the feed of any address: a feed's own, or a site's",
        ALL,
        Group.FEEDS,
    ),
    Action(
        "feed.unsubscribe",
        ("D", "delete"),
        "Unsubscribe",
        "Unsubscribe from the feed, or remove the smart feed",
        FEEDS,
        Group.FEEDS,
    ),
    Action(
        "feed.refresh",
        ("r",),
        "Refresh this feed",
        "Look for new articles of this feed or folder",
        ALL,
        Group.FEEDS,
    ),
    Action(
        "feed.refresh-all",
        ("R", "f5"),
        "Refresh all feeds",
        "Look for new articles of all feeds",
        ALL,
        Group.FEEDS,
    ),
    Action(
        "feed.doctor",
        ("i",),
        "Feed doctor",
        "Show how the feed fares, and mend what is wrong with it",
        ALL,
        Group.FEEDS,
        keyed=FEEDS,
    ),
    Action(
        "feed.doctor-all",
        (),
        "Feed doctor: all feeds in trouble",
        "Show the feeds in trouble, those that fell silent and those that nobody reads",
        ALL,
        Group.FEEDS,
    ),
    Action(
        "feed.settings",
        ("E",),
        "Feed settings",
        "Change the feed's title, folders, address and settings, or the smart feed",
        ALL,
        Group.FEEDS,
    ),
)

_VIEW = (
    Action("list.show-all", ("1",), "Show all", "Show all articles", LISTS, Group.VIEW),
    Action("list.show-unread", ("2",), "Show unread", "Show unread articles only", LISTS, Group.VIEW),
    Action("list.show-starred", ("3",), "Show starred", "Show starred articles only", LISTS, Group.VIEW),
    Action(
        "view.zoom",
        ("z",),
        "Zoom the reader",
        "Give the reader the whole width, or go back to the panes",
        ARTICLE,
        Group.VIEW,
    ),
    Action(
        "view.narrower",
        ("less_than_sign",),
        "Narrower",
        "Make the pane, or the text of the article, narrower",
        ALL,
        Group.VIEW,
    ),
    Action(
        "view.wider",
        ("greater_than_sign",),
        "Wider",
        "Make the pane, or the text of the article, wider",
        ALL,
        Group.VIEW,
    ),
)

_ALL = (
    *(_MOVING + _READING + _ARTICLES + MARKING_MANY + MUTING + HABITS + CARRYING + _FEEDS),
    *(RULES + ARRANGING + KEEPING + ORGANISING + _VIEW + LOOKING + UNDOING + CONFIGURING + PROGRAM),
)
ACTIONS = tuple(sorted(_ALL, key=lambda action: list(Group).index(action.group)))

by_id: Mapping[str, Action] = MappingProxyType({action.id: action for action in ACTIONS})
"""The action of an id, as `[keys]` in the configuration names it."""

QUIT = "app.quit"
"""The one action that may never be without a key."""
