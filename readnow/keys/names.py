"""Names of keys, as Textual spells them: from what a user writes, and back to what a user reads.

Used by `keymap` and by whatever prints a key. Invariant: `normalise` gives the very name that Textual reports
when the key is pressed, or None.
"""

import string
import unicodedata

_CHARACTER_NAMES = {
    "/": "slash",
    "\\": "backslash",
    "@": "at",
    "-": "minus",
    "+": "plus",
    "_": "underscore",
}
"""Where Textual's name of a character is not the one of the Unicode tables."""

_ALIASES = {"esc": "escape", "return": "enter", "del": "delete", "ins": "insert"}
_ALIASES |= {"pgup": "pageup", "pgdn": "pagedown", "backtab": "shift+tab"}
_MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
_MOVERS = frozenset({"left", "right", "up", "down", "home", "end", "insert", "delete", "pageup", "pagedown"})
_FUNCTION_KEYS = frozenset(f"f{number}" for number in range(1, 25))
_EDITORS = frozenset({"enter", "tab", "space", "backspace", "escape"})
_NAMED = _MOVERS | _FUNCTION_KEYS | _EDITORS

_SHOWN = {"pageup": "PgUp", "pagedown": "PgDn", "escape": "Esc", "delete": "Del", "insert": "Ins"}

_SAME_BYTE = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+j": "enter",
    "ctrl+left_square_bracket": "escape",
}
"""Keys that most terminals cannot tell from another."""

_PREFIXES = {"ctrl+a": "screen", "ctrl+b": "tmux"}
_FAR_KEYS = frozenset(f"f{number}" for number in range(6, 25))


def name_of_character(character: str) -> str:
    """Textual's name of a printable character's key: `?` is `question_mark`, `m` is `m`."""
    if character == " ":
        return "space"
    if character.isalnum():
        return character
    if character in _CHARACTER_NAMES:
        return _CHARACTER_NAMES[character]
    name = unicodedata.name(character, "")
    return name.lower().replace("-", "_").replace(" ", "_")


_CHARACTERS = {name_of_character(character): character for character in string.punctuation}


def normalise(written: str) -> str | None:
    """Textual's name of a key as a user writes it (`?`, `Ctrl+P`, `^p`, `esc`, `shift+a`), or None."""
    text = written.strip()
    if len(text) == 1:
        return name_of_character(text) if text.isprintable() else None
    if len(text) == 2 and text[0] == "^":
        text = f"ctrl+{text[1]}"
    if text.endswith("++"):
        text = text[:-1] + "plus"
    *before, last = text.split("+")
    modifiers = {modifier.strip().lower() for modifier in before}
    key = _base_name(last.strip())
    if key is None or not modifiers <= set(_MODIFIERS):
        return None
    if "+" in key:
        return key if not modifiers else None
    if len(key) == 1 and modifiers:
        if modifiers == {"shift"}:
            return key.upper() if key.upper() != key.lower() and len(key.upper()) == 1 else None
        key = key.lower() if len(key.lower()) == 1 else key
    return "+".join([*sorted(modifiers), key])


def _base_name(text: str) -> str | None:
    """The name of a key without modifiers, None where there is none."""
    if len(text) == 1:
        return name_of_character(text) if text.isprintable() else None
    lower = text.lower()
    lower = _ALIASES.get(lower, lower)
    if lower in _NAMED or lower in _CHARACTERS or lower == "shift+tab":
        return lower
    return name_of_character(character) if (character := _lookup(lower)) else None


def _lookup(name: str) -> str:
    """The printable character that bears a name of the Unicode tables, such as `section_sign`, or ""."""
    try:
        character = unicodedata.lookup(name.replace("_", " "))
    except (KeyError, UnicodeError):  # a lone surrogate is no name
        return ""
    return character if len(character) == 1 and character.isprintable() else ""


def suggestions() -> tuple[str, ...]:
    """Names that a mistyped one is compared with."""
    return (*sorted(_NAMED), *sorted(_CHARACTERS), *_ALIASES)


def display(key: str) -> str:
    """A key as people read it: `question_mark` → `?`, `ctrl+p` → `^P`, `shift+tab` → `Shift+Tab`."""
    *modifiers, base = key.split("+")
    if base in _SHOWN:
        shown = _SHOWN[base]
    elif base in _NAMED:
        shown = base.capitalize()
    else:
        shown = _CHARACTERS.get(base) or (base if len(base) == 1 else _lookup(base) or base)
    if modifiers == ["ctrl"] and len(shown) == 1:
        return "^" + shown.upper()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), shown])


def unsendable(key: str) -> str:
    """Why many terminals, above all over SSH, cannot send this key (Textual's name); empty if all can."""
    if key in _SAME_BYTE:
        return f"many terminals send the same for it as for {display(_SAME_BYTE[key])}"
    *modifiers, base = key.split("+")
    held = set(modifiers)
    if not held or (base in _MOVERS | _FUNCTION_KEYS and held <= {"ctrl", "shift"}) or key == "shift+tab":
        return ""
    if held == {"ctrl"} and _has_control_code(base):
        return ""
    if held == {"alt"} and (len(base) == 1 or base in _CHARACTERS):
        return ""
    return "many terminals cannot send it"


def taken(key: str) -> str:
    """Why something else often takes this key before it gets here; empty where nothing does."""
    if key in _PREFIXES:
        return f"{_PREFIXES[key]} keeps it for itself"
    return "many terminals and desktops keep it for themselves" if key in _FAR_KEYS else ""


def _has_control_code(base: str) -> bool:
    plain_letter = len(base) == 1 and base.isascii() and base.isalpha()
    return plain_letter or base in {
        "backslash",
        "right_square_bracket",
        "circumflex_accent",
        "underscore",
        "at",
    }
