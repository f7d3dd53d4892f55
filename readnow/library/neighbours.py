"""What other feed readers have left on this machine: found where they keep it, and counted.

Called by the interface, behind its first screen and when something is to be imported. Invariants: files are
only looked at, few and bounded; whatever they are, nothing is raised.
"""

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from readnow.model.errors import ReadNowError

_MOST_FILES, _MOST_ENTRIES = 8, 2_000
_LISTS: tuple[tuple[str, str], ...] = (
    ("Liferea", ".config/liferea/feedlist.opml"),
    ("Akregator", ".local/share/akregator/data/feeds.opml"),
    ("Akregator", ".kde/share/apps/akregator/data/feeds.opml"),
    ("sfeed", ".sfeed/feeds.opml"),
)
"""Readers that keep their list in a file that we read."""
_FOLDERS = ("", "Downloads", "Documents", "Desktop")
_ENDINGS = (".opml", ".opml.xml")


class Neighbour(Struct, frozen=True):
    """A reader, or a file, with how many feeds and articles are in it; `path` is what to import."""

    name: str
    path: str
    feeds: int
    articles: int = 0


async def look_around(home: str, environment: Mapping[str, str]) -> tuple[Neighbour, ...]:
    """What there is, readers before files, newer files first."""
    return await asyncio.to_thread(_look_around, home, environment)


def _look_around(home: str, environment: Mapping[str, str]) -> tuple[Neighbour, ...]:
    if not home:
        return ()
    at = Path(home)
    found = [*_newsboats(at, environment), *_listed(at)]
    return tuple({one.path: one for one in found if one.feeds or one.articles}.values())


def _newsboats(home: Path, environment: Mapping[str, str]) -> Iterator[Neighbour]:
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "newsboat"
    for place in (home / ".newsboat", config, home / ".newsbeuter"):
        with suppress(OSError, ReadNowError):
            if place.is_dir():
                yield _newsboat(place)


def _newsboat(place: Path) -> Neighbour:
    from readnow.exchange.newsboat.urls import read_urls
    from readnow.library.named_files import read_beginning
    from readnow.library.newsboat import MAX_TEXT, find
    from readnow.store.newsboat_cache import glance

    found = find(str(place))
    feeds, articles = glance(found.cache) if found is not None and found.cache is not None else (0, 0)
    if found is not None and found.urls is not None:
        feeds = len(read_urls(read_beginning(str(found.urls), MAX_TEXT), found.urls.name).feeds)
    return Neighbour("newsbeuter" if place.name == ".newsbeuter" else "newsboat", str(place), feeds, articles)


def _listed(home: Path) -> Iterator[Neighbour]:
    for name, path in (*((name, home / path) for name, path in _LISTS), *_opml_files(home)):
        with suppress(OSError, ReadNowError):
            if path.is_file():
                yield Neighbour(name, str(path), _feeds_in(path))


def _opml_files(home: Path) -> list[tuple[str, Path]]:
    """Lists that lie where people keep their files, the newest first."""
    files: list[tuple[float, Path]] = []
    for folder in _FOLDERS:
        with suppress(OSError), os.scandir(home / folder) as entries:
            for number, entry in enumerate(entries):
                if number >= _MOST_ENTRIES:
                    break
                if entry.name.lower().endswith(_ENDINGS) and entry.is_file():
                    files.append((entry.stat().st_mtime, Path(entry.path)))
    files.sort(reverse=True)
    return [(path.name, path) for _, path in files[:_MOST_FILES]]


def _feeds_in(path: Path) -> int:
    from readnow.exchange.found import MAX_BYTES
    from readnow.exchange.reading import read_list
    from readnow.library.named_files import read_beginning

    return len(read_list(read_beginning(str(path), MAX_BYTES + 1), path.name).subscriptions)
