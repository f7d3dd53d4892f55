"""`readnow list`, `count`, `show` and `mark`."""

import pytest

from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web

NEWS = """<item><title>Town &amp; harbour</title><guid>news</guid><link>https://news.example/town</link>
<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">A. Writer</dc:creator>
<pubDate>Fri, 28 Nov 2025 23:30:00 GMT</pubDate>
<content:encoded><![CDATA[<p>A standfirst.</p><p>“Quoted” – with a non‑breaking hyphen.</p>
<p><strong>READ MORE: <a href="/related">The related story</a></strong></p>
<p><a href="https://source.example/x">Source link</a></p>]]></content:encoded>
<enclosure url="https://news.example/a.mp3" type="audio/mpeg" length="1200000"/></item>"""


@pytest.fixture(autouse=True)
def filled(readnow: Readnow, web: Web) -> None:
    """One feed with an article that has everything, and two plain ones."""
    web.answers["/feed"] = Answer(rss("Two", "One", feed="Harbour", items=NEWS))
    readnow("add", web.url("/feed"))
    readnow("mark", "unread", "--query", "feed:harbour")


def ids(readnow: Readnow, *query: str) -> list[int]:
    return [article["id"] for article in readnow("list", *query, "--json").json["articles"]]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (("one", "OR", "two"), ["One", "Two"]),
        (("(one OR two) -two",), ["One"]),
        (("--", "(one OR two)", "-two"), ["One"]),
        (("--", "-two", "-one"), ["Town & harbour"]),
        (("one OR harbour",), ["One", "Town & harbour"]),
        (("read more",), ["Town & harbour"]),
        (("more read", "harbour"), []),  # a phrase, since a shell kept it together
        (("read more", "harbour"), ["Town & harbour"]),
        (("--", "-read more", "is:unread"), ["One", "Two"]),
        (("/^t.*r$/",), ["Town & harbour"]),
        (("has:enclosure", "words:<100"), ["Town & harbour"]),
        (("on:2025-11", 'author:"a. writer"'), ["Town & harbour"]),
        (("feed:Harbour", "before:2025"), []),
    ],
)
def test_queries_as_a_shell_hands_them_over(
    readnow: Readnow, words: tuple[str, ...], titles: list[str]
) -> None:
    found = readnow("list", "--format", r"{title}\n", *words).out.splitlines()
    assert sorted(line for line in found if line) == titles
    assert readnow("count", *words).out == f"{len(titles)}\n"


def test_a_query_that_cannot_be_read(readnow: Readnow) -> None:
    done = readnow("list", "one", "OR")
    assert done.status == 1
    assert "Something must stand on both sides of OR." in done.err


def test_a_list_for_programs(readnow: Readnow) -> None:
    document = readnow("list", "--limit", "2", "--json").json
    first, second = document["articles"]
    assert first["title"] == "Town & harbour"
    assert (first["feed"], first["author"], first["read"]) == ("Harbour", "A. Writer", False)
    assert (first["published"], first["date_source"]) == ("2025-11-28T23:30:00Z", "published")
    assert first["summary"].startswith("A standfirst.")
    assert document["next"] == second["id"]
    rest = readnow("list", "--after", str(document["next"]), "--json").json
    assert ([article["title"] for article in rest["articles"]], rest["next"]) == (["One"], None)


def test_a_list_for_people(readnow: Readnow) -> None:
    lines = readnow("list", "--sort", "oldest").out.splitlines()
    assert [line.split("  ")[-1] for line in lines] == ["One", "Two", "Town & harbour"]
    assert "●" in lines[0]
    assert "Harbour" in lines[0]


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("newest", ["Town & harbour", "Two", "One"]),
        ("oldest", ["One", "Two", "Town & harbour"]),
        ("title", ["One", "Town & harbour", "Two"]),
        ("author", ["Town & harbour", "Two", "One"]),
        ("length", ["Town & harbour", "Two", "One"]),
        ("feed", ["Town & harbour", "Two", "One"]),
    ],
)
def test_any_order_page_by_page(readnow: Readnow, sort: str, titles: list[str]) -> None:
    found: list[str] = []
    after: list[str] = []
    while True:
        page = readnow("list", "--sort", sort, "--limit", "1", *after, "--json").json
        found += [article["title"] for article in page["articles"]]
        if page["next"] is None:
            break
        after = ["--after", str(page["next"])]
        assert str(page["next"]).isprintable()
        assert " " not in str(page["next"])
    assert found == titles
    assert readnow("list", "--sort", sort, "--after", "7:x").status == 2
    assert readnow("list", "--sort", "title", "--after", "7:3").status == 2
    assert readnow("list", "--sort", "newest", "--after", "7:.x").status == 2


def test_the_best_first(readnow: Readnow) -> None:
    found = readnow("list", "harbour", "--sort", "rank", "--json").json
    assert [article["title"] for article in found["articles"]] == ["Town & harbour"]
    done = readnow("list", "--sort", "best")
    assert (done.status, "rank" in done.err) == (2, True)


def test_a_template(readnow: Readnow) -> None:
    assert readnow("list", "title:one", "--format", r"{title}\t{link}").out == "One\thttps://a.example/One\n"
    assert readnow("list", "--format", "{colour}").status == 2


