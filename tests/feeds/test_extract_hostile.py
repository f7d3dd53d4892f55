"""Pages made to be expensive (checklist 12, 14, 16): bounded time and memory, a bounded result, no exception."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnow.feeds import extract_choice
from readnow.feeds.extract import MAX_ARTICLE, MAX_PAGE, extract
from readnow.model.fulltext import Extracted, ExtractFailed
from readnow.text.bounds import CUT_MARK, measure
from tests.support.article_pages import TEXT, paragraphs, site

URL = "https://quay.example/"
SECONDS = 8.0
"""For a machine that is busy with other tests: alone, each takes two seconds at the most."""
ROOT = Path(__file__).parents[2]
LINE = TEXT[0]


def full(unit: str) -> bytes:
    """As much of it as a page may be large."""
    return (unit * (MAX_PAGE // len(unit) + 1)).encode()[:MAX_PAGE]


def deep(name: str) -> str:
    return f"<div class={name}>" * 90 + f"<p>{LINE}{LINE}</p>" + "</div>" * 90


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nested boxes": lambda: full("<div>"),
    "many deep boxes": lambda: full(deep("content")),
    "paragraphs never closed": lambda: full("<p>x"),
    "tables in tables": lambda: full(f"<table><tr><td>{LINE}"),
    "formatting never closed": lambda: full("<b><i><a href=x>"),
    "comments": lambda: full(f"<div class=comment>{LINE}</div>tail"),
    "names that the library dislikes": lambda: full("<div class=sidebar-extra-foot>t</div>tail "),
    "names, each another": lambda: b"".join(
        b"<div class='n%d-share-word'>t</div>" % n for n in range(150_000)
    ),
    "leads": lambda: full(f"<article><div class=subtitle><p>{LINE}</p></div>"),
    "segments": lambda: full(
        f"<div class=content><section class=content><div class=content><p>{LINE}</p></div></section>"
    ),
    "quotes with leads": lambda: full(
        "<section><div>The clerk said this to us all:</div><blockquote><p>q</p></blockquote>"
    ),
    "attributes": lambda: full("<p " + " ".join(f"a{n}=b" for n in range(250)) + ">x</p>"),
    "scripts": lambda: full("<script>x</script>tail "),
    "scripts never closed": lambda: full("<script>"),
    "angles": lambda: full("<"),
    "references": lambda: full("&amp;"),
    "one long word": lambda: b"<p>" + full("x")[3:],
    "blanks": lambda: b"<p>a" + full(" \n")[5:] + b"b",
    "data that is deep": lambda: (
        f'<script type="application/ld+json">{"[" * 500_000}</script>'.encode() + site(paragraphs(5))
    ),
    "headings": lambda: full("<h1>The title</h1>"),
    "pictures": lambda: full("<img src=a.jpg>"),
    "pictures in sizes": lambda: full("<img srcset='" + "a.jpg 1w, " * 500 + "'>"),
    "lines": lambda: full("<div>text<br>text<p>x</p></div>"),
    "foreign": lambda: b"<html><svg>" + full("<g><title>x</title>")[11:],
    "requests": lambda: full("<p>subscribe now, sign up to continue, register</p>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_costs_little(name: str) -> None:
    body = HOSTILE[name]()[:MAX_PAGE]
    began = time.process_time()
    outcome = extract(body, url=URL, content_type="text/html")
    assert time.process_time() - began < SECONDS
    if isinstance(outcome, Extracted):
        assert measure(outcome.html).safe
        assert len(outcome.html.encode()) <= MAX_ARTICLE
    else:
        assert outcome.detail


def test_hostile_pages_need_less_memory_than_the_parser_process_has() -> None:
    script = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from readnow.model.fulltext import Obstacle
from tests.feeds.test_extract_hostile import HOSTILE, MAX_PAGE, URL, extract
for name in ("attributes", "many deep boxes", "one long word", "pictures in sizes", "references"):
    outcome = extract(HOSTILE[name]()[:MAX_PAGE], url=URL, content_type="text/html")
    assert "memory" not in getattr(outcome, "detail", ""), name
"""
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=100)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1 << 20


def test_a_page_beyond_what_is_looked_at_gives_its_beginning_and_says_so() -> None:
    page = site(paragraphs(3) + "<p>x</p>" * 60_000)
    outcome = extract(page, url=URL)
    assert isinstance(outcome, Extracted)
    assert outcome.html.endswith(CUT_MARK)
    assert "Entry 2." in outcome.html


def test_a_page_with_a_large_file_in_it_is_whole() -> None:
    file = "data:image/png;base64," + "A" * 3_000_000
    outcome = extract(site(f'{paragraphs(3)}<img src="{file}">{paragraphs(3, 3)}'), url=URL)
    assert isinstance(outcome, Extracted)
    assert "Entry 5." in outcome.html
    assert CUT_MARK not in outcome.html


def test_when_time_is_up_the_page_says_what_its_article_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract_choice, "_SECONDS", -1.0)
    outcome = extract(site(paragraphs(6)), url=URL)
    assert isinstance(outcome, Extracted)
    assert "Entry 5." in outcome.html
    assert "all rights reserved" not in outcome.html


def test_a_failure_of_the_library_is_no_failure_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("not ours")

    monkeypatch.setattr("readability.Document.summary", fail)
    outcome = extract(site(paragraphs(6)), url=URL)
    assert isinstance(outcome, Extracted)
    assert "Entry 5." in outcome.html


@pytest.mark.parametrize(("error", "said"), [(ValueError, "log"), (MemoryError, "memory")])
def test_whatever_fails_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], said: str
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr("readnow.feeds.extract.choose", fail)
    outcome = extract(site(paragraphs(6)), url=URL)
    assert isinstance(outcome, ExtractFailed)
    assert said in outcome.detail


PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div class=comments>",
            "</div>",
            "<article>",
            "<table>",
            "<td>",
            "<img src=x>",
            "<ul><li>",
        ),
        *(
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<a href=x>",
            "</a>",
            "<h1>",
            "&amp;",
            "<br>",
            "<noscript>",
        ),
        *(
            "<pre>",
            "<svg>",
            "<form>",
            "<body>",
            "</body>",
            "<html>",
            "<base href='//['>",
            "<title>",
            "\0",
            "<b",
            "'",
        ),
        *(
            "words, of an article, and more of them. ",
            "Related: ",
            "Subscribe now",
            "<iframe allowfullscreen>",
        ),
        *(
            "<picture>",
            "<source srcset='a 1w,'>",
            "<aside hidden>",
            "<x:y z>",
            "<?x?>",
            "<![CDATA[",
            "é",
            "漢字",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES, max_size=60),
    st.sampled_from(["", "text/html", "text/plain; charset=utf-16", "image/png"]),
)
def test_any_soup_gives_an_article_within_the_bounds_or_a_sentence(
    pieces: list[str], content_type: str
) -> None:
    outcome = extract("".join(pieces).encode(), url=URL, content_type=content_type)
    if isinstance(outcome, Extracted):
        assert measure(outcome.html).safe
        assert outcome.words >= 0
    else:
        assert outcome.detail != "this page could not be read; the log has the details"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read(body: bytes) -> None:
    assert extract(body, url="not an address", content_type="\udcff") is not None
