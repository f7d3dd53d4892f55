"""An article stored as its feed gave it, and what finishing makes of it.

Of a document that came first and among many, only what a list shows is made at once. Its HTML stays as it is,
within a small bound, until there is time to make it harmless, count its words and compress it: see
`library.finishing`.
"""

from dataclasses import dataclass

from readnow.model.article import ArticleId

MAX_ROUGH = 128 * 1024
"""Characters of HTML up to which an article may wait to be finished: what is longer never does."""


@dataclass(frozen=True, slots=True)
class RoughText:
    """An article that waits. `enclosures` are the addresses of its files; `summary` is the feed's own."""

    id: ArticleId
    title: str
    link: str
    html: str
    summary: str
    enclosures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinishedText:
    """What was made of it: the HTML harmless and packed (`text.packed`), and what is derived from it."""

    id: ArticleId
    html: bytes
    summary: str
    words: int
    content_hash: bytes
    letters_hash: bytes
