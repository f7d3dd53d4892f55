"""What a user types to find articles → `ArticleQuery`. Pure; the same in search line and command line.

Words and "phrases" must all occur; `title:` looks in titles only; `feed:` and `folder:` narrow to what they
name; `is:unread`, `is:read` and `is:starred` to a state. Any text gives a query or one `QueryError` with its
column.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from readnow.model.errors import QueryError
from readnow.model.feed import Feed, FeedId, Folder, FolderId
from readnow.model.query import ArticleQuery, Field, Word
from readnow.text.words import fold

_TERM = re.compile(r'(?P<prefix>[A-Za-z]+):(?!//)(?P<value>"[^"]*"?|\S*)|(?P<word>"[^"]*"?|\S+)')
_PREFIXES = ("is", "feed", "folder", "title")
_STATES = ("unread", "read", "starred")


@dataclass(frozen=True, slots=True)
class Names:
    """The feeds and folders that a query may name."""

    feeds: Sequence[Feed] = ()
    folders: Sequence[Folder] = ()


def parse_query(text: str, names: Names, within: ArticleQuery | None = None) -> ArticleQuery:
    """The query that `text` means, narrowing `within` (by default: all articles). Raises `QueryError`."""
    query = within or ArticleQuery()
    for match in _TERM.finditer(text):
        column = match.start() + 1
        prefix = (match["prefix"] or "").lower()
        if not prefix:
            query = _with_word(query, _unquoted(match["word"]), Field.ANYWHERE)
        elif prefix not in _PREFIXES:
            raise QueryError(_unknown(prefix, _PREFIXES, "There is no term"), column)
        else:
            query = _narrowed(query, prefix, _unquoted(match["value"]), names, column)
    return query


def _narrowed(query: ArticleQuery, prefix: str, value: str, names: Names, column: int) -> ArticleQuery:
    if not value:
        raise QueryError(f"Something must follow “{prefix}:”.", column)
    if prefix == "title":
        return _with_word(query, value, Field.TITLE)
    if prefix == "is":
        return _in_state(query, value.lower(), column)
    named = _feeds_named(value, names) if prefix == "feed" else _feeds_in_folder(value, names)
    if named is None:
        raise QueryError(f"No {prefix} is called “{value}”.", column)
    return replace(query, feeds=named if query.feeds is None else query.feeds & named)


def _in_state(query: ArticleQuery, state: str, column: int) -> ArticleQuery:
    match state:
        case "unread":
            return replace(query, unread_only=True)
        case "read":
            return replace(query, read_only=True)
        case "starred":
            return replace(query, starred_only=True)
    raise QueryError(_unknown(state, _STATES, "There is no state"), column)


def _with_word(query: ArticleQuery, text: str, field: Field) -> ArticleQuery:
    folded = fold(text).strip()
    return replace(query, words=(*query.words, Word(folded, field))) if folded else query


def _unquoted(text: str) -> str:
    return text[1:].removesuffix('"') if text.startswith('"') else text


def _unknown(word: str, known: Sequence[str], what: str) -> str:
    near = get_close_matches(word, known, 1)
    return f"{what} “{word}”." + (
        f" Did you mean “{near[0]}”?" if near else f" There is: {', '.join(known)}."
    )


def _feeds_named(value: str, names: Names) -> frozenset[FeedId] | None:
    """A number means the feed of that number; else part of a title or of an address."""
    part = fold(value)
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None
    found = frozenset(
        feed.id
        for feed in names.feeds
        if feed.id == number or (number is None and (part in fold(feed.title) or part in feed.url.lower()))
    )
    return found or None


def _feeds_in_folder(value: str, names: Names) -> frozenset[FeedId] | None:
    wanted = fold(value)
    paths = _paths(names.folders)
    inside = {
        folder_id
        for folder_id, path in paths.items()
        if any(wanted in (fold("/".join(path[:n])), fold(path[n - 1])) for n in range(1, len(path) + 1))
    }
    if not inside:
        return None
    return frozenset(feed.id for feed in names.feeds if feed.folder_id in inside)


def _paths(folders: Iterable[Folder]) -> dict[FolderId, tuple[str, ...]]:
    by_id = {folder.id: folder for folder in folders}
    paths: dict[FolderId, tuple[str, ...]] = {}
    for folder in by_id.values():
        names: list[str] = []
        at: Folder | None = folder
        while at is not None and len(names) < len(by_id):
            names.append(at.name)
            at = by_id.get(at.parent_id) if at.parent_id is not None else None
        paths[folder.id] = tuple(reversed(names))
    return paths
