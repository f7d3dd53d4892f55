"""The files that an article offers, as people see them: kind, name, length, size. Pure."""

import mimetypes
from posixpath import basename
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from readnow.model.article import Enclosure
from readnow.text.clean import clean_line
from readnow.text.words import counted

KINDS = ("audio", "video", "image")
OTHER = "file"

_UNITS = ("kB", "MB", "GB", "TB")


class FileFacts(NamedTuple):
    """What is known of a file: one of `KINDS` or `OTHER`, its name, how long it plays, and how large it is;
    the last two are empty where nobody says."""

    kind: str
    name: str
    length: str
    size: str


def facts_of(file: Enclosure, duration: int | None = None) -> FileFacts:
    """The facts of a file; `duration` is in seconds, as its article gives it."""
    kind = kind_of(file)
    length = playing_time(duration) if kind in ("audio", "video") else ""
    return FileFacts(kind, name_of(file), length, size_of(file.length))


def kind_of(file: Enclosure) -> str:
    """By its type, else by its name."""
    kind = file.type.partition("/")[0].strip().lower()
    if kind not in KINDS:
        guessed = mimetypes.guess_type(_path(file.url))[0] or ""
        kind = guessed.partition("/")[0] if kind in ("", "application") else OTHER
    return kind if kind in KINDS else OTHER


def name_of(file: Enclosure) -> str:
    """Its title, else the end of its address."""
    return file.title or clean_line(unquote(basename(_path(file.url))), 200) or file.url


def playing_time(seconds: int | None) -> str:
    """How long something plays, as players write it; empty for nobody knows."""
    if not seconds or seconds < 0:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def size_of(length: int | None) -> str:
    """A length in bytes as people say it, in powers of a thousand; empty for none."""
    if not length or length < 0:
        return ""
    if length < 1000:
        return counted(length, "byte")
    size, unit = length / 1000, 0
    while size >= 999.5 and unit + 1 < len(_UNITS):
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if size >= 9.95 else f"{size:.1f} {_UNITS[unit]}"


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
