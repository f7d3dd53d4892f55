"""newsboat's filter expressions as queries."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.exchange.newsboat.filters import FilterError, say
from readnow.library.query import Names
from readnow.library.query_reading import read_condition
from readnow.model.errors import QueryError
from readnow.model.feed import Feed, FeedId, Folder, FolderId
from readnow.model.tag import Tag, TagId

NAMES = Names(
    feeds=(Feed(FeedId(1), "https://a.example/feed", "A feed"),),
    folders=(Folder(FolderId(1), "tech", None, 0), Folder(FolderId(2), "a b", None, 1)),
    now=1_760_000_000,
    tags=(Tag(TagId(1), "flag-e"), Tag(TagId(2), "flag-capital-e")),
)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('unread = "yes"', "is:unread"),
        ("unread = 'no'", "is:read"),
        ('unread != "yes"', "-is:unread"),
        ('title =~ "foo|bar/baz"', "/foo|bar\\/baz/"),
        ('title !~ "^weekly"', "-/^weekly/"),
        ('title == "a.b"', "/^a\\.b$/"),
        ('title # "linux"', "title:linux"),
        ('content =~ "open source"', 'text:"open source*"'),
        ('author =~ "(ann|bob)"', "(author:ann* OR author:bob*)"),
        ('rssurl =~ ".*a\\.example.*"', "feed:a.example"),
        ('rssurl =~ "a\\.example"', "feed:a.example"),
        ('tags # "a b"', 'folder:"a b"'),
        ('tags !# "tech"', "-folder:tech"),
        ('flags # "s" or flags =~ "e"', "is:starred OR tag:flag-e"),
        ('flags # "E"', "tag:flag-capital-e"),
        ('flags = ""', "-(is:starred OR is:tagged)"),
        ("age < 7", "after:7d"),
        ("age > 30", "before:30d"),
        ("age between 0:3", "after:3d"),
        ("age between 1:3", "after:3d before:0d"),
        ('enclosure_url != ""', "has:enclosure"),
        ('link =~ "example.org/blog"', "link:example.org/blog"),
        # Both words bind alike, and to the right.
        ('unread = "yes" and age < 1 or age > 9', "is:unread (after:1d OR before:9d)"),
        ('unread = "yes" or age < 1 and age > 9', "is:unread OR (after:1d before:9d)"),
        ('(unread = "yes" or age < 1) and age > 9', "(is:unread OR after:1d) before:9d"),
    ],
)
def test_what_can_be_said(written: str, said: str) -> None:
    assert say(written).query == said
    read_condition(said, NAMES)


@pytest.mark.parametrize(
    "written",
    [
        *('guid = "x"', "unread_count > 0", 'content =~ "a.*b"', 'title =~ "["', 'title =~ "[[:alpha:]]"'),
        *("", "title", 'title =~ "x" and', '(title =~ "x"', 'title =~ "x")', "title ~ x", 'age < "soon"'),
        *('author =~ "..."', 'unread = "maybe"', "(" * 30 + 'title =~ "x"' + ")" * 30, 'title > "a"'),
        " and ".join(['unread = "yes"'] * 400),
    ],
)
def test_what_cannot_be_said(written: str) -> None:
    with pytest.raises(FilterError) as raised:
        say(written)
    assert str(raised.value)


def test_what_is_not_quite_the_same_is_said() -> None:
    assert say('content =~ "x" and age < 3').notes == (
        "content is looked for by whole words and their beginnings",
        "ages are counted in whole days from midnight",
    )
    assert say('unread = "yes"').notes == ()


_ATTRIBUTES = ("title", "author", "content", "link", "feedtitle", "unread", "tags", "flags", "age", "guid")
_OPERATORS = ("=", "!=", "=~", "!~", "#", "!#", "<", ">", "between")


@given(
    st.recursive(
        st.builds(
            lambda name, operator, value: f'{name} {operator} "{value}"',
            st.sampled_from(_ATTRIBUTES),
            st.sampled_from(_OPERATORS),
            st.text(st.sampled_from("ab cE1.*+?()[]|\\/'-:"), max_size=8),
        ),
        lambda inner: st.builds(
            lambda left, word, right: f"({left}) {word} {right}", inner, st.sampled_from(("and", "or")), inner
        ),
        max_leaves=6,
    )
)
def test_whatever_is_written_gives_a_query_or_a_reason(written: str) -> None:
    with suppress(FilterError):
        said = say(written)
        problem = ""
        try:
            read_condition(said.query, NAMES)
        except QueryError as err:
            problem = str(err)
        # Only what names something that is not there: a feed, a folder, a tag.
        assert not problem or "is called" in problem or "tag" in problem, (written, said, problem)


@given(st.text(max_size=60))
def test_any_text_gives_a_query_or_a_reason(written: str) -> None:
    with suppress(FilterError):
        say(written)
