"""A second parser process: there while there is much to read, and only then."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from readnow.feeds import crew
from readnow.feeds.crew import ParseCrew
from readnow.model.article import ArticleId
from readnow.model.parsed import ParsedFeed
from readnow.model.rough import RoughText
from tests.support.documents import rss

ROUGH = RoughText(ArticleId(1), 7, True, "Title", "https://a.example/1", "<p>Three <b>words</b> here", "", ())


def children() -> int:
    """How many processes this one has."""
    tasks = Path(f"/proc/{os.getpid()}/task")
    return sum(len((task / "children").read_text().split()) for task in tasks.iterdir())


@pytest.fixture
async def two(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ParseCrew]:
    """A crew for which ten documents are many."""
    monkeypatch.setattr(crew, "MANY", 10)
    made = ParseCrew(processors=2)
    yield made
    await made.close()


async def read(made: ParseCrew, number: int) -> str:
    outcome = await made.parse(rss("One", feed=f"Feed {number}"), url="https://a.example/")
    assert isinstance(outcome, ParsedFeed)
    return outcome.title


async def test_many_documents_are_read_by_two(two: ParseCrew) -> None:
    before, most = children(), 0

    async def watched(number: int) -> str:
        nonlocal most
        title = await read(two, number)
        most = max(most, children() - before)
        return title

    titles = await asyncio.gather(*(watched(number) for number in range(60)))
    assert titles == [f"Feed {number}" for number in range(60)]
    assert most == 2
    assert children() - before == 1


async def test_many_that_are_expected_have_two_from_the_start(two: ParseCrew) -> None:
    before = children()
    await two.expect(11)
    await read(two, 0)
    await read(two, 1)
    assert children() - before == 2  # the second is not sent away between two documents
    await two.expect(0)
    assert children() - before == 1


async def test_what_can_wait_lets_documents_go_first(two: ParseCrew) -> None:
    order: list[str] = []

    async def document(number: int) -> None:
        await read(two, number)
        order.append("document")

    async def rough(*, patient: bool) -> None:
        (finished,) = await two.finish((ROUGH,), patient=patient)
        assert finished.words == 3
        order.append("patient" if patient else "at once")

    reading = [asyncio.create_task(document(number)) for number in range(4)]
    await asyncio.sleep(0)
    await asyncio.gather(rough(patient=True), *reading)
    assert order == ["document"] * 4 + ["patient"]
    await rough(patient=False)


async def test_what_can_wait_waits_between_documents_that_are_expected(
    two: ParseCrew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_PAUSE", 60.0)
    await two.expect(11)
    waiting = asyncio.create_task(two.finish((ROUGH,), patient=True))
    for number in range(3):
        await read(two, number)
        await asyncio.sleep(0)
    assert not waiting.done()
    await two.expect(0)
    (finished,) = await waiting
    assert finished.words == 3


async def test_what_can_wait_does_not_wait_for_documents_that_are_long_in_coming(
    two: ParseCrew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_PAUSE", 0.01)
    await two.expect(11)
    await read(two, 0)
    (finished,) = await two.finish((ROUGH,), patient=True)
    assert finished.words == 3


async def test_few_are_read_by_one(two: ParseCrew) -> None:
    before = children()
    await asyncio.gather(*(read(two, number) for number in range(10)))
    assert children() - before == 1


async def test_one_after_the_other_is_not_many(two: ParseCrew) -> None:
    before = children()
    for number in range(20):
        await read(two, number)
    assert children() - before == 1


async def test_without_a_second_processor_there_is_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "MANY", 10)
    before, made = children(), ParseCrew(processors=1)
    try:
        await asyncio.gather(*(read(made, number) for number in range(40)))
        assert children() - before == 1
    finally:
        await made.close()
    assert children() == before
