"""Bytes from a terminal as names of keys, those of the table of actions. Pure.

Used by `terminal`. Invariant: whatever comes, in whatever pieces, becomes keys or nothing, and is never kept
for longer than the escape sequence or character that it is a part of.
"""

import re
from codecs import getincrementaldecoder

from readnow.keys.names import name_of_character
from readnow.text.pattern import pattern

_FINAL = {
    "A": "up",
    "B": "down",
    "C": "right",
    "D": "left",
    "F": "end",
    "H": "home",
    "P": "f1",
    "Z": "shift+tab",
}
_NUMBERED = {"1": "home", "2": "insert", "3": "delete", "4": "end", "5": "pageup", "6": "pagedown"}
_NUMBERED |= {"7": "home", "8": "end", "11": "f1", "15": "f5"}
_MODIFIED = {"2": "shift+", "3": "alt+", "5": "ctrl+", "6": "ctrl+shift+"}
_CONTROLS = {"\r": "enter", "\n": "enter", "\t": "tab", "\x7f": "backspace", "\x08": "backspace"}
_CONTROLS |= {"\x00": "ctrl+at", "\x1c": "ctrl+backslash", "\x1d": "ctrl+right_square_bracket"}
_CONTROLS |= {"\x1e": "ctrl+circumflex_accent", "\x1f": "ctrl+underscore"}
_ESCAPE = "\x1b"
_SEQUENCE = pattern("\x1b(?:\\[([0-9;?<>=]*)([ -/]*[@-~])|O([A-Za-z]))")
_BEGUN = pattern("\x1b(?:\\[[0-9;?<>=]{0,30}[ -/]{0,5}|O)?\\Z")


class Keyboard:
    """What was typed, key by key."""

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._begun = ""

    @property
    def waits(self) -> bool:
        """Whether what came last may be the beginning of a sequence, or the key Esc itself."""
        return bool(self._begun)

    def feed(self, data: bytes) -> list[str]:
        """The keys that these bytes complete."""
        text, self._begun = self._begun + self._decode(data), ""
        keys: list[str] = []
        at = 0
        while at < len(text):
            if text[at] != _ESCAPE:
                keys += _key_of(text[at])
                at += 1
            elif found := _SEQUENCE.match(text, at):
                keys += _sequence(found)
                at = found.end()
            elif _BEGUN.match(text, at):
                self._begun = text[at:]
                break
            elif text[at + 1 : at + 2] == _ESCAPE:
                keys.append("escape")
                at += 1
            else:
                keys += [f"alt+{key}" for key in _key_of(text[at + 1 : at + 2])]
                at += 2
        return keys

    def release(self) -> list[str]:
        """Nothing more came for a while: what waits was the key Esc, and what came behind it."""
        begun, self._begun = self._begun, ""
        return ["escape", *(key for character in begun[1:] for key in _key_of(character))] if begun else []


def _key_of(character: str) -> list[str]:
    if character in _CONTROLS:
        return [_CONTROLS[character]]
    if character < " ":
        return [f"ctrl+{chr(ord(character) + 96)}"]
    if not character.isprintable():
        return []
    name = name_of_character(character)
    return [name] if name else []


def _sequence(found: re.Match[str]) -> list[str]:
    numbers, final, single = found.groups()
    if single is not None:
        return [_FINAL[single]] if single in _FINAL else []
    first, _, modifier = numbers.partition(";")
    key = _NUMBERED.get(first, "") if final == "~" else _FINAL.get(final, "")
    return [_MODIFIED.get(modifier, "") + key] if key else []
