"""What “mute something like this” proposes: queries that mean the articles in hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.proposals import proposals
from readnow.library.query import Names, parse_query
from readnow.model.article import ArticleHead, ArticleId, DateSource
from readnow.model.condition import Condition
from readnow.model.feed import Feed, FeedId
from tests.support.finding import Known, is_found

NAMES = Names(
    (Feed(FeedId(1), "https://a.example/feed", "Harbour"), Feed(FeedId(2), "https://b.example/f", "B"))
)


def head(title: str, author: str = "", link: str = "", feed: int = 1) -> ArticleHead:
    feed_id = FeedId(feed)
    return ArticleHead(
        ArticleId(1), feed_id, "Harbour", title, author, link, 0, DateSource.PUBLISHED, False, False, 0
    )


def queries(*articles: ArticleHead) -> list[str]:
    return [one.query for one in proposals(articles) if not one.query.endswith((" feed:1", " feed:2"))]


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (head("Sponsored Post: buy a kernel"), ['title:"sponsored post"', "title:post", "title:sponsored"]),
        (head("Old news from Berlin"), ["title:berlin", "title:news"]),
        (head("The sea"), ['title:"the sea"']),
        (head("x", author="Jane Doe"), ['author:"jane doe"']),
        (
            head("x", link="https://www.example.org/sport/golf/1.html"),
            ["link:www.example.org/sport/", "link:www.example.org/"],
        ),
        (head("x", link="https://example.org/1.html"), ["link:example.org/"]),
        (head("x", link="mailto:nobody"), []),
        (head("x", link="https://[broken"), []),
        (head("", ""), []),
    ],
)
def test_the_likeliest_come_first(article: ArticleHead, expected: list[str]) -> None:
    assert queries(article)[: len(expected)] == expected


def test_several_articles_propose_what_they_share() -> None:
    found = queries(
        head("Black Friday deals on boats", "A", "https://e.example/deals/1"),
        head("The best Black Friday deals", "A", "https://e.example/deals/2", feed=2),
    )
    assert found[:2] == ['title:"black friday deals"', "title:friday"]
    assert found[-3:] == ["author:a", "link:e.example/deals/", "link:e.example/"]
    assert not any("feed:" in one.query for one in proposals([head("Boats"), head("Boats", feed=2)]))


def test_of_one_feed_each_is_proposed_for_that_alone() -> None:
    assert [(one.label, one.query) for one in proposals([head("Kernel")])] == [
        ("“Kernel” in titles", "title:kernel"),
        ("“Kernel” in titles, in Harbour", "title:kernel feed:1"),
    ]


def test_nothing_in_hand_proposes_nothing() -> None:
    assert proposals([]) == ()


LINK = st.sampled_from(
    ("", "https://e.example/a/b.html", "https://E.example/a/c?x=1", "http://[", "no address")
)


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=12), LINK), min_size=1, max_size=3))
def test_every_proposal_can_be_typed_and_means_what_is_in_hand(fields: list[tuple[str, str, str]]) -> None:
    articles = [head(title, author, link) for title, author, link in fields]
    for one in proposals(articles):
        assert "\n" not in one.label
        meant: Condition | None = parse_query(one.query, NAMES).where
        assert meant is not None
        for article in articles:
            known = Known(article.id, article.feed_id, article.title, article.author, "", article.link, 0, 0)
            assert is_found(known, meant), one
