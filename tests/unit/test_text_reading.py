"""One walk gives what taming and reading give one after the other, for every HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text import reading, words
from readnow.text.bounds import CUT_MARK, MAX_DEPTH, MAX_NODES, tame
from readnow.text.reading import tame_and_read
from readnow.text.words import plain_words

PIECES = (
    *("<p>", "</p>", "<a href='x'>", "</a>", "<b>", "</b>", "<li>", "<ul>", "</ul>", "<table>", "<tr>", "<td>", "</td>"),
    *("<h1>", "</h2>", "<option>", "<button>", "<form>", "</form>", "<br/>", "<img src=a/>", "<A B=C/>", "<i/ >"),
    *("<!-- c -->", "<!x>", "</>", "<![CDATA[x]]>", "<svg>", "</svg>", "<title>", "</title>", "<script>x</script>"),
    *("<iframe>", "<plaintext>", "<xmp>", "</xmp>", '<q "', '"', "'", ">", "<", "/", "="),
    *("text", " ", "\n", "a < b", "&amp;", "&am", "p;", "&#27;", "\u00e9", "\u200b", "\u0301", CUT_MARK),
)  # fmt: skip


CAREFUL = (
    *("<p>", "</p>", "<em>", "</em>", '<a href="x">', "<a href='>'>", '<a b="<">', "<br/>", '<img alt="" src="x"/>'),
    *("<b c='d\"'>", '<b c="d>', '<b "c">', "<B>", "<li >", "</li >", "<td\ncolspan='2'>", "<q/>", "<hr / >"),
    *("text", " ", "\n", "one &amp; two", ">", "<", "<button>", "<!-- c -->", "<title>", "</title>", "<http://a>"),
)  # fmt: skip


def both(html: str) -> tuple[str, str]:
    tamed = tame(html)
    return tamed, plain_words(tamed)


@given(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text("<>/!-abp &;'\"=\n", max_size=40)
)
def test_one_walk_is_as_good_as_two(html: str) -> None:
    assert tame_and_read(html) == both(html)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "plain & simple",
        "<p>One <b>two</b>three</p><ul><li>four<li>five</ul>",
        "<div>" * (MAX_DEPTH + 20) + "deep",
        "<br>" * (MAX_NODES + 5) + "late",
        "<p>" + "word " * 300_000,
    ],
    ids=["empty", "plain", "ordinary", "deep", "many", "long"],
)
def test_ordinary_and_enormous_texts(html: str) -> None:
    assert tame_and_read(html) == both(html)


def test_ordinary_html_is_walked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(html: str) -> str:
        pytest.fail(f"tamed by itself: {html}")

    monkeypatch.setattr(reading, "tame", never)
    html = "<h2>Title</h2><p>Some <a href='x' title=\"y\">link</a>,<br/>a picture <img src='z'/>.<!-- end --></p>"
    assert tame_and_read(html)[1] == "Title Some link, a picture ."


@given(st.lists(st.sampled_from(CAREFUL + PIECES), max_size=12).map("".join))
def test_words_read_at_once_are_those_read_tag_by_tag(html: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_gap", lambda _: "<")
        one_by_one = plain_words(html)
    assert plain_words(html) == one_by_one


def test_words_of_careful_html_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(html: str) -> str:
        pytest.fail(f"read tag by tag: {html}")

    monkeypatch.setattr(words, "mend", never)
    html = (
        "<h2>Title</h2>\n<p>So<b>me</b> <a href='x' title=\"y\">link</a>,<br/>a picture <img src='z'/>.</p>"
    )
    assert plain_words(html) == "Title Some link, a picture ."
