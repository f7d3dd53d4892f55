"""What a condition of a query means to the database: an expression for the text index, or SQL.

Used by `searching`. Invariants: an expression finds just the articles that match, of those in the index; only
named parameters carry what a user typed into SQL, and only tokens go into an expression.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

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
    Tagged,
    TitleMatches,
    Word,
)
from readnow.model.feed import FeedId
from readnow.store.marks import ENCLOSURE, FULLTEXT, IMAGE, feed_mark, language_mark
from readnow.store.selecting import PILES, tag_pile

WORDS, TITLES = "fts", "ftst"
"""The index of everything, and the small one of titles and authors, in which beginnings of words are
quick."""
_SHORTEST = {TITLES: 2, WORDS: 4}
"""Letters of the beginning of a word that are looked up: fewer begin so many words that the first articles
that have one are found sooner by looking at them."""
_MOST_FEEDS = 300

_MARKS: Mapping[State, str] = {
    State.ENCLOSURE: ENCLOSURE,
    State.IMAGE: IMAGE,
    State.FULLTEXT: FULLTEXT,
}
_HTML = "(SELECT b.html FROM body b WHERE b.id = a.id)"
_DETAILS = "(SELECT b.details FROM body b WHERE b.id = a.id)"
_PAGE = "(SELECT t.html FROM fulltext t WHERE t.id = a.id AND t.problem = '')"
_UNREAD = (
    "(EXISTS (SELECT 1 FROM unread u WHERE u.id = a.id)"
    " OR EXISTS (SELECT 1 FROM hidden w WHERE w.id = a.id AND w.unread))"
)
_STARRED = (
    "(EXISTS (SELECT 1 FROM starred s WHERE s.id = a.id)"
    " OR EXISTS (SELECT 1 FROM hidden w WHERE w.id = a.id AND w.starred_at IS NOT NULL))"
)
_LATER = (
    "(EXISTS (SELECT 1 FROM later l WHERE l.id = a.id)"
    " OR EXISTS (SELECT 1 FROM hidden w WHERE w.id = a.id AND w.later_at IS NOT NULL))"
)
_STATES: Mapping[State, str] = {
    State.UNREAD: _UNREAD,
    State.READ: f"NOT {_UNREAD}",
    State.STARRED: _STARRED,
    State.LATER: _LATER,
    State.TAGGED: PILES["tagged"].has("a.id"),
    State.NEW: "EXISTS (SELECT 1 FROM fresh n WHERE n.id = a.id)",
    State.BEGUN: "EXISTS (SELECT 1 FROM place p WHERE p.id = a.id)",
    State.KEPT: f"({_STARRED} OR {_LATER} OR EXISTS (SELECT 1 FROM tagged t WHERE t.id = a.id))",
    State.MUTED: PILES["muted"].has("a.id"),
    State.FOLDED: "EXISTS (SELECT 1 FROM folded d WHERE d.id = a.id)",
    State.EDITED: "EXISTS (SELECT 1 FROM earlier e WHERE e.article_id = a.id)",
    State.FULLTEXT: "EXISTS (SELECT 1 FROM fulltext t WHERE t.id = a.id AND t.problem = '')",
    State.ENCLOSURE: f"marked('{ENCLOSURE}', {_DETAILS}, x'')",
    State.IMAGE: f"marked('{IMAGE}', {_DETAILS}, {_HTML})",
}


class Match(Struct, frozen=True):
    """An expression for one of the indexes. `steady`: what the index comes to next matches, so that it is
    never long at looking."""

    index: str
    text: str
    steady: bool


def _unlisted(_beginning: str) -> None:
    """Nothing is known of the words in the index."""


class Indexes(Struct):
    """Conditions as expressions. `merged` has the numbers that a feed's articles may have in the index beside
    its own; `beginnings` lists the words in the index that begin so, None where there are many."""

    merged: Mapping[FeedId, Sequence[FeedId]]
    beginnings: Callable[[str], Sequence[str] | None] = _unlisted

    def match(self, condition: Condition) -> Match | None:
        """The expression for a condition, for the small index where that has it; None where none has."""
        for index in (TITLES, WORDS):
            text = self.text(condition, index)
            if text is not None:
                return Match(index, text, _is_steady(condition))
        return None

    def feeds(self, feeds: Iterable[FeedId]) -> str:
        """The expression for articles of these feeds, one or more."""
        numbers = {number for feed_id in feeds for number in (feed_id, *self.merged.get(feed_id, ()))}
        return " OR ".join(f'"{feed_mark(number)}"' for number in sorted(numbers))

    def text(self, condition: Condition, index: str) -> str | None:
        """The expression for one of the indexes; None where it cannot say the condition."""
        match condition:
            case Word():
                return self._word(condition, index)
            case Is() if condition.state in _MARKS:
                return f'"{_MARKS[condition.state]}"'
            case Language():
                return f'"{language_mark(condition.tag)}"'
            case Among() if 0 < len(condition.feeds) <= _MOST_FEEDS:
                return self.feeds(condition.feeds)
            case Either():
                texts = [self.text(part, index) for part in condition.parts]
                return None if None in texts else " OR ".join(f"({text})" for text in texts)
            case All():
                return self._all(condition.parts, index)
        return None

    def _word(self, word: Word, index: str) -> str | None:
        if index == TITLES and word.field not in (Field.TITLE, Field.AUTHOR):
            return None
        column = "" if word.field is Field.ANYWHERE else f"{word.field} : "
        if not word.begun:
            return f'{column}"{word.text}"'
        words = self.beginnings(word.text) if index == WORDS and " " not in word.text else None
        if words:
            listed = " OR ".join(f'"{each}"' for each in words)
            return f"{column}({listed})"
        least = _SHORTEST[index] if words is None else 0
        return f'{column}"{word.text}" *' if len(word.text.rpartition(" ")[2]) >= least else None

    def _all(self, parts: Sequence[Condition], index: str) -> str | None:
        wanted = [self.text(part, index) for part in parts if not isinstance(part, Not)]
        unwanted = [self.text(part.part, index) for part in parts if isinstance(part, Not)]
        if not wanted or None in wanted or None in unwanted:
            return None
        text = " AND ".join(f"({one})" for one in wanted)
        return f"({text}) NOT ({' OR '.join(f'({one})' for one in unwanted)})" if unwanted else text


def _is_steady(condition: Condition) -> bool:
    """One word, or one of several: the next article in the index's list is a match."""
    match condition:
        case Word():
            return " " not in condition.text and condition.field is Field.ANYWHERE
        case Either():
            return all(map(_is_steady, condition.parts))
        case Is() | Language() | Among():
            return True
    return False


