"""What the publisher changed in an article: its versions compared, one step after the other.

Shown by the reader's `=`. Invariant: compared is what the feed said, never the text of the article's page.
"""

from collections.abc import Sequence

from msgspec import Struct

from readnow.library.presentation import UNTITLED
from readnow.model.article import Article
from readnow.model.earlier import Earlier
from readnow.model.feed import Timestamp
from readnow.text.blocks import Block, Document, Heading, Paragraph, Span, Style
from readnow.text.differences import compare, legend
from readnow.text.html import to_document

SAME_WORDS = "The words are the same: only their form, or where a link leads, is another."


class Revision(Struct, frozen=True):
    """One change: when it came, how many words were added and removed, and both versions in one document."""

    at: Timestamp
    added: int
    removed: int
    document: Document


def revision(article: Article, earlier: Sequence[Earlier], index: int) -> Revision:
    """The change that replaced `earlier[index]`; 0 is the last. It takes time: not for the event loop."""
    old = earlier[index]
    if index:
        new = _blocks(earlier[index - 1].title, earlier[index - 1].html, article.base_url)
    else:
        new = _blocks(article.head.title, article.html, article.base_url)
    found = compare(_blocks(old.title, old.html, article.base_url), new)
    blocks = (
        (legend(), *found.blocks) if found.blocks else (Paragraph((Span(SAME_WORDS, int(Style.MUTED)),)),)
    )
    return Revision(old.at, found.added, found.removed, Document(blocks))


def _blocks(title: str, html: str, base_url: str) -> tuple[Block, ...]:
    return (Heading(1, (Span(title or UNTITLED),)), *to_document(html, base_url).blocks)
