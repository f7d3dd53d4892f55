"""The query language: what users type in the search line and behind `list`, `count` and `mark --query`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.query import Names, parse_query
from readnow.model.errors import QueryError
from readnow.model.feed import Feed, FeedId, Folder, FolderId
from readnow.model.query import UNREAD, ArticleQuery, Field, Word

FOLDERS = (
    Folder(FolderId(1), "Linux"),
    Folder(FolderId(2), "Kernel", FolderId(1)),
    Folder(FolderId(3), "Écriture"),
)
FEEDS = (
    Feed(FeedId(10), "https://kernel.example/feed", "Kernel Week", folder_id=FolderId(2)),
    Feed(FeedId(11), "https://boot.example/rss", "Boot Log", folder_id=FolderId(1)),
    Feed(FeedId(12), "https://harbour.example/atom", "Harbour", folder_id=FolderId(3)),
    Feed(FeedId(13), "https://loose.example/", "Loose"),
)
NAMES = Names(FEEDS, FOLDERS)


def parse(text: str) -> ArticleQuery:
    return parse_query(text, NAMES)


def test_nothing_means_all_articles() -> None:
    assert parse("  ") == ArticleQuery()


def test_words_and_phrases_are_folded() -> None:
    assert parse('Café "Two Words" title:Über').words == (
        Word("cafe"),
        Word("two words"),
        Word("uber", Field.TITLE),
    )


def test_states() -> None:
    assert parse("is:unread IS:Starred") == ArticleQuery(unread_only=True, starred_only=True)
    assert parse("is:read").read_only


@pytest.mark.parametrize(
    ("text", "feeds"),
    [
        ("feed:kern", {10}),
        ("feed:boot.example", {11}),
        ("feed:12", {12}),
        ('feed:"kernel week"', {10}),
        ("folder:linux", {10, 11}),
        ("folder:kernel", {10}),
        ("folder:linux/kernel", {10}),
        ("folder:ecriture", {12}),
        ("folder:linux feed:boot", {11}),
        ("folder:ecriture feed:boot", set()),
    ],
)
def test_narrowing_to_feeds(text: str, feeds: set[FeedId]) -> None:
    assert parse(text).feeds == frozenset(feeds)


def test_an_address_is_a_word() -> None:
    assert parse("https://a.example/x").words == (Word("https://a.example/x"),)


@pytest.mark.parametrize(
    ("text", "sentence", "column"),
    [
        ("is:unraed", "There is no state “unraed”. Did you mean “unread”?", 1),
        ("x fed:a", "There is no term “fed”. Did you mean “feed”?", 3),
        ("feed:nothing", "No feed is called “nothing”.", 1),
        ("folder:nothing", "No folder is called “nothing”.", 1),
        ("title:", "Something must follow “title:”.", 1),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, sentence: str, column: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (str(caught.value), caught.value.column) == (sentence, column)


def test_a_query_narrows_what_is_shown() -> None:
    within = ArticleQuery(scope=UNREAD, unread_only=True)
    query = parse_query("harbour", NAMES, within)
    assert query.scope == UNREAD
    assert query.unread_only
    assert query.words == (Word("harbour"),)


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_one_error(text: str) -> None:
    column = 1
    try:
        parse(text)
    except QueryError as err:
        column = err.column
    assert 1 <= column <= len(text) + 1
