"""What keeps many articles in order: the order of lists, read later, tags, selecting several.

A part of the table in `actions`.
"""

from readnow.keys.action import LISTS, Action, Group

ORGANISING: tuple[Action, ...] = (
    Action(
        "list.sort",
        ("O",),
        "Order of the list",
        "Choose the order of the articles: newest, oldest, by feed, title or author, longest",
        LISTS,
        Group.VIEW,
    ),
)
