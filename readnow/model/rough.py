"""An article that waits for what is made of it behind everything else, and what is made of it.

Of a document that came first and among many, only what a list shows is made at once: its articles are
*rough*. Their HTML stays as it is, within a small bound, until there is time to make it harmless, count its
words and compress it. And whatever comes, or changes, waits until its text is in the index: see
`library.finishing`.
"""

from msgspec import Struct

from readnow.model.article import ArticleId

MAX_ROUGH = 128 * 1024
"""Characters of HTML up to which an article may wait to be finished: what is longer never does."""


class RoughText(Struct, frozen=True):
    """An article that waits; `rough`: for more than the index.

    `enclosures` are the addresses of its files; `summary` is the feed's own; `page` is the HTML of its full
    text, empty if there is none. `turn` tells whether it has changed since."""

    id: ArticleId
    turn: int
    rough: bool
    title: str
    link: str
    html: str
    summary: str
    enclosures: tuple[str, ...]
    page: str = ""


class FinishedText(Struct, frozen=True):
    """What was made of it: `text` for the index, `pictured` if there is a picture in it, `prints` that the
    same story is known by (`text.stories.Prints`, in its order).

    Of a rough article, also the HTML harmless and packed (`text.packed`), and what is derived from it.
    """

    id: ArticleId
    turn: int
    rough: bool
    text: str
    pictured: bool
    html: bytes = b""
    summary: str = ""
    words: int = 0
    content_hash: bytes = b""
    letters_hash: bytes = b""
    prints: tuple[int, int, int, int] = (0, 0, 0, 0)
