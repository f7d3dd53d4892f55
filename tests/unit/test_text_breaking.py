"""Where lines end: at spaces, in scripts without spaces by their rules, and inside words only when they must."""

import pytest

from readnow.text.blocks import Span
from readnow.text.breaking import break_spans
from readnow.text.html import to_document
from readnow.text.plain import to_text
from readnow.text.wrap import wrap


def broken(text: str, width: int) -> list[str]:
    return ["".join(span.text for span in line.spans) for line in break_spans([Span(text)], width)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("one   two", 4, ["one", "two"]),
        ("a well-known fact", 8, ["a well-", "known", "fact"]),
        ("the years 1999-2004", 12, ["the years", "1999-2004"]),
        ("left—right side", 7, ["left—", "right", "side"]),
        ("10\u00a0km away", 7, ["10\u00a0km", "away"]),
        ("100\u202f000 people", 6, ["100\u202f00", "0", "people"]),
        ("one\u2003two three", 8, ["one\u2003two", "three"]),
        ("hyphen\u00adation", 8, ["hyphen-", "ation"]),
        ("hyphen\u00adation", 20, ["hyphenation"]),
        ("so hyphen\u00adation", 9, ["so", "hyphen-", "ation"]),
        ("incomprehensible", 6, ["incomp", "rehens", "ible"]),
        ("see https://e.example/a/b here", 22, ["see", "https://e.example/a/b", "here"]),
        ("https://e.example/first/second", 22, ["https://e.example/", "first/second"]),
        ("https://e.example/?first=1&second=2", 20, ["https://e.example/?", "first=1&second=2"]),
        ("some_very_long_identifier", 12, ["some_very_", "long_", "identifier"]),
        ("", 5, [""]),
    ],
)
def test_words(text: str, width: int, lines: list[str]) -> None:
    assert broken(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("漢字漢字", 4, ["漢字", "漢字"]),
        ("漢字、漢字。", 4, ["漢", "字、", "漢", "字。"]),
        ("あっさり", 4, ["あっ", "さり"]),
        ("「漢字」と", 6, ["「漢", "字」と"]),
        ("漢「字」", 6, ["漢", "「字」"]),
        ("カレー", 4, ["カ", "レー"]),
        ("漢字……漢", 5, ["漢", "字……", "漢"]),
        ("漢字——漢", 6, ["漢字——", "漢"]),
        ("日本語text混在", 8, ["日本語", "text混在"]),
        ("費用￥500です", 8, ["費用", "￥500で", "す"]),
        ("한국어는 띄어쓰기", 10, ["한국어는", "띄어쓰기"]),
    ],
)
def test_scripts_without_spaces(text: str, width: int, lines: list[str]) -> None:
    assert broken(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("👨\u200d👩\u200d👧👨\u200d👩\u200d👧", 3, ["👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"]),
        ("🇩🇪🇫🇷🇮🇹", 3, ["🇩🇪", "🇫🇷", "🇮🇹"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
        ("👍🏽👍🏽", 2, ["👍🏽", "👍🏽"]),
        ("漢", 1, ["…"]),
    ],
)
def test_what_is_drawn_as_one_is_never_divided(text: str, width: int, lines: list[str]) -> None:
    assert broken(text, width) == lines


def test_a_paragraph_written_from_right_to_left_stands_at_the_right() -> None:
    html = "<p>שלום עולם</p><p>plain</p><p>مرحبا 42 (abc)</p><p>Latin first שלום</p>"
    assert to_text(to_document(html), 20) == (
        "           שלום עולם\n\nplain\n\n      مرحبا 42 (abc)\n\nLatin first שלום\n"
    )
    assert to_text(to_document("<p>שלום עולם</p>"), None) == "שלום עולם\n"


def test_bars_and_marks_stand_left_of_it_all_the_same() -> None:
    assert to_text(to_document("<blockquote>שלום</blockquote><ul><li>עולם</ul>"), 16) == (
        "▎           שלום\n\n•           עולם\n"
    )


def test_no_more_is_broken_than_is_looked_at() -> None:
    for html in ("<p>" + "word " * 100_000, "<p>" + "漢字、" * 100_000, "<p>" + "x" * 300_000):
        lines = wrap(to_document(html), 60)
        lines.line(0)
        assert lines.ready < 300
        assert not lines.complete
