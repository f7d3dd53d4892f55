"""Pages, counts and bulk marks against the plainest model there is: a list, filtered and sorted."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.condition import All, Among, Condition, Field, Word, all_of
from readnow.model.feed import FeedId, FolderId
from readnow.model.query import ALL, STARRED, UNREAD, ArticleQuery, Cursor, Scope, ScopeKind, Sort
from readnow.store import articles, checks, feeds, selecting
from readnow.store.connecting import connect
from readnow.store.database import Connection
from tests.store.conftest import NOW, entry, new, put, put_feed, writing

FOLDERS: tuple[tuple[str, ...], ...] = ((), ("a",), ("a", "b"), ("c",))
TEXTS = ("<p>Der Bär ging aus</p>", "<p>A plain t<b>ex</b>t &eacute;t&eacute;</p>", "<p></p>")


@dataclass(frozen=True)
class Row:
    """An article as the model knows it."""

    id: ArticleId
    feed_id: FeedId
    folder: tuple[str, ...]
    title: str
    text: str
    unread: bool
    starred: bool
    seen: bool


@dataclass(frozen=True)
class Shelf:
    """What is stored, and the numbers of its folders."""

    rows: tuple[Row, ...]
    feeds: tuple[FeedId, ...]
    folders: dict[tuple[str, ...], FolderId]


arrivals = st.lists(
    st.tuples(
        st.integers(0, 4),  # feed
        st.integers(0, 12),  # date: many are equal
        st.booleans(),  # read
        st.booleans(),  # starred
        st.integers(0, len(TEXTS) - 1),
    ),
    max_size=25,
)


def build(conn: Connection, wanted: list[tuple[int, int, bool, bool, int]], removed: set[int]) -> Shelf:
    """Five feeds in folders, with these articles, some of them removed."""
    feed_ids = [put_feed(conn, f"f{n}", folder=FOLDERS[n % len(FOLDERS)]) for n in range(5)]
    folders = {path: feeds.ensure_folder(conn, path) for path in FOLDERS if path}
    rows = []
    for number, (feed, date, read, starred, text) in enumerate(wanted):
        title = "Ein Stück" if number % 3 == 0 else f"Number {number}"
        arrival = replace(
            new(f"k{number}", NOW + date, read=read),
            entry=entry(f"k{number}", TEXTS[text], title=title),
            starred=starred,
        )
        (article_id,) = put(conn, feed_ids[feed], arrival).new_ids
        place = FOLDERS[feed % len(FOLDERS)]
        rows.append(
            Row(article_id, feed_ids[feed], place, title, TEXTS[text], not read, starred, feed not in removed)
        )
    feeds.remove(conn, [feed_ids[n] for n in removed], NOW)
    return Shelf(tuple(rows), tuple(feed_ids), {path: f for path, f in folders.items() if f is not None})


def holds(row: Row, query: ArticleQuery, shelf: Shelf) -> bool:
    """Whether the article is in the list that the query means."""
    if not row.seen:
        return False
    kind, number = query.scope.kind, query.scope.id
    if kind is ScopeKind.FEED and row.feed_id != number:
        return False
    if kind is ScopeKind.FOLDER:
        inside = [path for path, folder in shelf.folders.items() if folder == number]
        if not inside or row.folder[: len(inside[0])] != inside[0]:
            return False
    if (kind is ScopeKind.UNREAD or query.unread_only) and not row.unread:
        return False
    if query.read_only and row.unread:
        return False
    if (kind is ScopeKind.STARRED or query.starred_only) and not row.starred:
        return False
    if query.after is not None and (
        row.id <= query.after.id if query.oldest_first else row.id >= query.after.id
    ):
        return False
    return query.where is None or _is(row, query.where)


def _is(row: Row, condition: Condition) -> bool:
    if isinstance(condition, All):
        return all(_is(row, part) for part in condition.parts)
    if isinstance(condition, Among):
        return row.feed_id in condition.feeds
    assert isinstance(condition, Word)
    return _has_word(row, condition)


def _has_word(row: Row, word: Word) -> bool:
    in_title = word.text == "stuck" and row.title == "Ein Stück"
    if word.field is Field.TITLE:
        return in_title
    in_text = {"bar": TEXTS[0], "text": TEXTS[1], "ete": TEXTS[1]}.get(word.text) == row.text
    return in_title or in_text


@st.composite
def queries(draw: st.DrawFn, shelf: Shelf) -> ArticleQuery:
    scope = draw(
        st.sampled_from(
            (
                *(ALL, UNREAD, STARRED, Scope.feed(FeedId(999)), Scope.folder(FolderId(999))),
                *(Scope.feed(feed_id) for feed_id in shelf.feeds),
                *(Scope.folder(folder_id) for folder_id in shelf.folders.values()),
            )
        )
    )
    words = st.sampled_from(
        (Word("stuck"), Word("stuck", Field.TITLE), Word("bar"), Word("text"), Word("ete"), Word("nowhere"))
    )
    parts: list[Condition] = list(draw(st.lists(words, max_size=2)) if draw(st.booleans()) else ())
    if draw(st.booleans()):
        some = draw(st.frozensets(st.sampled_from(shelf.feeds), max_size=4))
        parts.append(Among(ScopeKind.FEED, "x", some))
    return ArticleQuery(
        scope,
        unread_only=draw(st.booleans()),
        read_only=draw(st.booleans()) and draw(st.booleans()),
        starred_only=draw(st.booleans()) and draw(st.booleans()),
        where=all_of(parts),
        sort=draw(st.sampled_from((Sort.NEWEST, Sort.OLDEST))),
        limit=draw(st.integers(1, 5)),
        after=draw(st.none() | st.integers(NOW - 2, NOW + 30).map(ArticleId).map(Cursor)),
    )


@settings(max_examples=60)
@given(st.data(), arrivals, st.sets(st.integers(0, 4), max_size=2), st.booleans())
def test_a_list_is_what_a_filter_over_all_would_leave(
    data: st.DataObject, wanted: list[tuple[int, int, bool, bool, int]], removed: set[int], many: bool
) -> None:
    with TemporaryDirectory() as folder, writing(Path(folder) / "readnow.db") as conn:
        shelf = build(conn, wanted, removed)
        most, selecting._MOST_FEEDS = selecting._MOST_FEEDS, 0 if many else 300
        try:
            for _ in range(6):
                query = data.draw(queries(shelf))
                expected = [row.id for row in shelf.rows if holds(row, query, shelf)]
                expected.sort(reverse=not query.oldest_first)
                assert paged(conn, query) == expected
                assert [head.id for head in articles.page(conn, replace(query, limit=None)).heads] == expected
                assert articles.count(conn, query) == len(expected)
                some = [row.id for row in shelf.rows[::2]]
                among = [head.id for head in articles.matching(conn, query, some)]
                assert among == sorted(set(some) & set(expected), reverse=True)
        finally:
            selecting._MOST_FEEDS = most


def paged(conn: Connection, query: ArticleQuery) -> list[ArticleId]:
    """All pages from the query's on, which must be full but for the last."""
    found: list[ArticleId] = []
    while True:
        page = articles.page(conn, query)
        found += [head.id for head in page.heads]
        if page.next is None:
            return found
        assert len(page.heads) == query.limit
        assert page.next == Cursor(page.heads[-1].id)
        query = replace(query, after=page.next)


