"""What a refresh stores: ids that are the order, content that changes under its flags, and what is buried."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from readnow.model.article import DateSource, Flag
from readnow.model.change import ChangedArticle, FeedPlan, FetchRecord, StatusChange
from readnow.model.feed import FeedId
from readnow.model.query import ArticleQuery, Scope
from readnow.store import articles, checks, feeds
from readnow.store.arrivals import key_hash
from readnow.store.database import Connection, Database
from readnow.text.packed import pack, unpack
from tests.store.conftest import NOW, entry, library, new, put, put_feed


def titles(conn: Connection) -> list[str]:
    return [head.title for head in articles.page(conn, ArticleQuery()).heads]


def test_the_date_is_the_id_and_equal_dates_keep_the_order_of_insertion(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    applied = put(conn, feed_id, new("c", NOW), new("b", NOW), new("a", NOW), new("z", NOW - 1))
    assert applied.new_ids == (NOW, NOW + 1, NOW + 2, NOW - 1)
    assert titles(conn) == ["Title a", "Title b", "Title c", "Title z"]
    assert {head.date for head in articles.page(conn, ArticleQuery(limit=3)).heads} == {NOW}
    assert (applied.unread, applied.total) == (4, 4)


def test_other_feeds_articles_of_the_same_second_are_passed_by(conn: Connection) -> None:
    first, second = put_feed(conn, "a"), put_feed(conn, "b")
    put(conn, first, *(new(str(n), NOW) for n in range(50)))
    put(conn, first, new("gap after the fifty", NOW + 51))
    applied = put(conn, second, new("x", NOW), new("y", NOW), new("z", NOW + 3))
    assert applied.new_ids == (NOW + 50, NOW + 52, NOW + 53)
    assert checks.integrity(conn) == ()


@settings(max_examples=50)
@given(st.lists(st.lists(st.integers(0, 6), max_size=8), max_size=6))
def test_an_id_is_the_first_free_one_from_the_date_on(batches: list[list[int]]) -> None:
    with library() as conn:
        feed_id, taken, number = put_feed(conn, "a"), set[int](), 0
        for dates in batches:
            expected = []
            for date in dates:
                free = next(n for n in range(NOW + date, NOW + 1_000) if n not in taken)
                taken.add(free)
                expected.append(free)
            arrivals = [new(f"{number + n}", NOW + date) for n, date in enumerate(dates)]
            number += len(dates)
            assert put(conn, feed_id, *arrivals).new_ids == tuple(expected)


def test_what_is_known_of_an_entry(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    arrival = replace(new("x"), entry=entry("x", updated=NOW - 3))
    (article_id,) = put(conn, feed_id, arrival).new_ids
    articles.set_flag(conn, StatusChange((article_id,), Flag.READ, True, NOW))
    found = articles.known(conn, feed_id, ["x", "never seen"])
    assert found.keys() == {"x"}
    assert (found["x"].id, found["x"].read, found["x"].starred) == (article_id, True, False)
    assert (found["x"].updated, found["x"].changes) == (NOW - 3, 0)
    assert found["x"].content_hash == arrival.entry.content_hash
    assert found["x"].letters_hash == arrival.entry.letters_hash


def test_a_key_of_another_feed_is_not_known(conn: Connection) -> None:
    put_feed(conn, "a", [new("x")])
    assert articles.known(conn, put_feed(conn, "b"), ["x"]) == {}


def test_thousands_of_keys_are_looked_up(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new(str(n), NOW - n) for n in range(1_200)])
    assert len(articles.known(conn, feed_id, [str(n) for n in range(5_000)])) == 1_200


def test_a_key_has_the_same_number_in_every_process_and_for_ever() -> None:
    assert key_hash("https://e.example/1") == 3988475800124970902
    assert key_hash("") == -1970711489451281740


def test_changed_content_keeps_id_flags_and_receipt(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    first = replace(entry("x", "<p>One</p>", updated=NOW - 5), published=NOW - 50)
    (article_id,) = put(conn, feed_id, replace(new("x"), entry=first)).new_ids
    for flag in Flag:
        articles.set_flag(conn, StatusChange((article_id,), flag, True, NOW))
    changed = replace(entry("x", "<p>Two</p>", title="Other"), published=None)
    applied = articles.apply(
        conn, feed_id, FeedPlan(changed=(ChangedArticle(article_id, changed, 3),)), NOW + 100
    )
    assert (applied.changed_ids, applied.new_ids, applied.unread) == ((article_id,), (), 0)
    found = articles.article(conn, article_id)
    assert found is not None
    assert (found.html, found.head.title, found.head.rev) == ("<p>Two</p>", "Other", 1)
    assert (found.head.read, found.head.starred, found.received) == (True, True, NOW)
    assert (found.published, found.updated) == (NOW - 50, NOW - 5)
    assert articles.known(conn, feed_id, ["x"])["x"].changes == 3
    assert checks.recount(conn) == ()


def test_what_was_buried_is_known_with_its_marks(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    conn.execute("INSERT INTO tombstone VALUES (?, ?, 1, 0, ?)", (key_hash("x"), feed_id, NOW))
    found = articles.known(conn, feed_id, ["x"])["x"]
    assert (found.id, found.read, found.starred) == (None, True, False)


def test_an_article_that_is_stored_again_hides_its_tombstone(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x")])
    conn.execute("INSERT INTO tombstone VALUES (?, ?, 1, 0, ?)", (key_hash("x"), feed_id, NOW))
    found = articles.known(conn, feed_id, ["x"])["x"]
    assert (found.id, found.read) == (NOW, False)


def test_a_feed_that_was_removed_meanwhile_gets_nothing(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    feeds.remove(conn, [feed_id], NOW)
    assert put(conn, feed_id, new("x")).new_ids == ()
    # Validators would vouch for what was not stored: after a restore nothing would ever come (E9).
    feeds.record(conn, feed_id, FetchRecord(NOW, NOW + 9, validators=("e", "m"), body_hash=b"h"))
    feeds.restore(conn, [feed_id])
    (state,) = feeds.fetch_states(conn, None)
    assert (state.etag, state.last_modified, state.body_hash, state.last_attempt) == (None,) * 4
    assert articles.apply(conn, FeedId(77), FeedPlan((new("x"),)), NOW).new_ids == ()


def test_arrivals_may_be_read_or_starred_from_the_start(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    applied = put(
        conn,
        feed_id,
        new("r", read=True),
        replace(new("s", NOW - 1), starred=True, date_source=DateSource.RECEIVED),
    )
    assert applied.unread == 1
    one, two = articles.page(conn, ArticleQuery(Scope.feed(feed_id))).heads
    assert (one.read, one.starred, two.read, two.starred) == (True, False, False, True)
    assert two.date_source is DateSource.RECEIVED
    assert checks.recount(conn) == ()


async def test_articles_and_the_record_that_vouches_for_them_are_one(database: Database) -> None:
    feed_id = await database.write(put_feed, "a")

    def store(conn: Connection) -> None:
        put(conn, feed_id, new("x"))
        feeds.record(conn, feed_id, FetchRecord(NOW, NOW + 9, validators=('"1"', None)))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await database.write(store)
    (state,) = await database.read(feeds.fetch_states, None)
    assert state.etag is None
    assert await database.read(articles.count, ArticleQuery()) == 0


@given(st.text(st.characters(codec=None), max_size=50))
def test_any_text_is_stored_and_read_again(text: str) -> None:
    assert unpack(pack(text)) == text


def test_a_text_that_cannot_be_read_is_empty() -> None:
    assert unpack(b"no zlib") == ""
    assert unpack(pack("some text")[:-5]) == ""
