"""Which of some articles at hand conditions mean: looked at in memory, each text read once for all of them.

Used by `ruling`, inside its transaction. Invariants: what is meant here is what the store finds by the same
condition (`conditions`); of a rough article whose text is not read yet nothing is guessed: where the answer
hangs on that, the article is only possible. What is no matter of texts, such as a state, the database is
asked for. Conditions are worked out for all articles together, as sets: many words are as many look-ups.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from readnow.model.article import ArticleId
from readnow.model.condition import (
    All,
    Among,
    Condition,
    Dated,
    Either,
    Field,
    Is,
    Language,
    Length,
    Linked,
    Not,
    State,
    TitleMatches,
    Word,
)
from readnow.model.feed import FeedId, Timestamp
from readnow.model.query import ScopeKind
from readnow.store.conditions import Sql
from readnow.store.connecting import Connection
from readnow.store.marks import ENCLOSURE, IMAGE, language_mark, marks_of
from readnow.store.selecting import chosen
from readnow.text.packed import unpack
from readnow.text.patterns import Pattern
from readnow.text.searched import has_picture, said
from readnow.text.tokens import Wording, index_text
from readnow.text.words import count_words, fold

Ids = frozenset[ArticleId]
_FIELDS: Mapping[Field, tuple[Field, ...]] = {
    Field.TITLE: (Field.TITLE,),
    Field.AUTHOR: (Field.AUTHOR,),
    Field.TEXT: (Field.TEXT,),
    Field.ANYWHERE: (Field.TITLE, Field.AUTHOR, Field.TEXT),
}
_COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "<": lambda number, limit: number < limit,
    "<=": lambda number, limit: number <= limit,
    ">": lambda number, limit: number > limit,
    ">=": lambda number, limit: number >= limit,
}
_BEHIND_ALL = "\U0010ffff"
_SUBJECT = (
    "SELECT a.id, a.feed_id, a.title, a.author, a.link, a.date, a.words, b.html, b.details,"
    " (SELECT t.html FROM fulltext t WHERE t.id = a.id AND t.problem = ''),"
    " EXISTS (SELECT 1 FROM unindexed u WHERE u.id = a.id AND u.rough)"
    " FROM ({}) c CROSS JOIN article a ON a.id = c.id CROSS JOIN body b ON b.id = a.id"
)


class Meant(NamedTuple):
    """What a condition means: `sure` are so; `possible` are those, and whose text must be known first."""

    sure: Ids
    possible: Ids

    @property
    def open(self) -> Ids:
        """Those that cannot be decided yet."""
        return self.possible - self.sure


class Subject:
    """An article as it is at this moment; what is dear to read is read when it is asked for."""

    __slots__ = ("_marks", "_row", "_text", "_words", "date", "feed_id", "id", "is_open", "title")

    def __init__(self, row: Sequence[Any], text: str | None, patient: bool) -> None:
        self.id, self.feed_id, self.title = ArticleId(row[0]), FeedId(row[1]), str(row[2])
        self.date: Timestamp = row[5]
        self._row = row
        self._text = text
        rough = bool(row[10])
        self.is_open = rough and not patient
        """Whether its text is not known yet."""
        self._words: int | None = None if rough else row[6]
        self._marks: frozenset[str] | None = None

    @property
    def link(self) -> str:
        """Its address."""
        return str(self._row[4])

    @property
    def has_page(self) -> bool:
        """Whether the text of its own page is kept."""
        return self._row[9] is not None

    def wording(self, field: Field) -> Wording:
        """What one of its fields says; of an open text nothing."""
        if field is Field.TITLE:
            return Wording(index_text(self.title))
        if field is Field.AUTHOR:
            return Wording(index_text(self._row[3]))
        if self._text is None:
            self._text = "" if self.is_open else index_text(said(self._row[7]), said(self._row[9]))
        return Wording(self._text)

    def words(self) -> int:
        """How many words its text has, which is not open."""
        if self._words is None:
            self._words = count_words(said(self._row[7]))
        return self._words

    def marks(self) -> frozenset[str]:
        """Its marks (`store.marks`), as far as they are known."""
        if self._marks is None:
            pictured = not self.is_open and has_picture(unpack(self._row[7]))
            self._marks = frozenset(marks_of(self._row[8], pictured))
        return self._marks


class _Words:
    """Which articles have which tokens in one field."""

    def __init__(self, subjects: Iterable[Subject], field: Field) -> None:
        self._wordings = {subject.id: subject.wording(field) for subject in subjects}
        self._tokens = {id: wording.tokens() for id, wording in self._wordings.items()}
        self._in_order: list[str] = []
        self._with: dict[str, set[ArticleId]] = {}

    def having(self, phrase: str, begun: bool) -> Ids:
        """Those in which these tokens are in a row; `begun`: the last may go on."""
        *first, last = phrase.split(" ")
        found = self._beginning(last) if begun else self._having(last, self._tokens)
        for token in first:
            found = self._having(token, found)
        return frozenset(id for id in found if self._wordings[id].has(phrase, begun)) if first else found

    def _having(self, token: str, among: Iterable[ArticleId]) -> Ids:
        return frozenset(id for id in among if token in self._tokens[id])

    def _beginning(self, start: str) -> Ids:
        if not self._in_order:  # dear, and rarely asked for
            for id, tokens in self._tokens.items():
                for token in tokens:
                    self._with.setdefault(token, set()).add(id)
            self._in_order = sorted(self._with)
        low, high = bisect_left(self._in_order, start), bisect_left(self._in_order, start + _BEHIND_ALL)
        return frozenset().union(*(self._with[token] for token in self._in_order[low:high]))


class Table:
    """Articles on the table, for one condition after the other.

    `texts` has what `index_text` made elsewhere; `patient` reads the texts of rough articles here.
    """

    def __init__(
        self,
        conn: Connection,
        ids: Iterable[ArticleId],
        texts: Mapping[ArticleId, str] | None = None,
        patient: bool = False,
    ) -> None:
        wanted = chosen(ids)
        rows = conn.execute(_SUBJECT.format(wanted.sql), wanted.parameters)
        ready = texts or {}
        self._conn = conn
        self.subjects = {ArticleId(row[0]): Subject(row, ready.get(row[0]), patient) for row in rows}
        self.unsure: set[ArticleId] = set()
        """Articles whose states may still be others, by something that is not decided yet."""
        self._all = frozenset(self.subjects)
        self._open = frozenset(id for id, subject in self.subjects.items() if subject.is_open)
        self._words: dict[Field, _Words] = {}

    def meant(self, condition: Condition) -> Meant:
        """Those that are so; by states as they are now."""
        match condition:
            case Not():
                part = self.meant(condition.part)
                return Meant(self._all - part.possible, self._all - part.sure)
            case All():
                parts = [self.meant(part) for part in condition.parts]
                return reduce(lambda a, b: Meant(a.sure & b.sure, a.possible & b.possible), parts)
            case Either():
                parts = [self.meant(part) for part in condition.parts]
                return reduce(lambda a, b: Meant(a.sure | b.sure, a.possible | b.possible), parts)
        return self._single(condition)

    def _single(self, condition: Condition) -> Meant:
        match condition:
            case Word():
                return self._saying(condition)
            case Among() if condition.kind in (ScopeKind.FEED, ScopeKind.FOLDER):
                feeds = condition.feeds
                return self._where(lambda one: one.feed_id in feeds)
            case Dated():
                since, until = condition.since, condition.until
                return self._where(
                    lambda one: (since is None or one.date >= since) and (until is None or one.date < until)
                )
            case Length():
                compare, limit = _COMPARE[condition.relation], condition.words
                return self._where(lambda one: not one.is_open and compare(one.words(), limit), self._open)
            case Language():
                return self._marked(language_mark(condition.tag))
            case Linked():
                return self._where(lambda one: condition.part in fold(one.link))
            case TitleMatches():
                pattern = Pattern(condition.pattern)
                return self._where(lambda one: pattern.found_in(one.title))
            case Is(State.ENCLOSURE):
                return self._marked(ENCLOSURE)
            case Is(State.IMAGE):
                return self._marked(IMAGE, self._open)
            case Is(State.FULLTEXT):
                return self._where(lambda one: one.has_page)
        return self._asked(condition)

    def _where(self, test: Callable[[Subject], bool], besides: Ids = frozenset()) -> Meant:
        sure = frozenset(id for id, subject in self.subjects.items() if test(subject))
        return Meant(sure, sure | besides)

    def _marked(self, mark: str, besides: Ids = frozenset()) -> Meant:
        return self._where(lambda one: mark in one.marks(), besides)

    def _saying(self, word: Word) -> Meant:
        fields = _FIELDS[word.field]
        sure: Ids = frozenset().union(*(self._of(field).having(word.text, word.begun) for field in fields))
        return Meant(sure, sure | self._open if Field.TEXT in fields else sure)

    def _of(self, field: Field) -> _Words:
        if field not in self._words:
            self._words[field] = _Words(self.subjects.values(), field)
        return self._words[field]

    def _asked(self, condition: Condition) -> Meant:
        """What the database says of all articles on the table."""
        sql, wanted = Sql({}), chosen(self.subjects)
        where = sql.of(condition)
        rows = self._conn.execute(
            f"SELECT a.id FROM ({wanted.sql}) c CROSS JOIN article a ON a.id = c.id WHERE {where}",
            wanted.parameters | sql.parameters,
        )
        found = frozenset(ArticleId(row[0]) for row in rows)
        return Meant(found - self.unsure, found | self.unsure)
