"""What became of a text, word by word: how it reads, and that it ends in time."""

import time

import pytest

from readnow.text.blocks import Document, Span, Style
from readnow.text.differences import Comparison, compare, legend, words_of
from readnow.text.html import to_document
from readnow.text.plain import to_text


def compared(old: str, new: str) -> Comparison:
    return compare(to_document(old).blocks, to_document(new).blocks)


def shown(old: str, new: str) -> str:
    """The comparison as plain text."""
    return to_text(Document(compared(old, new).blocks), None)


def test_words_within_a_paragraph() -> None:
    found = compared("<p>It killed 3 people on Monday.</p>", "<p>It killed at least 5 people, on Monday.</p>")
    assert to_text(Document(found.blocks)) == "It killed [-3-]{+at least 5+} people{+,+} on Monday.\n"
    assert (found.added, found.removed) == (3, 1)


def test_white_space_stays_outside_the_marks() -> None:
    assert shown("<p>a very old word</p>", "<p>a word</p>") == "a [-very old-] word\n"
    assert (
        shown("<p>the old one of two</p>", "<p>the new two of two</p>")
        == "the [-old one-]{+new two+} of two\n"
    )


def test_the_same_words_in_another_form_are_no_difference() -> None:
    assert compared("<p>one <b>two</b></p>", '<p>one <a href="https://a.example/">two</a></p>').blocks == ()


def test_paragraphs_come_and_go() -> None:
    old = "<p>first words here</p><p>quite another thing</p><p>last</p>"
    new = "<p>first words here</p><p>last</p><p>behind it</p>"
    assert shown(old, new) == "first words here\n\n[-quite another thing-]\n\nlast\n\n{+behind it+}\n"


def test_what_is_gone_stands_before_what_took_its_place() -> None:
    assert shown("<p>one two</p>", "<p>three four</p>") == "[-one two-]\n\n{+three four+}\n"


def test_lists_quotations_and_code_keep_their_form() -> None:
    old = "<ul><li>one</li><li>two things</li><li>three</li></ul><pre>x = 1\n  y = 2</pre>"
    new = "<ul><li>one</li><li>three</li><li>four</li></ul><pre>x = 1\n  y = 3</pre><blockquote>said</blockquote>"
    assert shown(old, new) == (
        "• one\n• [-two things-]\n• three\n• {+four+}\n\n    x = 1\n      y = [-2-]{+3+}\n\n▎ {+said+}\n"
    )


def test_tables_row_by_row() -> None:
    row = "<tr><td>{}</td><td>{}</td></tr>"
    old = f"<table><tr><th>who</th><th>what</th></tr>{row.format('Ann', 'tea')}</table>"
    new = f"<table><tr><th>who</th><th>what</th></tr>{row.format('Ann', 'coffee')}</table>"
    assert "who | what" in shown(old, new)
    assert "Ann | [-tea-]{+coffee+}" in shown(old, new)


def test_a_picture_is_compared_by_its_name() -> None:
    old = '<p><img src="https://a.example/1.png" alt="a boat"></p><p>text</p>'
    same = '<p><img src="https://cdn.example/2.png" alt="a boat"></p><p>text</p>'
    other = '<p><img src="https://a.example/1.png" alt="a ship"></p><p>text</p>'
    assert compared(old, same).blocks == ()
    assert "[-boat-]{+ship+}" in shown(old, other)


def test_what_is_unchanged_is_left_out_but_for_the_neighbours() -> None:
    rest = "".join(f"<p>rest {number}</p>" for number in range(9))
    text = shown(f"{rest}<p>old words stay</p>{rest}", f"{rest}<p>new words stay</p>{rest}")
    assert text == (
        "… 8 paragraphs as before\n\nrest 8\n\n[-old-]{+new+} words stay\n\nrest 0\n\n… 8 paragraphs as before\n"
    )


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    assert (
        shown("<p>彼は東京に行った。</p>", "<p>彼は大阪に行った。</p>") == "彼は[-東京-]{+大阪+}に行った。\n"
    )


@pytest.mark.parametrize("cluster", ["e\u0301", "👩‍👩‍👧", "🇩🇪", "กำ", "क्षि"])
def test_nothing_is_cut_inside_of_what_is_drawn_as_one(cluster: str) -> None:
    words = words_of(f"a{cluster}b {cluster}")
    assert "".join(words) == f"a{cluster}b {cluster}"
    assert any(cluster in word for word in words)


def test_gone_and_new_differ_in_style_and_in_marks() -> None:
    spans = [span for span in legend().spans if span.text.strip()]
    assert spans == [Span("[-gone-]", int(Style.DELETED)), Span("{+new+}", int(Style.INSERTED))]


MANY = 100_000


@pytest.mark.parametrize("a_paragraph", [50, 1_000, MANY])
def test_a_hundred_thousand_words_that_all_differ_end_at_once(a_paragraph: int) -> None:
    def article(step: int) -> str:
        words = [f"w{number * step % 4093}" for number in range(MANY)]
        parts = [" ".join(words[start : start + a_paragraph]) for start in range(0, MANY, a_paragraph)]
        return "".join(f"<p>{part}</p>" for part in parts)

    old, new = to_document(article(7)).blocks, to_document(article(11)).blocks
    began = time.process_time()
    found = compare(old, new)
    assert time.process_time() - began < 5
    assert found.added > 0
    assert found.removed > 0


def test_one_word_in_a_hundred_thousand_is_found() -> None:
    parts = [f"<p>{' '.join(f'w{n * 50 + m}' for m in range(50))}</p>" for n in range(MANY // 50)]
    changed = [*parts]
    changed[1_234] = changed[1_234].replace("w61725", "new")
    assert "[-w61725-]{+new+}" in shown("".join(parts), "".join(changed))


def test_where_the_budget_ends_whole_paragraphs_are_shown() -> None:
    old, new = (
        to_document("<p>one two three four</p>").blocks,
        to_document("<p>one two three five</p>").blocks,
    )
    assert to_text(Document(compare(old, new, steps=0).blocks)) == (
        "[-one two three four-]\n\n{+one two three five+}\n"
    )
