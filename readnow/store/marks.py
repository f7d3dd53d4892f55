"""What the text index says of an article beside its words: feed, time, language, what comes with it.

Written by `indexing`, asked for by `conditions`. A mark is a token that no word can be. Invariant: what is
not in the index is asked by the same function that marks what is.
"""

from collections.abc import Iterator

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.store.bodies import read_details
from readnow.text.pattern import pattern
from readnow.text.tokens import BOUNDARY

ENCLOSURE = f"{BOUNDARY}enclosure"
IMAGE = f"{BOUNDARY}image"
PERIOD_BITS = 21
FULLTEXT = f"{BOUNDARY}fulltext"

_LANGUAGE = pattern(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")


def feed_mark(feed_id: FeedId) -> str:
    """The mark of a feed's articles."""
    return f"{BOUNDARY}{feed_id:d}"


def period_of(article_id: ArticleId | int) -> int:
    """The number of the stretch of time, of 24 days, in which an article's id lies."""
    return article_id >> PERIOD_BITS


def period_mark(period: int) -> str:
    """The mark of articles of a stretch of time."""
    return f"{BOUNDARY}{'m' if period < 0 else 'p'}{abs(period):d}"


def language_mark(tag: str) -> str:
    """The mark of articles whose language's tag begins so."""
    return f"{BOUNDARY}lang{BOUNDARY}{tag.replace('-', BOUNDARY)}"


def marks_of(details: str, pictured: bool) -> Iterator[str]:
    """The marks of an article with these details (`bodies.details_of`) and, or not, a picture in its text."""
    found = read_details(details)
    if found["enclosures"]:
        yield ENCLOSURE
    if pictured or found["image"] or any(file.type.startswith("image/") for file in found["enclosures"]):
        yield IMAGE
    tag = found["language"].lower().replace("_", "-")
    if _LANGUAGE.fullmatch(tag):
        parts = tag.split("-")
        for number in range(1, len(parts) + 1):
            yield language_mark("-".join(parts[:number]))
