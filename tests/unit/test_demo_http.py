"""HTTP of the demo's server as bytes: heads read, validators compared, answers written."""

from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.demo.http import Answer, BadRequestError, is_unchanged, read_request, write_answer

MODIFIED = "Sun, 20 Sep 2026 14:13:20 GMT"
PAGE = Answer(b"hello", "text/plain", last_modified=MODIFIED)


def head(*lines: str) -> bytes:
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def test_a_request_is_read() -> None:
    request = read_request(head("GET /a%20b?c=d HTTP/1.1", "Host: x", 'If-None-Match:  "y" '))
    assert request.path == "/a b"
    assert request.headers["if-none-match"] == '"y"'
    assert request.keep_alive


@pytest.mark.parametrize(
    ("lines", "path", "keep_alive"),
    [
        (("GET http://x:1/a HTTP/1.1", "Host: x"), "/a", True),
        (("GET http://x HTTP/1.1", "Host: x"), "/", True),
        (("GET / HTTP/1.1", "Host: x", "Connection: Close"), "/", False),
        (("GET / HTTP/1.1", "Host: x", "Content-Length: 5"), "/", False),
        (("GET / HTTP/1.1", "Host: x", "Transfer-Encoding: chunked"), "/", False),
        (("GET / HTTP/1.0",), "/", False),
    ],
)
def test_which_connections_stay_open(lines: tuple[str, ...], path: str, keep_alive: bool) -> None:
    request = read_request(head(*lines))
    assert (request.path, request.keep_alive) == (path, keep_alive)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (("POST / HTTP/1.1", "Host: x"), 405),
        (("GET / HTTP/2", "Host: x"), 400),
        (("GET /",), 400),
        (("GET / HTTP/1.1",), 400),
        (("GET x HTTP/1.1", "Host: x"), 400),
        (("GET / HTTP/1.1", "Host: x", "no colon"), 400),
        (("GET / HTTP/1.1", "Host: x", " folded: 1"), 400),
        (("GET /\xe9 HTTP/1.1", "Host: x"), 400),
        (("",), 400),
    ],
)
def test_what_is_refused(lines: tuple[str, ...], status: int) -> None:
    with pytest.raises(BadRequestError) as caught:
        read_request(head(*lines))
    assert caught.value.status == status


@given(st.binary(max_size=300))
def test_any_bytes_are_a_request_or_refused(data: bytes) -> None:
    for request in (data, b"GET / HTTP/1.1\r\nHost: x\r\n" + data, b"GET " + data + b" HTTP/1.1\r\nHost: x"):
        try:
            assert read_request(request + b"\r\n\r\n").path.startswith("/")
        except BadRequestError as err:
            refused = err.status
        else:
            continue
        assert refused in (HTTPStatus.BAD_REQUEST, HTTPStatus.METHOD_NOT_ALLOWED)


@pytest.mark.parametrize(
    ("headers", "unchanged"),
    [
        ({}, False),
        ({"if-none-match": PAGE.etag}, True),
        ({"if-none-match": "W/" + PAGE.etag}, True),
        ({"if-none-match": f'"other", {PAGE.etag}'}, True),
        ({"if-none-match": "*"}, True),
        ({"if-none-match": '"other"'}, False),
        ({"if-none-match": '"other"', "if-modified-since": MODIFIED}, False),
        ({"if-modified-since": MODIFIED}, True),
        ({"if-modified-since": "Mon, 21 Sep 2026 00:00:00 GMT"}, True),
        ({"if-modified-since": "Sat, 19 Sep 2026 00:00:00 GMT"}, False),
        ({"if-modified-since": "Mon, 21 Sep 2026 00:00:00 -0000"}, False),
        ({"if-modified-since": "yesterday"}, False),
    ],
)
def test_conditions(headers: dict[str, str], unchanged: bool) -> None:
    assert is_unchanged(PAGE, headers) is unchanged


def test_failures_are_never_unchanged() -> None:
    failed = Answer(b"", "text/plain", HTTPStatus.INTERNAL_SERVER_ERROR)
    assert not is_unchanged(failed, {"if-none-match": "*"})


def test_a_304_has_validators_and_no_body() -> None:
    data = write_answer(PAGE, unchanged=True, keep_alive=True)
    first, rest = data.split(b"\r\n", 1)
    assert first == b"HTTP/1.1 304 Not Modified"
    assert f"ETag: {PAGE.etag}\r\n".encode() in rest
    assert rest.endswith(b"Connection: keep-alive\r\n\r\n")
    assert b"Content-Length" not in rest
