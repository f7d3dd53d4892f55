import pytest

from readnow.exchange.addresses import read_addresses
from readnow.exchange.reading import read_list
from readnow.model.errors import ExchangeError
from readnow.model.subscription import Subscription, SubscriptionList

OPML = '<opml><body><outline text="é" xmlUrl="http://a.example/"/></body></opml>'


@pytest.mark.parametrize(
    "data",
    [OPML.encode(), b"\xef\xbb\xbf" + OPML.encode(), b"\n  " + OPML.encode(), OPML.encode("utf-16")],
)
def test_content_decides_that_it_is_opml(data: bytes) -> None:
    assert read_list(data, "feeds.txt").subscriptions == (Subscription("http://a.example/", "é"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_content_decides_that_it_is_a_list(encoding: str) -> None:
    text = "# mine\r\nhttp://a.example/\r\n\r\n  https://b.example/x  \n"
    assert read_list(text.encode(encoding), "feeds.opml") == SubscriptionList(
        (Subscription("http://a.example/"), Subscription("https://b.example/x"))
    )


def test_remarks_behind_an_address_and_repetitions_are_passed_over() -> None:
    found = read_addresses(
        b'http://a.example/ "tag" "~Title"\nhttp://a.example/\n"http://b.example/" x', "urls"
    )
    assert [s.url for s in found.subscriptions] == ["http://a.example/", "http://b.example/"]
    assert found.left_out == ()


def test_commands_and_other_schemes_are_left_out_with_a_reason() -> None:
    found = read_addresses(
        b'http://a.example/\n"exec:/bin/sh -c x"\nfilter:/bin/sh:http://b.example\n|cat\nfile:///etc/passwd\nabout',
        "urls",
    )
    assert [s.url for s in found.subscriptions] == ["http://a.example/"]
    assert found.left_out == (
        "“exec:/bin/sh”: it is a command, not an address; nothing was run.",
        "“filter:/bin/sh:http://b.example”: it is a command, not an address; nothing was run.",
        "“|cat”: it is a command, not an address; nothing was run.",
        "“file:///etc/passwd”: only http:// and https:// addresses can be added.",
        "“about”: only http:// and https:// addresses can be added.",
    )


def test_old_encodings_are_read() -> None:
    assert len(read_addresses("# café\nhttp://a.example/".encode("latin-1"), "urls").subscriptions) == 1


def test_list_of_remarks_only_is_empty() -> None:
    assert read_list(b"# nothing yet", "urls") == SubscriptionList(())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "^urls is empty"),
        (b"Dear diary,\nNote: today", "^urls is neither OPML nor a list of addresses"),
        (b'{"feeds": ["http://a.example"]}', "^urls is neither OPML nor a list of addresses"),
        (b"http://a.example/\0", "^urls is not a text file"),
        (b"\x81\x8d\x8f", "^urls is not a text file"),
        (b"\xff\xfe\x00", "^urls is not a text file"),
        (b"h" * (5 * 1024 * 1024 + 1), "^urls is larger than 5 MB"),
    ],
)
def test_what_is_no_list_is_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read_list(data, "urls")
