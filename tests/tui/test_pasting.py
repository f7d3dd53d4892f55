"""What is pasted is never a key, in whichever pieces it comes."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from readnow.tui.pasting import Pasted, Pasting

BEGIN, END = "\x1b[200~", "\x1b[201~"
WORDS = st.lists(
    st.sampled_from(["a", "Q", "\x1b", "[", "2", "0", "\x1b[A", "\x1b[2", "\x1b[24~", " "]), max_size=6
)
texts = WORDS.map("".join)


def in_pieces(whole: str, cuts: list[int]) -> list[str]:
    places = sorted({0, len(whole), *(cut % (len(whole) + 1) for cut in cuts)})
    places = [at for at in places if at == len(whole) or not whole[:at].endswith("\x1b")]
    return [whole[start:end] for start, end in pairwise(places)]


@given(texts, texts, texts, st.lists(st.integers(0, 200), max_size=5))
def test_typed_and_pasted_are_told_apart(before: str, pasted: str, after: str, cuts: list[int]) -> None:
    pasting = Pasting()
    parts = [
        part
        for piece in in_pieces(before + BEGIN + pasted + END + after, cuts)
        for part in pasting.take(piece)
    ]
    parts += pasting.release()
    at = next(at for at, part in enumerate(parts) if isinstance(part, Pasted))
    assert "".join(str(part) for part in parts[:at]) == before
    assert "".join(str(part) for part in parts[at + 1 :]) == after
    paste = parts[at]
    assert isinstance(paste, Pasted)
    assert "\x1b" not in paste.text


def test_what_terminals_obey_is_not_in_it() -> None:
    (paste,) = Pasting().take(f"{BEGIN}evil\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202ename{END}")
    assert isinstance(paste, Pasted)
    assert paste.text.startswith("evil")
    assert not set(paste.text) & set("\x1b\x07\x9b\u202e")


def test_an_end_that_never_comes_is_not_waited_for() -> None:
    pasting = Pasting()
    assert pasting.take(f"{BEGIN}text") == []
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


def test_a_very_long_paste_is_cut() -> None:
    pasting = Pasting()
    parts = [part for piece in (BEGIN, *["x" * 700_000] * 3, END, "j") for part in pasting.take(piece)]
    assert [len(part.text) if isinstance(part, Pasted) else part for part in parts] == [1_000_000, "j"]
