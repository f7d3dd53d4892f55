"""Links of an article: the lines they are on, and those whose text names another host."""

import pytest

from readnow.text.html import to_document
from readnow.text.wrap import wrap
from readnow.tui.render.document import line_text
from readnow.tui.render.links import link_lines, link_numbers
from readnow.views.misleading import misleading_links


@pytest.mark.parametrize(
    "html",
    [
        '<p>see <a href="https://a.example/">a promise that is kept over more lines than one</a> now</p>',
        '<blockquote><p>see <a href="https://a.example/">a promise that is kept over many</a> now</p></blockquote>',
        '<ul><li>see <a href="https://a.example/">a promise that is kept over more lines</a> now</li></ul>',
        '<pre>see <a href="https://a.example/">a_promise_that_is_kept_over_more_lines_than_one</a> now</pre>',
    ],
)
def test_a_link_is_on_all_its_lines(html: str) -> None:
    wrapped = wrap(to_document(html), 24)
    lines = link_lines(wrapped, 0, 1)
    assert len(lines) >= 2
    assert "[1]" in line_text(wrapped.line(lines[-1]))


def test_the_same_address_elsewhere_is_another_link() -> None:
    html = '<p>at <a href="https://a.example/">one</a></p><p><a href="https://a.example/">two</a> it is</p>'
    wrapped = wrap(to_document(html), 40)
    assert [link_numbers(line) for line in wrapped][:3] == [(1,), (), (1,)]
    assert link_lines(wrapped, 0, 1) == range(1)
    assert link_lines(wrapped, 2, 1) == range(2, 3)


def test_a_link_at_the_very_end_is_on_one_line() -> None:
    wrapped = wrap(to_document('<p>x <a href="#x" id="x">up</a></p>'), 40)
    (number,) = link_numbers(wrapped.line(0))
    assert link_lines(wrapped, 0, number) == range(1)


def test_a_text_that_names_another_host_is_told_wherever_it_stands() -> None:
    html = (
        '<p><a href="https://evil.example/">here</a> and <a href="https://fine.example/">fine.example</a>.</p>'
        '<ul><li>pay at <a href="https://evil.example/"><b>paypal</b>.com</a> today</li></ul>'
        '<table><tr><th>A</th><td><a href="https://x.example/">https://y.example/z</a></td></tr></table>'
    )
    document = to_document(html)
    numbers = {link.url: link.number for link in document.links}
    assert misleading_links(document) == {
        numbers["https://evil.example/"]: "paypal.com",
        numbers["https://x.example/"]: "https://y.example/z",
    }


def test_words_mislead_nobody() -> None:
    html = '<p><a href="https://a.example/">Node.js</a> <a href="https://b.example/">main.rs</a> and <s>c.com</s></p>'
    assert misleading_links(to_document(html)) == {}
