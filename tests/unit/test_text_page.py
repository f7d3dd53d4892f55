"""A document as a page of HTML, and several documents as one."""

from readnow.text.blocks import Document, Image, Link, Paragraph, Span, Style
from readnow.text.html import to_document
from readnow.text.joining import joined
from readnow.text.markdown import to_markdown
from readnow.text.page import to_page


def test_a_page_is_whole_and_runs_nothing() -> None:
    html = '<script>alert(1)</script><p onclick="x()">Text <img src="https://a.example/b.png" alt="b"></p><iframe src="https://a.example/"></iframe>'
    page = to_page(to_document(html), 'A <title> & "more"', "en")
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n')
    assert "<title>A &lt;title&gt; &amp; &quot;more&quot;</title>" in page
    assert "default-src &#x27;none&#x27;; img-src http: https:;" in page
    assert '<meta name="referrer" content="no-referrer">' in page
    assert '<img src="https://a.example/b.png" alt="b">' in page
    assert page.endswith("</article>\n</body>\n</html>\n")
    for active in ("<script", "onclick", "<iframe", "alert(1)"):
        assert active not in page


def test_an_unknown_language_is_not_named() -> None:
    assert "<html>\n" in to_page(Document(()), "x")
    assert '<html lang="a&quot;b">' in to_page(Document(()), "x", 'a"b')


def test_links_of_joined_documents_lead_where_they_led() -> None:
    parts = [
        '<p>see <a href="https://a.example/">a</a> and <a href="https://b.example/">b</a></p>',
        '<ul><li><a href="https://b.example/">b again</a></li></ul><table><tr><td><a href="https://c.example/">c</a></td></tr></table>',
        '<blockquote><a href="https://d.example/"><img src="https://d.example/d.png" alt="d"></a></blockquote>',
    ]
    document = joined(map(to_document, parts))
    assert [link.number for link in document.links] == list(range(1, len(document.links) + 1))
    markdown = to_markdown(document)
    for part in (
        "[a](https://a.example/) and [b](https://b.example/)",
        "[b again](https://b.example/)",
        "[c](https://c.example/)",
        "](https://d.example/)",
    ):
        assert part in markdown


def test_links_within_a_joined_document_are_text() -> None:
    html = '<p id="top">Top <a href="#top">up</a></p>'
    document = joined([to_document(html), to_document(html)])
    assert document.links == ()
    assert all(
        span.link is None and not span.style & (Style.PLACE | Style.LINK)
        for block in document.blocks
        if isinstance(block, Paragraph)
        for span in block.spans
    )


def test_a_picture_of_its_own_keeps_its_link() -> None:
    one = Document(
        (Image("x", "https://a.example/x.png", link=1),), (Link(1, "https://a.example/x.png", image=True),)
    )
    two = Document((Paragraph((Span("y", int(Style.LINK), 1),)),), (Link(1, "https://y.example/"),))
    document = joined([two, one])
    image = document.blocks[1]
    assert isinstance(image, Image)
    assert image.link == 2
    assert document.links[1].url == "https://a.example/x.png"
