"""Lines of an article: as wide as the pane, each meaning with its look, links where they are clicked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from readnow.text.blocks import Document, Paragraph, Span, Style
from readnow.text.breaking import LineSpan
from readnow.text.html import to_document
from readnow.text.wrap import Line, LineKind, wrap
from readnow.tui.render.document import Marked, document_line, line_text, link_at, link_marks, style_of
from readnow.tui.render.palette import Palette

PALETTE = Palette()
HTML = (
    '<h2>Ünïcode 日本語</h2><p>Some <b>bold</b> text with a <a href="https://example.org/a">link</a> in it.</p>'
    "<blockquote>quoted</blockquote><pre>code   here</pre><ul><li>one</li></ul>"
    "<table><tr><th>A</th><td>1</td></tr></table><p>مرحبا بالعالم</p>"
)


@given(st.text(max_size=200), st.integers(1, 90), st.integers(0, 20))
def test_a_line_is_as_wide_as_the_pane(text: str, width: int, indent: int) -> None:
    document = to_document(f"<p>{text}</p>{HTML}")
    for line in wrap(document, max(1, width - 2 * indent)):
        strip = document_line(line, width, min(indent, width), PALETTE)
        assert strip.cell_length == width
        assert cell_len(strip.text) == width


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.booleans()), max_size=4))
def test_marks_change_no_text(parts: list[tuple[int, int, bool]]) -> None:
    line = Line(
        (LineSpan("plain "), LineSpan("bold ", int(Style.BOLD)), LineSpan("日本語")), LineKind.TEXT, 0
    )
    marks = [Marked(min(a, b), max(a, b), current) for a, b, current in parts]
    marked = document_line(line, 40, 2, PALETTE, marks)
    assert marked.text == document_line(line, 40, 2, PALETTE).text


def test_a_mark_is_where_it_was_asked_for() -> None:
    line = Line((LineSpan("find me "), LineSpan("here", int(Style.BOLD))), LineKind.TEXT, 0)
    strip = document_line(line, 20, 2, PALETTE, [Marked(5, 10, True)])
    reversed_text = "".join(s.text for s in strip if s.style is not None and s.style.reverse)
    assert reversed_text == "me he"


@pytest.mark.parametrize(
    ("flags", "look"),
    [
        (Style.BOLD, "bold"),
        (Style.HEADING, "bold"),
        (Style.ITALIC, "italic"),
        (Style.IMAGE | Style.ITALIC, "italic"),
        (Style.STRIKE, "strike"),
        (Style.LINK, "underline"),
        (Style.LINK | Style.BOLD, "underline"),
        (Style.CODE, "bold"),
        (Style.MUTED, "dim"),
        (Style.RULE | Style.MUTED, "dim"),
    ],
)
def test_meaning_has_a_look_without_colour(flags: Style, look: str) -> None:
    assert getattr(style_of(int(flags), PALETTE), look)


def test_the_list_of_links_is_quiet() -> None:
    style = style_of(int(Style.LINK | Style.MUTED), PALETTE)
    assert style.dim
    assert not style.underline


def test_no_address_reaches_the_terminal_as_a_link_of_its_own() -> None:
    """Links are opened by number or click, after a look at them; the terminal gets no targets."""
    document = to_document('<p><a href="https://example.org/">here</a></p>')
    for line in wrap(document, 40):
        for segment in document_line(line, 44, 2, PALETTE):
            assert segment.style is None or segment.style.link is None


def test_a_link_is_found_at_its_cells() -> None:
    document = to_document('<p>日本 <a href="https://example.org/">her e</a>.</p>')
    (first, *_) = wrap(document, 40)
    assert line_text(first) == "日本 her e[1]."
    assert [link_at(first, cell) for cell in (-1, 0, 4, 5, 9, 10, 12, 13, 14)] == (
        [None, None, None, 1, 1, 1, 1, None, None]
    )
    assert link_marks(first, 1) == [Marked(3, 8, True), Marked(8, 11, True)]
    assert link_marks(first, 2) == []


def test_the_ground_of_code_reaches_as_far_as_the_text() -> None:
    palette = Palette(code_block=PALETTE.text + style_of(0, PALETTE).parse("on #333333"))
    line = next(iter(wrap(Document((Paragraph((Span("x"),)),)), 10)))._replace(
        kind=LineKind.CODE, spans=(LineSpan("    "), LineSpan("ab", int(Style.CODE)))
    )
    strip = document_line(line, 24, 2, palette)
    ground = [
        segment.text for segment in strip if segment.style is not None and segment.style.bgcolor is not None
    ]
    assert "".join(ground) == "ab" + " " * 14
