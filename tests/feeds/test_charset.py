"""Charsets: what the bytes say, then what the labels of the list say; never a codec from outside the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.feeds import charset
from readnow.feeds.charset import to_text
from readnow.feeds.parse import parse
from readnow.model.parsed import ParsedFeed

WORDS = {
    "utf-8": "Grüße, Привет, 日本語",
    "utf-16": "Grüße, Привет, 日本語",
    "utf-16-le": "Grüße",
    "utf-16-be": "Grüße",
    "utf-32": "Grüße, 日本語",
    "utf-32-le": "Grüße",
    "utf-32-be": "Grüße",
    "iso-8859-1": "Grüße",
    "iso-8859-2": "Źdźbło",
    "iso-8859-15": "5 €",
    "windows-1250": "Příliš žluťoučký",
    "windows-1251": "Привет, мир",
    "windows-1252": "“Grüße” – 5 €",
    "koi8-r": "Привет, мир",
    "gb2312": "你好，世界",
    "gbk": "你好，世界",
    "gb18030": "你好，世界",
    "big5": "你好，世界",
    "shift_jis": "こんにちは世界",
    "euc-jp": "こんにちは世界",
    "iso-2022-jp": "こんにちは世界",
    "euc-kr": "안녕하세요 세계",
}


def document(title: str, label: str) -> str:
    declared = f' encoding="{label}"' if label else ""
    return (
        f'<?xml version="1.0"{declared}?><rss version="2.0"><channel><title>{title}</title></channel></rss>'
    )


def title_of(body: bytes, content_type: str = "") -> str:
    outcome = parse(body, url="https://a.example/", content_type=content_type)
    assert isinstance(outcome, ParsedFeed)
    return outcome.title


@pytest.mark.parametrize("codec", WORDS)
def test_a_declared_charset_is_read(codec: str) -> None:
    assert title_of(document(WORDS[codec], codec).encode(codec)) == WORDS[codec]


@pytest.mark.parametrize("codec", [name for name in WORDS if "utf" not in name])
def test_http_may_declare_it_alone(codec: str) -> None:
    body = document(WORDS[codec], "").encode(codec)
    assert title_of(body, f'application/rss+xml; charset="{codec.upper()}"') == WORDS[codec]


@pytest.mark.parametrize(
    "label", ["utf-16", "iso-8859-1", "us-ascii", "windows-1251", "shift_jis", "nonsense", "utf-7"]
)
def test_valid_utf_8_beats_a_wrong_label(label: str) -> None:
    body = document(WORDS["utf-8"], label).encode()
    assert title_of(body) == title_of(body, f"text/xml; charset={label}") == WORDS["utf-8"]


def test_a_label_of_utf_8_is_not_believed_against_the_bytes() -> None:
    for codec in ("utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "windows-1252"):
        body = document("Grüße", "utf-8").encode(codec)
        assert title_of(body) == title_of(body, "text/xml; charset=utf-8") == "Grüße"


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\xef\xbb\xbf"])
def test_a_mark_is_not_believed_against_the_bytes(mark: bytes) -> None:
    assert title_of(mark + document("Grüße", "utf-16").encode()) == "Grüße"
    assert title_of(mark + document("Привет", "windows-1251").encode("cp1251")) == "Привет"


def test_a_mark_of_utf_8_is_believed_while_half_of_it_is_utf_8() -> None:
    body = document("Ѩ", "iso-8859-1").encode().replace("Ѩ".encode(), "Ѩ".encode() + b" Espa\xf1a")
    assert title_of(b"\xef\xbb\xbf" + body) == "Ѩ Espa\ufffda"


def test_a_mark_of_utf_8_before_something_wide_is_passed_over() -> None:
    assert title_of(b"\xef\xbb\xbf" + document("Grüße", "utf-8").encode("utf-16-le")) == "Grüße"


def test_wide_documents_need_no_mark_and_no_label() -> None:
    for codec in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        assert title_of(document("Grüße", "").encode(codec)) == "Grüße"


def test_utf_8_with_a_broken_place_stays_utf_8() -> None:
    body = document("Привет, мир, ещё раз", "utf-8").encode() + b"\xd0"
    assert title_of(body) == "Привет, мир, ещё раз"


def test_unlabelled_bytes_that_are_no_utf_8_are_windows_1252() -> None:
    assert title_of(document("“Grüße”", "").encode("cp1252")) == "“Grüße”"


@pytest.mark.parametrize(
    "label", ["unicode_escape", "raw_unicode_escape", "utf-7", "idna", "punycode", "rot13", "base64", "zlib"]
)
def test_codecs_outside_the_list_are_not_used(label: str) -> None:
    """`unicode_escape` would turn the six letters \\x1b into a real escape character."""
    body = document(r"a\x1b]52;c;eA==+ABs-", label).encode() + b"\xff"
    assert title_of(body).startswith(r"a\x1b]52;c;eA==+ABs-")
    assert title_of(body, f"text/xml; charset={label}").startswith(r"a\x1b]52;c;eA==+ABs-")


def test_control_characters_do_not_make_a_document_unreadable() -> None:
    outcome = parse(document("a\x0b\x00b\x1b", "").encode(), url="https://a.example/")
    assert isinstance(outcome, ParsedFeed)
    assert (outcome.title, outcome.note) == ("ab", "")


def test_a_pages_meta_counts_and_lone_surrogates_go() -> None:
    page = "<html><head><meta charset=windows-1251><title>Привет</title>"
    assert "Привет" in to_text(page.encode("cp1251"))
    assert to_text("ab\ud800".encode("utf-16-le", "surrogatepass") * 3).replace("\ufffd", "") == "ab" * 3


@given(
    st.lists(
        st.sampled_from(
            (b"abc", b"\xc3\xa9", b"\0", b"\x1b", b"\xef\xbf\xbe", b"\xef\xbb\xbf", b"\xff", b"\t\n")
        )
    )
)
def test_the_short_way_is_the_long_way(pieces: list[bytes]) -> None:
    body = b"<rss>" + b"".join(pieces)
    for whole in (body, b"\xef\xbb\xbf" + body):
        assert to_text(whole) == charset._NOT_XML.sub("", charset._decoded(whole, ""))
