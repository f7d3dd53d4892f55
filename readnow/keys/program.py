"""What is about the program itself: help, commands, the terminal, the way out.

A part of the table in `actions`.
"""

from readnow.keys.action import ALL, Action, Group

PROGRAM: tuple[Action, ...] = (
    Action(
        "help.show",
        ("question_mark", "f1"),
        "Keys",
        "Show the keys of this pane; type a key or a word, Enter does it",
        ALL,
        Group.PROGRAM,
        hint="keys",
        shown=30,
    ),
    Action(
        "palette.open",
        ("colon", "ctrl+p"),
        "Commands",
        "Find commands, feeds, folders, themes and settings by name",
        ALL,
        Group.PROGRAM,
    ),
    Action("app.redraw", ("ctrl+l",), "Redraw", "Draw the screen anew", ALL, Group.PROGRAM),
    Action("app.suspend", ("ctrl+z",), "Suspend", "Go back to the shell; `fg` returns", ALL, Group.PROGRAM),
    Action("app.quit", ("Q", "ctrl+q"), "Quit", "Quit from anywhere", ALL, Group.PROGRAM),
)
