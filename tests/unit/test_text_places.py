"""Links within a document and its outline: where they lead, at any width."""

import pytest

from readnow.text.blocks import FIRST_PLACE_LINK, Document, Heading
from readnow.text.html import to_document
from readnow.text.markdown import to_markdown
from readnow.text.markup import to_html
from readnow.text.places import Entry, outline, targets
from readnow.text.plain import to_text
from readnow.text.wrap import wrap

BASE = "https://e.example/post"
NOTES = (
    "<p>" + "Some words before it. " * 20 + 'It floats<sup id="r1"><a href="#n1">1</a></sup>, it'
    ' sinks<sup><a href="https://e.example/post#n2" id="r2">2</a></sup>.</p>'
    '<p>See <a href="https://e.example/other#n1">elsewhere</a>.</p>'
    '<ol><li id="n1"><p>On water. <a href="#r1">↩</a></p></li>'
    '<li><p id="n2">In air. <a href="/post#r2">↩</a></p></li></ol>'
)


def line_of(document: Document, number: int, width: int) -> str:
    """The line that a jump by a link of this number comes to."""
    lines = wrap(document, width)
    index = lines.index_at(targets(document)[number])
    return "".join(span.text for span in lines.line(index).spans)


@pytest.mark.parametrize("width", [12, 30, 72, 200])
def test_a_reference_leads_to_its_note_and_back(width: int) -> None:
    document = to_document(NOTES, BASE)
    jumps = {link.text + str(link.place): link.number for link in document.links if link.place is not None}
    assert sorted(jumps) == ["13", "24", "↩1", "↩2"]
    assert line_of(document, jumps["13"], width).startswith("1. On water")
    assert line_of(document, jumps["24"], width).startswith("2. In air")
    assert "¹" in line_of(document, jumps["↩1"], width)
    assert "²" in line_of(document, jumps["↩2"], width)


def test_links_within_the_document_are_numbered_apart_and_without_a_mark() -> None:
    document = to_document(NOTES, BASE)
    assert [link.number for link in document.links] == [1, *range(FIRST_PLACE_LINK, FIRST_PLACE_LINK + 4)]
    assert document.links[0].url == "https://e.example/other#n1"
    assert document.links[3].url == "https://e.example/post#n1"
    shown = to_text(document)
    assert "floats¹, it" in " ".join(shown.split())
    assert shown.endswith("1. On water. ↩\n2. In air. ↩\n\n[1] https://e.example/other#n1\n")


def test_a_place_is_known_without_the_pages_address() -> None:
    document = to_document('<p><a href="#x">down</a><h2 id="x">Below</h2>')
    assert document.links[0].url == "#place-1"
    assert targets(document) == {FIRST_PLACE_LINK: 5}


@pytest.mark.parametrize(
    ("target", "offset"),
    [
        ("<a name=x></a><p>here", 2),
        ("<p>one <span id=x>here</span>", 6),
        ("<div id=x><blockquote><p>here", 2),
        ("<ul><li>a<li id=x>here</ul>", 4),
        ("<dl><dt>a<dd id=x>here</dl>", 4),
        ("<table><tr><td>a<td>b<tr id=x><td>c<td>d</table>", 5),
        ("<pre id=x>here</pre>", 2),
        ("<pre>line\n<a id=x></a>here</pre>", 7),
        ("<details><summary>a</summary><p id=x>here</details>", 4),
        ("<figure id=x><figcaption>here</figcaption></figure>", 2),
        ("<p>the end<p id=x>", 10),
        ("<p>first<p id=x>here<p id=x>not here", 8),
    ],
)
def test_places_are_where_the_element_is(target: str, offset: int) -> None:
    document = to_document(f'<p><a href="#x">→</a></p>{target}')
    assert targets(document) == {FIRST_PLACE_LINK: offset}


def test_a_link_to_a_place_that_is_not_there_is_one_to_the_page() -> None:
    assert to_document('<a href="#gone">x</a>', BASE).links[0].url == "https://e.example/post#gone"
    assert to_document('<a href="#gone">x</a>').links == ()


def test_encoded_names_are_found() -> None:
    document = to_document('<a href="#%E2%91%A0">x</a><p id="①">y')
    assert document.links[0].place == 1


def test_exports_keep_the_jumps() -> None:
    document = to_document(NOTES, BASE)
    html = to_html(document)
    assert '<a href="#place-3"><sup>1</sup></a>' in html
    assert '<span id="place-3"></span>On water. <a href="#place-1">↩</a>' in html
    again = to_document(html)
    assert [link.place for link in again.links if link.place] == [1, 2, 3, 4]
    markdown = to_markdown(document)
    assert "[<sup>1</sup>](#place-3)" in markdown
    assert '1. <span id="place-3"></span>On water. [↩](#place-1)' in markdown


def test_an_outline_has_all_headings_with_their_places() -> None:
    document = to_document(
        "<h1>A  title</h1><p>x<a href=/l>y</a><blockquote><h4>In <i>it</i></h4></blockquote>"
        "<ul><li><h6>Deep</h6></ul><h2><img alt='pic' src=x> end</h2>",
        BASE,
    )
    assert outline(document) == (
        Entry(1, "A title", 0),
        Entry(4, "In it", 11),
        Entry(6, "Deep", 17),
        Entry(2, "pic end", 22),
    )
    for width in (8, 40):
        lines = wrap(document, width)
        for entry in outline(document):
            assert lines.line(lines.index_at(entry.offset)).kind == "heading"


def test_a_document_without_headings_has_no_outline() -> None:
    assert outline(to_document("<p>x")) == ()
    assert outline(Document((Heading(2, ()),))) == (Entry(2, "", 0),)
