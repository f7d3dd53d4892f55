"""The query language: what users type in the search line and behind `list`, `count` and `mark --query`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from readnow.library.query import Names, parse_query
from readnow.library.query_reading import write_condition
from readnow.library.query_terms import TERMS
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
    TitleMatches,
    Word,
)
from readnow.model.errors import QueryError
from readnow.model.feed import Feed, FeedId, Folder, FolderId
from readnow.model.query import UNREAD, ArticleQuery
from readnow.model.smart import SmartFeed, SmartFeedId
from readnow.model.tag import Tag, TagId

FOLDERS = (
    Folder(FolderId(1), "Linux"),
    Folder(FolderId(2), "Kernel", FolderId(1)),
    Folder(FolderId(3), "Écriture"),
)
FEEDS = (
    Feed(FeedId(10), "https://kernel.example/feed", "Kernel Week", folder_id=FolderId(2)),
    Feed(FeedId(11), "https://boot.example/rss", "Boot Log", folder_id=FolderId(1)),
    Feed(FeedId(12), "https://harbour.example/atom", "Harbour", folder_id=FolderId(3)),
    Feed(FeedId(13), "https://loose.example/", 'Loose "ends" (old)'),
)
NOW = int(datetime(2026, 3, 31, 22, 30, tzinfo=UTC).timestamp())
NAMES = Names(FEEDS, FOLDERS, NOW, UTC, tags=(Tag(TagId(1), "linux"),))
A, B, C = Word("a"), Word("b"), Word("c")


def parse(text: str, names: Names = NAMES) -> ArticleQuery:
    return parse_query(text, names)


def condition(text: str, names: Names = NAMES) -> Condition:
    found = parse(text, names).where
    assert found is not None
    return found


def test_nothing_means_all_articles() -> None:
    assert parse("  ") == ArticleQuery()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a", A),
        ("a b", All((A, B))),
        ("a AND b", All((A, B))),
        ("a OR b", Either((A, B))),
        ("a b OR c", Either((All((A, B)), C))),
        ("a (b OR c)", All((A, Either((B, C))))),
        ("(a b) c", All((A, B, C))),
        ("a OR (b OR c)", Either((A, B, C))),
        ("-a", Not(A)),
        ("NOT a b", All((Not(A), B))),
        ("--a", A),
        ("-(a OR b)", Not(Either((A, B)))),
        ("-a OR -b c", Either((Not(A), All((Not(B), C))))),
        ("a or b", All((A, Word("or"), B))),
        ('"a OR b"', Word("a or b")),
        ("a & b", All((A, B))),
        ("a OR !", A),
        ("a - b", All((A, B))),
        ("well-known", Word("well known")),
    ],
)
def test_signs_and_brackets(text: str, meant: Condition) -> None:
    assert condition(text) == meant


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Café", Word("cafe")),
        ('"Two  Words"', Word("two words")),
        ('"never closed', Word("never closed")),
        ("kern*", Word("kern", begun=True)),
        ('"linux kern*"', Word("linux kern", begun=True)),
        ('"linux kern"*', Word("linux kern", begun=True)),
        ("title:Über", Word("uber", Field.TITLE)),
        ('author:"Jane D*"', Word("jane d", Field.AUTHOR, begun=True)),
        ("TEXT:x", Word("x", Field.TEXT)),
        ("https://a.example/x", Word("https a example x")),
        ("東京", Word("東 京")),
        ('5"', Word("5")),
    ],
)
def test_words(text: str, word: Word) -> None:
    assert condition(text) == word


@pytest.mark.parametrize("word", ["unread", "READ", "starred", "edited", "fulltext"])
def test_states(word: str) -> None:
    assert condition(f"is:{word}") == Is(State(word.lower()))
    with pytest.raises(QueryError):
        condition(f"has:{word}")


@pytest.mark.parametrize("word", ["enclosure", "image"])
def test_what_comes_with_it(word: str) -> None:
    assert condition(f"has:{word}") == Is(State(word))


@pytest.mark.parametrize(
    ("text", "feeds"),
    [
        ("feed:kern", {10}),
        ("feed:boot.example", {11}),
        ("feed:12", {12}),
        ('feed:"kernel week"', {10}),
        ('feed:"Loose \\"ends\\" (old)"', {13}),
        ("folder:linux", {10, 11}),
        ("folder:kernel", {10}),
        ("folder:linux/kernel", {10}),
        ("folder:ecriture", {12}),
    ],
)
def test_narrowing_to_feeds(text: str, feeds: set[FeedId]) -> None:
    found = condition(text)
    assert isinstance(found, Among)
    assert found.feeds == feeds


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("words:>2000", Length(">", 2000)),
        ("words:<=30", Length("<=", 30)),
        ("lang:pt_BR", Language("pt-br")),
        ("link:Example.org/Blog", Linked("example.org/blog")),
        ("/^weekly\\b/", TitleMatches("^weekly\\b")),
        ("/a\\/b c/", TitleMatches("a/b c")),
        ("/usr/bin", Word("usr bin")),
        ("either / or", All((Word("either"), Word("or")))),
    ],
)
def test_other_terms(text: str, meant: Condition) -> None:
    assert condition(text) == meant


DAY = 86_400
MIDNIGHT = NOW - 81_000


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("on:today", MIDNIGHT, MIDNIGHT + DAY),
        ("on:Yesterday", MIDNIGHT - DAY, MIDNIGHT),
        ("after:3d", MIDNIGHT - 3 * DAY, None),
        ("before:2w", None, MIDNIGHT - 14 * DAY),
        ("on:1mo", MIDNIGHT - 31 * DAY, MIDNIGHT - 30 * DAY),  # there is no 31st of February
        ("after:1y", MIDNIGHT - 365 * DAY, None),
        ("on:2026-03-31", MIDNIGHT, MIDNIGHT + DAY),
        ("on:2026-3", MIDNIGHT - 30 * DAY, MIDNIGHT + DAY),
        ("before:2026", None, MIDNIGHT - 89 * DAY),
    ],
)
def test_days(text: str, since: int | None, until: int | None) -> None:
    found = condition(text)
    assert isinstance(found, Dated)
    assert (found.since, found.until) == (since, until)


def test_days_are_those_of_the_place_where_one_is() -> None:
    """There the next day has begun, and it is an hour short: clocks were put forward two days before."""
    berlin = Names(FEEDS, FOLDERS, NOW, ZoneInfo("Europe/Berlin"))
    today, sunday = condition("on:today", berlin), condition("on:2026-03-29", berlin)
    assert isinstance(today, Dated)
    assert today.since == datetime(2026, 3, 31, 22, 0, tzinfo=UTC).timestamp()
    assert isinstance(sunday, Dated)
    assert sunday.since is not None
    assert sunday.until is not None
    assert sunday.until - sunday.since == 23 * 3600


@pytest.mark.parametrize(
    ("text", "sentence", "column"),
    [
        ("is:unraed", "There is no state “unraed”. Did you mean “unread”?", 1),
        ("x fed:a", "There is no term “fed”. Did you mean “feed”?", 3),
        ("feed:nothing", "No feed is called “nothing”.", 1),
        ("folder:nothing", "No folder is called “nothing”.", 1),
        ("title:", "Something must follow “title:”.", 1),
        ("a title:!!", "“!!” has no letters or digits to look for.", 3),
        ("!?", "“!?” has no letters or digits to look for.", 1),
        ("a OR", "Something must stand on both sides of OR.", 3),
        ("OR a", "Something must stand on both sides of OR.", 1),
        ("a (b", "There is no “)” to this “(”.", 3),
        ("a) b", "There is no “(” to this “)”.", 2),
        ("a ()", "There is nothing between the brackets.", 3),
        ("a NOT", "Something must follow NOT.", 6),
        ("x words:200", "“words:” takes a number behind <, <=, > or >=, as in words:>2000.", 3),
        ("lang:?", "“?” is no language. One is such as en, de or pt-BR.", 1),
        ("x /[/", "The pattern cannot be read. There is no “]” to this “[”.", 4),
        ("x /ab(c/", "The pattern cannot be read. There is no “)” to this “(”.", 6),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, sentence: str, column: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (str(caught.value), caught.value.column) == (sentence, column)


@pytest.mark.parametrize(
    "word", ["2026-13", "2026-02-30", "0000", "9999", "99999y", "3", "3h", "soon", "-1d", "٣d"]
)
def test_what_is_no_day_is_told_so(word: str) -> None:
    with pytest.raises(QueryError, match=f"“{word}” is no day"):
        parse(f"after:{word}")


@pytest.mark.parametrize(
    "text", ["x" * 2_001, "x " * 101, "(" * 21 + "x" + ")" * 21, "-(" * 21 + "x" + ")" * 21]
)
def test_a_query_has_its_limits(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text)


def test_a_query_narrows_what_is_shown() -> None:
    within = ArticleQuery(scope=UNREAD, unread_only=True)
    query = parse_query("harbour", NAMES, within)
    assert query.scope == UNREAD
    assert query.unread_only
    assert query.where == Word("harbour")
    assert parse_query("a OR b", NAMES, query).where == All((Word("harbour"), Either((A, B))))


def test_bytes_of_a_command_line_that_are_no_characters_are_no_crash() -> None:
    assert condition("a\udcffb") == Word("a b")


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_the_example_of_every_term_can_be_read_and_is_written_as_it_stands(term) -> None:  # type: ignore[no-untyped-def]
    names = Names(
        (*FEEDS, Feed(FeedId(14), "https://tech.example/", "Tech", folder_id=FolderId(5))),
        (*FOLDERS, Folder(FolderId(4), "Tech"), Folder(FolderId(5), "Linux", FolderId(4))),
        NOW,
        UTC,
        smart=(SmartFeed(SmartFeedId(1), "Long reads", "words:>2000"),),
        tags=NAMES.tags,
    )
    written = "words:>2000" if term.name == "smart" else term.example
    assert write_condition(condition(term.example, names)) == written
