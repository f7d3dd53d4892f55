"""What puts the feed list in order: folders, the order of feeds, what is left out. A part of the table in
`actions`."""

from readnow.keys.action import FEEDS, Action, Group

ARRANGING: tuple[Action, ...] = (
    Action(
        "folder.new",
        ("N",),
        "New folder",
        "Make a folder, beside or inside of others",
        FEEDS,
        Group.FEEDS,
    ),
    Action(
        "feed.move",
        ("F",),
        "Put into a folder",
        "Put the feed, smart feed or folder into another folder",
        FEEDS,
        Group.FEEDS,
    ),
    Action(
        "feed.file-too",
        (),
        "Put into one more folder",
        "Let the feed stand in one more folder",
        FEEDS,
        Group.FEEDS,
    ),
    Action(
        "feed.up",
        ("left_curly_bracket", "ctrl+up"),
        "Move up",
        "Move the feed or folder up, in your own order",
        FEEDS,
        Group.FEEDS,
    ),
    Action(
        "feed.down",
        ("right_curly_bracket", "ctrl+down"),
        "Move down",
        "Move the feed or folder down, in your own order",
        FEEDS,
        Group.FEEDS,
    ),
    Action(
        "feed.order",
        ("V",),
        "Order of the feeds",
        "Choose the order of feeds and folders: your own, by name, most unread first",
        FEEDS,
        Group.VIEW,
    ),
    Action(
        "feed.hide-read",
        ("full_stop",),
        "Hide what is read",
        "Leave feeds and folders without unread articles out of the list, or show them again",
        FEEDS,
        Group.VIEW,
    ),
)
