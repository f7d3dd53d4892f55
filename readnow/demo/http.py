"""HTTP/1.1 as bytes: a request's head read, an answer written. Pure; called by `server` for each request.

Invariant: whatever the bytes, `read_request` gives a Request or raises BadRequestError with a status.
"""

import hashlib
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import unquote

from msgspec import Struct, field

MAX_HEAD = 8 * 1024
"""The longest head of a request that is read, in bytes."""


class BadRequestError(Exception):
    """A request that cannot be served, and the status that says so."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Request(Struct, frozen=True):
    """A request for a path. Names of headers are lower case.

    `keep_alive`: another request may follow on the connection.
    """

    path: str
    headers: Mapping[str, str]
    keep_alive: bool


class Answer(Struct, frozen=True):
    """What a path answers. An empty `last_modified`, or another status than 200, means no validators."""

    body: bytes
    content_type: str
    status: HTTPStatus = HTTPStatus.OK
    last_modified: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """A strong validator made of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


def read_request(head: bytes) -> Request:
    """The request of a head that ends in an empty line. Raises BadRequestError."""
    try:
        first, *lines = head.decode("ascii").removesuffix("\r\n\r\n").split("\r\n")
    except UnicodeDecodeError as err:
        raise BadRequestError(HTTPStatus.BAD_REQUEST) from err
    method, _, rest = first.partition(" ")
    target, _, version = rest.partition(" ")
    if version not in ("HTTP/1.0", "HTTP/1.1") or not method.isalpha():
        raise BadRequestError(HTTPStatus.BAD_REQUEST)
    if method != "GET":
        raise BadRequestError(HTTPStatus.METHOD_NOT_ALLOWED)
    headers = _headers(lines)
    if version == "HTTP/1.1" and "host" not in headers:
        raise BadRequestError(HTTPStatus.BAD_REQUEST)
    # A body is never read: the connection cannot be used again behind one.
    body = "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
    close = "close" in headers.get("connection", "").lower()
    return Request(_path(target), headers, version == "HTTP/1.1" and not close and not body)


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name.strip() != name:
            raise BadRequestError(HTTPStatus.BAD_REQUEST)
        headers[name.lower()] = value.strip()
    return headers


def _path(target: str) -> str:
    """The path of a target, also of one with a host in it (RFC 9112, 3.2.2), without its query."""
    if target.lower().startswith("http://"):
        target = "/" + target[7:].partition("/")[2]
    if not target.startswith("/"):
        raise BadRequestError(HTTPStatus.BAD_REQUEST)
    return unquote(target.partition("?")[0])


def is_unchanged(answer: Answer, headers: Mapping[str, str]) -> bool:
    """Whether the client has this answer already (RFC 9110, 13.2.2: the ETag is asked first)."""
    if answer.status != HTTPStatus.OK or not answer.last_modified:
        return False
    if "if-none-match" in headers:
        known = [tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")]
        return "*" in known or answer.etag in known
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
        return parsedate_to_datetime(answer.last_modified) <= since
    except (TypeError, ValueError):  # no date; or one without a zone, which cannot be compared
        return False


def write_answer(answer: Answer, *, unchanged: bool, keep_alive: bool) -> bytes:
    """The answer as bytes; `unchanged`: as a 304 without its body."""
    status = HTTPStatus.NOT_MODIFIED if unchanged else answer.status
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    if answer.last_modified and answer.status == HTTPStatus.OK:
        lines += [f"ETag: {answer.etag}", f"Last-Modified: {answer.last_modified}", "Cache-Control: no-cache"]
    if not unchanged:
        lines += [f"Content-Type: {answer.content_type}", f"Content-Length: {len(answer.body)}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    lines.append(f"Connection: {'keep-alive' if keep_alive else 'close'}")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + (b"" if unchanged else answer.body)


def error_answer(status: HTTPStatus) -> Answer:
    """A short answer that says what went wrong."""
    headers = {"Allow": "GET"} if status == HTTPStatus.METHOD_NOT_ALLOWED else {}
    return Answer(f"{status.phrase}.\n".encode(), "text/plain; charset=utf-8", status, headers=headers)
