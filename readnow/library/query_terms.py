"""The terms of the query language, one row each: its name, what it takes and finds, how it is read, written.

Read by `query`, which knows the words, brackets and signs around them, and by the documentation made from the
table. Invariants: a term that is written is read as the same condition; names are unique. A new term is a row
here, and what it means to the store in `store.conditions`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from msgspec import Struct

from readnow.library.query_dates import read_period
from readnow.library.query_names import Names
from readnow.library.query_smart import referred
from readnow.model.condition import (
    Among,
    Condition,
    Dated,
    Field,
    Is,
    Language,
    Length,
    Linked,
    State,
    Tagged,
    TitleMatches,
    Word,
)
from readnow.model.errors import QueryError
from readnow.model.feed import FeedId, Folder, FolderId
from readnow.model.query import ScopeKind
from readnow.text.pattern import pattern
from readnow.text.tokens import tokens
from readnow.text.words import fold


class BadTermError(Exception):
    """A term that cannot be read; its text is for the user."""


class Value(Struct, frozen=True):
    """What stands behind a term's colon, without quotation marks; `star`: a * ended it."""

    text: str
    star: bool = False


class Term(Struct, frozen=True):
    """One term. `read` raises `BadTermError`; `written` gives what stands behind the colon, None for
    conditions of another term."""

    name: str
    takes: str
    help: str
    example: str
    read: Callable[[Value, Names], Condition]
    written: Callable[[Condition], str | None]


class StateName(Struct, frozen=True):
    """A state as it is named behind `is:` or `has:`."""

    state: State
    help: str

    @property
    def word(self) -> str:
        """The name."""
        return self.state.value


