"""What a line means as a command: a key, a number, the name of an action, and what stands behind it. Pure.

Lines come from a pipe, and from the prompt for commands.
"""

from typing import NamedTuple

from readnow.keys.action import Action, Pane
from readnow.keys.keymap import Keymap, display
from readnow.keys.names import normalise
from readnow.text.pattern import pattern
from readnow.text.words import fold

_NUMBER = pattern(r"(\d{1,7})(?:\s+(.*))?\Z")


class Command(NamedTuple):
    """`number`: a row or link to go to first, or to open where there is no action. `rest` answers what the
    action asks first."""

    action: Action | None
    number: int | None = None
    rest: str = ""


def read_command(line: str, pane: Pane, keymap: Keymap) -> Command | None:
    """The command of a line; None where it is none."""
    text = line.strip()
    numbered = _NUMBER.match(text)
    if numbered is not None:
        number, rest = int(numbered[1]), (numbered[2] or "").strip()
        if not rest:
            return Command(None, number)
        command = read_command(rest, pane, keymap)
        return None if command is None or command.number is not None else command._replace(number=number)
    here = [action for action in keymap.actions if pane in action.panes]
    if not text:
        return _by_key("enter", "", here, pane, keymap)
    first, _, rest = text.partition(" ")
    return (
        _by_key(_key_name(first), rest.strip(), here, pane, keymap)
        or _by_name(text, here)
        or (None if text[0].isalnum() else _by_key(_key_name(text[0]), text[1:].strip(), here, pane, keymap))
    )


def _key_name(text: str) -> str:
    return normalise(text) or ""


def _by_key(key: str, rest: str, here: list[Action], pane: Pane, keymap: Keymap) -> Command | None:
    found = (action for action in here if key and key in keymap.of(action.id, pane) and not action.fixed)
    return next((Command(action, None, rest) for action in found), None)


def _by_name(text: str, here: list[Action]) -> Command | None:
    """By its id or its title, the longest that the line begins with."""
    wanted = fold(text)
    best: tuple[int, Action] | None = None
    for action in here:
        for name in (action.id, fold(action.title)):
            begins = wanted == name or wanted.startswith(f"{name} ")
            if begins and (best is None or len(name) > best[0]):
                best = len(name), action
    return Command(best[1], None, text[best[0] :].strip()) if best is not None else None


def names_of(pane: Pane, keymap: Keymap) -> list[str]:
    """What can be typed by name in a pane."""
    return [action.title for action in keymap.actions if pane in action.panes and not action.fixed]


def spoken_key(key: str) -> str:
    """A key in words: "j", "capital R", "Control L", "? question mark"."""
    *modifiers, base = key.split("+")
    shown = display(base)
    if len(shown) == 1 and shown.isalpha():
        word = f"capital {shown}" if shown.isupper() and not modifiers else shown
    elif len(shown) == 1 and not shown.isdigit():
        word = f"{shown} {base.replace('_', ' ')}"
    else:
        word = shown
    held = {"ctrl": "Control", "alt": "Alt", "shift": "Shift"}
    return " ".join([*(held.get(modifier, modifier.capitalize()) for modifier in modifiers), word])
