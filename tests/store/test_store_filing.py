"""Whatever folders there are, feeds in several of them, and feeds left out of the lists over all: lists and
counts of a folder hold each article once, and those over all feeds just what is not left out."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from readnow.library.shelf import Shelf
from readnow.model.article import Flag
from readnow.model.condition import Among, Condition, Is, State, Word, all_of, any_of, negated
from readnow.model.feed import FeedId, FeedSettings, FolderId
from readnow.model.query import ALL, NEW, STARRED, TODAY, UNREAD, ArticleQuery, Scope, ScopeKind
from readnow.store import articles, feeds, filing, folders
from readnow.store.database import Connection
from tests.store.conftest import NOW, library, new, put_feed

FOLDERS = 4


@dataclass
class Wanted:
    """A feed as it is to be: in these folders, with so many articles, of which so many are read."""

    places: list[int]
    articles: int
    read: int
    in_all: bool
    removed: bool
    id: FeedId = field(init=False)
    path: set[FolderId] = field(default_factory=set)
    """The folders that it is somewhere inside of."""


WANTED = st.builds(
    Wanted,
    st.lists(st.integers(0, FOLDERS - 1), max_size=3),
    st.integers(0, 4),
    st.integers(0, 4),
    st.booleans(),
    st.sampled_from([False, False, False, True]),
)
PARENTS = st.tuples(*(st.integers(-1, number - 1) for number in range(FOLDERS)))
"""Each folder is in none, or in one before it."""


def put_all(conn: Connection, parents: tuple[int, ...], wanted: list[Wanted]) -> list[FolderId]:
    """Put them into the library; the folders."""
    paths: list[tuple[str, ...]] = []
    for number, parent in enumerate(parents):
        paths.append((*(paths[parent] if parent >= 0 else ()), f"f{number}"))
    ids = [folders.make_folder(conn, path) for path in paths]
    for number, one in enumerate(wanted):
        dates = range(NOW + 100 * number, NOW + 100 * number + one.articles)
        arrivals = [new(f"{date}", date, read=date - dates[0] < one.read) for date in dates]
        one.id = put_feed(conn, f"n{number}", arrivals)
        filing.put_into(conn, one.id, [ids[place] for place in one.places])
        feeds.change_settings(conn, one.id, FeedSettings(in_all=one.in_all))
        for place in one.places:
            while place >= 0:
                one.path.add(ids[place])
                place = parents[place]
    feeds.remove(conn, [one.id for one in wanted if one.removed], NOW)
    return ids


def listed(conn: Connection, query: ArticleQuery) -> list[int]:
    """The feeds of the articles of a list, which is counted too."""
    heads = articles.page(conn, replace(query, limit=None)).heads
    assert articles.count(conn, query) == len(heads)
    assert len({head.id for head in heads}) == len(heads)
    return sorted(head.feed_id for head in heads)


@given(PARENTS, st.lists(WANTED, max_size=6))
def test_folders_and_lists_over_all_feeds(parents: tuple[int, ...], wanted: list[Wanted]) -> None:
    with library() as conn:
        ids = put_all(conn, parents, wanted)
        shelf = Shelf()
        shelf.load(feeds.all_feeds(conn), feeds.all_folders(conn), 0)
        there = [one for one in wanted if not one.removed]
        expected = {Scope.folder(id): [one for one in there if id in one.path] for id in ids}
        expected |= {Scope.feed(one.id): [one] for one in there}
        expected |= {scope: [one for one in there if one.in_all] for scope in (ALL, UNREAD, TODAY, NEW)}
        for scope, ones in expected.items():
            query = ArticleQuery(scope, leaves_out=True)
            total = sorted(one.id for one in ones for _ in range(one.articles))
            unread = sorted(one.id for one in ones for _ in range(one.articles - one.read))
            assert listed(conn, query) == (unread if scope is UNREAD else total)
            assert listed(conn, replace(query, unread_only=True)) == unread
            if scope.is_whole_feeds:
                assert shelf.unread(scope) == len(unread)
                assert shelf.total(scope) == (len(unread) if scope is UNREAD else len(total))
        # What does not say so is over everything.
        assert listed(conn, ArticleQuery()) == sorted(one.id for one in there for _ in range(one.articles))
        changed = articles.mark_matching(
            conn, ArticleQuery(leaves_out=True, limit=None), Flag.READ, True, NOW
        )
        assert changed.number == sum(max(0, one.articles - one.read) for one in expected[ALL])
        left = [one.id for one in there if not one.in_all for _ in range(one.articles - one.read)]
        assert listed(conn, ArticleQuery(unread_only=True)) == sorted(left)


def test_a_query_finds_what_it_names_or_what_was_put_aside_by_hand() -> None:
    with library() as conn:
        quiet = put_feed(conn, "quiet", [new("a", NOW), new("b", NOW + 1)])
        loud = put_feed(conn, "loud", [new("c", NOW + 2), new("d", NOW + 3)])
        feeds.change_settings(conn, loud, FeedSettings(in_all=False))
        conn.execute("INSERT INTO starred VALUES (?, 1), (?, 1)", (NOW, NOW + 2))
        title, named = Word("title"), Among(ScopeKind.FEED, "loud", frozenset((loud,)))
        starred, unread = Is(State.STARRED), Is(State.UNREAD)

        def found(condition: Condition | None) -> list[int]:
            return listed(conn, ArticleQuery(where=condition, leaves_out=True))

        assert found(title) == found(unread) == [quiet, quiet]
        assert found(all_of((title, named))) == found(named) == [loud, loud]
        assert found(any_of((named, Word("nothing")))) == [loud, loud]
        assert found(negated(named)) == [quiet, quiet]
        assert found(starred) == found(all_of((starred, title))) == [quiet, loud]
        assert listed(conn, ArticleQuery(STARRED)) == [quiet, loud]
        assert listed(conn, ArticleQuery(where=title)) == [quiet, quiet, loud, loud]
