"""Files with everything in a library (`model.archive`): one JSON document, written and read as a stream.

Called by `library.archives`. Invariants: no more than one record is in memory; a file under its final name is
whole; whatever somebody's file holds is records that are what they claim to be, or an `ExchangeError`.
"""

import codecs
import gzip
import json
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import msgspec

from readnow.model.archive import FORMAT, KINDS, VERSION, Record
from readnow.model.errors import ExchangeError
from readnow.text.pattern import pattern

MAX_RECORD = 64 << 20
"""Characters of one record at most: an article has a mebibyte of text."""
_CHUNK = 1 << 20
_LEVEL = 5
_SPACE = pattern(r"[ \t\r\n]*")
_SECTIONS = {kind.SECTION: kind for kind in KINDS}
_ENCODER = msgspec.json.Encoder()


def write(file: IO[bytes], records: Iterable[Record], made_at: str) -> int:
    """Write a document; how many records. Those of one section have to follow one another, one to a line."""
    head = {"format": FORMAT, "version": VERSION, "made_at": made_at}
    file.write(
        b"{\n"
        + b",\n".join(_ENCODER.encode(name) + b": " + _ENCODER.encode(value) for name, value in head.items())
    )
    section, number = "", 0
    for record in records:
        if section != record.SECTION:
            file.write(b"\n]" if section else b"")
            section = record.SECTION
            file.write(b',\n"%s": [\n' % section.encode())
        else:
            file.write(b",\n")
        file.write(_ENCODER.encode(record))
        number += 1
    file.write(b"\n]\n}\n" if section else b"\n}\n")
    return number


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to, for its owner only, which gets its name when all is written; compressed where that
    ends in `.gz`. Raises `ExchangeError`."""
    name = ""
    try:
        if path.exists() and not path.is_file():  # a pipe or a device: nothing to replace
            with path.open("wb") as through:
                yield through
            return
        target = path.resolve()
        number, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".part", dir=target.parent)
        with os.fdopen(number, "wb") as file:
            if target.suffix == ".gz":
                with gzip.GzipFile("", "wb", _LEVEL, file, 0) as packed:
                    yield packed  # type: ignore[misc]
            else:
                yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except OSError as err:
        raise ExchangeError(f"{path} cannot be written: {(err.strerror or str(err)).lower()}.") from err
    finally:
        with suppress(OSError):
            if name:
                Path(name).unlink()


def is_archive(beginning: bytes) -> bool:
    """Whether a file that begins so is one of these, or another document in JSON."""
    return beginning[:2] == b"\x1f\x8b" or beginning.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{"


def read(file: IO[bytes], name: str) -> Iterator[Record]:
    """The records of a file called `name`, which may be compressed. Raises `ExchangeError` where it ends."""
    try:
        beginning = file.read(2)
        source = _Again(beginning, file)
        if beginning == b"\x1f\x8b":
            with gzip.open(source) as unpacked:  # type: ignore[call-overload]
                yield from _Reader(unpacked, name).records()
        else:
            yield from _Reader(source, name).records()
    except (EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError) as err:
        raise ExchangeError(f"{name} is damaged: it cannot be read to its end.") from err
    except OSError as err:
        raise ExchangeError(f"{name} cannot be read: {(err.strerror or str(err)).lower()}.") from err


class _Again:
    """A file of which some bytes were read already: what a pipe cannot give back."""

    def __init__(self, beginning: bytes, file: IO[bytes]) -> None:
        self._beginning = beginning
        self._file = file

    def read(self, size: int = -1) -> bytes:
        beginning, self._beginning = self._beginning, b""
        if not beginning:
            return self._file.read(size)
        return beginning + self._file.read(max(0, size - len(beginning)) if size >= 0 else -1)


class _Reader:
    """Walks through a document: names and values at the top, of each list one element after the other."""

    def __init__(self, file: Any, name: str) -> None:
        self._file = file
        self._name = name
        self._decoder = json.JSONDecoder(parse_constant=_refuse)
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._text = ""
        self._at = 0
        self._ended = False

    def records(self) -> Iterator[Record]:
        """All records of the sections that are known, in the order of the file."""
        if not self._take("{"):
            raise self._wrong("is no export of ReadNOW")
        head: dict[str, object] = {}
        while not self._take("}"):
            key = self._value()
            if not isinstance(key, str) or not self._take(":"):
                raise self._damaged()
            if self._take("["):
                self._check(head)
                yield from self._elements(_SECTIONS.get(key))
            else:
                head[key] = self._value()
            if not self._take(",") and self._peek() != "}":
                raise self._damaged()
        self._check(head)

    def _elements(self, kind: type[Record] | None) -> Iterator[Record]:
        """One of a kind that a newer version may have brought is passed over."""
        while not self._take("]"):
            value = self._value()
            if kind is not None:
                try:
                    yield msgspec.convert(value, kind)
                except msgspec.ValidationError as err:
                    raise self._wrong(f"is damaged: one of its {kind.SECTION} is none ({err})") from err
            if not self._take(",") and self._peek() != "]":
                raise self._damaged()

    def _check(self, head: dict[str, object]) -> None:
        if head.get("format") != FORMAT:
            raise self._wrong("is no export of ReadNOW")
        version = head.get("version")
        if not isinstance(version, int) or version < 1:
            raise self._damaged()
        if version > VERSION:
            raise self._wrong("was written by a newer ReadNOW; update ReadNOW to read it")

    def _value(self) -> Any:
        """The value that comes next, however long; up to the limit of one record."""
        self._peek()
        wanted = _CHUNK
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
                if end < len(self._text) or self._ended:  # else a number could go on
                    self._at = end
                    return value
            except RecursionError as err:
                raise self._damaged() from err
            except ValueError as err:
                if self._ended or len(self._text) - self._at > MAX_RECORD:
                    raise self._damaged() from err
            self._more(wanted)
            wanted *= 2

    def _take(self, character: str) -> bool:
        """Whether that comes next; then it is passed."""
        if self._peek() != character:
            return False
        self._at += 1
        return True

    def _peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._more(_CHUNK)

    def _more(self, size: int) -> None:
        data = self._file.read(size)
        self._ended = not data
        text = self._utf8.decode(data, final=self._ended)
        self._text, self._at = self._text[self._at :] + text, 0

    def _damaged(self) -> ExchangeError:
        return self._wrong("is damaged: it is not the JSON that it should be")

    def _wrong(self, what: str) -> ExchangeError:
        return ExchangeError(f"{self._name} {what}.")


def _refuse(constant: str) -> float:
    raise ValueError(constant)
