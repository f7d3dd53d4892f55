"""Queries as newsboat's expressions and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.exchange.newsboat.filters import FilterError, say
from readnow.library.newsboat_queries import expression_of
from readnow.library.query_reading import read_condition
from tests.unit.test_newsboat_filters import NAMES


def said(query: str) -> str:
    return expression_of(read_condition(query, NAMES), NAMES)


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("is:unread", 'unread = "yes"'),
        ("-is:unread", 'unread != "yes"'),
        ("is:starred after:2w", '(flags =~ "s" and age <= 14)'),
        ("-(is:starred after:3d)", '(flags !~ "s" or age > 3)'),
        ("title:linux", 'title =~ "linux"'),
        ("kernel", '(title =~ "kernel" or author =~ "kernel" or content =~ "kernel")'),
        (r"/^a\d+\.b/", r'title =~ "^a[0-9]+\\.b"'),
        ("tag:flag-e -tag:flag-capital-e", '(flags =~ "e" and flags !~ "E")'),
        ("feed:a.example", 'rssurl = "https://a.example/feed"'),
        ("link:example.org/", 'link =~ "example\\\\.org/"'),
        ("has:enclosure", 'enclosure_url != ""'),
    ],
)
def test_what_can_be_said(query: str, expression: str) -> None:
    assert said(query) == expression
    say(expression)


@pytest.mark.parametrize(
    "query", ["words:>50", "is:later", "lang:de", "on:today", "after:2026-01", "is:muted"]
)
def test_what_cannot_be_said(query: str) -> None:
    with pytest.raises(FilterError):
        said(f"is:unread {query}")


_TERMS = st.sampled_from(
    ("is:unread", "is:starred", "/^a|b$/", "after:3d", "has:enclosure", "tag:flag-e", "link:a.example")
)


@given(st.lists(_TERMS, min_size=1, max_size=3, unique=True), st.sampled_from((" ", " OR ")))
def test_there_and_back_is_the_same(terms: list[str], between: str) -> None:
    query = between.join(terms)
    expression = said(query).removeprefix("(").removesuffix(")")
    assert read_condition(say(expression).query, NAMES) == read_condition(query, NAMES)
