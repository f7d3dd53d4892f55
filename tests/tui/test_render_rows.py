"""Rows: exactly as wide as the pane whatever is in them, and readable without any colour."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.strip import Strip

from readnow.model.query import ALL, Scope, ScopeKind
from readnow.tui.render.article_rows import Columns, article_row, article_rows
from readnow.tui.render.palette import ASCII_MARKS, Marks, Palette
from readnow.tui.render.rows import (
    RowState,
    feed_row,
    note_lines,
    title_line,
)
from readnow.views.feed_row import FeedRow
from tests.support.panes import NOW, ROWS, feed, head

PALETTE = Palette()
MARKS = Marks()
TEXTS = st.one_of(
    st.text(max_size=80),
    st.text("aé日本語🙂👩‍🚀​‮\x1b\n\t…ب­ ", max_size=60),
    st.sampled_from(["", "[/]", "[@click=app.quit]x[/]", "👨‍👩‍👧‍👦 family", "e" + "́" * 9, "🇩🇪🇫🇷"]),
)
WIDTHS = st.integers(1, 150)
ALL_MARKS = st.sampled_from([MARKS, ASCII_MARKS])
STATES = st.builds(RowState, WIDTHS, st.booleans(), st.booleans(), st.booleans())


def _check(strip: Strip, width: int) -> None:
    assert strip.cell_length == width
    assert sum(segment.cell_length for segment in strip) == width
    assert cell_len(strip.text) == width
    assert not {"\n", "\t", "\x1b", "\u202e"} & set(strip.text)


@given(TEXTS, TEXTS, st.integers(0, 30), st.integers(0, 10**9), STATES, ALL_MARKS, st.data())
def test_a_feed_row_fills_its_pane(
    label: str, note: str, depth: int, unread: int, state: RowState, marks: Marks, data: st.DataObject
) -> None:
    scope = Scope(data.draw(st.sampled_from(ScopeKind)), 3)
    mark = data.draw(st.sampled_from(["", "!", "~"]))
    folded = data.draw(st.sampled_from([None, True, False]))
    row = FeedRow(scope, label, depth, unread, unread, mark, note, folded)
    _check(feed_row(row, state, PALETTE, marks), state.width)


@given(
    TEXTS,
    TEXTS,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    STATES,
    ALL_MARKS,
)
def test_article_rows_fill_their_pane(
    title: str,
    feed_title: str,
    read: bool,
    starred: bool,
    shown: bool,
    date: int,
    state: RowState,
    marks: Marks,
) -> None:
    article = head(1, title, feed_title=feed_title, read=read, starred=starred, date=date, words=9_000_000)
    strips = article_rows(article, state, NOW, Columns(show_feed=shown), PALETTE, marks)
    for strip in (*article_row(article, state, NOW, Columns(show_feed=shown), PALETTE, marks), *strips):
        _check(strip, state.width)


@given(TEXTS, TEXTS, WIDTHS, st.booleans(), ALL_MARKS)
def test_a_title_line_fills_its_pane(left: str, right: str, width: int, focused: bool, marks: Marks) -> None:
    _check(title_line(left, right, width, focused, PALETTE, marks), width)
    for strip in note_lines(left, width, PALETTE.muted, PALETTE):
        _check(strip, width)


def _feed(row: FeedRow, width: int = 26, **state: Any) -> str:
    return feed_row(row, RowState(width, **state), PALETTE, MARKS).text


def test_the_feed_list_looks_as_designed() -> None:
    assert [_feed(row) for row in ROWS] == [
        "  All articles        214 ",
        "  Unread               38 ",
        "  Starred               9 ",
        "▾ Linux                17 ",
        "    Kernel Week         9 ",
        "    Planet Kernel         ",
        "▸ News                  9 ",
        "  Commons                 ",
        "! Old Blog            410 ",
        "~ Slow Site         14:20 ",
    ]


def test_the_row_that_is_opened_has_a_mark() -> None:
    assert _feed(ROWS[1], opened=True) == "  Unread               38›"


@pytest.mark.parametrize("width", [1, 6, 18, 26])
def test_a_feed_whose_certificate_is_not_checked_has_a_mark_of_its_own(width: int) -> None:
    row = FeedRow(feed(1), "A name that is long enough", unread=12, mark="!", unchecked=True)
    strip = feed_row(row, RowState(width), PALETTE, MARKS)
    _check(strip, width)
    assert ("≠" in strip.text) == (width >= 6)
    assert "#" in feed_row(row, RowState(26), PALETTE, ASCII_MARKS).text


def test_a_joiner_at_the_end_of_a_word_swallows_no_cell() -> None:
    for strip in note_lines("0 \u200d 0", 3, PALETTE.muted, PALETTE):
        _check(strip, 3)


def test_a_long_label_gives_way_to_the_number() -> None:
    row = FeedRow(ALL, "All the articles of the world", total=50_412)
    assert _feed(row, 18) == "  All the… 50,412 "


def test_a_nested_folder_has_its_sign_before_its_label() -> None:
    row = FeedRow(Scope(ScopeKind.FOLDER, 4), "Inner", 1, 4, 9, mark="!", folded=False)
    assert _feed(row) == "! ▾ Inner               4 "


def test_an_article_in_one_line() -> None:
    rows = [
        head(1, "The kernel’s new memory cgroup controller, explained", feed_title="Kernel Week"),
        head(2, "On reading slowly", feed_title="Margins and Co of somewhere", read=True, starred=True),
        head(3, "Short", read=True, date=NOW - 86_400 * 400),
    ]
    shown = [
        article_row(row, RowState(62), NOW, Columns(show_feed=True), PALETTE, MARKS)[0].text for row in rows
    ]
    assert shown == [
        " ● The kernel’s new memory cgroup con…  Kernel Week       2 h ",
        " ★ On reading slowly                    Margins and Co…   2 h ",
        " ○ Short                                Harbour          2024 ",
    ]


def test_a_list_of_one_feed_does_not_name_it() -> None:
    assert article_row(head(1, "Short"), RowState(30), NOW, Columns(show_feed=False), PALETTE, MARKS)[
        0
    ].text == (" ● Short                  2 h ")


def test_an_article_in_two_lines() -> None:
    first, second = article_rows(
        head(1, "A terminal is a place", words=3300),
        RowState(38),
        NOW,
        Columns(show_feed=True),
        PALETTE,
        MARKS,
    )
    assert first.text == " ● A terminal is a place              "
    assert second.text == "   Harbour · 2 h · 14 min             "


def test_an_article_without_a_title_says_so() -> None:
    assert (
        "Untitled"
        in article_row(head(1, " \u200b"), RowState(40), NOW, Columns(show_feed=False), PALETTE, MARKS)[
            0
        ].text
    )


def test_ascii_marks_are_ascii() -> None:
    title = "A title that is much too long for so narrow a pane"
    strip = article_row(head(1, title), RowState(30), NOW, Columns(show_feed=True), PALETTE, ASCII_MARKS)[0]
    assert strip.text.isascii()
    assert strip.text.startswith(" * ")


@pytest.mark.parametrize("read", [True, False])
def test_the_row_with_the_cursor_is_one_segment(read: bool) -> None:
    """Its cost on the wire, and its visibility: reverse in the pane with the focus."""
    strip = article_row(
        head(1, read=read), RowState(40, True, True), NOW, Columns(show_feed=True), PALETTE, MARKS
    )[0]
    (segment,) = strip
    assert segment.style is not None
    assert segment.style.reverse
    assert bool(segment.style.bold) is not read


def test_states_differ_without_colour() -> None:
    """Unread, read, starred; cursor with and without focus; opened; trouble: seven looks with no colour at all."""
    rows = [
        article_row(
            head(1, "x", **flags),
            RowState(20, (*state, False)[0], (*state, False, False)[1]),
            NOW,
            Columns(show_feed=False),
            PALETTE,
            MARKS,
        )[0]
        for flags, state in [
            ({}, ()),
            ({"read": True}, ()),
            ({"starred": True}, ()),
            ({}, (True, True)),
            ({}, (True, False)),
        ]
    ]
    feeds = [
        feed_row(FeedRow(feed(1), "x", mark=mark), RowState(20, opened=opened), PALETTE, MARKS)
        for mark, opened in [("", False), ("!", False), ("~", False), ("", True)]
    ]
    for strips in (rows, feeds):
        looks = {
            "".join(f"{s.text}{s.style.without_color if s.style else ''}" for s in strip) for strip in strips
        }
        assert len(looks) == len(strips)
