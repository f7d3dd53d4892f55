"""What a request says, and what it never says (H12, H13; checklist 9, 10, 34)."""

import pytest

from readnow.feeds.fetch import Fetcher
from readnow.model.feed import ProblemKind
from readnow.model.fetch import FetchRequest
from tests.feeds.conftest import MakeFetcher, Names, failure, fetched
from tests.support.web import Answer, Web, says

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, */*;q=0.5"
)
COOKIES = (
    ("Set-Cookie", "id=1; Path=/"),
    ("Set-Cookie", "other=2; Max-Age=1000000; SameSite=Lax"),
    ("Set-Cookie2", "old=3"),
)


async def test_a_request_says_this_and_nothing_else(fetcher: Fetcher, web: Web) -> None:
    await fetcher.fetch(FetchRequest(web.url("/f")))
    (request,) = web.requests
    assert request.method == "GET"
    assert dict(request.headers) == {
        "host": f"127.0.0.1:{web.port}",
        "user-agent": "ReadNOW/9.8 (feed reader)",
        "accept": ACCEPT,
        "accept-encoding": "gzip, deflate, br",
    }


async def test_the_user_may_name_the_reader(make_fetcher: MakeFetcher, web: Web) -> None:
    await make_fetcher(user_agent="Mine/1 (me@here.example)").fetch(FetchRequest(web.url("/f")))
    assert web.requests[-1].headers["user-agent"] == "Mine/1 (me@here.example)"


async def test_no_cookie_and_no_referer_ever(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = Answer(b"body", headers=(*COOKIES, ("Referrer-Policy", "unsafe-url")))
    web.answers["/on"] = Answer(status=302, headers=(("Location", "/f"), *COOKIES))
    web.answers["/auth"] = Answer(status=401, headers=(("WWW-Authenticate", 'Basic realm="x"'), *COOKIES))
    for path in ("/f", "/on", "/auth", "/f"):
        await fetcher.fetch(FetchRequest(web.url(path), etag='"1"'))
    assert [request.path for request in web.requests] == ["/f", "/on", "/f", "/auth", "/f"]
    for request in web.requests:
        assert set(request.headers) == {"host", "user-agent", "accept", "accept-encoding", "if-none-match"}


async def test_another_host_hears_nothing_of_the_first(fetcher: Fetcher, web: Web, other_web: Web) -> None:
    target = other_web.url("/f").replace("http://", "http://user:secret@")
    web.answers["/f"] = Answer(status=307, headers=(("Location", target), *COOKIES, ("X-Token", "1")))
    other_web.answers["/f"] = Answer(b"body")
    answer = fetched(await fetcher.fetch(FetchRequest(web.url("/f"))))
    (request,) = other_web.requests
    assert set(request.headers) == {"host", "user-agent", "accept", "accept-encoding"}
    assert answer.url == other_web.url("/f")


@pytest.mark.parametrize("user", ["name:secret@", "name@", ":secret@", "a%40b:c@"])
async def test_credentials_in_an_address_are_not_sent(fetcher: Fetcher, web: Web, user: str) -> None:
    web.answers["/f"] = Answer(b"body")
    url = web.url("/f").replace("http://", f"http://{user}")
    fetched(await fetcher.fetch(FetchRequest(url)))
    assert "authorization" not in web.requests[-1].headers


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/f", "/f"),
        ("", "/"),
        ("?a=1", "/?a=1"),
        ("/f#fragment", "/f"),
        ("/f?a=1#?b=2", "/f?a=1"),
        ("/%7Euser/%7e", "/%7Euser/%7e"),
        ("/a%2Fb/%zz/%", "/a%2Fb/%zz/%"),
        ("/a/../b/./c//d", "/a/../b/./c//d"),
        ("//twice", "//twice"),
        ("/f?b=2&a=1&a=&&=x", "/f?b=2&a=1&a=&&=x"),
        ("/f?q=a+b%20c%2B;d", "/f?q=a+b%20c%2B;d"),
        ("/f;v=1?[x]={y}|z^`'\"<>\\", "/f;v=1?[x]={y}|z^`'\"<>\\"),
        ("/f?url=http://a.example/?b=c", "/f?url=http://a.example/?b=c"),
        ("/Grüße/%7e?q=日本", "/Gr%C3%BC%C3%9Fe/%7e?q=%E6%97%A5%E6%9C%AC"),
        ("/a b\x7f", "/a%20b%7F"),
        ("/\ud800", "/%3F"),
    ],
)
async def test_an_address_is_sent_as_it_is_written(
    fetcher: Fetcher, web: Web, written: str, sent: str
) -> None:
    web.answers[sent] = Answer(b"body")
    answer = fetched(await fetcher.fetch(FetchRequest(web.url(written))))
    assert [request.path for request in web.requests] == [sent]
    assert answer.url == web.url(written)


@pytest.mark.parametrize("break_", ["\r\n", "\n", " HTTP/1.1\r\n"])
async def test_an_address_cannot_add_a_header(fetcher: Fetcher, web: Web, break_: str) -> None:
    await fetcher.fetch(FetchRequest(web.url(f"/f{break_}X-Evil: 1{break_}{break_}GET /second")))
    assert len(web.requests) == 1
    assert "x-evil" not in web.requests[0].headers


@pytest.mark.parametrize(
    "url",
    [
        *("", "f", "/f", "//a.example/f", "a.example", "http:", "http://", "http:///f", "https://:80/"),
        *("ftp://a.example/f", "file:///etc/passwd", "javascript:alert(1)", "data:text/xml,x", "feed://a.example/"),
        *("http://[::1", "http://a.example:99999/", "http://a.example:x/", "http://[bad]/", "gopher://a.example/"),
    ],
)  # fmt: skip
async def test_what_is_no_web_address_is_refused(fetcher: Fetcher, names: Names, url: str) -> None:
    failure(
        await fetcher.fetch(FetchRequest(url)), ProblemKind.REFUSED, "only http:// and https:// are fetched"
    )
    assert names.asked == []


@pytest.mark.parametrize(
    "url", ["http://\ud800/", "http://xn--a.xn--\u00e4/", "http://a.example\u2100/", "http://127.1/"]
)
async def test_names_that_cannot_be(fetcher: Fetcher, names: Names, url: str) -> None:
    failure(await fetcher.fetch(FetchRequest(url)), ProblemKind.REFUSED)
    assert names.asked == []


async def test_names_of_other_scripts_are_asked_for_in_punycode(
    fetcher: Fetcher, web: Web, names: Names
) -> None:
    names.known["xn--bcher-kva.example"] = ["127.0.0.1"]
    web.answers["/f"] = Answer(b"body")
    fetched(await fetcher.fetch(FetchRequest(f"http://Bücher.example:{web.port}/f")))
    assert web.requests[-1].headers["host"] == f"xn--bcher-kva.example:{web.port}"


async def test_the_proxy_of_the_configuration_is_asked(make_fetcher: MakeFetcher, web: Web) -> None:
    web.answers["http://a.example/f"] = Answer(b"body")
    fetcher = make_fetcher(proxy=web.url(), allow_private=False)
    fetched(await fetcher.fetch(FetchRequest("http://a.example/f")))
    (request,) = web.requests
    assert request.headers["host"] == "a.example"
    assert not {"proxy-authorization", "cookie", "referer"} & set(request.headers)


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
async def test_the_proxy_of_the_environment_is_asked(
    fetcher: Fetcher, web: Web, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, web.url())
    web.answers["http://a.example/f"] = Answer(b"body")
    fetched(await fetcher.fetch(FetchRequest("http://a.example/f")))

    monkeypatch.setenv("no_proxy", "a.example")
    failure(await fetcher.fetch(FetchRequest("http://a.example/f")), ProblemKind.NETWORK)
    assert len(web.requests) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_no_proxy_is_asked_for_this_machine(
    make_fetcher: MakeFetcher, web: Web, other_web: Web, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("http_proxy", other_web.url())
    web.answers["/f"] = Answer(b"body")
    fetcher = make_fetcher(proxy=other_web.url())
    fetched(await fetcher.fetch(FetchRequest(f"http://{host}:{web.port}/f")))
    assert other_web.requests == []


async def test_a_proxy_that_refuses_is_named(make_fetcher: MakeFetcher, web: Web) -> None:
    web.answers["a.example:443"] = says(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
    outcome = await make_fetcher(proxy=web.url()).fetch(FetchRequest("https://a.example/f"))
    failure(outcome, ProblemKind.NETWORK, "the proxy refuses to ask the server (407)")
    assert [request.method for request in web.requests] == ["CONNECT"]
