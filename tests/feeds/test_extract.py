"""The article of a page: what of it survives, what around it goes, and where its addresses lead."""

import pytest

from readnow.feeds.extract import extract
from readnow.model.fulltext import Extracted
from readnow.text.blocks import Code, Figure, Media, Table
from readnow.text.html import to_document
from readnow.text.words import plain_words
from tests.support.article_pages import paragraph, paragraphs, site

URL = "https://quay.example/2026/05/ledger"


def article_of(page: bytes, content_type: str = "text/html") -> Extracted:
    outcome = extract(page, url=URL, content_type=content_type)
    assert isinstance(outcome, Extracted), outcome
    return outcome


def text_of(page: bytes) -> str:
    return plain_words(article_of(page).html)


def test_the_text_of_an_article_and_nothing_around_it() -> None:
    found = article_of(site(f"<h1>The ledger of boats</h1>{paragraphs(6)}"))
    assert plain_words(found.html) == plain_words(paragraphs(6))
    assert found.words == len(plain_words(paragraphs(6)).split())
    assert found.title == "The ledger of boats"
    assert found.base_url == URL
    assert found.note == ""


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ('<meta property="og:title" content="The ledger &amp; the boats">', "", "The ledger & the boats"),
        ("", "<h1> The <em>ledger</em>  of boats </h1>", "The ledger of boats"),
        ("", "<h1>Something else</h1>", "The ledger of boats | The Quay"),
    ],
)
def test_the_title_is_the_heading_or_what_is_to_be_quoted(head: str, heading: str, title: str) -> None:
    assert article_of(site(heading + paragraphs(4), head=head)).title == title


def test_the_base_of_the_page_is_the_base_of_the_article() -> None:
    page = site(
        paragraphs(4) + '<p>See <a href="tern">the Tern</a>, which is older.</p>', head='<base href="/b/">'
    )
    found = article_of(page)
    assert found.base_url == "https://quay.example/b/"
    links = [link.url for link in to_document(found.html, found.base_url).links]
    assert links == ["https://quay.example/b/tern"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (site(paragraphs(4) + "<p>Größe, Ærø – “quote”</p>"), "text/html"),
        (site(paragraphs(4) + "<p>Größe, Ærø – “quote”</p>").decode().encode("utf-16"), ""),
        (
            site(paragraphs(4) + "<p>Größe, Ærø – “quote”</p>")
            .replace(b"utf-8", b"windows-1252")
            .decode()
            .encode("cp1252"),
            "text/html",
        ),
    ],
)
def test_the_bytes_say_how_they_are_to_be_read(body: bytes, content_type: str) -> None:
    assert "Größe, Ærø – “quote”" in plain_words(article_of(body, content_type).html)


RICH = f"""{paragraphs(2)}
<figure><img src="boat.jpg" alt="A boat"><figcaption>The <em>Marigold</em> at her berth</figcaption></figure>
{paragraph(2)}
<h2 id="how"><a href="#how">How it is kept</a> <a class="anchor" href="#how">#</a></h2>
<ul><li>The name of the boat, as it is painted</li><li>Her port</li></ul>
<ol start="3"><li>Third</li><li>Fourth</li></ol>
<table class="sidebar-table"><caption>Arrivals</caption><tr><th>Boat</th><th>Day</th></tr>
<tr><td>Marigold</td><td>3</td></tr><tr><td>Tern</td><td>4</td></tr></table>
<div class="highlight"><pre class="language-python"><code>for boat in ledger:
    count(boat)</code></pre></div>
<blockquote class="social-embed"><p>The best ledger on the coast.</p></blockquote>
<p>Masts<br>Ropes<br>Sails</p><dl><dt>Berth</dt><dd>Where a boat lies.</dd></dl>
{paragraphs(2, 3)}
<aside class="note"><p>The clerk keeps a second ledger for the ferries, which is blue.</p></aside>
<section class="footnotes"><ol><li id="fn1"><p>Since the fire of 1911. <a href="#r1">back</a></p></li></ol></section>"""


def test_what_makes_an_article_survives() -> None:
    found = article_of(site(RICH))
    blocks = to_document(found.html, found.base_url).blocks
    (figure,) = [block for block in blocks if isinstance(block, Figure)]
    assert "".join(span.text for span in figure.caption) == "The Marigold at her berth"
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert (len(table.header), len(table.rows)) == (1, 2)
    (code,) = [block for block in blocks if isinstance(block, Code)]
    assert (code.text, code.language) == ("for boat in ledger:\n    count(boat)", "python")
    text = plain_words(found.html)
    for part in (
        *("How it is kept", "as it is painted", "Third Fourth", "The best ledger on the coast."),
        *("Masts Ropes Sails", "Berth Where a boat lies.", "which is blue", "Since the fire of 1911."),
    ):
        assert part in text
    assert "How it is kept # " not in text
    assert 'start="3"' in found.html
    assert 'id="fn1"' in found.html