class Sql(Struct):
    """Conditions as SQL on `article a`. `held` gives, for an expression, the parameter that lists the
    articles at hand that the index finds by it, None where they are to be looked at themselves; without it
    all are.

    `parameters` fills as conditions are written.
    """

    parameters: dict[str, object]
    held: Callable[[Condition], str | None] | None = None

    def of(self, condition: Condition) -> str:
        """The condition as SQL."""
        held = self.held(condition) if self.held is not None else None
        if held is not None:
            return f"a.id IN (SELECT value FROM json_each(:{held}))"
        words = None if isinstance(condition, Not) else words_of(condition)
        if words is not None and (self.held is None or isinstance(condition, Word)):
            texts = f"{_HTML}, {_PAGE}" if _needs_text(condition) else "NULL, NULL"
            return f"looks({self._put(json.dumps(words))}, a.title, a.author, {texts})"
        match condition:
            case Not():
                return f"NOT ({self.of(condition.part)})"
            case All():
                return " AND ".join(f"({self.of(part)})" for part in condition.parts)
            case Either():
                return " OR ".join(f"({self.of(part)})" for part in condition.parts)
        return self._single(condition)

    def _single(self, condition: Condition) -> str:
        match condition:
            case Is():
                return _STATES[condition.state]
            case Tagged():
                return tag_pile(condition.tag_id).has("a.id")
            case Among():
                return f"a.feed_id IN ({','.join(str(int(feed_id)) for feed_id in sorted(condition.feeds))})"
            case Dated():
                return _dated(condition)
            case Length():
                return f"{self._length()} {condition.relation} {condition.words:d}"
            case Language():
                return f"marked({self._put(language_mark(condition.tag))}, {_DETAILS}, x'')"
            case Linked():
                return f"instr(folded(a.link), {self._put(condition.part)}) > 0"
            case TitleMatches():
                return f"fits({self._put(condition.pattern)}, a.title)"
        raise AssertionError(condition)

    def _length(self) -> str:
        """The number of words; of a rough article, whose words are not counted yet, counted now."""
        if self.held is not None:
            return "a.words"
        rough = "EXISTS (SELECT 1 FROM unindexed r WHERE r.id = a.id AND r.rough)"
        return f"CASE WHEN {rough} THEN counted({_HTML}) ELSE a.words END"

    def _put(self, value: object) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f":{name}"


def _dated(condition: Dated) -> str:
    parts = []
    if condition.since is not None:
        parts.append(f"a.date >= {condition.since:d}")
    if condition.until is not None:
        parts.append(f"a.date < {condition.until:d}")
    return " AND ".join(parts) or "1"


def _needs_text(condition: Condition) -> bool:
    """Whether a condition of words asks for more than title and author."""
    match condition:
        case Word():
            return condition.field not in (Field.TITLE, Field.AUTHOR)
        case Not():
            return _needs_text(condition.part)
        case All() | Either():
            return any(map(_needs_text, condition.parts))
    return False


def words_of(condition: Condition) -> list[object] | None:
    """A condition of words only, as lists that `looking` reads; None for any other."""
    match condition:
        case Word():
            return ["word", condition.field.value, condition.text, condition.begun]
        case Not():
            part = words_of(condition.part)
            return None if part is None else ["not", part]
        case All() | Either():
            parts = [words_of(part) for part in condition.parts]
            name = "all" if isinstance(condition, All) else "either"
            return None if None in parts else [name, *parts]
    return None