IS = (
    StateName(State.UNREAD, "not read yet"),
    StateName(State.READ, "read"),
    StateName(State.STARRED, "starred"),
    StateName(State.LATER, "to be read later"),
    StateName(State.TAGGED, "with a tag of yours"),
    StateName(State.NEW, "come since the interface was last closed"),
    StateName(State.BEGUN, "begun and not read to its end"),
    StateName(State.KEPT, "starred, kept for later, or tagged: what no rule mutes once it is there"),
    StateName(State.MUTED, "hidden by a rule; all other queries leave these out"),
    StateName(State.FOLDED, "the same story as an article of another feed, which lists show for it"),
    StateName(State.EDITED, "changed by its publisher since it came"),
    StateName(State.FULLTEXT, "kept with the text of its own page"),
)
HAS = (
    StateName(State.ENCLOSURE, "a file, such as an episode"),
    StateName(State.IMAGE, "a picture"),
)
_LENGTH = pattern(r"(<=|>=|<|>)(\d{1,9})", re.ASCII)
_LANGUAGE = pattern(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")
_SLASH = pattern(r"\\.|/", re.DOTALL)
_BARE = pattern(r'[^\s()"][^\s()]*')


def word_of(value: Value, field: Field) -> Word | None:
    """The word or phrase that a text means; None where it has no letter, digit or sign to look for."""
    found = tokens(value.text)
    return Word(" ".join(found), field, value.star or value.text.endswith("*")) if found else None


def written_word(word: Word) -> str:
    """A word or phrase as it is typed."""
    text = f"{word.text}*" if word.begun else word.text
    return f'"{text}"' if " " in text else text


def quoted(text: str) -> str:
    """A value as it is typed: with quotation marks where it needs them."""
    if _BARE.fullmatch(text) and not text.startswith("//") and not text.endswith("*"):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unknown(word: str, known: Sequence[str], what: str) -> str:
    """A sentence about a word that is none of those there are."""
    near = get_close_matches(word, known, 1)
    return f"{what} “{word}”." + (
        f" Did you mean “{near[0]}”?" if near else f" There is: {', '.join(known)}."
    )


def _words_in(name: str, field: Field, help: str, example: str) -> Term:
    def read(value: Value, _: Names) -> Condition:
        word = word_of(value, field)
        if word is None:
            raise BadTermError(f"“{value.text}” has no letters or digits to look for.")
        return word

    def written(condition: Condition) -> str | None:
        mine = isinstance(condition, Word) and condition.field is field
        return written_word(condition) if mine and isinstance(condition, Word) else None

    return Term(name, "a word, its beginning with `*`, or a phrase", help, example, read, written)


def _state_of(name: str, states: Sequence[StateName], help: str, example: str) -> Term:
    by_word = {row.word: row.state for row in states}

    def read(value: Value, _: Names) -> Condition:
        word = value.text.lower()
        if word not in by_word:
            raise BadTermError(unknown(word, list(by_word), "There is no state"))
        return Is(by_word[word])

    def written(condition: Condition) -> str | None:
        mine = isinstance(condition, Is) and condition.state in by_word.values()
        return condition.state.value if mine and isinstance(condition, Is) else None

    takes = ", ".join(f"`{word}`" for word in by_word)
    return Term(name, takes, help, example, read, written)


def _named(
    kind: ScopeKind,
    takes: str,
    help: str,
    example: str,
    find: Callable[[str, Names], Iterable[FeedId] | None],
) -> Term:
    def read(value: Value, names: Names) -> Condition:
        found = find(value.text, names)
        if found is None:
            raise BadTermError(f"No {kind} is called “{value.text}”.")
        return Among(kind, value.text, frozenset(found))

    def written(condition: Condition) -> str | None:
        mine = isinstance(condition, Among) and condition.kind is kind
        return quoted(condition.name) if mine and isinstance(condition, Among) else None

    return Term(kind.value, takes, help, example, read, written)


def _dated(name: str, help: str, example: str) -> Term:
    def read(value: Value, names: Names) -> Condition:
        period = read_period(value.text, names.now, names.zone)
        if period is None:
            raise BadTermError(
                f"“{value.text}” is no day. Days are such as 2026-03-01, 2026-03, today, yesterday, 3d, 6mo."
            )
        word, first, behind = period
        since = None if name == "before" else first
        until = first if name == "before" else behind if name == "on" else None
        return Dated(name, word, since, until)

    def written(condition: Condition) -> str | None:
        mine = isinstance(condition, Dated) and condition.relation == name
        return condition.word if mine and isinstance(condition, Dated) else None

    return Term(name, "a day, a month, a year, or how long ago", help, example, read, written)


def _read_length(value: Value, _: Names) -> Condition:
    found = _LENGTH.fullmatch(value.text)
    if found is None:
        raise BadTermError("“words:” takes a number behind <, <=, > or >=, as in words:>2000.")
    return Length(found[1], int(found[2]))


def _read_language(value: Value, _: Names) -> Condition:
    tag = value.text.lower().replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        raise BadTermError(f"“{value.text}” is no language. One is such as en, de or pt-BR.")
    return Language(tag)


def _read_tag(value: Value, names: Names) -> Condition:
    from readnow.library.tag_names import find, nothing_named

    if value.text == "*":
        return Is(State.TAGGED)
    tag = find(value.text, names.tags)
    if tag is None:
        raise BadTermError(nothing_named(value.text, names.tags))
    return Tagged(tag.name, tag.id)


def _feeds_named(name: str, names: Names) -> frozenset[FeedId] | None:
    """A number means the feed of that number; else part of a title or of an address."""
    part = fold(name)
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 18 else None
    found = frozenset(
        feed.id
        for feed in names.feeds
        if feed.id == number or (number is None and (part in fold(feed.title) or part in feed.url.lower()))
    )
    return found or None


def _feeds_in_folder(name: str, names: Names) -> frozenset[FeedId] | None:
    wanted = fold(name)
    paths = folder_paths(names.folders)
    inside = {
        folder_id
        for folder_id, path in paths.items()
        if any(wanted in (fold("/".join(path[:n])), fold(path[n - 1])) for n in range(1, len(path) + 1))
    }
    if not inside:
        return None
    return frozenset(feed.id for feed in names.feeds if not inside.isdisjoint(feed.places))


def _smart(value: Value, names: Names) -> Condition:
    try:
        return referred(value.text, names)
    except QueryError as err:
        raise BadTermError(str(err)) from err


def folder_paths(folders: Iterable[Folder]) -> dict[FolderId, tuple[str, ...]]:
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


TERMS: tuple[Term, ...] = (
    _words_in("title", Field.TITLE, "Words of the title.", "title:kernel"),
    _words_in("author", Field.AUTHOR, "Words of the author's name.", 'author:"jane doe"'),
    _words_in("text", Field.TEXT, "Words of the text, the title left out.", "text:lighthouse"),
    _named(
        ScopeKind.FEED,
        "part of its title or address, or its number",
        "Articles of the feeds that it means.",
        'feed:"kernel week"',
        _feeds_named,
    ),
    _named(
        ScopeKind.FOLDER,
        "its name, or its path",
        "Articles of a folder's feeds, those of folders in it too.",
        "folder:tech/linux",
        _feeds_in_folder,
    ),
    Term(
        "smart",
        "its name",
        "Articles of a smart feed, which is a query that was kept.",
        'smart:"long reads"',
        _smart,
        lambda _: None,  # written as what it means
    ),
    Term(
        "tag",
        "its name, or `*` for any",
        "Articles that you gave that tag.",
        "tag:linux",
        _read_tag,
        lambda condition: quoted(condition.name) if isinstance(condition, Tagged) else None,
    ),
    Term(
        "link",
        "part of an address",
        "Articles with that in the address of their page.",
        "link:example.org/blog",
        lambda value, _: Linked(fold(value.text)),
        lambda condition: quoted(condition.part) if isinstance(condition, Linked) else None,
    ),
    Term(
        "lang",
        "a language's tag",
        "Articles that say they are in that language.",
        "lang:de",
        _read_language,
        lambda condition: condition.tag if isinstance(condition, Language) else None,
    ),
    _state_of("is", IS, "What is so.", "is:unread"),
    _state_of("has", HAS, "What comes with it.", "has:enclosure"),
    _dated("before", "Articles dated earlier than that.", "before:2026-03"),
    _dated("after", "Articles dated then or later.", "after:3d"),
    _dated("on", "Articles dated within it.", "on:yesterday"),
    Term(
        "words",
        "a number behind `<`, `<=`, `>` or `>=`",
        "Articles of that length.",
        "words:>2000",
        _read_length,
        lambda condition: f"{condition.relation}{condition.words}" if isinstance(condition, Length) else None,
    ),
)

BY_NAME = {term.name: term for term in TERMS}


def written_term(condition: Condition) -> str:
    """A condition that is no word, sign or group, as it is typed."""
    if isinstance(condition, TitleMatches):
        return f"/{_SLASH.sub(_slash_escaped, condition.pattern)}/"
    return next(
        f"{term.name}:{written}" for term in TERMS if (written := term.written(condition)) is not None
    )


def _slash_escaped(found: re.Match[str]) -> str:
    return "\\/" if found[0] == "/" else found[0]
