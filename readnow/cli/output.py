"""What commands print: plain lines for people, one JSON document for programs, messages on standard error.

Every command prints through here. Invariants: whatever came from outside is cleaned once more before it
reaches a terminal; with `--json` nothing but the document is on standard output; who stops reading stops the
printing, not the work.
"""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from io import RawIOBase
from typing import Any, TextIO

from readnow.model.errors import ReadNowError
from readnow.model.feed import Timestamp
from readnow.text.cells import cell_width, cut, pad
from readnow.text.clean import clean_line, clean_text
from readnow.text.json_text import json_text
from readnow.text.moments import moment as moment

Json = Mapping[str, object]
"""A document for programs, or a part of one."""

_LONGEST = 100_000


class OutputError(ReadNowError):
    """Standard output takes no more: a full disk, not a reader that has seen enough."""


def line(text: str) -> None:
    """One line for people; white space within it stays."""
    _write(sys.stdout, f"{_one_line(text)}\n")


def lines(texts: Iterable[str]) -> None:
    """Several such lines at once."""
    _write(sys.stdout, "".join(f"{_one_line(text)}\n" for text in texts))


def block(text: str) -> None:
    """Several lines for people, such as an article."""
    _write(sys.stdout, clean_text(text).rstrip("\n") + "\n")


def raw(text: str) -> None:
    """Text that a template of the user's made of cleaned fields: its own tabs and newlines stay."""
    _write(sys.stdout, text)


def data(content: bytes) -> None:
    """A file's content."""
    _flush()
    _put(sys.stdout, content)


class Raw(RawIOBase):
    """Standard output for what is written in pieces, from another thread too."""

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        data(bytes(content))
        return len(content)


def document(value: Mapping[str, object]) -> None:
    """One JSON document, UTF-8 whatever the locale. What a terminal might obey is escaped, so nothing is
    lost."""
    data(json_text(value).encode())


def message(text: str) -> None:
    """A sentence for people, on standard error."""
    with suppress(OutputError):
        _write(sys.stderr, f"{_one_line(text)}\n")


def table(rows: Sequence[Sequence[str | int]], widest: int = 40) -> None:
    """Rows in columns: numbers to the right, text to the left in at most `widest` cells, the last whole."""
    cleaned = [[str(cell) if isinstance(cell, int) else field(cell) for cell in row] for row in rows]
    columns = [min(widest, max(map(cell_width, column))) for column in list(zip(*cleaned, strict=True))[:-1]]
    lines = []
    for row, original in zip(cleaned, rows, strict=True):
        cells = [
            text.rjust(width) if isinstance(value, int) else pad(cut(text, width), width)
            for text, value, width in zip(row, original, columns, strict=False)
        ]
        lines.append("  ".join([*cells, row[-1]]).rstrip())
    if lines:
        _write(sys.stdout, "\n".join(lines) + "\n")


def field(text: str) -> str:
    """A text from outside as a part of a line."""
    return clean_line(text, _LONGEST)


class Progress:
    """A line on standard error that is written over again and again; nothing where that is no terminal."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr is not None and sys.stderr.isatty()
        self._width = 0

    def show(self, text: str) -> None:
        """Put this in place of what was there."""
        if self._is_shown:
            shown = cut(field(text), 79)
            _write(sys.stderr, "\r" + pad(shown, max(self._width, cell_width(shown))))
            self._width = cell_width(shown)

    def clear(self) -> None:
        """Make room for a proper line."""
        if self._width:
            _write(sys.stderr, f"\r{' ' * self._width}\r")
            self._width = 0


def finish() -> None:
    """Hand over what is still on its way. Raises `OutputError`."""
    _flush()


def can_show(characters: str) -> bool:
    """Whether standard output's encoding has these characters."""
    try:
        characters.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def local_time(at: Timestamp | None, otherwise: str = "never") -> str:
    """Local date and time for people, in a form that sorts; `otherwise` where there is none."""
    if at is None:
        return otherwise
    try:
        return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, ValueError, OSError):
        return otherwise


def listed_pair(first: str, second: str) -> str:
    """Two texts with a gap between them, or the first alone."""
    return f"{first}  {second}".rstrip()


def listed(words: Iterable[str]) -> str:
    """Words with commas between them."""
    return ", ".join(word for word in words if word)


def _one_line(text: str) -> str:
    return clean_text(text[:_LONGEST]).replace("\n", " ").rstrip()


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:
        encoding = stream.encoding or "utf-8"
        _put(stream, text.encode(encoding, "replace").decode(encoding))


def _flush() -> None:
    _put(sys.stdout, "")


def _put(stream: TextIO | None, content: str | bytes) -> None:
    """Write it through to whoever reads. A stream that was closed before we began is None."""
    if stream is None:
        return
    try:
        if isinstance(content, bytes):
            stream.buffer.write(content)
        else:
            stream.write(content)
        stream.flush()
    except BrokenPipeError:
        _let_go(stream)
    except OSError as err:
        _let_go(stream)
        raise OutputError(f"The output could not be written: {(err.strerror or str(err)).lower()}.") from err


def _let_go(stream: TextIO) -> None:
    """From now on what is written goes nowhere; Python's own flush at the end has nothing to say."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