CLUTTER = {
    "share bar": '<div class="share-buttons"><a href="/s">Share</a> <a href="/t">Send</a></div>',
    "byline": '<div class="byline">By Ann Porter, Harbour Correspondent</div>',
    "newsletter": '<div class="newsletter-signup"><p>Tides in your inbox, each morning at six.</p></div>',
    "subscribe": '<p>Sign up for our newsletter, which comes with each tide, <a href="/n">right here</a>.</p>',
    "cookies": '<div id="cookie-banner"><p>We use cookies, as everybody does, and ask for consent.</p></div>',
    "related": '<section class="related-articles"><h2>Related</h2><p>The night ferry stops, they say.</p></section>',
    "read more": '<p><strong>Read more:</strong> <a href="/f">The night ferry stops</a></p>',
    "led links": '<h3>You may also like</h3><p><a href="/f">The night ferry stops</a></p>',
    "advertisement": "<div>Advertisement</div>",
    "social": '<ul class="socialIcons"><li><a href="/x">Follow us on the radio</a></li></ul>',
    "hidden": '<div style="color: red; display: none">Not to be seen, not by anybody.</div>',
    "hidden too": "<div hidden>Not to be seen, not by anybody.</div>",
    "for the blind": '<span class="screen-reader-text">Opens in a new window</span>',
    "form": "<form><label>Your mail<input></label><p>We write once a week, never more.</p></form>",
    "breadcrumbs": '<div class="breadcrumbs"><a href="/">Home</a> / Harbour</div>',
    "tags": '<div class="entry-tags">Filed: boats, ledgers, clerks</div>',
    "script": "<script>document.write('<p>Written by a script.</p>')</script>",
    "comment": "<!-- <p>Thought better of.</p> -->",
    "dialog": '<div role="dialog"><p>Before you go, have you seen the tides today?</p></div>',
    "author": '<div class="author-bio"><p>Ann Porter has written about boats since 1998, and about tides.</p></div>',
}


@pytest.mark.parametrize("name", CLUTTER)
def test_clutter_within_an_article_goes(name: str) -> None:
    page = site(f"{paragraphs(3)}{CLUTTER[name]}{paragraphs(3, 3)}")
    assert text_of(page) == plain_words(paragraphs(6))


def test_comments_go_however_many_there_are() -> None:
    comments = "".join(
        f'<div class="comment"><p>I was there, said {n}, and it was the other way round. {paragraph(n)}</p></div>'
        for n in range(60)
    )
    page = site(paragraphs(5), around=[f'<section id="comments"><h2>60 comments</h2>{comments}</section>'])
    assert text_of(page) == plain_words(paragraphs(5))


@pytest.mark.parametrize(
    "innocent",
    [
        '<p>Clients subscribe to topics by name, as the <a href="/p">protocol</a> says.</p>',
        '<p>You can follow the discussion in the <a href="/l">list of the harbour masters</a>.</p>',
        '<p>In her <a href="/n">newsletter</a> she wrote that the tide was late, and nobody minded.</p>',
        '<p>Get the code from <a href="/c">the repository</a>, and build it.</p>',
        '<p>On 3 May, the <span class="date">fourth</span> boat came in, and it was late.</p>',
        '<div class="has-share-bar"><p>The page of a weblog, which has its bar somewhere else.</p></div>',
        '<div class="share-price"><p>The price of a share rose by three, and fell by four, on the same day.</p></div>',
        "<p>Related words are listed in the appendix, in the order in which they were found.</p>",
    ],
)
def test_what_only_looks_like_clutter_stays(innocent: str) -> None:
    page = site(f"{paragraphs(3)}{innocent}{paragraphs(3, 3)}")
    assert plain_words(innocent) in text_of(page)


def test_an_article_in_boxes_is_taken_whole() -> None:
    boxes = "".join(
        f'<div class="step"><div class="content">{paragraphs(2, 2 * n)}</div></div>' for n in range(5)
    )
    page = f"<html><head><title>Steps</title></head><body><div id=a><a href=/>Home</a></div><div>{boxes}</div></body></html>"
    assert text_of(page.encode()) == plain_words(paragraphs(10))


def test_an_article_in_a_box_with_a_misleading_name_is_found_on_the_second_try() -> None:
    page = f"""<html><body><div class="modal"><div>{paragraphs(2)}</div></div>
    <div class="popup"><div>{paragraphs(2, 2)}</div></div><div class="overlay">{paragraphs(2, 4)}</div>
    <div><p>One short line.</p></div></body></html>"""
    assert "Entry 0." in text_of(page.encode())


def test_frames_with_films_stay_and_others_go() -> None:
    film = '<iframe src="https://films.example/embed/7" width="560" height="315" allowfullscreen></iframe>'
    other = '<iframe src="https://adverts.example/slot?id=3"></iframe>'
    found = article_of(site(f"{paragraphs(3)}{film}{paragraphs(2, 3)}{other}{paragraphs(2, 5)}"))
    blocks = to_document(found.html, found.base_url).blocks
    assert [block.url for block in blocks if isinstance(block, Media)] == ["https://films.example/embed/7"]


def test_text_stated_as_data_stands_in_for_a_page_without_it() -> None:
    text = "\\n".join(plain_words(paragraph(n)) for n in range(5))
    data = f'<script type="application/ld+json">{{"@graph": [{{"@type": "Article", "articleBody": "{text}"}}]}}</script>'
    page = f"<html><head><title>Ledger</title>{data}</head><body><div id=root></div></body></html>"
    found = article_of(page.encode())
    assert plain_words(found.html) == plain_words(paragraphs(5))
    assert found.html.count("<p>") == 5


def test_plain_text_is_an_article_with_its_lines() -> None:
    found = article_of(
        b"Ledger & boats\n<1911>\n\nSecond paragraph,\nsecond line.\n", "text/plain; charset=utf-8"
    )
    assert found.html == "<p>Ledger &amp; boats<br>&lt;1911&gt;</p><p>Second paragraph,<br>second line.</p>"
    assert found.words == 8


def test_only_attributes_that_mean_something_stay() -> None:
    noisy = '<p onclick="x()" style="color:red" data-id="9" class="lead" id="top" lang="en">Called by the clerk, twice.</p>'
    html = article_of(site(paragraphs(3) + noisy + paragraphs(2, 3))).html
    assert '<p id="top" lang="en">Called by the clerk, twice.</p>' in html
