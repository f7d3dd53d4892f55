"""What an order compares."""

from hypothesis import given
from hypothesis import strategies as st

from readnow.text.sorting import LAST, sort_key


def test_case_accents_and_signs_in_front_do_not_count() -> None:
    titles = ["zebra", "“Äpfel”", "[banana]", "  Cherry", "éclair", "東京", "10 things", ""]
    in_order = ["10 things", "“Äpfel”", "[banana]", "  Cherry", "éclair", "zebra", "東京", ""]
    assert sorted(titles, key=sort_key) == in_order
    assert sort_key("“ÄPFEL”") == sort_key("apfel”")


def test_what_has_no_letter_or_digit_is_last() -> None:
    assert sort_key("") == sort_key("…") == sort_key("— ?!") == LAST


@given(st.text(max_size=20))
def test_there_is_a_key_of_anything(text: str) -> None:
    assert sort_key(text)
    assert sort_key(f"({text}") == sort_key(text) or not text
