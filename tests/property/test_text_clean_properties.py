"""Properties of cleaning and measuring, for any text."""

import re
from urllib.parse import urlsplit

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from readnow.text.cells import cell_width, cut, graphemes, pad
from readnow.text.clean import clean_line, clean_text, safe_url

FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2060\u2066-\u2069\u2028\u2029\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
NASTY = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x9b\x9d\x9c\x07\\[];052mc \n\t\r\u202e\u200d\ufe0f\u0301\u00ad☀👩漢a"),
    ),
    max_size=200,
)


@settings(max_examples=60, deadline=None)
@given(NASTY)
@example("\x1b\x1b[m[31m")
@example("\x1b]\x1b]0;a\x07b\x07")
def test_clean_text_holds_nothing_forbidden_and_is_idempotent(text: str) -> None:
    clean = clean_text(text)
    assert not FORBIDDEN.search(clean)
    assert clean_text(clean) == clean


@settings(max_examples=60, deadline=None)
@given(NASTY, st.integers(1, 300))
def test_a_clean_line_is_one_line_within_its_limit(text: str, limit: int) -> None:
    clean = clean_line(text, limit)
    assert not FORBIDDEN.search(clean)
    assert not set(clean) & {"\n", "\u00ad"}
    assert len(clean) <= limit
    assert "  " not in clean
    assert clean == clean.strip(" ")
    assert clean_line(clean, limit) == clean


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "N", "P"]), max_size=100))
def test_cleaning_keeps_letters(text: str) -> None:
    assert clean_text(text) == text


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(
        ["", "http://", "https://", "//", "mailto:", "http:", "https:\\\\", "-", "javascript:", "gemini://"]
    ),
    NASTY,
    st.sampled_from(["", "https://example.org/a/b", "http://[::1", "file:///x"]),
)
def test_safe_addresses_are_safe(start: str, rest: str, base: str) -> None:
    url = safe_url(start + rest, base)
    if not url:
        return
    assert not FORBIDDEN.search(url)
    assert not set(url) & set(' "<>\n')
    assert not url.startswith("-")
    assert len(url) <= 2048
    split = urlsplit(url)
    assert split.scheme in {"http", "https", "mailto", "magnet", "gemini"}
    if split.scheme in {"http", "https"}:
        assert split.hostname
        assert split.username is None
    assert safe_url(url) == url


@settings(max_examples=80, deadline=None)
@given(NASTY, st.integers(0, 60))
def test_measures_agree_with_rich(text: str, cells: int) -> None:
    assert cell_width(text) == cell_len(text)
    assert "".join(graphemes(text)) == text
    assert cell_len(pad(text, cells)) == cells
    assert cell_len(cut(text, cells)) <= cells
