"""Tables: columns where they fit, narrower ones where not, else records; nothing of a cell is lost."""

import pytest

from readnow.text.blocks import COVERED, Table
from readnow.text.html import to_document
from readnow.text.markdown import to_markdown
from readnow.text.markup import to_html
from readnow.text.plain import to_text

PORTS = (
    "<table><caption>Winter</caption><tr><th>Port<th>Place<th>Time</tr>"
    "<tr><td>North<td>Behind the second mole, left of the crane<td>23.40</tr>"
    "<tr><td>South quay<td>At the old customs house<td>0.10</tr></table>"
)
SPANS = (
    "<table><thead><tr><th rowspan=2>Port<th colspan=2>Times<tr><th>In<th>Out</thead>"
    "<tr><td rowspan=2>North<td>1.10<td>12.30<tr><td>2.15<td>14.05<tr><td>South<td>3.00<td>15.45</table>"
)


def text(html: str, width: int = 60) -> str:
    return to_text(to_document(html), width)


def table(html: str) -> Table:
    (block,) = to_document(html).blocks
    assert isinstance(block, Table)
    return block


def test_a_table_that_fits_has_columns_numbers_at_the_right() -> None:
    assert text(PORTS, 70) == (
        "Winter\n"
        "Port        Place                                       Time\n"
        "────────────────────────────────────────────────────────────\n"
        "North       Behind the second mole, left of the crane  23.40\n"
        "South quay  At the old customs house                    0.10\n"
    )


def test_a_wide_table_first_shrinks_and_wraps_in_its_cells() -> None:
    assert text(PORTS, 40) == (
        "Winter\n"
        "Port        Place                   Time\n"
        "────────────────────────────────────────\n"
        "North       Behind the second      23.40\n"
        "            mole, left of the\n"
        "            crane\n"
        "\n"
        "South quay  At the old customs      0.10\n"
        "            house\n"
    )


def test_and_then_becomes_a_list_of_records() -> None:
    assert text(PORTS, 24) == (
        "Winter\n"
        "Port: North\n"
        "Place: Behind the second\n"
        "mole, left of the crane\n"
        "Time: 23.40\n"
        "\n"
        "Port: South quay\n"
        "Place: At the old\n"
        "customs house\n"
        "Time: 0.10\n"
    )


def test_cells_that_span_have_the_room_of_all_their_columns() -> None:
    assert text(SPANS) == (
        "Port      Times\n"
        "         In    Out\n"
        "──────────────────\n"
        "North  1.10  12.30\n"
        "       2.15  14.05\n"
        "South  3.00  15.45\n"
    )


def test_a_record_can_be_read_alone() -> None:
    """With the name of its group, and the value that reaches over several rows."""
    assert text(SPANS, 14) == (
        "Port: North\nTimes · In:\n1.10\nTimes · Out:\n12.30\n\n"
        "Port: North\nTimes · In:\n2.15\nTimes · Out:\n14.05\n\n"
        "Port: South\nTimes · In:\n3.00\nTimes · Out:\n15.45\n"
    )


def test_spans_are_kept_within_limits() -> None:
    html = "<table><tr><td rowspan=2>a<td colspan={}>b</tr><tr><td>c<td>d</tr></table>"
    rows = table(html.format(2)).rows
    assert [[cell[1:] for cell in row] for row in rows] == [
        [(1, 2), (2, 1), (0, 0)],
        [(0, 0), (1, 1), (1, 1)],
    ]
    assert rows[1][0] == COVERED
    giant = table(html.format(10**9))
    assert all(len(row) == 3 for row in giant.rows)
    assert to_text(to_document(html.format(10**9))) == "a  b\n   c  d\n"


def test_columns_are_aligned_as_the_page_says() -> None:
    html = (
        "<table><tr><th>Name<th align=right>Where<th style='text-align:center'>Mark</tr>"
        "<tr><td>a<td align=right>x<td style='color:red; text-align: center'>o</tr>"
        "<tr><td>b<td align=right>long<td style='text-align:center'>-</tr></table>"
    )
    assert text(html) == "Name  Where  Mark\n─────────────────\na         x   o\nb      long   -\n"


def test_a_heading_at_the_side_is_bold() -> None:
    (row, _) = table("<table><tr><th>Port<td>North<tr><th>Time<td>9</table>").rows
    assert row[0].spans[0].style
    assert not row[1].spans[0].style


def test_a_foot_written_first_stands_last() -> None:
    html = "<table><tfoot><tr><td>sum<td>3</tfoot><tbody><tr><td>a<td>1<tr><td>b<td>2</tbody></table>"
    assert text(html) == "a    1\nb    2\nsum  3\n"


def test_lists_in_cells_are_lines() -> None:
    html = "<table><tr><td>a<td><ul><li>one<li>two</ul><tr><td>b<td><ol start=3><li>x</ol></table>"
    assert text(html) == "a  • one\n   • two\n\nb  3. x\n"


def test_a_table_too_rich_for_columns_names_each_cell() -> None:
    html = "<table><tr><th>Port<th>Note</tr><tr><td>North<td><blockquote>Mind the step.</blockquote></tr></table>"
    assert text(html) == "Port: North\n\nNote:\n\n▎ Mind the step.\n"


def test_tables_of_layout_are_what_is_in_them() -> None:
    assert text("<table><tr><td><h2>Title</h2><p>Text</table>") == "Title\n╌╌╌╌╌\n\nText\n"
    assert text("<table><tr><td>" + "word " * 200 + "<td>x</table>", 72).splitlines()[-1] == "x"


def test_the_numbers_of_lines_beside_code_are_left_out() -> None:
    html = "<table><tr><td class=linenos><pre>1\n2</pre><td class=code><pre>a = 1\nb = 2</pre></table>"
    assert text(html) == "    a = 1\n    b = 2\n"


@pytest.mark.parametrize("width", [10, 20, 30, 40, 60, 100])
@pytest.mark.parametrize("html", [PORTS, SPANS])
def test_every_word_is_there_at_any_width(html: str, width: int) -> None:
    shown = text(html, width)
    for word in ("Port", "North", "South"):
        assert word in shown


def test_spans_and_alignment_in_html_and_markdown() -> None:
    html = to_html(to_document(SPANS))
    assert '<th rowspan="2">Port</th><th colspan="2">Times</th>' in html
    assert '<td rowspan="2">North</td>' in html
    assert to_html(to_document(html)) == html
    assert to_markdown(
        to_document("<table><tr><th>a<th align=right>b<tr><td>x<td align=right>y</table>")
    ) == ("| a | b |\n| --- | ---: |\n| x | y |\n")
