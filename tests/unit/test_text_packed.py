"""Texts on their way into the store and back."""

from hypothesis import given
from hypothesis import strategies as st

from readnow.text.packed import pack, unpack, wrap


@given(st.text(st.characters()))
def test_what_is_stored_comes_back(text: str) -> None:
    assert unpack(pack(text)) == unpack(wrap(text)) == text


@given(st.binary(max_size=40))
def test_damage_is_an_empty_text_or_some_text(stored: bytes) -> None:
    assert isinstance(unpack(stored), str)
