"""The pictures of a document: all of them, in order, each with its words and its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.blocks import Document, Image, Media
from readnow.text.cells import cell_width
from readnow.text.html import to_document
from readnow.text.pictures import Pictured, pictures
from readnow.text.wrap import Wrapped, wrap

BASE = "https://a.example/"


def found(html: str) -> list[tuple[str, str, str]]:
    return [(p.url.removeprefix(BASE), p.alt, p.caption) for p in pictures(to_document(html, BASE))]


def test_pictures_alone_and_among_words_and_in_figures() -> None:
    html = (
        "<p><img src=1.png alt=One></p><p>Some <img src=2.png alt=Two> words</p>"
        "<figure><img src=3.png alt=Three><img src=4.png><figcaption>Both <b>of</b> them</figcaption></figure>"
        "<ul><li><img src=5.png></li></ul><blockquote><p><img src=6.png></p></blockquote>"
        "<table><tr><th>A</th></tr><tr><td>b <img src=7.png alt=Seven></td></tr></table>"
    )
    assert found(html) == [
        ("1.png", "One", ""),
        ("2.png", "Two", ""),
        ("3.png", "Three", "Both of them"),
        ("4.png", "", "Both of them"),
        ("5.png", "", ""),
        ("6.png", "", ""),
        ("7.png", "Seven", ""),
    ]


def test_a_picture_that_is_a_link_is_itself_and_not_where_it_leads() -> None:
    assert found("<p><a href=page><img src=1.png alt=One></a></p>") == [("1.png", "One", "")]


def test_each_is_there_once_and_only_those_of_the_web() -> None:
    html = "<p><img src=1.png></p><p>x</p><p><img src=1.png></p><p><img src='data:image/png;base64,AA' alt=No></p>"
    assert [url for url, _, _ in found(html)] == ["1.png"]


def test_a_picture_that_comes_as_a_file_counts() -> None:
    document = Document(
        (Media("image", BASE + "1.png", "p.png, 3 MB", 1), Media("audio", BASE + "2.mp3", "x", 2))
    )
    assert [picture.url for picture in pictures(document)] == [BASE + "1.png"]


@pytest.mark.parametrize(
    ("alt", "caption", "words"),
    [
        ("", "", ""),
        ("A cat", "", "A cat"),
        ("", "On a mat", "On a mat"),
        ("A cat", "On a mat", "A cat — On a mat"),
        ("A cat", "A cat on a mat", "A cat on a mat"),
    ],
)
def test_what_is_said_of_it_is_said_once(alt: str, caption: str, words: str) -> None:
    assert Pictured("u", alt, caption, None, 0, None).words == words


def test_places_are_those_of_the_lines() -> None:
    html = (
        "<p>First.</p><p><img src=1.png alt='One, with words'></p><p>Then <img src=2.png alt=Two> and</p>" * 3
    )
    document = to_document(html.replace("1.png", "{}.png"), BASE)
    wrapped = wrap(document, 20)
    for picture in pictures(document):
        line = wrapped.line(wrapped.index_at(picture.offset))
        assert "[image" in "".join(span.text for span in line.spans)


# -- lines kept for pictures

ROOMY = (
    "<p>Before.</p><p><img src=1.png alt='A picture with words that take more than one line'></p>"
    "<ul><li><p><img src=2.png alt=Two></p></li></ul><blockquote><p><img src=3.png alt=Three></p></blockquote>"
    "<p>After.</p>"
)


def rows_of(wrapped: Wrapped) -> dict[str, list[int]]:
    """For each picture, the lines kept for it."""
    found: dict[str, list[int]] = {}
    for index, line in enumerate(wrapped):
        if line.picture is not None:
            found.setdefault(line.picture.image.url.removeprefix(BASE), []).append(index)
            assert line.picture.row == len(found[line.picture.image.url.removeprefix(BASE)]) - 1
    return found


def test_so_many_lines_are_kept_as_are_asked_for_or_the_words_need() -> None:
    document = to_document(ROOMY, BASE)
    wanted = {"1.png": 1, "2.png": 5, "3.png": 0}
    rooms: dict[str, int] = {}

    def rows(image: Image, room: int) -> int:
        name = image.url.removeprefix(BASE)
        rooms[name] = room
        return wanted[name]

    wrapped = wrap(document, 30, picture_rows=rows)
    found = rows_of(wrapped)
    assert {name: len(lines) for name, lines in found.items()} == {"1.png": 3, "2.png": 5}
    assert rooms == {"1.png": 30, "2.png": 28, "3.png": 28}
    part = wrapped.line(found["2.png"][0]).picture
    assert part is not None
    assert (part.rows, part.margin) == (5, 2)
    text = "\n".join("".join(span.text for span in line.spans) for line in wrapped)
    assert "[image: Two]" in text
    assert "▎ [image: Three]" in text


@given(rows=st.integers(0, 9), width=st.integers(8, 60), other=st.integers(8, 60))
def test_places_are_the_same_however_many_lines_are_kept(rows: int, width: int, other: int) -> None:
    document = to_document(ROOMY, BASE)
    wrapped, plain = wrap(document, width, picture_rows=lambda *_: rows), wrap(document, other)
    offsets = [line.offset for line in wrapped]
    assert offsets == sorted(offsets)
    assert set(offsets) >= {picture.offset for picture in pictures(document)}
    for picture in pictures(document):
        index = wrapped.index_at(picture.offset)
        assert "[image" in "".join(span.text for span in wrapped.line(index).spans)
        if (part := wrapped.line(index).picture) is not None:
            assert part.row == 0
    last = wrapped.line(wrapped.index_at(plain.line(len(plain) - 1).offset))
    assert last.offset <= plain.line(len(plain) - 1).offset
    assert all(sum(cell_width(s.text) for s in line.spans) <= width for line in wrapped)
