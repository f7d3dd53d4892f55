"""How the interface looks: its theme, its layout, the rows of its lists.

A part of the table in `actions`.
"""

from readnow.keys.action import ALL, Action, Group

LOOKING: tuple[Action, ...] = (
    Action(
        "view.theme",
        ("P",),
        "Choose a theme",
        "Choose the colours; the one under the cursor is shown at once",
        ALL,
        Group.VIEW,
    ),
    Action(
        "view.light",
        (),
        "Light mode, or full",
        "Send less to the terminal, for a slow line, or all again",
        ALL,
        Group.VIEW,
    ),
    Action(
        "view.layout",
        ("B",),
        "Change the layout",
        "Show three panes side by side, two, one, or as many as fit",
        ALL,
        Group.VIEW,
    ),
    Action(
        "view.density",
        ("minus",),
        "One line or two a row",
        "Show articles in one line each, in two, or as it suits the layout",
        ALL,
        Group.VIEW,
    ),
    Action(
        "view.hints",
        (),
        "Show or hide the keys at the bottom",
        "Show the most useful keys in the line at the bottom, or leave it to messages",
        ALL,
        Group.VIEW,
    ),
)