def test_queries(readnow: Readnow) -> None:
    assert readnow("count").out == "3\n"
    assert readnow("count", "is:unread", "title:harbour", "--json").json == {"count": 1}
    assert readnow("count", "feed:Harbour").out == "3\n"
    done = readnow("count", "is:red")
    assert (done.status, "Did you mean" in done.err) == (1, True)


def test_one_article_as_text(readnow: Readnow) -> None:
    text = readnow("show", str(ids(readnow)[0])).out
    for part in ("A standfirst.", "“Quoted” – with a non‑breaking hyphen.", "READ MORE: The related story"):
        assert part in text
    assert "[1] https://news.example/related" in text
    assert "[2] https://source.example/x" in text
    assert "https://news.example/a.mp3" in text
    assert all(
        len(line) <= 40 for line in readnow("show", "--width", "40", str(ids(readnow)[1])).out.splitlines()
    )


def test_one_article_in_other_forms(readnow: Readnow) -> None:
    number = str(ids(readnow)[0])
    assert (
        "[**The related story**](https://news.example/related)"
        in readnow("show", number, "--format=markdown").out
    )
    assert (
        '<a href="https://source.example/x">Source link</a>' in readnow("show", number, "--format=html").out
    )
    found = readnow("show", number, "--format", "json").json
    assert [link["url"] for link in found["links"]] == [
        "https://news.example/related",
        "https://source.example/x",
    ]
    assert found["enclosures"] == [
        {"url": "https://news.example/a.mp3", "type": "audio/mpeg", "length": 1200000, "title": ""}
    ]
    assert "Source link" in found["content_text"]
    assert found["guid"] == "news"
    assert found["full_text"] is False


def test_an_article_that_is_not_there(readnow: Readnow) -> None:
    done = readnow("show", "7")
    assert (done.status, done.err) == (1, "readnow: There is no article with the number 7.\n")


def test_marking_by_number(readnow: Readnow) -> None:
    first, second, _ = ids(readnow)
    assert readnow("mark", "read", str(first), str(second)).out == "2 articles marked read.\n"
    assert readnow("mark", "read", str(first)).out == "0 articles marked read.\n"
    done = readnow("mark", "starred", str(first), "7")
    assert (done.status, done.out) == (1, "1 article marked starred.\n")
    assert readnow("count", "is:unread").out == "1\n"
    assert ids(readnow, "is:starred") == [first]
    assert readnow("mark", "unstarred", str(first)).out == "1 article marked unstarred.\n"
    assert readnow("mark", "later", str(first), str(second)).out == "2 articles marked later.\n"
    assert readnow("list", "is:later", "--json").json["articles"][0]["later"] is True
    assert "◷" in readnow("list", "is:later").out
    assert readnow("mark", "not-later", "--query", "title:town").out == "1 article marked not-later.\n"
    assert ids(readnow, "is:later") == [second]
    assert readnow("mark", "later", "--query", "is:read").out == "1 article marked later.\n"
    assert readnow("mark", "not-later", "--query", "").out == "2 articles marked not-later.\n"


def test_marking_by_query(readnow: Readnow) -> None:
    assert readnow("mark", "read", "--query", "title:t*").out == "2 articles marked read.\n"
    assert readnow("mark", "unread", "--query", "").out == "2 articles marked unread.\n"
    assert readnow("mark", "read").status == 2
    assert readnow("mark", "read", "1", "--query", "x").status == 2


PARAGRAPH = (
    "<p>The harbour board, which met on Tuesday, heard that the tide had come in again, as it does.</p>"
)


def test_an_article_with_the_text_of_its_page(readnow: Readnow, web: Web) -> None:
    item = f"<item><title>Begun</title><guid>b</guid><link>{web.url('/page')}</link><description>It begins.</description></item>"
    web.answers["/begun"] = Answer(rss(feed="Beginnings", items=item))
    page = (
        f"<html><head><title>Begun</title></head><body><nav>Menu</nav><article><h1>Begun</h1>{PARAGRAPH * 8}"
        "<p>And it ends.</p></article></body></html>"
    )
    web.answers["/page"] = Answer(page.encode(), headers=(("Content-Type", "text/html"),))
    readnow("add", web.url("/begun"))
    (begun,) = ids(readnow, "feed:beginnings")
    assert "And it ends." not in readnow("show", str(begun)).out
    whole = readnow("show", str(begun), "--full")
    assert whole.status == 0
    assert "And it ends." in whole.out
    assert "Menu" not in whole.out
    asked = len(web.requests)
    assert readnow("show", str(begun), "--full", "--format", "json").json["full_text"] is True
    assert len(web.requests) == asked, "what was fetched is kept"


def test_an_article_whose_page_is_gone(readnow: Readnow, web: Web) -> None:
    item = f"<item><title>Begun</title><guid>b</guid><link>{web.url('/gone')}</link><description>It begins.</description></item>"
    web.answers["/begun"] = Answer(rss(feed="Beginnings", items=item))
    web.answers["/gone"] = Answer(status=404)
    readnow("add", web.url("/begun"))
    (begun,) = ids(readnow, "feed:beginnings")
    shown = readnow("show", str(begun), "--full")
    assert shown.status == 1
    assert "It begins." in shown.out
    assert "no full text" in shown.err
    assert "Traceback" not in shown.err
