"""What is pasted is never a key, in whichever pieces it comes."""

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message

from readnow.tui.pasting import Pasted, Pasting
from readnow.tui.terminal import messages_of

BEGIN, END = "\x1b[200~", "\x1b[201~"
WORDS = st.lists(
    st.sampled_from(["a", "Q", "\x1b", "[", "2", "0", "\x1b[A", "\x1b[2", "\x1b[24~", " "]), max_size=6
)
texts = WORDS.map("".join)


def in_pieces(whole: str, cuts: list[int]) -> list[str]:
    places = sorted({0, len(whole), *(cut % (len(whole) + 1) for cut in cuts)})
    return [whole[start:end] for start, end in pairwise(places)]


def heard(pieces: Iterable[str]) -> list[str]:
    """What the application is told: keys by name, pastes by their text."""
    parser, pasting = XTermParser(), Pasting()
    parts = [part for piece in pieces for part in pasting.take(piece)]
    parts += pasting.release()
    return [said(message) for part in parts for message in messages_of(parser, part)]


def said(message: Message) -> str:
    if isinstance(message, Paste):
        return f"pasted {message.text!r}"
    assert isinstance(message, Key)
    return message.key


@given(texts, texts, texts, st.lists(st.integers(0, 200), max_size=5))
def test_typed_and_pasted_are_told_apart_wherever_they_are_cut(
    before: str, pasted: str, after: str, cuts: list[int]
) -> None:
    whole = before + BEGIN + pasted + END + after
    in_one = heard([whole])
    assert heard(in_pieces(whole, cuts)) == in_one
    assert heard([before, BEGIN + END])[:-1] == in_one[: in_one.index(next(filter(is_paste, in_one)))]
    assert len(list(filter(is_paste, in_one))) == 1


def is_paste(word: str) -> bool:
    return word.startswith("pasted ")


HOSTILE = "\x1b" + "Q" * 40 + "\x1b\x1bA"
"""Of which Textual's parser makes keys, within a paste too."""


@given(st.lists(st.integers(0, 60), max_size=4))
def test_text_that_looks_like_keys_is_none_wherever_it_is_cut(cuts: list[int]) -> None:
    (paste,) = heard(in_pieces(BEGIN + HOSTILE + END, cuts))
    assert is_paste(paste)
    assert "Q" * 40 in paste


def test_a_mark_that_comes_after_its_esc_was_taken_for_a_key() -> None:
    pasting = Pasting()
    assert pasting.take("\x1b") == ["\x1b"]
    pasting.were_keys()
    assert pasting.take("[20") == []
    (paste,) = pasting.take("0~" + HOSTILE + END)
    assert isinstance(paste, Pasted)
    assert "Q" * 40 in paste.text
    assert pasting.take("Q") == ["Q"]


def test_nothing_of_a_mark_is_a_key_however_late_its_parts_come() -> None:
    pasting = Pasting()
    assert pasting.take("\x1b") == ["\x1b"]
    pasting.were_keys()
    assert pasting.take("[2") == []
    assert pasting.release() == ["[2"]
    (paste,) = pasting.take("00~" + HOSTILE + END)
    assert isinstance(paste, Pasted)


def test_a_key_behind_esc_does_not_wait() -> None:
    pasting = Pasting()
    pasting.take("\x1b")
    pasting.were_keys()
    assert pasting.take("[") == ["["]
    assert pasting.take("200~") == ["200~"]


def test_what_terminals_obey_is_not_in_it() -> None:
    (_, paste) = Pasting().take(f"{BEGIN}evil\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202ename{END}")
    assert isinstance(paste, Pasted)
    assert paste.text.startswith("evil")
    assert not set(paste.text) & set("\x1b\x07\x9b\u202e")


def test_an_end_that_never_comes_is_not_waited_for() -> None:
    pasting = Pasting()
    assert pasting.take(f"{BEGIN}text") == [BEGIN + END]
    parts = [part for _ in range(30) for part in pasting.release()]
    assert parts == [Pasted("text")]
    assert pasting.take("j") == ["j"]


def test_the_first_part_of_a_key_is_held_for_a_moment_only() -> None:
    pasting = Pasting()
    assert pasting.take("\x1b[2") == []
    assert pasting.take("4~") == ["\x1b[24~"]
    assert pasting.take("\x1b[2") == []
    assert pasting.release() == ["\x1b[2"]
    assert pasting.release() == []
    assert pasting.take("\x1b") == ["\x1b"]
    assert pasting.take("[2") == []
    assert pasting.release() == ["[2"]
    (begun, paste) = pasting.take("00~" + HOSTILE + END)
    assert begun == "00~" + END
    assert isinstance(paste, Pasted)


def test_a_very_long_paste_is_cut() -> None:
    pasting = Pasting()
    parts = [part for piece in (BEGIN, *["x" * 700_000] * 3, END, "j") for part in pasting.take(piece)]
    lengths = [len(part.text) if isinstance(part, Pasted) else part for part in parts]
    assert lengths == [BEGIN + END, 1_000_000, "j"]
