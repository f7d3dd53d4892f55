"""What takes back and does again, and what it takes back most: deleting, and marking many read.

A part of the table in `actions`.
"""

from readnow.keys.action import ALL, ARTICLE, LISTS, Action, Group, Pane

MARKING_MANY: tuple[Action, ...] = (
    Action(
        "list.mark-above",
        ("left_parenthesis",),
        "Mark all above read",
        "Mark the articles above this one in the list as read",
        frozenset({Pane.ARTICLES}),
        Group.ARTICLES,
    ),
    Action(
        "list.mark-below",
        ("right_parenthesis",),
        "Mark all below read",
        "Mark the articles below this one in the list as read",
        frozenset({Pane.ARTICLES}),
        Group.ARTICLES,
    ),
    Action(
        "list.mark-older",
        ("M",),
        "Mark older ones read",
        "Mark articles of the list, feed or folder that are older than some days, or a date, as read",
        LISTS,
        Group.ARTICLES,
    ),
    Action(
        "article.delete",
        ("D", "delete"),
        "Delete the article",
        "Delete the article; for 30 days it can be brought back",
        ARTICLE,
        Group.ARTICLES,
    ),
)

UNDOING: tuple[Action, ...] = (
    Action(
        "journal.undo",
        ("u",),
        "Undo",
        "Take back what was done last: marks, deleting, unsubscribing, settings",
        ALL,
        Group.PROGRAM,
        hint="undo",
        shown=3,
    ),
    Action("journal.redo", ("U",), "Redo", "Do again what was taken back last", ALL, Group.PROGRAM),
    Action(
        "journal.history",
        ("H",),
        "History",
        "List what was done, and go back to before any of it; bring feeds back",
        ALL,
        Group.PROGRAM,
    ),
)
