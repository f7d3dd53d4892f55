"""Finding in an article: over ends of lines, without case and accents, not in our own marks; links stepped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.html import to_document
from readnow.text.wrap import Wrapped, wrap
from readnow.tui.render.document import line_text
from readnow.tui.render.finding import MOST_MATCHES, FoldedText, Matches, is_cased
from readnow.tui.render.links import link_numbers, step_link

HTML = "<p>The quick brown fox jumps over the lazy dog and the Quick Brown cat.</p>"


def _wrapped(html: str, width: int) -> Wrapped:
    return wrap(to_document(html), width)


def _found(html: str, width: int, words: str) -> list[str]:
    wrapped = _wrapped(html, width)
    return [
        " ".join(line_text(wrapped.line(part.line))[part.start : part.end] for part in match).strip()
        for match in FoldedText(wrapped).find(words)
    ]


@pytest.mark.parametrize("width", [10, 12, 17, 30, 80])
def test_words_are_found_whatever_the_width(width: int) -> None:
    assert _found(HTML, width, "quick  BROWN") == ["quick brown", "Quick Brown"]


@given(st.integers(8, 60), st.integers(0, 60), st.integers(1, 20))
def test_every_piece_of_the_text_is_found_at_every_width(width: int, start: int, length: int) -> None:
    text = HTML.removeprefix("<p>").removesuffix("</p>")
    words = text[start : start + length].strip()
    if words:
        assert FoldedText(_wrapped(HTML, width)).find(words)


@pytest.mark.parametrize(
    ("html", "words", "found"),
    [
        ("<p>Ein Café in Łódź</p>", "cafe in lodz", ["Café in Łódź"]),
        ("<p>Straße</p>", "strasse", ["Straße"]),
        ("<p>日本語のテキスト</p>", "本語のテ", ["本語のテ"]),
        ('<p>see <a href="https://example.org/">this page</a> now</p>', "page now", ["page[1] now"]),
        ("<blockquote><p>quoted words go on in the next line</p></blockquote>", "▎", []),
        ("<p>x</p>", "", []),
        ("<p>x</p>", "   ", []),
        ("<p>a.b</p>", "a?b", []),
        ("<p>café noir</p>", "é n", ["é n"]),
        ("<p>éß and ½ of it</p>", "1⁄2 of", ["½ of"]),
        ("<pre>a   b\n  c</pre>", "a b c", ["a   b c"]),
    ],
)
def test_what_counts_as_text(html: str, words: str, found: list[str]) -> None:
    assert _found(html, 40, words) == found


def test_text_without_spaces_is_found_over_the_end_of_a_line() -> None:
    wrapped = _wrapped("<p>日本語のテキストもここに入ります</p>", 10)
    (match,) = FoldedText(wrapped).find("テキスト")
    assert [part.line for part in match] == [0, 1]


def test_quoted_text_is_found_over_the_end_of_a_line() -> None:
    html = "<blockquote><p>quoted words go on in the next line</p></blockquote>"
    assert FoldedText(_wrapped(html, 16)).find("words go on in the next")


def test_matches_are_stepped_round() -> None:
    matches = Matches(FoldedText(_wrapped(HTML, 12)).find("the"))
    assert len(matches) == 3
    assert [matches.number, matches.line] == [1, 0]
    matches.step(-1)
    assert matches.number == 3
    matches.step(1)
    matches.start_at(1)
    assert matches.number == 2
    matches.start_at(99)
    assert matches.number == 1
    assert [mark.current for line in range(9) for mark in matches.marks(line)] == [True, False, False]


def test_no_match_is_harmless() -> None:
    matches = Matches()
    matches.step(1)
    matches.start_at(3)
    assert (len(matches), matches.number, matches.line, matches.marks(0)) == (0, 0, 0, [])


LINKS = "".join(f'<p>text {n} <a href="https://example.org/{n}">link {n}</a></p>' for n in range(1, 6))


def _walk(wrapped: Wrapped, delta: int, screen: tuple[int, int]) -> list[int]:
    """The numbers of the links passed while the screen moves along."""
    current = None
    numbers: list[int] = []
    while (step := step_link(wrapped, current, delta, screen)) is not None and len(numbers) < 50:
        current = step
        screen = (step[0], step[0] + 4)
        numbers.append(step[1])
    return numbers


def test_links_are_stepped_in_order_and_the_list_at_the_end_is_passed_over() -> None:
    wrapped = _wrapped(LINKS, 40)
    assert _walk(wrapped, 1, (0, 4)) == [1, 2, 3, 4, 5]
    assert _walk(wrapped, -1, (5, 9)) == [5, 4, 3, 2, 1]


def test_stepping_begins_on_the_screen() -> None:
    wrapped = _wrapped(LINKS, 40)
    assert _walk(wrapped, 1, (3, 7)) == [3, 4, 5]
    assert step_link(wrapped, (0, 1), 1, (5, 9)) == (6, 4)


def test_a_link_over_two_lines_is_one_and_two_on_a_line_are_two() -> None:
    html = '<p><a href="https://a.example/">one two three four</a> <a href="https://b.example/">b</a></p>'
    wrapped = _wrapped(html, 12)
    assert _walk(wrapped, 1, (0, 9)) == [1, 2]
    assert _walk(wrapped, -1, (0, 4)) == [2, 1]


def test_an_article_without_links_has_none_to_step_to() -> None:
    wrapped = _wrapped(HTML, 20)
    assert step_link(wrapped, None, 1, (0, 5)) is None
    assert step_link(wrapped, None, -1, (0, 5)) is None
    assert all(not link_numbers(line) for line in wrapped)


CASED = "<p>The Tide and the tide. ÉTÉ, été, Łódź; Ǆ and ß, ẞ. ﬁne</p>"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tide", ["Tide", "tide"]),
        ("Tide", ["Tide"]),
        ("TIDE", []),
        ("the tide", ["The Tide", "the tide"]),
        ("The", ["The"]),
        ("ete", ["ÉTÉ", "été"]),
        ("ETE", ["ÉTÉ"]),
        ("É", ["É", "É"]),
        ("Lodz", ["Łódź"]),
        ("lodz", ["Łódź"]),
        ("fine", ["ﬁne"]),
    ],
)
def test_a_capital_letter_makes_capitals_count(words: str, found: list[str]) -> None:
    wrapped = _wrapped(CASED, 40)
    folded = FoldedText(wrapped, is_cased(words))
    assert [
        "".join(line_text(wrapped.line(part.line))[part.start : part.end] for part in match)
        for match in folded.find(words)
    ] == found


@given(st.text("aÀbB éÉßẞłŁ\u0301İıǅﬁ", max_size=30), st.integers(3, 30))
def test_what_is_found_with_capitals_is_found_without(text: str, width: int) -> None:
    wrapped = _wrapped(f"<p>{text}</p>", width)
    words = " ".join(text.split())
    cased, folded = FoldedText(wrapped, True).find(words), FoldedText(wrapped).find(words)
    assert len(cased) <= len(folded)
    assert bool(cased) is bool(folded)


def test_no_more_is_found_than_anybody_steps_through() -> None:
    found = FoldedText(_wrapped(f"<p>{'e ' * (MOST_MATCHES + 5)}</p>", 80)).find("e")
    assert len(found) == MOST_MATCHES
