"""What is pasted, told from what is typed: text between two marks of the terminal.

Used by the thread that reads keys (`terminal`). Textual's own way hands escape sequences within pasted text
on as keys, so that text from a page could quit or mark everything read. Invariant: nothing between the marks
is ever a key, and what comes out of it holds no control character.
"""

import re
from typing import NamedTuple

from readnow.text.clean import clean_text

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_BEGUN = re.compile(r"\x1b\[(?:2(?:00?)?)?\Z")
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

    def take(self, text: str) -> list[str | Pasted]:
        """What is typed and what is pasted, one after the other."""
        if text:
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
                typed, begin, rest = rest.partition(_BEGIN)
                self._pasting = bool(begin)
                if not begin and (begun := _BEGUN.search(typed)):
                    typed, self._held = typed[: begun.start()], begun[0]
                if typed:
                    parts.append(typed)
        return parts

    def release(self) -> list[str | Pasted]:
        """What was held, since nothing has followed it."""
        self._silences += 1
        if not self._held or (self._pasting and self._silences < _SILENCES):
            return []
        held, self._held = self._held, ""
        if not self._pasting:
            return [held]
        self._pasting = False
        return [Pasted(clean_text(held))]
