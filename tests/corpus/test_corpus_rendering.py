"""The articles of real feeds on lines of 40, 80 and 120 cells: nothing too wide, nothing lost, nothing forbidden.

What the text of an article is, a second reader says that has nothing in common with ours (that of the page of
renderings).
"""

import time
from collections.abc import Callable, Mapping
from itertools import chain, zip_longest
from pathlib import Path

import pytest
from rich.cells import cell_len

from docs.renderings_checks import is_complete
from readnow.model.parsed import ParsedArticle, ParsedFeed, ParseOutcome
from readnow.text.blocks import Document
from readnow.text.html import to_document
from readnow.text.wrap import wrap

pytestmark = pytest.mark.corpus

ReadAll = Callable[[Mapping[str, tuple[bytes, str, str]], float], dict[str, ParseOutcome]]
WIDTHS = (40, 80, 120)
MOST = 500
SECONDS = 2.0
FEED_SECONDS = 10.0


@pytest.fixture(scope="session")
def articles(corpus: Path, read_all: ReadAll) -> list[ParsedArticle]:
    """Up to 500 articles with a text: the first of each feed, then the second of each, and so on."""
    paths = {path.name: path for path in sorted((corpus / "real-feeds" / "feeds").iterdir())}
    asked = {name: (path.read_bytes(), "https://feeds.example/" + name, "") for name, path in paths.items()}
    outcomes = read_all(asked, FEED_SECONDS)
    feeds = [outcome.entries for outcome in outcomes.values() if isinstance(outcome, ParsedFeed)]
    rounds = chain.from_iterable(zip_longest(*feeds))
    found = [article for article in rounds if article is not None and article.html.strip()]
    assert len(found) >= MOST
    return found[:MOST]


def lines_of(document: Document, width: int) -> list[str]:
    return ["".join(span.text for span in line.spans) for line in wrap(document, width)]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("width", WIDTHS)
def test_articles_fit_their_lines_without_a_control_character(
    articles: list[ParsedArticle], width: int
) -> None:
    slow, wide, forbidden = [], [], []
    for article in articles:
        begun = time.perf_counter()
        lines = lines_of(to_document(article.html, article.base_url), width)
        if time.perf_counter() - begun > SECONDS:
            slow.append(article.key)
        wide += [(article.key, line) for line in lines if cell_len(line) > width]
        forbidden += [(article.key, line) for line in lines if not _is_clean(line)]
    assert not slow
    assert not wide
    assert not forbidden


def _is_clean(line: str) -> bool:
    return not any(
        ord(character) < 32 or 0x7F <= ord(character) < 0xA0 or "\u202a" <= character <= "\u202e"
        for character in line
    )


@pytest.mark.timeout(600)
@pytest.mark.parametrize("width", WIDTHS)
def test_all_letters_of_an_article_are_there_in_order(articles: list[ParsedArticle], width: int) -> None:
    """But for the cells of tables, which stand beside each other: there each letter is counted."""
    lost = [
        article.key
        for article in articles
        if not is_complete(
            article.html, "".join(lines_of(to_document(article.html, article.base_url), width))
        )
    ]
    assert not lost
