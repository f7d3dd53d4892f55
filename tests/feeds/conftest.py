"""A server on loopback, fetchers that may ask it, and no names but those that a test gives out."""

import functools
import re
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import pytest

from readnow.feeds import network
from readnow.feeds.fetch import Fetcher, FetchLimits
from readnow.model.feed import ProblemKind
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome
from tests.support.web import Web

NOW = 1_700_000_000
_load = functools.cache(network.load)  # reading all authorities of the system takes a tenth of a second
_OF_PYTHON = re.compile(
    r"[A-Za-z]*(?:Error|Exception|Errno|errno)|[A-Z][a-z]+[A-Z]\w*|<class |<\w+\.|object at|\bNone\b"
)


class MakeFetcher(Protocol):
    """A fetcher that may go to loopback and does not pause, unless the limits say otherwise."""

    def __call__(self, *, now: Callable[[], float] = ..., **limits: Any) -> Fetcher: ...


@dataclass
class Names:
    """The names that there are; all others are unknown."""

    known: dict[str, list[str]] = field(default_factory=lambda: {"localhost": ["127.0.0.1"]})
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Stands in for the resolver, which would leave this machine by ways that Python does not see."""
    names = Names()

    class Resolver:
        def __init__(self, loop: object) -> None:
            pass

        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[dict[str, Any]]:
            names.asked.append(host)
            if host not in names.known:
                raise OSError(None, "DNS server returned answer with no data")
            return [
                {
                    "hostname": host,
                    "host": address,
                    "port": port,
                    "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                    "proto": 0,
                    "flags": socket.AI_NUMERICHOST,
                }
                for address in names.known[host]
            ]

        async def close(self) -> None:
            pass

    monkeypatch.setattr("aiohttp.connector.DefaultResolver", Resolver)
    return names


@pytest.fixture
async def make_fetcher(names: Names, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MakeFetcher]:
    """Makes fetchers and closes them."""
    made: list[Fetcher] = []
    monkeypatch.setattr(network, "load", _load)

    def make(*, now: Callable[[], float] = time.time, **limits: Any) -> Fetcher:
        defaults = {"host_delay": 0.0, "timeout": 10.0, "allow_private": True}
        made.append(Fetcher(FetchLimits(**defaults | limits), version="9.8", now=now))
        return made[-1]

    yield make
    for fetcher in made:
        await fetcher.close()


@pytest.fixture
def fetcher(make_fetcher: MakeFetcher) -> Fetcher:
    """One that stands at the time NOW."""
    return make_fetcher(now=lambda: NOW)


@pytest.fixture
def other_web() -> Iterator[Web]:
    """Another: for the fetcher, a host of its own."""
    with Web() as server:
        yield server


@pytest.fixture
def connects(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The addresses that connections are made to."""
    made: list[Any] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, address: Any) -> None:
        made.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    return made


def fetched(outcome: FetchOutcome) -> Fetched:
    """The outcome, which is a document."""
    assert isinstance(outcome, Fetched), outcome
    return outcome


def failure(outcome: FetchOutcome, kind: ProblemKind, detail: str | None = None) -> FetchFailed:
    """The outcome, which is a failure of this kind, told in a sentence that a user can read (4.1 f)."""
    assert isinstance(outcome, FetchFailed), outcome
    assert_sentence(outcome.detail)
    assert outcome.kind is kind, outcome
    assert detail in (None, outcome.detail)
    return outcome


def assert_sentence(text: str) -> None:
    """Not empty, at most 80 characters, begins in lower case, nothing of Python, nothing that terminals obey."""
    assert 0 < len(text) <= 80, text
    assert text[0] == text[0].lower(), text
    assert not _OF_PYTHON.search(text), text
    assert text.isprintable(), text
    assert text == " ".join(text.split()), text
