"""What leaves the terminal: no form holds anything a terminal obeys, no name leaves its folder; and what is
compared can be read off the comparison."""

import json
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnow.library.forms import Form
from readnow.library.writing import written
from readnow.model.article import Article, ArticleHead, ArticleId, DateSource, Enclosure
from readnow.model.feed import FeedId
from readnow.programs.external import filled_words
from readnow.text.alignment import Budget, align
from readnow.text.blocks import Span, Style
from readnow.text.clean import clean_line, safe_url
from readnow.text.differences import GONE, NEW, _Comparing
from readnow.text.file_names import LONGEST, file_name, name_of_address, numbered
from readnow.text.html import to_document
from readnow.text.markdown import markdown_link
from readnow.text.units import units_of

OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SEQUENCES = (
    "\x1b]52;c;aGk=\x07",
    "&#27;]52;c;aGk=&#7;",
    "&#x1b;[31m",
    "\x9b2J",
    "&#155;2J",
    "\u202e",
    "&#8238;",
)

pieces = st.lists(st.one_of(st.sampled_from(SEQUENCES), st.text(max_size=8)), max_size=6).map("".join)
bodies = st.lists(
    st.one_of(
        pieces,
        pieces.map(lambda text: f"<p>{text}</p>"),
        pieces.map(lambda text: f"<pre>{text}</pre>"),
        pieces.map(lambda text: f'<a href="https://a.example/{text}" title="{text}">{text}</a>'),
        pieces.map(lambda text: f'<img src="https://a.example/x" alt="{text}">'),
        pieces.map(lambda text: f"<table><tr><th>{text}</th><td>{text}</td></tr></table>"),
    ),
    max_size=5,
).map("".join)


def article(title: str, html: str, name: str) -> Article:
    """An article as the parser process leaves it: fields cleaned, HTML not."""
    head = ArticleHead(
        ArticleId(1), FeedId(1), clean_line(name), clean_line(title), clean_line(name), "https://a.example/",
        1_700_000_000, DateSource.PUBLISHED, False, False, 1,
    )  # fmt: skip
    file = Enclosure(safe_url("https://a.example/f.mp3"), "audio/mpeg", 1, clean_line(name))
    return Article(head, html, "https://a.example/", clean_line(name), enclosures=(file,))


@pytest.mark.parametrize("form", list(Form))
@given(title=pieces, html=bodies, name=pieces)
def test_nothing_that_terminals_obey_is_in_any_form(form: Form, title: str, html: str, name: str) -> None:
    text = written(article(title, html, name), form, width=40, date_format="%Y")
    assert not OBEYED.search(text)
    if form is Form.JSON:
        json.loads(text)


@given(title=pieces)
def test_a_markdown_link_is_one_line_without_control_characters(title: str) -> None:
    link = markdown_link("https://a.example/(x)", clean_line(title) or "x")
    assert not OBEYED.search(link)
    assert "\n" not in link
    assert link.endswith("](<https://a.example/(x)>)")


@given(text=st.text(max_size=300), ending=st.sampled_from(["", ".md", ".html"]), number=st.integers(1, 10**6))
def test_a_name_stays_in_its_folder_everywhere(text: str, ending: str, number: int) -> None:
    name = file_name(text, ending)
    for made in (name, numbered(name, number), name_of_address(f"https://a.example/{text}", text)):
        assert PurePosixPath("folder", made).parent == PurePosixPath("folder")
        assert PureWindowsPath("folder", made).parent == PureWindowsPath("folder")
        assert not PureWindowsPath(made).is_reserved()
        assert 0 < len(made.encode()) <= LONGEST
        assert made[0] not in ".-"
        assert made == made.strip(" ").rstrip(".")
        assert not OBEYED.search(made)


@given(
    words=st.lists(st.text(st.characters(exclude_characters="\0"), max_size=10), max_size=6),
    title=st.text(max_size=20),
)
def test_what_fills_a_mark_stays_in_its_word(words: list[str], title: str) -> None:
    filled = filled_words(words, {"%t": title, "%u": "https://a.example/"})
    assert len(filled) == len(words)
    for word, made in zip(words, filled, strict=True):
        assert not made.startswith("-") or word.startswith("-")
        if not re.search("%[tu]", word):
            assert made == word


letters = st.lists(st.sampled_from("abc"), max_size=30)


@given(old=letters, new=letters, steps=st.integers(0, 500))
def test_common_parts_are_common_and_in_order(old: list[str], new: list[str], steps: int) -> None:
    at = to = 0
    for match in align(old, new, Budget(steps)):
        assert match.old >= at
        assert match.new >= to
        assert match.length > 0
        at, to = match.old + match.length, match.new + match.length
        assert old[match.old : at] == new[match.new : to]
    assert at <= len(old)
    assert to <= len(new)


words = st.lists(
    st.sampled_from(["one", "two", "three", "é", "日本", "-", "it's", ","]), min_size=1, max_size=8
)
blocks = st.one_of(
    words.map(lambda some: f"<p>{' '.join(some)}</p>"),
    words.map(lambda some: f"<h2>{' '.join(some)}</h2>"),
    words.map(lambda some: f"<pre>{chr(10).join(some)}</pre>"),
    words.map(lambda some: f"<blockquote><p>{' <b>x</b> '.join(some)}</p></blockquote>"),
    words.map(lambda some: "<ul>" + "".join(f"<li>{word}</li>" for word in some) + "</ul>"),
)
documents = st.lists(blocks, max_size=6).map("".join)


def _text(spans: Iterable[Span], left_out: Style) -> str:
    """The letters of one of the two texts: without the other's runs, and without the marks."""
    text = ""
    marked = Style.INSERTED | Style.DELETED
    for style, run in groupby(spans, lambda span: span.style & marked):
        part = "".join(span.text for span in run)
        opening, closing = NEW if style & Style.INSERTED else GONE
        if style:
            assert part.startswith(opening)
            assert part.endswith(closing)
            part = part[2:-2]
        text += "" if style & left_out else part
    return "".join(text.split())


@given(old=documents, new=documents, steps=st.sampled_from([0, 300, 3_000, 10**6]))
@settings(max_examples=200)
def test_both_texts_can_be_read_off(old: str, new: str, steps: int) -> None:
    before, after = units_of(to_document(old).blocks, 1 << 32), units_of(to_document(new).blocks)
    shown = list(_Comparing(Budget(steps)).units(before, after))
    spans = [span for one in shown for span in (*one.unit.spans, Span(" "))]
    assert _text(spans, Style.INSERTED) == "".join("".join(unit.text.split()) for unit in before)
    assert _text(spans, Style.DELETED) == "".join("".join(unit.text.split()) for unit in after)
