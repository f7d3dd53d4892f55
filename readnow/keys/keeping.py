"""How much is kept, and copies of it. A part of the table in `actions`."""

from readnow.keys.action import ALL, FEEDS, Action, Group

KEEPING: tuple[Action, ...] = (
    Action(
        "folder.keep",
        (),
        "How much of the folder is kept",
        "Set how much of the feeds of this folder is kept: a time, a number of articles, or forever",
        FEEDS,
        Group.FEEDS,
    ),
    Action(
        "library.past",
        (),
        "What is past its time",
        "List the feeds with articles that are past the time or the number that is kept",
        ALL,
        Group.FEEDS,
    ),
    Action(
        "library.backup",
        (),
        "Back up everything",
        "Make a complete, checked copy of the library in the folder backups of its directory",
        ALL,
        Group.FEEDS,
    ),
)