@settings(max_examples=50)
@given(
    st.data(),
    arrivals,
    st.sets(st.integers(0, 4), max_size=2),
    st.sampled_from(Flag),
    st.booleans(),
    st.booleans(),
)
def test_a_bulk_mark_changes_what_the_query_means_and_nothing_else(
    data: st.DataObject,
    wanted: list[tuple[int, int, bool, bool, int]],
    removed: set[int],
    flag: Flag,
    value: bool,
    limited: bool,
) -> None:
    with TemporaryDirectory() as folder, writing(Path(folder) / "readnow.db") as conn:
        shelf = build(conn, wanted, removed)
        query = data.draw(queries(shelf))
        if not limited:
            query = replace(query, limit=None)
        hit = [row.id for row in shelf.rows if holds(row, query, shelf)]
        hit.sort(reverse=not query.oldest_first)
        hit = hit[: query.limit]
        before = {
            row.id: {Flag.STARRED: row.starred, Flag.READ: not row.unread, Flag.LATER: False}[flag]
            for row in shelf.rows
        }
        changed = articles.mark_matching(conn, query, flag, value, NOW).number
        assert changed == sum(before[article_id] is not value for article_id in hit)
        assert flags(conn, flag) == before | dict.fromkeys(hit, value)
        assert checks.recount(conn) == ()
        assert checks.integrity(conn) == ()
        assert articles.mark_matching(conn, query, flag, value, NOW).number == 0 or query.limit is not None


