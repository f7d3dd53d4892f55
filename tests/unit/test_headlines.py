"""Titles as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.headlines import LABELS, REPLIES, read_headline


def key(title: str) -> str:
    return read_headline(title).key


PLAIN = "The harbour ferry returns: what now?"


@pytest.mark.parametrize(
    "same",
    [
        "THE HARBOUR FERRY RETURNS: WHAT NOW",
        "Harbour ferry returns. What now?",
        "  the  Hárbour ferry returns: what now  ",
    ]
    + [
        f"{PLAIN} | Courier",
        f"{PLAIN} - The Daily Courier",
        f"{PLAIN} — Courier",
        f"{PLAIN} :: Courier",
        f"{PLAIN} · Courier",
    ]
    + [f"{label.capitalize()}: {PLAIN}" for label in sorted(LABELS)]
    + [f"[Video] Update: {PLAIN}"],
)
def test_what_publishers_write_otherwise(same: str) -> None:
    assert key(same) == key(PLAIN)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Weekly links #41", "Weekly links #42"),
        ("foo 2.4.1 released", "foo 2.4.2 released"),
        ("A boat in the garden - part one", "A boat in the garden - part two"),
        ("Show notes for you - Episode 5", "Show notes for you - Episode 6"),
        ("Rust - Go", "Rust - C"),
        ("第41回 今週の記録", "第42回 今週の記録"),
        ("Update", ""),
    ],
)
def test_what_tells_titles_apart(one: str, two: str) -> None:
    assert key(one) != key(two)


@pytest.mark.parametrize("name", sorted(REPLIES - {"comment on", "kommentar zu"}))
def test_a_reply_is_not_what_it_answers(name: str) -> None:
    reply = read_headline(f"{name.capitalize()}: {PLAIN}")
    assert reply.reply
    assert reply.key != key(PLAIN)
    assert key(f"Re: {name}: {PLAIN}") == reply.key


def test_a_comment_is_a_reply() -> None:
    assert read_headline("Comment on The harbour by Ada").reply


def test_what_counts() -> None:
    assert read_headline("foo 2.4.1: part one").counting == {"2", "4", "1", "part", "one"}


def test_weight_halves_single_characters() -> None:
    assert read_headline("今日天气很好").weight == 3
    assert read_headline("On quiet").weight == 1


@given(st.text(max_size=200))
def test_any_text_is_a_title(text: str) -> None:
    assert read_headline(text).key == read_headline(text).key
    assert read_headline(text).weight >= 0
