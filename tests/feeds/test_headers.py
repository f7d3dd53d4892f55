"""Headers, one by one: what we send, what we read, and for how long to wait (H1, H5, H7, H12, H13). Pure."""

import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.feeds.headers import ACCEPT, AnswerHeaders, http_date, request_headers, user_agent
from readnow.model.fetch import FetchRequest

NOW = 1_700_000_000
MINUTE, HOUR, DAY = 60, 3600, 86_400


def headers(**values: str | bytes) -> AnswerHeaders:
    """Headers by name, with underscores for hyphens."""
    return AnswerHeaders(
        (name.replace("_", "-").encode(), value if isinstance(value, bytes) else value.encode())
        for name, value in values.items()
    )


def test_a_request() -> None:
    assert request_headers(FetchRequest("http://a.example/"), "Me/1") == {
        "User-Agent": "Me/1",
        "Accept": ACCEPT,
        "Accept-Encoding": "gzip, deflate, br",
    }
    assert (
        request_headers(FetchRequest("http://a.example/", accept="image/png"), "Me/1")["Accept"]
        == "image/png"
    )
    conditional = request_headers(FetchRequest("http://a.example/", 'W/"1"', "then"), "Me/1")
    assert conditional["If-None-Match"] == 'W/"1"'
    assert conditional["If-Modified-Since"] == "then"


def test_our_name() -> None:
    assert user_agent("1.2.3") == "ReadNOW/1.2.3 (feed reader)"


def test_names_have_no_case_and_the_first_of_several_counts() -> None:
    found = AnswerHeaders(
        [(b"ETAG", b'"1"'), (b"etag", b'"2"'), (b"Content-type", b"a"), (b"content-Type", b"b")]
    )
    assert (found.etag, found.get("CONTENT-TYPE"), found.get("Age")) == ('"1"', "a", "")


def test_values_are_clean_text() -> None:
    found = headers(Content_Type=b"text/\x1b[31mxml;\t a=\xc3\xbc\xff\x00\xe2\x80\xae", Server=b"x" * 9000)
    assert found.get("Content-Type") == "text/xml; a=ü\ufffd"
    assert len(found.get("Server")) == 8192


@pytest.mark.parametrize("value", ['"1"', 'W/"1"', '""', "a  b", '"ü–🙂"', "0", "x" * 4096])
def test_validators_are_kept_as_they_are(value: str) -> None:
    found = headers(ETag=f" {value}\t", Last_Modified=value)
    assert (found.etag, found.last_modified) == (value, value)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"  ",
        b'"\xe9"',
        b'"a\x00b"',
        b'"a\tb"',
        b'"a\x7fb"',
        b'"\xc2\x85"',
        b'"\xe2\x80\xae"',
        b"x" * 4097,
    ],
)
def test_what_cannot_go_back_as_it_came_is_no_validator(value: bytes) -> None:
    found = headers(ETag=value, Last_Modified=value)
    assert (found.etag, found.last_modified) == (None, None)


def test_a_date_of_2038_is_none() -> None:
    assert headers(Last_Modified="Tue, 19 Jan 2038 03:14:07 GMT").last_modified is None
    assert headers(Last_Modified="Mon, 20 Mar 2023 20:38:00 GMT").last_modified is not None
    assert headers(ETag="Tue, 19 Jan 2038 03:14:07 GMT").etag is not None


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_a_validator_is_the_same_text_or_none(text: str) -> None:
    etag = headers(ETag=text).etag
    assert etag in (None, text.strip(" \t\n\r\x0b\x0c"))
    if etag is not None:
        assert etag.encode() in text.encode()
        assert not set(etag) & set("\r\n\0")


