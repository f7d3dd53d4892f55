"""What is pasted, told from what is typed: text between two marks of the terminal.

Used by the thread that reads keys (`terminal`). Textual's own way hands escape sequences within pasted text
on as keys, so that text from a page could quit or mark everything read. Invariant: nothing between the marks
is ever a key, wherever what comes is cut in two, and what comes out of it holds no control character.
"""

from typing import NamedTuple

from readnow.text.clean import clean_text
from readnow.text.pattern import pattern

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_BEGUN = pattern(r"\x1b\[(?:2(?:00?)?)?\Z")
"""What may be the beginning of the first mark; not its first character, which is a key that must not wait."""
_SILENCES = 20
"""Looks without anything new after which the second mark is thought to be lost: about two seconds."""
_MOST = 1_000_000
"""Characters that are kept of one paste."""


class Pasted(NamedTuple):
    """Text that was pasted, without what terminals obey."""

    text: str


class Pasting:
    """What comes from one terminal."""

    def __init__(self) -> None:
        self._pasting = False
        self._held = ""
        """What was pasted so far, or what may be the beginning of the first mark."""
        self._silences = 0
        self._handed_on = ""
        """What may be the beginning of the first mark and was handed on, since it may be a key as well."""
        self._are_keys = False
        """The parser has taken that for keys by now."""

    def take(self, text: str) -> list[str | Pasted]:
        """What is typed and what is pasted, one after the other.

        What is typed is for the parser of keys, which also gets the marks of each paste with nothing between
        them: so an Esc before them is a key of its own, and one that it holds is the first mark's.
        """
        if not text:
            return []
        self._silences = 0
        rest, self._held = self._held + text, ""
        parts: list[str | Pasted] = []
        while rest:
            if self._pasting:
                pasted, end, rest = rest.partition(_END)
                if not end:
                    self._held = pasted if len(pasted) <= _MOST else pasted[:_MOST] + pasted[-len(_END) :]
                    break
                self._pasting = False
                parts.append(Pasted(clean_text(pasted[:_MOST])))
            else:
                typed, rest = self._typed(rest)
                if typed:
                    parts.append(typed)
        return parts

    def _typed(self, text: str) -> tuple[str, str]:
        """What is typed up to the next paste, and what is left."""
        handed_on, self._handed_on = self._handed_on, ""
        if handed_on:
            missing = _BEGIN[len(handed_on) :]
            if text.startswith(missing):  # nobody types this
                self._pasting = True
                return ("" if self._are_keys else missing + _END), text[len(missing) :]
            if missing.startswith(text) and (len(text) > 1 or not self._are_keys):
                self._handed_on, self._held = handed_on, text
                return "", ""
        typed, begin, rest = text.partition(_BEGIN)
        if begin:
            self._pasting = True
            return typed + _BEGIN + _END, rest
        if begun := _BEGUN.search(typed):
            typed, self._held = typed[: begun.start()], begun[0]
        elif typed.endswith("\x1b"):
            self._handed_on, self._are_keys = "\x1b", False
        return typed, ""

    def were_keys(self) -> None:
        """The parser waits no more for what might follow the last that it got."""
        self._are_keys = True

    def release(self) -> list[str | Pasted]:
        """What was held, since nothing has followed it."""
        self._silences += 1
        if not self._held or (self._pasting and self._silences < _SILENCES):
            return []
        held, self._held = self._held, ""
        if not self._pasting:
            self._are_keys = self._are_keys and bool(self._handed_on)
            self._handed_on += held
            return [held]
        self._pasting = False
        return [Pasted(clean_text(held))]
