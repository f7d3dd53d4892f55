"""Documents made to be expensive (reliability 1.2 rows 8 to 10, 20, 23, 24; 4.2 rows 25, 26): cheap, in this process.

Each costs milliseconds to two seconds here; without the fence in front of the parser, a minute or hours.
"""

import time
from collections.abc import Callable

import pytest

from readnow.feeds.fence import fence, short_names
from readnow.feeds.parse import parse
from readnow.model.parsed import NotAFeed, ParsedFeed, ParseFailed

URL = "https://a.example/f"
SECONDS = 8.0  # for a machine that is busy with other tests; the parser process is given ten
DC = "xmlns:dc='http://purl.org/dc/elements/1.1/'"


def rss(items: str, doctype: str = "") -> bytes:
    return f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def item(inner: str) -> bytes:
    return rss(f"<item><title>first</title>{inner}</item><item><title>second</title></item>")


def attributes(number: int, value: str = "1") -> str:
    return " ".join(f'a{n}="{value}"' for n in range(number))


def laughs() -> bytes:
    levels = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    return rss(
        "<item><title>&l9;</title></item><item><title>second</title></item>",
        f"<!DOCTYPE r [<!ENTITY l0 'ha'>{levels}]>",
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "author of 80 KB": lambda: item(f"<author>{'a.' * 40_000}</author>"),
    "author of 80 KB in CDATA": lambda: item(f"<author><![CDATA[{'a.' * 40_000}]]></author>"),
    "author of 80 KB in pieces": lambda: item(f"<author>{'a.a.<!-- -->' * 20_000}</author>"),
    "author of 80 KB by any prefix": lambda: item(f"<dc:creator {DC}>{'a.' * 40_000}</dc:creator>"),
    "authors left open": lambda: item("<author>" * 60_000),
    "attribute flood": lambda: item(f"<x {attributes(40_000)}/>"),
    "attribute flood with angles": lambda: item(f"<x {attributes(40_000, '>')}/>"),
    "one huge attribute": lambda: item(f"<x y='{'z' * 5_000_000}'/>"),
    "comment flood": lambda: item(f"<description>{'<!-- ' * 100_000}</description>"),
    "comment flood in HTML": lambda: item(f"<description>{'&lt;!-- ' * 100_000}</description>"),
    "comment flood in CDATA": lambda: item(f"<description><![CDATA[{'<!-- ' * 100_000}]]></description>"),
    "CDATA never closed": lambda: item("<![CDATA[" * 300_000),
    "billion laughs": laughs,
    "quadratic blow-up": lambda: rss(
        f"<item><title>{'&a;' * 50_000}</title></item><item/>", f"<!DOCTYPE r [<!ENTITY a '{'x' * 50_000}'>]>"
    ),
    "title of 9 MB": lambda: item(f"<description>x</description><title>{'x' * 9_000_000}</title>"),
    "deep HTML": lambda: item(f"<description>{'&lt;div>' * 50_000}x</description>"),
    "long dates": lambda: item(f"<pubDate>{'1 ' * 500_000}</pubDate>"),
    "many prefixes": lambda: rss("<item><title>first</title></item><item/>").replace(
        b"<item/>", b"<item>" + b"".join(b"<p%d:x/>" % n for n in range(20_000)) + b"</item>"
    ),
    "namespaces": lambda: rss("<item><title>first</title></item><item/>").replace(
        b"<rss ", b"<rss " + b" ".join(b"xmlns:n%d='u'" % n for n in range(50_000)) + b" "
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_read_quickly_and_other_entries_survive(name: str) -> None:
    body = HOSTILE[name]()
    started = time.process_time()
    outcome = parse(body, url=URL)
    assert time.process_time() - started < SECONDS
    assert isinstance(outcome, ParsedFeed)
    assert outcome.title == "T"
    assert outcome.entries
    for entry in outcome.entries:
        assert len(entry.author) <= 4020
        assert len(entry.title) <= 1000


@pytest.mark.parametrize(
    ("body", "total", "first"),
    [
        (
            lambda: rss(
                "".join(
                    f"<item><guid>{n}</guid><link>https://a.example/{n}</link></item>" for n in range(150_000)
                )
            ),
            150_000,
            "0",
        ),
        (lambda: rss("<item/>" * 1_000_000), 1_000_000, ""),
        (
            lambda: (
                "<feed xmlns='http://www.w3.org/2005/Atom'>"
                + "".join(f"<entry><id>{n}</id></entry>" for n in range(150_000))
                + "</feed>"
            ).encode(),
            150_000,
            "0",
        ),
    ],
)
def test_of_too_many_entries_the_first_thousand_are_read(
    body: Callable[[], bytes], total: int, first: str
) -> None:
    document = body()
    started = time.process_time()
    outcome = parse(document, url=URL)
    assert time.process_time() - started < SECONDS
    assert isinstance(outcome, ParsedFeed)
    assert (outcome.left_out, outcome.note) == (total - 1000, f"showing 1,000 of {total:,} articles")
    assert outcome.entries[0].guid == first


@pytest.mark.parametrize(
    "body",
    [
        b"<" * 2_000_000,
        b"<a " * 1_000_000,
        b"[" * 2_000_000,
        b'{"a":' * 500_000,
        b"\n" * 5_000_000,
        b"<!-- " * 500_000,
        b"<?a b?>" * 300_000,
        b"<!DOCTYPE a>" * 200_000,
        b"&" * 2_000_000,
        b"\xff" * 2_000_000,
    ],
)
def test_rubbish_without_end_is_no_feed(body: bytes) -> None:
    started = time.process_time()
    assert isinstance(parse(body, url=URL), NotAFeed)
    assert time.process_time() - started < SECONDS


def test_nothing_of_another_file_or_address_is_read(tmp_path: str) -> None:
    doctype = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:9/">]>'
    outcome = parse(rss("<item><title>a&x;b&y;c</title></item>", doctype), url=URL)
    assert isinstance(outcome, ParsedFeed)
    assert "root:" not in outcome.entries[0].title
    external = '<!DOCTYPE rss SYSTEM "file:///etc/passwd">'
    assert isinstance(parse(rss("<item><title>a</title></item>", external), url=URL), ParsedFeed)


def test_short_entities_are_kept() -> None:
    doctype = '<!DOCTYPE r [<!ENTITY copy "&#169;"> <!ENTITY us "Our House">]>'
    outcome = parse(rss("<item><title>&copy; &us;</title></item>", doctype), url=URL)
    assert isinstance(outcome, ParsedFeed)
    assert outcome.entries[0].title == "© Our House"
    assert outcome.note == ""


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item><author>Ann</author><description><![CDATA[<author>"
        + "x" * 5000
        + "</author>]]></description></item></channel></rss>",
        "<rss><channel><item><description><![CDATA[<!-- kept -->]]></description></item></channel></rss>",
        "<rss><channel>" + "<item><a b='c'/></item>" * 1000 + "</channel></rss>",
        f"<rss><channel><item><x {attributes(200)}/></item></channel></rss>",
    ],
)
def test_what_honest_feeds_hold_is_left_as_it_is(text: str) -> None:
    assert short_names(fence(text).text) == text


def test_names_are_cut_between_references_and_entries_keep_their_ends() -> None:
    text = f"<rss><item><author>{'&amp;' * 2000}</author><title>a</title></item><item><title>b</title></item></rss>"
    fenced = short_names(fence(text).text)
    assert len(fenced) < 4500
    assert "&</" not in fenced
    assert fenced.endswith("&amp;</author><title>a</title></item><item><title>b</title></item></rss>")


def test_a_picture_within_a_tag_does_not_cost_its_article() -> None:
    picture = "data:image/png;base64," + "A" * 200_000
    body = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><content type='xhtml'>"
        f"<div xmlns='http://www.w3.org/1999/xhtml'><p>Before <img src=\"{picture}\" alt='clock'/> after</p></div>"
        "</content></entry></feed>"
    ).encode()
    outcome = parse(body, url=URL)
    assert isinstance(outcome, ParsedFeed)
    assert len(outcome.entries[0].html) < 200
    assert "clock" in outcome.entries[0].html
    assert outcome.entries[0].html.endswith("after</p>")


def test_our_own_failures_are_outcomes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from readnow.feeds import parse as module

    def broken(*_: object, **__: object) -> None:
        raise LookupError("a mistake of ours")

    monkeypatch.setattr(module, "refine", broken)
    assert parse(rss(""), url=URL) == ParseFailed("this feed could not be read; the log has the details")
    assert "a mistake of ours" in capsys.readouterr().err
