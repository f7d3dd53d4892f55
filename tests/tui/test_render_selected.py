"""What is copied is the article's own text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.html import to_document
from readnow.text.wrap import Line, wrap
from readnow.tui.render.document import line_text
from readnow.tui.render.selected import selected_text


def _lines(html: str, width: int = 40) -> list[Line]:
    return list(wrap(to_document(html), width))


@pytest.mark.parametrize(
    ("html", "copied"),
    [
        ('<p>see <a href="https://a.example/">this</a> now</p>', "see this now\n\na.example"),
        (
            "<blockquote><p>quoted words</p><blockquote>twice</blockquote></blockquote>",
            "quoted words\n\ntwice",
        ),
        ("<h2>Part</h2><p>text</p>", "Part\n\ntext"),
        ("<h3>Part</h3><p>text</p>", "Part\n\ntext"),
        ("<ul><li>one</li><li>two</li></ul>", "• one\n• two"),
        ("<pre>def f():\n    return 1\n\nf()</pre>", "def f():\n    return 1\n\nf()"),
        ("<ul><li><p>a</p><pre>  x</pre></li></ul>", "• a\n\n  x"),
        ("<p>one</p><hr><p>two</p>", "one\n\n\ntwo"),
    ],
)
def test_nothing_of_ours_is_copied(html: str, copied: str) -> None:
    assert selected_text(_lines(html), 0, None) == copied


def test_a_part_begins_and_ends_where_the_mouse_did() -> None:
    lines = _lines('<blockquote>see <a href="https://a.example/">this</a> now and then</blockquote>', 20)
    assert [line_text(line) for line in lines[:2]] == ["▎ see this[1] now", "▎ and then"]
    assert selected_text(lines[:2], 6, 5) == "this now\nand"
    assert selected_text(lines[:1], 8, 15) == "is n"
    assert selected_text(lines[:1], 0, 1) == ""


@given(st.integers(0, 80), st.integers(0, 80), st.integers(4, 50))
def test_any_part_is_a_part_of_the_whole(start: int, end: int, width: int) -> None:
    html = (
        '<p>日本 words <a href="https://a.example/">here</a> and 👩‍🚀 more</p><blockquote>quoted</blockquote>'
    )
    (line, *_) = _lines(html, width)
    whole = selected_text([line], 0, None)
    assert selected_text([line], start, end) in whole
    assert selected_text([line], 0, end) == whole[: len(selected_text([line], 0, end))]
