"""What came of taking the article out of a web page. Made in the parser process, shown by the reader.

Invariant: `html` is within the bounds of `text.bounds`; every failure carries a sentence for the user.
"""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from readnow.model.article import Article
from readnow.model.feed import Timestamp


class Obstacle(StrEnum):
    """Why a page gave no article."""

    NEEDS_SCRIPTS = "needs_scripts"
    NEEDS_LOGIN = "needs_login"
    NO_ARTICLE = "no_article"
    NOT_A_PAGE = "not_a_page"
    TOO_LARGE = "too_large"


class Extracted(Struct, frozen=True):
    """An article without what stood around it on its page.

    `html` is untrusted HTML like that of a feed, its addresses relative to `base_url`; `words` counts its
    words. `title` is the page's own name for the article, "" if it has none. `note` is for the user, where
    this is only the beginning of the article.
    """

    html: str
    words: int
    title: str
    base_url: str
    note: str = ""


class ExtractFailed(Struct, frozen=True):
    """No article. `detail` is for the user: a sentence without a full stop, in the style of `NotAFeed`."""

    obstacle: Obstacle
    detail: str


ExtractOutcome = Extracted | ExtractFailed


class FullText(Struct, frozen=True):
    """What is kept of an article's own page: its text; or, where it has none, `problem`, a sentence why not.

    `note` is for the user, as that of `Extracted`; `at` is when the page was fetched.
    """

    html: str
    words: int
    base_url: str
    at: Timestamp
    title: str = ""
    note: str = ""
    problem: str = ""


def in_full(article: Article, text: FullText) -> Article:
    """The article with the text of its own page in place of the feed's."""
    return replace(
        article,
        head=replace(article.head, words=text.words),
        html=text.html,
        base_url=text.base_url,
        full_text=True,
        note=text.note,
    )
