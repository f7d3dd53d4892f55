"""What “mute something like this” may mean: words, phrases, names and addresses that articles have. Pure.

Called by `rules` for what the user has in hand. Invariants: every proposal but those of selected words means
all of these articles; the likeliest come first; each is a query as it may be typed.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from readnow.library.query_reading import write_condition
from readnow.library.query_terms import Value, word_of
from readnow.model.article import ArticleHead
from readnow.model.condition import Condition, Field, Linked, Word
from readnow.text.clean import clean_line
from readnow.text.pattern import pattern
from readnow.text.tokens import tokens
from readnow.text.words import fold

_WORDS, _PHRASES = 5, 2
_LEAST = 4
"""Letters of a word that is proposed; shorter ones only where they are written in capitals."""
_MOST_SELECTED = 12
_LONGEST, _SHORT = 6, 4
"""Words of a phrase that several titles share, and of a title that is a phrase itself."""
_TITLE_WORD = pattern(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_HEADING = pattern(r"\s*([^:|–—]{3,40}?)\s*[:|–—]\s")


class Proposal(Struct, frozen=True):
    """Something to mute: what it is, as a sentence goes on behind “Mute”, and the query that means it."""

    label: str
    query: str


def proposals(articles: Sequence[ArticleHead], selected: str = "") -> tuple[Proposal, ...]:
    """What all of these articles have in common, the likeliest first; before that, words `selected` in the
    text of one."""
    if not articles:
        return ()
    titles = [article.title for article in articles]
    found: dict[str, Proposal] = {}
    for label, condition in (
        *_selected(selected, titles),
        *_phrases(titles),
        *_words(titles),
        *_whole(titles),
        *_authors(articles),
        *_places(articles),
    ):
        query = write_condition(condition)
        found.setdefault(query, Proposal(label, query))
    feeds = {article.feed_id for article in articles}
    if len(feeds) > 1:
        return tuple(found.values())
    feed_id, title = feeds.pop(), articles[0].feed_title
    inside = [Proposal(f"{one.label}, in {title}", f"{one.query} feed:{feed_id}") for one in found.values()]
    return (*found.values(), *inside)


def _selected(text: str, titles: Sequence[str]) -> Iterator[tuple[str, Condition]]:
    """Words of the article's text, as one phrase: anywhere, and in titles where all have it."""
    phrase = " ".join(tokens(text)[:_MOST_SELECTED])
    if not phrase:
        return
    shown = clean_line(" ".join(text.split()[:_MOST_SELECTED]), 100)
    yield f"“{shown}” anywhere", Word(phrase)
    if all(f" {phrase} " in f" {' '.join(tokens(title))} " for title in titles):
        yield f"“{shown}” in titles", Word(phrase, Field.TITLE)


def _words(titles: Sequence[str]) -> Iterator[tuple[str, Condition]]:
    """Words of the first title that all have: names first, then the longest."""
    said = [f" {' '.join(tokens(title))} " for title in titles]
    words = dict.fromkeys(found[0] for found in _TITLE_WORD.finditer(titles[0]))
    telling = [word for word in words if len(word) >= _LEAST or (len(word) > 1 and word.isupper())]
    shared = [word for word in telling if all(f" {' '.join(tokens(word))} " in title for title in said)]
    first = next(iter(words), "")  # which has its capital letter for standing there
    for word in sorted(shared, key=lambda word: (word == first or not word[0].isupper(), -len(word)))[
        :_WORDS
    ]:
        if (condition := word_of(Value(word), Field.TITLE)) is not None:
            yield f"“{clean_line(word)}” in titles", condition


def _phrases(titles: Sequence[str]) -> Iterator[tuple[str, Condition]]:
    """What a title begins with before a colon; or the longest run of words that several titles share."""
    if len(titles) == 1:
        heading = _HEADING.match(titles[0])
        runs = [heading[1]] if heading is not None and len(tokens(heading[1])) > 1 else []
    else:
        runs = _shared_runs(titles)
    for run in runs[:_PHRASES]:
        yield f"“{clean_line(run)}” in titles", Word(" ".join(tokens(run)), Field.TITLE)


def _whole(titles: Sequence[str]) -> Iterator[tuple[str, Condition]]:
    """A title that is a phrase by itself."""
    found = tokens(titles[0])
    if len(titles) == 1 and 1 < len(found) <= _SHORT:
        yield f"“{clean_line(titles[0])}” in titles", Word(" ".join(found), Field.TITLE)


def _shared_runs(titles: Sequence[str]) -> list[str]:
    first, *others = (tokens(title) for title in titles)
    said = [f" {' '.join(other)} " for other in others]
    for size in range(min(_LONGEST, len(first)), 1, -1):
        runs = [" ".join(first[at : at + size]) for at in range(len(first) - size + 1)]
        shared = [run for run in runs if all(f" {run} " in other for other in said)]
        if shared:
            return list(dict.fromkeys(shared))
    return []


def _authors(articles: Sequence[ArticleHead]) -> Iterator[tuple[str, Condition]]:
    authors = {article.author for article in articles}
    author = authors.pop() if len(authors) == 1 else ""
    if found := tokens(author):
        yield f"everything by {clean_line(author)}", Word(" ".join(found), Field.AUTHOR)


def _places(articles: Sequence[ArticleHead]) -> Iterator[tuple[str, Condition]]:
    """The beginnings of addresses that all share: the folder, the host."""
    parts = [_address(article.link) for article in articles]
    if not all(parts):
        return
    shared = parts[0]
    for other in parts[1:]:
        same = 0
        while same < min(len(shared), len(other)) and shared[same] == other[same]:
            same += 1
        shared = shared[:same]
    for depth in sorted({min(2, len(shared)), 1} & set(range(1, len(shared) + 1)), reverse=True):
        place = f"{'/'.join(shared[:depth])}/"
        yield f"addresses with {place}", Linked(fold(place))


def _address(link: str) -> list[str]:
    """Host and folders of an address, without the page itself; empty where there is none."""
    try:
        found = urlsplit(link)
    except ValueError:
        return []
    if not found.netloc:
        return []
    return [found.netloc, *found.path.strip("/").split("/")[:-1]]
