"""The columns of lists of articles: in any order and width they stand below each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.config.schema import COLUMNS
from readnow.model.article import Place
from readnow.text.cells import cell_width
from readnow.tui.render.article_rows import Columns, article_row, article_rows
from readnow.tui.render.palette import ASCII_MARKS, Marks, Palette
from readnow.tui.render.rows import RowState
from tests.support.panes import NOW, head

NAMES = ("mark", "title", "tags", "feed", "author", "age", "date", "length")
TITLES = (
    "Plain",
    "한국어 제목과 한자 漢字",
    "日本語のとても長い見出しがここに続いていて終わらないので切られる",
    "👩‍👩‍👧 families 🏳️‍🌈 and flags 🇩🇪",
    "e\u0301a\u0300o\u0308 combining",
    "สวัสดีชาวโลก",
    "A" * 200,
)


def row(title: str, width: int, columns: Columns, **fields: object) -> str:
    """One line as text."""
    return article_row(head(1, title, **fields), RowState(width), NOW, columns, Palette(), Marks())[0].text


@given(
    st.lists(st.sampled_from(NAMES), max_size=10),
    st.integers(0, 220),
    st.booleans(),
    st.sampled_from(TITLES),
    st.sampled_from((Marks(), ASCII_MARKS)),
)
def test_any_columns_fill_any_width(
    names: list[str], width: int, show_feed: bool, title: str, marks: Marks
) -> None:
    article = head(1, title, author="Ä. Ünther 漢字", tags=("linux", "漢字"), place=Place(3, 100))
    columns = Columns(tuple(names), show_feed)
    state = RowState(width)
    for strip in (
        *article_row(article, state, NOW, columns, Palette(), marks),
        *article_rows(article, state, NOW, columns, Palette(), marks),
    ):
        assert cell_width(strip.text) == width
        assert strip.cell_length == width


@given(st.permutations(NAMES), st.integers(60, 220))
def test_columns_stand_below_each_other(names: list[str], width: int) -> None:
    """The age ends, and the feed's name begins, at one cell in all rows."""
    columns = Columns(tuple(names))
    edges = set()
    for title in TITLES:
        text = row(title, width, columns, feed_title="Harbour", date=NOW - 7200)
        at = text.index("Harbour")
        age = text.index(" 2 h")
        edges.add((cell_width(text[:at]), cell_width(text[: age + 4])))
    assert len(edges) == 1


@pytest.mark.parametrize(
    ("names", "width", "shown"),
    [
        (("age", "mark", "title", "feed"), 50, "  2 h  ● Short                       Harbour      "),
        (("title",), 30, " Short                        "),
        (("mark", "feed", "title"), 40, " ● Harbour     Short                    "),
        (("mark", "title", "date"), 40, " ● Short                          today "),
        (
            ("mark", "title", "author", "age"),
            60,
            " ● Short                                 Ann Example    2 h ",
        ),
        (("feed", "age"), 46, " Short                      Harbour       2 h "),
        (COLUMNS, 100, f" ● Short{' ' * 56}Harbour                2 h   14 min "),
    ],
)
def test_columns_are_those_of_the_setting(names: tuple[str, ...], width: int, shown: str) -> None:
    text = row("Short", width, Columns(names), author="Ann Example", words=3300)
    assert cell_width(text) == width
    assert text == shown


def test_what_there_is_no_room_for_goes_one_after_the_other() -> None:
    said = [
        {word for word in ("min", "Ann", "today", "Harb", "2 h") if word in text}
        for width in range(140, 0, -1)
        if (text := row("Short", width, Columns(NAMES), author="Ann", words=3300))
    ]
    counts = [len(words) for words in said]
    assert counts[0] == 5
    assert counts[-1] == 0
    assert counts == sorted(counts, reverse=True)
    assert {"2 h"} in said  # the age is the last to go


def test_the_second_line_has_the_order_of_the_columns() -> None:
    article = head(1, "Short", author="Ann Example", words=3300)
    _, second = article_rows(
        article, RowState(60), NOW, Columns(("date", "title", "author", "feed")), Palette(), Marks()
    )
    assert second.text.strip() == "today · Ann Example · Harbour"
