"""Every trouble has a sentence: never empty, at most 80 characters, without a word of Python (4.1 f)."""

import errno
import socket
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.feeds import trouble
from readnow.feeds.headers import AnswerHeaders
from readnow.model.feed import ProblemKind
from tests.feeds.conftest import NOW, assert_sentence

NOTHING = AnswerHeaders(())


def test_every_status_has_a_sentence_that_names_it() -> None:
    for status in range(100, 1000):
        failed = trouble.of_status(status, NOTHING, NOW)
        assert_sentence(failed.detail)
        assert failed.detail.endswith(f"({status})")
        assert failed.status == status
        assert (failed.kind is ProblemKind.WAIT) == (failed.retry_at is not None) == (status in (429, 503))


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), "the server refuses connections"),
        (ConnectionResetError(errno.ECONNRESET, "x"), "the server cut the connection"),
        (BrokenPipeError(errno.EPIPE, "x"), "the server cut the connection"),
        (OSError(errno.ENETUNREACH, "x"), "there is no way to that network"),
        (OSError(errno.EHOSTUNREACH, "x"), "there is no way to that server"),
        (TimeoutError(errno.ETIMEDOUT, "x"), "the server does not answer"),
        (OSError(errno.EMFILE, "x"), "too many files are open here"),
        (socket.gaierror(socket.EAI_NONAME, "x"), "no such server: the name is not known"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "no secure connection could be agreed on (TLS)"),
        (ssl.SSLCertVerificationError(1, "certificate has expired"), "its certificate has expired"),
        (ssl.SSLCertVerificationError(1, "something new"), "its certificate cannot be trusted"),
        (OSError(errno.EPERM, "Operation not permitted"), "no connection: Operation not permitted"),
        (OSError(), "no connection: cut off"),
        (OSError("first line\nsecond \x1b[31mline"), "no connection: first line second line"),
        (OSError("x" * 500), f"no connection: {'x' * 60}"),
    ],
)  # fmt: skip
def test_why_there_is_no_connection(error: OSError, detail: str) -> None:
    failed = trouble.of_connection(error)
    assert (failed.kind, failed.detail) == (ProblemKind.NETWORK, detail)
    assert_sentence(failed.detail)


def test_of_several_addresses_the_one_that_answered_speaks() -> None:
    """As it is told where a name has addresses of both kinds and there is no IPv6 here."""
    unreachable = "[Errno 101] Connect call failed ('2001:db8::1', 80, 0, 0)"
    refused = "[Errno 111] Connect call failed ('192.0.2.1', 80)"
    for number, name in ((101, "ENETUNREACH"), (111, "ECONNREFUSED")):
        unreachable = unreachable.replace(f"Errno {number}]", f"Errno {getattr(errno, name)}]")
        refused = refused.replace(f"Errno {number}]", f"Errno {getattr(errno, name)}]")
    failed = trouble.of_connection(OSError(f"Multiple exceptions: {unreachable}, {refused}"))
    assert failed.detail == "the server refuses connections"
    failed = trouble.of_connection(OSError(f"Multiple exceptions: {unreachable}, {unreachable}"))
    assert failed.detail == "there is no way to that network"


@given(st.text(max_size=300))
def test_words_from_outside_become_a_sentence(text: str) -> None:
    sentence = trouble.sentence(text)
    assert 0 < len(sentence) <= trouble.LONGEST
    assert "\n" not in sentence
    assert not sentence.endswith(".")


def test_a_sentence_is_cut_and_never_empty() -> None:
    assert trouble.sentence("a" * 500) == "a" * 80
    assert trouble.failed(ProblemKind.HTTP, "gone.", 410).detail == "gone"
    for nothing in ("", "  ", "\x00", "..."):
        assert_sentence(trouble.failed(ProblemKind.NETWORK, nothing).detail)


@pytest.mark.parametrize(
    ("error", "offline"),
    [
        (OSError(errno.ENETUNREACH, "x"), True),
        (OSError(None, "Could not contact DNS servers"), False),
        (socket.gaierror(socket.EAI_AGAIN, "x"), True),
        (socket.gaierror(socket.EAI_NONAME, "x"), False),
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), False),
        (OSError(errno.EHOSTUNREACH, "x"), False),
    ],
)
def test_only_what_is_no_servers_fault_means_that_there_is_no_network(error: OSError, offline: bool) -> None:
    failed = trouble.of_connection(error)
    assert failed.offline is offline
    assert_sentence(failed.detail)


@pytest.mark.parametrize(
    ("said", "offline"),
    [
        ("Could not contact DNS servers", True),
        ("Timeout while contacting DNS servers", True),
        ("Domain name not found", False),
    ],
)
def test_a_name_that_nobody_could_be_asked_for(said: str, offline: bool) -> None:
    failed = trouble.of_name(OSError(None, said))
    assert failed.offline is offline
    assert_sentence(failed.detail)
