"""HTML to lines: whatever comes in, lines fit, nothing forbidden comes out, and the letters are all there."""

import re
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from readnow.text.bounds import MAX_DEPTH, MAX_NODES, measure, tame
from readnow.text.html import to_document
from readnow.text.markdown import to_markdown
from readnow.text.markup import to_html
from readnow.text.plain import to_text
from readnow.text.words import count_words, fold, plain_words
from readnow.text.wrap import wrap

FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2060\u2066-\u2069\u2028\u2029\ufeff\ud800-\udfff]"
)
TAGS = (
    *("p", "div", "b", "i", "em", "a", "ul", "ol", "li", "blockquote", "pre", "code", "table", "tr", "td"),
    *("th", "h1", "h3", "figure", "figcaption", "details", "summary", "dl", "dt", "dd", "sup", "br", "hr"),
    *("span", "center", "q", "abbr", "ruby", "rt", "video", "iframe", "noscript"),
)
WORDS = st.text(
    alphabet=st.one_of(
        st.characters(categories=["L", "N"]),
        st.sampled_from(" \n\t.,-—\u00ad\u200d\u0301\u202e\x1b\x9b漢字שלום👩"),
    ),
    max_size=40,
)


@st.composite
def soups(draw: st.DrawFn) -> str:
    """Tags and words in any order, some of the tags closed and some not."""
    parts: list[str] = []
    for _ in range(draw(st.integers(0, 25))):
        kind = draw(st.integers(0, 3))
        tag = draw(st.sampled_from(TAGS))
        if kind == 0:
            parts.append(f"<{tag}>")
        elif kind == 1:
            parts.append(f"</{tag}>")
        elif kind == 2:
            parts.append(escape(draw(WORDS)))
        else:
            url = draw(st.sampled_from(["/x", "javascript:alert(1)", "https://e.example/\x1b]52", "#", ""]))
            parts.append(f'<a href="{url}" title="&#27;]0;x&#7;">{escape(draw(WORDS))}</a>')
    return "".join(parts)


@settings(max_examples=150, deadline=None)
@given(soups(), st.integers(1, 300), st.booleans())
def test_lines_fit_and_hold_nothing_forbidden(html: str, width: int, ascii_only: bool) -> None:
    document = to_document(html, "https://e.example/")
    offset = 0
    for line in wrap(document, width, ascii_only):
        text = "".join(span.text for span in line.spans)
        assert not FORBIDDEN.search(text)
        assert "\n" not in text
        assert sum(cell_len(span.text) for span in line.spans) <= width
        assert line.offset >= offset
        offset = line.offset


@settings(max_examples=150, deadline=None)
@given(soups())
def test_exports_hold_nothing_forbidden_and_only_safe_addresses(html: str) -> None:
    document = to_document(html, "https://e.example/")
    for text in (to_text(document), to_markdown(document), to_html(document)):
        assert not FORBIDDEN.search(text)
        assert "javascript:alert" not in text.replace("(link not opened: javascript)", "")
    assert all(link.url.startswith("https://e.example/") for link in document.links)
    assert [link.number for link in document.links] == list(range(1, len(document.links) + 1))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TAGS[:20]), st.text("abcdefghij é漢", max_size=30)), max_size=8))
def test_no_letter_is_lost_or_moved(parts: list[tuple[str, str]]) -> None:
    html = "".join(f"<{tag}>{text}</{tag}>" for tag, text in parts)
    wanted = re.sub(r"\s", "", "".join(text for _, text in parts))
    text = to_text(to_document(html), None)
    assert re.sub(r"[\s─╌#•◦‣▎~^_“”()\d.]", "", text) == wanted


@settings(max_examples=100, deadline=None)
@given(st.text("abc de\n-—漢", max_size=400), st.integers(2, 40))
def test_breaking_keeps_every_character_but_white_space(text: str, width: int) -> None:
    lines = to_text(to_document(f"<p>{text}</p>"), width)
    assert re.sub(r"\s", "", lines) == re.sub(r"\s", "", text)


@settings(max_examples=100, deadline=None)
@given(soups(), st.integers(1, 200))
def test_what_is_tame_is_safe_and_stays_the_same(html: str, repeats: int) -> None:
    tamed = tame(html * repeats)
    found = measure(tamed)
    assert found.safe
    assert found.depth <= MAX_DEPTH
    assert found.nodes <= MAX_NODES


@settings(max_examples=100, deadline=None)
@given(soups())
def test_quick_words_are_one_clean_line(html: str) -> None:
    words = plain_words(html)
    assert not FORBIDDEN.search(words)
    assert "\n" not in words
    assert 0 <= count_words(words) <= len(words)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper()) == fold(text.upper().lower()) or not text.isascii()


@settings(max_examples=60, deadline=None)
@given(soups(), st.integers(5, 100), st.integers(5, 100))
def test_the_place_in_the_text_survives_another_width(html: str, before: int, after: int) -> None:
    document = to_document(html)
    narrow, wide = wrap(document, before), wrap(document, after)
    for index in range(0, len(narrow), 3):
        offset = narrow.line(index).offset
        found = wide.index_at(offset)
        assert wide.line(found).offset <= offset if len(wide) else found == 0