@pytest.mark.parametrize(
    ("values", "age"),
    [
        ({}, None),
        ({"Cache_Control": "max-age=3600"}, 3600),
        ({"Cache_Control": "public, MAX-AGE = 3600 , immutable"}, 3600),
        ({"Cache_Control": 'max-age="3600"'}, 3600),
        ({"Cache_Control": "max-age=3600", "Age": "600"}, 3000),
        ({"Cache_Control": "max-age=3600", "Age": "4000"}, None),
        ({"Cache_Control": "max-age=3600", "Age": "old"}, 3600),
        ({"Cache_Control": "max-age=0"}, None),
        ({"Cache_Control": "max-age=-1"}, None),
        ({"Cache_Control": "max-age=soon"}, None),
        ({"Cache_Control": "max-age"}, None),
        ({"Cache_Control": "s-maxage=3600"}, None),
        ({"Cache_Control": "x-max-age=3600"}, None),
        ({"Cache_Control": "s-maxage=60, max-age=3600"}, 3600),
        ({"Cache_Control": "no-cache, max-age=3600"}, None),
        ({"Cache_Control": "max-age=3600,no-store"}, None),
        ({"Cache_Control": "max-age=31536000"}, 31_536_000),
        ({"Cache_Control": "private"}, None),
        ({"Expires": formatdate(NOW + 3600, usegmt=True)}, 3600),
        ({"Expires": formatdate(NOW - 3600, usegmt=True)}, None),
        ({"Expires": formatdate(NOW, usegmt=True), "Date": formatdate(NOW - 3600, usegmt=True)}, 3600),
        ({"Expires": "0"}, None),
        ({"Expires": "-1", "Cache_Control": "max-age=60"}, 60),
        ({"Expires": formatdate(NOW + 3600, usegmt=True), "Cache_Control": "max-age=60"}, 60),
        ({"Expires": formatdate(NOW + 3600, usegmt=True), "Cache_Control": "no-store"}, None),
    ],
)
def test_how_long_an_answer_stays_fresh(values: dict[str, str], age: int | None) -> None:
    assert headers(**values).max_age(NOW) == age


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_freshness_is_none_or_a_positive_number(control: str, age: str, expires: str, date: str) -> None:
    values = {"Cache_Control": control, "Age": age, "Expires": expires, "Date": date}
    encoded = {name: value.encode("utf-8", "replace") for name, value in values.items()}
    found = headers(**encoded).max_age(NOW)
    assert found is None or found > 0


@pytest.mark.parametrize(
    ("status", "wish", "wait"),
    [
        (429, "", 4 * HOUR),
        (503, "", 30 * MINUTE),
        (500, "", 30 * MINUTE),
        (429, "3600", HOUR),
        (503, "3600", HOUR),
        (429, "1", MINUTE),
        (429, "999999999", 7 * DAY),
        (429, "-3600", 4 * HOUR),
        (503, formatdate(NOW + 7200, usegmt=True), 2 * HOUR),
        (503, formatdate(NOW + 7200), 2 * HOUR),
        (503, "Wed, 15 Nov 2023 02:13:20 +0200", 2 * HOUR),
        (503, formatdate(0, usegmt=True), MINUTE),
    ],
)
def test_until_when_to_stay_away(status: int, wish: str, wait: int) -> None:
    assert headers(Retry_After=wish).retry_at(status, NOW) == NOW + wait


digits = st.integers(-(10**14), 10**14).map(str)
dates = st.integers(-(10**10), 10**11).map(
    lambda second: formatdate(min(second, 250_000_000_000), usegmt=True)
)


@given(st.sampled_from([429, 503]), st.text(max_size=40) | digits | dates, st.text(max_size=40) | dates)
def test_a_wish_is_never_shorter_than_a_minute_or_longer_than_a_week(
    status: int, wish: str, date: str
) -> None:
    found = headers(Retry_After=wish.encode("utf-8", "replace"), Date=date.encode("utf-8", "replace"))
    assert NOW + MINUTE <= found.retry_at(status, NOW) <= NOW + 7 * DAY


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777),
        ("Sun, 06 Nov 1994 09:49:37 +0100", 784_111_777),
        ("06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        *((text, None) for text in ("", "0", "-1", "now", "120", "1994-11-06T08:49:37Z")),
        *((text, None) for text in ("Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 99:49:37 GMT")),
        ("Sun, 06 Nov 1994 08:49:37 GMT" + " " * 100, None),
    ],
)
def test_dates_of_http(text: str, second: int | None) -> None:
    assert http_date(text) == second


def test_a_date_without_a_zone_is_of_greenwich_wherever_we_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "EST5")
    time.tzset()
    assert (
        http_date("Sun Nov  6 08:49:37 1994") == http_date("Sun, 06 Nov 1994 08:49:37 -0000") == 784_111_777
    )


WORDS = st.sampled_from(
    ["Sun,", "06", "Nov", "1994", "08:49:37", "GMT", "+9999", "-0000", "99999", "24:00", ":", ""]
)


@given(st.text(max_size=120) | st.lists(WORDS, max_size=8).map(" ".join))
def test_a_date_is_a_number_or_none(text: str) -> None:
    assert isinstance(http_date(text), int | None)
