"""Pages of many forms, old and new: each gives its text, and not what stands around it."""

from typing import NamedTuple

import pytest

from readnow.feeds.extract import extract
from readnow.model.fulltext import Extracted
from readnow.text.words import plain_words
from tests.support.article_pages import TEXT, paragraph, paragraphs

LONG = "".join(TEXT)


class Form(NamedTuple):
    """A page's body, what must be in its article, and what must not."""

    body: str
    wanted: tuple[str, ...] = ("final words",)
    unwanted: tuple[str, ...] = ()


FORMS = {
    "breaks for paragraphs": Form(
        f'<div id="nav"><a href="/">Home</a> | <a href="/a">About us</a></div>'
        f"<font size=2>{LONG}<br><br>{LONG}<br><br>{LONG} final words</font>",
        unwanted=("About us",),
    ),
    "an archived mail": Form(
        f"<h1>Re: ledger</h1><b>Ann</b><br><i>3 May</i><hr><pre>{LONG}\n\n&gt; a quoted line\n{LONG}\nfinal words</pre>",
        ("a quoted line", "final words"),
    ),
    "a table for layout": Form(
        f"<table><tr><td><p>{LONG}</p><p>{LONG}</p><p>{LONG} final words</p></td></tr></table>"
    ),
    "a manual": Form(
        '<div class="sidebar" role="navigation"><ul><li><a href="a">Install</a></li></ul></div>'
        '<div class="body" role="main"><h1>Ledger<a class="headerlink" href="#s">¶</a></h1>'
        f'<p>{LONG}</p><div class="highlight"><pre><span></span><span>import</span> ledger\n</pre></div>'
        '<div class="admonition note"><p>Note</p><p>Careful with the ink.</p></div>'
        '<h2>Functions<a class="headerlink" href="#two">¶</a></h2><dl class="py function"><dt>count(boat)</dt>'
        f"<dd><p>Counts a boat, and returns the number.</p></dd></dl><p>{LONG}</p></div>",
        ("import ledger", "Careful with the ink.", "Functions", "count(boat)", "returns the number"),
        ("¶", "Install"),
    ),
    "a short post": Form(
        '<header><h1><a href="/">Weblog</a></h1></header><article class="h-entry"><h2>Tide</h2>'
        '<div class="e-content"><p>The tide was <a href="/l">late</a> today.</p></div></article><footer>By me</footer>',
        ("The tide was late today.",),
        ("Weblog", "By me"),
    ),
    "a quotation with a remark": Form(
        f'<article><h1><a href="https://b.example/">On tides</a></h1><blockquote>{LONG}</blockquote>'
        '<p>He is right, as always, about the <a href="/t">tide</a>.</p></article>',
        ("keeps the office honest", "He is right"),
    ),
    "a recipe": Form(
        f"<main><h1>Soup</h1><p>{LONG}</p><ul><li>1 leek</li><li>2 carrots</li></ul>"
        f"<ol><li>Cut the leek.</li><li>Boil it all.</li></ol><p>{LONG}</p></main>",
        ("1 leek", "2 carrots", "Cut the leek.", "Boil it all."),
    ),
    "spans in boxes": Form(
        "".join(f"<div><span>{LONG}{end}</span></div>" for end in ("", "", "final words"))
    ),
    "one form around all": Form(
        f'<form><input type="hidden"><div id="menu"><a href="/">Home</a></div><div id="content">'
        f"<p>{LONG}</p><p>{LONG} final words</p></div></form>",
    ),
    "sources at the end": Form(
        f"<main><p>{LONG}</p><p>{LONG}</p><h2>Sources</h2><ol>"
        + "".join(f'<li><a href="/{n}">Porter {n}, Boats</a>, Quay Press, 19{n}0</li>' for n in range(9))
        + "</ol></main>",
        ("Porter 3, Boats, Quay Press",),
    ),
    "shown by a script": Form(f'<main style="display:none"><p>{LONG}</p><p>{LONG} final words</p></main>'),
    "a folded part": Form(
        f"<article><p>{LONG}</p><details><summary>Solution</summary><p>Four boats, of course.</p></details>"
        f"<p>{LONG}</p></article>",
        ("Solution", "Four boats, of course."),
    ),
    "a script of its own without spaces": Form(
        "<article>"
        + "".join(f"<p>港の事務所は、入港したすべての船の台帳を保管している。{n}</p>" for n in range(9))
        + "</article>",
        ("台帳を保管している。8",),
    ),
    "an article within a list of others": Form(
        f'<div class="page"><article>{paragraphs(6)}<p>final words</p></article><div class="more">'
        + "".join(
            f'<article><h3><a href="/{n}">Another story</a></h3><p>A teaser.</p></article>' for n in range(6)
        )
        + "</div></div>",
        unwanted=("Another story",),
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_page_gives_its_text(name: str) -> None:
    form = FORMS[name]
    page = f"<html><head><title>The Quay</title></head><body>{form.body}</body></html>"
    outcome = extract(page.encode(), url="https://quay.example/x")
    assert isinstance(outcome, Extracted), outcome
    text = plain_words(outcome.html)
    assert [part for part in form.wanted if part not in text] == []
    assert [part for part in form.unwanted if part in text] == []


def test_a_page_that_is_nothing_but_an_article_is_given_whole() -> None:
    outcome = extract(paragraph().encode(), url="https://quay.example/x")
    assert isinstance(outcome, Extracted)
    assert plain_words(outcome.html) == plain_words(paragraph())
