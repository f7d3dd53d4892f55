"""What hands from other readers look for: steps and marks that have keys in presets only, and are in the
list of commands for everybody.

A part of the table in `actions`.
"""

from readnow.keys.action import ALL, ARTICLE, Action, Group, Pane

HABITS: tuple[Action, ...] = (
    Action(
        "go.next-unread-feed",
        (),
        "Next feed with unread articles",
        "Open the next feed that has unread articles, in the order of the list of feeds",
        ALL,
        Group.READING,
    ),
    Action(
        "go.previous-unread-feed",
        (),
        "Previous feed with unread articles",
        "Open the previous feed that has unread articles",
        ALL,
        Group.READING,
    ),
    Action(
        "list.toggle-unread",
        (),
        "Unread only, or all",
        "Show the unread articles of the list only, or all of them again",
        frozenset({Pane.ARTICLES}),
        Group.VIEW,
    ),
    Action(
        "list.mark-everything",
        (),
        "Mark everything read",
        "Mark the articles of all feeds as read, after a question",
        ALL,
        Group.ARTICLES,
    ),
    Action(
        "link.open-read",
        (),
        "Open in the browser and mark read",
        "Open the article in the browser, and mark it read",
        ARTICLE,
        Group.ARTICLES,
    ),
)
