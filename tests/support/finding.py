"""What a query finds, said in the plainest way: each article looked at by itself. And queries made at random.

Nothing here knows an index, SQL, or how the store goes about it.
"""

import random
import re
from collections.abc import Callable, Sequence

from msgspec import Struct, field

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
    Tagged,
    TitleMatches,
    Word,
    all_of,
    any_of,
    negated,
)
from readnow.model.feed import FeedId
from readnow.model.query import ScopeKind
from readnow.text.tokens import tokens


class Known(Struct):
    """An article as it is meant to be found."""

    id: ArticleId
    feed_id: FeedId
    title: str
    author: str
    says: str
    link: str
    date: int
    words: int
    language: str = ""
    has: set[State] = field(default_factory=set)
    """Which of unread, starred, edited, fulltext, enclosure and image it is or has."""
    tags: set[int] = field(default_factory=set)
    page: str = ""


def is_found(article: Known, condition: Condition) -> bool:
    """Whether the condition means the article."""
    match condition:
        case All():
            return all(is_found(article, part) for part in condition.parts)
        case Either():
            return any(is_found(article, part) for part in condition.parts)
        case Not():
            return not is_found(article, condition.part)
        case Word():
            fields = {
                Field.TITLE: [article.title],
                Field.AUTHOR: [article.author],
                Field.TEXT: [article.says, article.page],
            }
            texts = fields.get(condition.field) or [text for texts in fields.values() for text in texts]
            return any(_in_a_row(condition.text.split(" "), tokens(text), condition.begun) for text in texts)
        case Is():
            return (
                (State.UNREAD not in article.has)
                if condition.state is State.READ
                else condition.state in article.has
            )
        case Tagged():
            return condition.tag_id in article.tags
        case Among():
            return article.feed_id in condition.feeds
        case Dated():
            return (condition.since is None or article.date >= condition.since) and (
                condition.until is None or article.date < condition.until
            )
        case Length():
            less, more = article.words < condition.words, article.words > condition.words
            return {"<": less, "<=": not more, ">": more, ">=": not less}[condition.relation]
        case Language():
            return f"{article.language.lower().replace('_', '-')}-".startswith(f"{condition.tag}-")
        case Linked():
            return condition.part in article.link.lower()
        case TitleMatches():
            return re.search(condition.pattern, article.title, re.IGNORECASE) is not None


def _in_a_row(wanted: list[str], found: list[str], begun: bool) -> bool:
    size = len(wanted)
    return any(
        found[at : at + size - 1] == wanted[:-1]
        and (found[at + size - 1].startswith(wanted[-1]) if begun else found[at + size - 1] == wanted[-1])
        for at in range(len(found) - size + 1)
    )


def any_condition(
    chance: random.Random, words: Sequence[str], feeds: Sequence[FeedId], dates: range, depth: int = 0
) -> Condition:
    """A condition of any kind, of these words, feeds and dates."""
    if depth < 3 and chance.random() < (0.75 if depth == 0 else 0.4):
        parts = [
            any_condition(chance, words, feeds, dates, depth + 1) for _ in range(chance.choice((2, 2, 3)))
        ]
        together = chance.choice((all_of, all_of, any_of))(parts)
        assert together is not None
        return negated(together) if chance.random() < 0.15 else together
    single = chance.choice(_SINGLE)(chance, words, feeds, dates)
    return negated(single) if chance.random() < 0.25 else single


def _word(chance: random.Random, words: Sequence[str], *_: object) -> Condition:
    where = chance.choice((Field.ANYWHERE, Field.ANYWHERE, Field.ANYWHERE, *Field))
    found = [token for word in chance.choices(words, k=chance.choice((1, 1, 1, 2))) for token in tokens(word)]
    begun = chance.random() < 0.3
    if begun:
        found[-1] = found[-1][: chance.randint(1, 5)]
    return Word(" ".join(found), where, begun)


def _among(chance: random.Random, _: object, feeds: Sequence[FeedId], __: object) -> Condition:
    return Among(ScopeKind.FEED, "x", frozenset(chance.sample(feeds, chance.randint(0, len(feeds)))))


def _dated(chance: random.Random, _: object, __: object, dates: range) -> Condition:
    since, until = sorted(chance.choices(dates, k=2))
    first, last = chance.choice(((since, None), (None, until), (since, until)))
    return Dated("on", "x", first, last)


_STATES = tuple(state for state in State if state not in (State.LATER, State.TAGGED))
"""All but the piles that only the user puts articles on: tests of those ask for them."""
Single = Callable[[random.Random, Sequence[str], Sequence[FeedId], range], Condition]
_SINGLE: tuple[Single, ...] = (
    *(_word,) * 8,
    _among,
    _dated,
    lambda chance, *_: Is(chance.choice(_STATES)),
    lambda chance, *_: Is(chance.choice(_STATES)),
    lambda chance, *_: Length(chance.choice(("<", "<=", ">", ">=")), chance.randint(0, 12)),
    lambda chance, *_: Language(chance.choice(("de", "en", "en-gb", "fr"))),
    lambda chance, *_: Linked(chance.choice(("/a", "0", ".example", "nowhere"))),
    lambda chance, *_: TitleMatches(chance.choice(("[aeiou]{2}", "^w", r"\bb\w+$", "a.*e", "東?京", "x|y"))),
)
