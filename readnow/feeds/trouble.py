"""What goes wrong between us and a server, in a few of the user's words.

Used by `fetch`. Invariant: a sentence is never empty, at most 80 characters, and begins in lower case: it
stands behind a feed's name.
"""

import errno
import socket
import ssl

from msgspec.structs import replace

from readnow.feeds.headers import AnswerHeaders
from readnow.model.feed import ProblemKind, Timestamp
from readnow.model.fetch import FetchFailed
from readnow.text.clean import clean_line
from readnow.text.pattern import pattern

LONGEST = 80

_STATUS = {
    400: "the server did not understand the request",
    401: "asks for a name and a password",
    402: "asks to be paid",
    403: "the server refuses to give it out",
    404: "not found",
    410: "gone for good",
    429: "asked us to wait",
    451: "withheld for legal reasons",
    500: "the server has a problem of its own",
    502: "the server behind the server does not answer",
    503: "the server is busy",
    504: "the server behind the server does not answer",
}
_KINDS = {
    401: ProblemKind.AUTH,
    403: ProblemKind.AUTH,
    410: ProblemKind.GONE,
    429: ProblemKind.WAIT,
    503: ProblemKind.WAIT,
}
_ERRNO = {
    errno.ECONNREFUSED: "the server refuses connections",
    errno.ECONNRESET: "the server cut the connection",
    errno.EPIPE: "the server cut the connection",
    errno.ENETUNREACH: "there is no way to that network",
    errno.ENETDOWN: "there is no way to that network",
    errno.EHOSTUNREACH: "there is no way to that server",
    errno.ETIMEDOUT: "the server does not answer",
    errno.EMFILE: "too many files are open here",
}
_NO_NETWORK: frozenset[int | None] = frozenset((errno.ENETUNREACH, errno.ENETDOWN))
_INNER = pattern(r"\[Errno (\d{1,4})\]")
"""Where several addresses of one name were tried, their errors are only told in the text."""
_CERTIFICATE = (
    ("expired", "its certificate has expired"),
    ("not yet valid", "its certificate is not valid yet: is the clock right?"),
    ("self-signed", "its certificate is signed by nobody we know"),
    ("self signed", "its certificate is signed by nobody we know"),
    ("unable to get local issuer", "its certificate is signed by nobody we know"),
    ("hostname mismatch", "its certificate is for another name"),
    ("ip address mismatch", "its certificate is for another name"),
)


def sentence(text: str) -> str:
    """Words from outside as the end of a sentence of ours."""
    return clean_line(text, LONGEST).rstrip(".") or "failed for no reason it gave"


def failed(kind: ProblemKind, detail: str, status: int | None = None) -> FetchFailed:
    """A failure with a sentence that fits."""
    return FetchFailed(kind, sentence(detail), status)


def of_status(status: int, headers: AnswerHeaders, now: Timestamp) -> FetchFailed:
    """What an answer means that is neither a document nor a redirect."""
    words = _STATUS.get(status)
    if words is None:
        words = "the server has a problem of its own" if status >= 500 else "an answer that is no feed"
    kind = _KINDS.get(status, ProblemKind.HTTP)
    retry_at = headers.retry_at(status, now) if kind is ProblemKind.WAIT else None
    return FetchFailed(kind, sentence(f"{words} ({status})"), status, retry_at)


def of_name(error: BaseException) -> FetchFailed:
    """Why the name of a server led nowhere: nobody knows it, or nobody could be asked."""
    if "contact" in str(error).lower() or getattr(error, "errno", None) == socket.EAI_AGAIN:
        return _offline("no server could be asked for the name: is there a network?")
    return failed(ProblemKind.NETWORK, "no such server: the name is not known")


def _offline(detail: str) -> FetchFailed:
    return replace(failed(ProblemKind.NETWORK, detail), offline=True)


def of_connection(error: BaseException) -> FetchFailed:
    """Why no connection came about, or why it broke."""
    certificate = _certificate_problem(error)
    if certificate:
        return failed(ProblemKind.NETWORK, certificate)
    if isinstance(error, ssl.SSLError):
        return failed(ProblemKind.NETWORK, "no secure connection could be agreed on (TLS)")
    if isinstance(error, socket.gaierror):
        return of_name(error)
    numbers = {getattr(error, "errno", None), *map(int, _INNER.findall(str(error)))}
    number = next((number for number in _ERRNO if number in numbers), None)
    words = _ERRNO[number] if number is not None else ""
    if number in _NO_NETWORK:
        return _offline(words)
    other = clean_line(getattr(error, "strerror", None) or str(error), 60) or "cut off"
    return failed(ProblemKind.NETWORK, words or f"no connection: {other}")


def _certificate_problem(error: BaseException) -> str:
    if not isinstance(error, ssl.SSLCertVerificationError):
        return ""
    text = str(error).lower()
    return next((words for part, words in _CERTIFICATE if part in text), "its certificate cannot be trusted")
