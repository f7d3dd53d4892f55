"""Saying and asking: what the rest of plain reading knows of the terminal, or of the pipe.

`terminal` and `pipe` are the two kinds. Invariants: whatever is said is cleaned once more; a question that
nobody answers any more, at the end of the input, is answered by None.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from msgspec import Struct

from readnow.plain.line_editor import Complete
from readnow.text.clean import clean_text


class Key(Struct, frozen=True):
    """A key that was pressed, by its name in the table of actions."""

    name: str


class Words(Struct, frozen=True):
    """A line that was entered where a key was expected."""

    text: str


class Talk(ABC):
    """One user."""

    columns = 80
    rows = 24
    by_key = True
    """Whether keys come one by one; else lines."""
    ended = False
    """Whether there is nobody any more."""

    def say(self, *lines: str) -> None:
        """Print lines, each of them one line."""
        self.write("".join(f"{_one_line(line)}\n" for line in lines))

    @abstractmethod
    def write(self, text: str) -> None:
        """Print a text that is clean."""

    @abstractmethod
    async def next(self) -> Key | Words | None:
        """What the user does next; None at the end of the input."""

    @abstractmethod
    async def ask(self, label: str, text: str = "", complete: Complete | None = None) -> str | None:
        """A line; `text` is there already. None where it is given up."""

    @abstractmethod
    async def one_of(self, question: str, keys: Mapping[str, str]) -> str | None:
        """One of the keys; None for any other."""

    @abstractmethod
    def press(self, key: str) -> None:
        """A key that nobody typed."""

    async def choose(self, heading: str, options: Sequence[str]) -> int | None:
        """The index of one of several; None where none is chosen."""
        self.say(heading, *(f"{number}. {option}" for number, option in enumerate(options, 1)))
        typed = await self.ask("Number, or nothing:")
        if typed is None or not typed.strip():
            return None
        if typed.strip().isdecimal() and 0 < int(typed) <= len(options):
            return int(typed) - 1
        self.say(f"There is no number {typed.strip()} here.")
        return None

    async def sure(self, question: str) -> bool:
        """Whether the answer is yes."""
        return await self.one_of(question, {"y": "yes", "n": "no"}) == "y"


def asked(question: str, keys: Mapping[str, str]) -> str:
    """A question with its keys: "Delete it? y yes, n no"."""
    return f"{question} {', '.join(f'{key} {word}' for key, word in keys.items())}:"


def _one_line(text: str) -> str:
    return clean_text(text).replace("\n", " ").rstrip()
