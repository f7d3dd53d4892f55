"""The settings of ReadNOW itself. A part of the table in `actions`."""

from readnow.keys.action import ALL, Action, Group

CONFIGURING: tuple[Action, ...] = (
    Action(
        "config.open",
        ("Z",),
        "Settings",
        "Look at all settings: their values, where these come from, what else they may be",
        ALL,
        Group.PROGRAM,
    ),
    Action(
        "config.reload",
        ("f2",),
        "Read the configuration again",
        "Read the configuration file again, and go by what was changed in it",
        ALL,
        Group.PROGRAM,
    ),
)
