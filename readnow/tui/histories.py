"""What was typed in prompts before: by kind of prompt, kept over restarts, gone through by the arrows.

One `Histories` belongs to the screens of an application. Invariant: the latest is last, each text is there
once; what is typed just now is never lost by going through what was before.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

MOST = 50
SEARCHES, COMMANDS, ADDRESSES, FILES, QUERIES = "searches", "commands", "addresses", "files", "queries"
"""The kinds, which are what they are remembered by too."""


class Memory(Protocol):
    """The library, as far as it remembers."""

    async def remembered(self, key: str) -> object | None:
        """What was remembered."""

    async def remember(self, key: str, value: object) -> None:
        """Remember it."""


class Histories:
    """The texts of each kind."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}
        self._read: set[str] = set()
        self._turn = asyncio.Lock()

    def of(self, kind: str) -> tuple[str, ...]:
        """What is known of a kind by now, the latest last."""
        return self._known.get(kind, ())

    def is_read(self, kind: str) -> bool:
        """Whether what was remembered is known."""
        return kind in self._read

    async def read(self, kind: str, memory: Memory) -> None:
        """Know what was remembered, before what was entered meanwhile. Raises `StoreError`."""
        async with self._turn:
            if kind in self._read:
                return
            value = await memory.remembered(kind)
            kept = [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
            self._known[kind] = _once((*kept, *self.of(kind)))
            self._read.add(kind)

    async def add(self, kind: str, text: str, memory: Memory) -> None:
        """Remember what was entered. Raises `StoreError`."""
        self._known[kind] = _once((*self.of(kind), text))
        await self.read(kind, memory)
        await memory.remember(kind, list(self._known[kind]))


def may_be_kept(text: str) -> bool:
    """Whether a text is to be remembered: nothing, and an address with a password in it, is not."""
    return bool(text.strip()) and not ("://" in text and "@" in text.partition("://")[2].partition("/")[0])


def _once(texts: Sequence[str]) -> tuple[str, ...]:
    """Each once, where it is last; so many at most."""
    return tuple(reversed(dict.fromkeys(reversed(texts))))[-MOST:]


class Past:
    """The way through a history: its last entry is what was typed."""

    def __init__(self, history: Sequence[str] = ()) -> None:
        self._entries: tuple[str, ...] = (*history, "")
        self._at = len(history)

    def learn(self, history: Sequence[str]) -> None:
        """Have this history from now on, where it was not gone through yet."""
        if self._at == len(self._entries) - 1:
            self._entries, self._at = (*history, self._entries[-1]), len(history)

    def step(self, step: int, text: str) -> str | None:
        """An earlier or later entry instead of `text`; what was typed comes after the last. None for none."""
        if not 0 <= self._at + step < len(self._entries):
            return None
        if self._at == len(self._entries) - 1:
            self._entries = (*self._entries[:-1], text)
        self._at += step
        return self._entries[self._at]