def flags(conn: Connection, flag: Flag) -> dict[ArticleId, bool]:
    """The flag of every article that is stored, seen or not."""
    table = "unread" if flag is Flag.READ else flag.value
    listed = flag is not Flag.READ
    return {
        article_id: bool(found) is listed
        for article_id, found in conn.execute(f"SELECT id, id IN (SELECT id FROM {table}) FROM article")
    }


def test_a_query_without_limit_is_one_page(conn: Connection) -> None:
    put_feed(conn, "a", [new(str(n), NOW - n) for n in range(300)])
    page = articles.page(conn, ArticleQuery(limit=None))
    assert len(page.heads) == 300
    assert page.next is None


def test_a_page_that_just_fits_is_the_last(conn: Connection) -> None:
    put_feed(conn, "a", [new(str(n), NOW - n) for n in range(6)])
    first = articles.page(conn, ArticleQuery(limit=3))
    second = articles.page(conn, ArticleQuery(limit=3, after=first.next))
    assert first.next is not None
    assert second.next is None
    assert len(second.heads) == 3


def test_a_head_says_everything_a_row_shows(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x", NOW - 5)])
    (head,) = articles.page(conn, ArticleQuery()).heads
    assert (head.feed_id, head.feed_title, head.title) == (feed_id, "a.example", "Title x")
    assert (head.date, head.read, head.starred, head.words, head.rev) == (NOW - 5, False, False, 7, 0)
    articles.set_flag(conn, StatusChange((head.id,), Flag.STARRED, True, NOW))
    articles.set_flag(conn, StatusChange((head.id,), Flag.READ, True, NOW))
    feeds.rename(conn, feed_id, "Mine")
    (head,) = articles.heads(conn, [head.id])
    assert (head.read, head.starred, head.feed_title) == (True, True, "Mine")


def test_a_whole_article_comes_back_as_it_was_parsed(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    html = "<p>Ω 🜁 \x00 " + "long " * 10_000 + "</p>"
    whole = entry("x", html, author="Ann", updated=NOW - 9)
    (article_id,) = put(conn, feed_id, replace(new("x"), entry=whole)).new_ids
    found = articles.article(conn, article_id)
    assert found is not None
    assert (found.html, found.base_url, found.summary, found.guid) == (
        *(html, whole.base_url, whole.summary, whole.guid),
    )
    assert (found.enclosures, found.categories, found.comments) == (
        *(whole.enclosures, whole.categories, whole.comments),
    )
    assert (found.language, found.image, found.updated, found.received) == ("de", whole.image, NOW - 9, NOW)
    assert found.head.author == "Ann"


def test_numbers_that_no_article_can_have_are_no_articles(conn: Connection) -> None:
    for number in (0, -1, 2**63, 10**30):
        assert articles.article(conn, ArticleId(number)) is None
        assert articles.heads(conn, [ArticleId(number)]) == ()


def test_a_thousand_feeds_in_one_folder_are_one_list(path: Path) -> None:
    with writing(path) as conn:
        for n in range(1_000):
            put_feed(conn, f"f{n}", [new(str(n), NOW - n)], folder=("all",))
        conn.execute("COMMIT")
    with closing(connect(path, read_only=False, writer=False)) as conn:
        folder = feeds.all_folders(conn)[0]
        page = articles.page(conn, ArticleQuery(Scope.folder(folder.id), limit=10))
        assert [head.id for head in page.heads] == [NOW - n for n in range(10)]
