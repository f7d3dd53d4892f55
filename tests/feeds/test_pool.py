"""The parser process and its queue: whatever happens to one document, the next is read (4.2 rows 25 to 27)."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from readnow.feeds import child as child_module
from readnow.feeds.frames import Done, Entries, Ready, pack
from readnow.feeds.parse import parse
from readnow.feeds.pool import ParsePool
from readnow.feeds.worker import GIVING_WAY
from readnow.model.parsed import Candidate, NotAFeed, ParsedFeed, ParseFailed

URL = "https://a.example/f"
FEED = b"<rss version='2.0'><channel><title>T</title><item><guid>1</guid><title>One</title></item></channel></rss>"
SLOW = b"<rss><channel>" + b"<a>" * 3_000_000  # about a minute of feedparser
ENDED = ParseFailed("the reader process ended while reading this feed")


@pytest.fixture
async def pool(tmp_path: Path) -> AsyncIterator[ParsePool]:
    pool = ParsePool(log=tmp_path / "log")
    yield pool
    started = time.monotonic()
    await pool.close()
    assert time.monotonic() - started < 1.5
    assert_no_child_is_left()


def assert_no_child_is_left() -> None:
    try:
        pid, _ = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return
    assert pid == 0, "a process was not reaped"
    pytest.fail("a process is still running")


def pid_of(pool: ParsePool) -> int:
    assert pool._child is not None
    return pool._child.pid


async def assert_works(pool: ParsePool) -> None:
    outcome = await pool.parse(FEED, url=URL)
    assert isinstance(outcome, ParsedFeed)
    assert outcome.entries[0].title == "One"


async def until_it_reads(pool: ParsePool) -> None:
    while pool._child is None or not pool._child._ready:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)


def replace_process(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Start this Python text instead of the parser; `frames(...)` in it writes bytes to standard output."""
    head = "import sys, time\ndef out(data): sys.stdout.buffer.write(data); sys.stdout.buffer.flush()\n"
    monkeypatch.setattr(child_module, "command", lambda: [sys.executable, "-c", head + script])


async def test_a_document_comes_back_as_parse_reads_it(pool: ParsePool) -> None:
    assert await pool.parse(FEED, url=URL) == parse(FEED, url=URL)
    assert await pool.parse(b"<html>", url=URL) == NotAFeed("a web page, not a feed", html=True)
    assert await pool.discover(b"<a href=/rss>", url=URL) == (Candidate("https://a.example/rss"),)
    latin = "<rss><channel><title>ü</title></channel></rss>".encode("cp1251", "replace")
    assert isinstance(await pool.parse(latin, url=URL, content_type="text/xml; charset=cp1251"), ParsedFeed)


async def test_start_is_early_and_idle(pool: ParsePool) -> None:
    pool.start()
    pool.start()
    await assert_works(pool)


async def test_requests_are_answered_in_turn_by_one_process(pool: ParsePool) -> None:
    await assert_works(pool)
    pid = pid_of(pool)
    bodies = [FEED.replace(b"One", str(number).encode()) for number in range(40)]
    outcomes = await asyncio.gather(*(pool.parse(body, url=URL) for body in bodies))
    titles = [outcome.entries[0].title for outcome in outcomes if isinstance(outcome, ParsedFeed)]
    assert titles == [str(number) for number in range(40)]
    assert pid_of(pool) == pid


async def test_what_is_too_slow_is_ended_and_not_tried_again(tmp_path: Path) -> None:
    pool = ParsePool(limit_seconds=0.4)
    try:
        await assert_works(pool)
        pid = pid_of(pool)
        started = time.monotonic()
        assert await pool.parse(SLOW, url=URL) == ParseFailed("too complex to read (over 0.4 s)")
        assert time.monotonic() - started < 2
        await assert_works(pool)
        assert pid_of(pool) != pid
    finally:
        await pool.close()
    assert_no_child_is_left()


async def test_closing_ends_a_request_whose_process_is_just_being_started(tmp_path: Path) -> None:
    for turns in range(12):
        pool = ParsePool(log=tmp_path / "log")
        reading = asyncio.create_task(pool.parse(FEED, url=URL))
        for _ in range(turns):
            await asyncio.sleep(0)
        await pool.close()
        assert await reading == ENDED
        assert_no_child_is_left()


async def test_it_gives_way_to_who_waits_for_a_key(pool: ParsePool) -> None:
    await assert_works(pool)
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, pid_of(pool)) == min(19, ours + GIVING_WAY)


async def test_a_process_that_was_killed_between_requests_is_replaced(pool: ParsePool) -> None:
    await assert_works(pool)
    pid = pid_of(pool)
    os.kill(pid, signal.SIGKILL)
    await assert_works(pool)
    assert pid_of(pool) != pid


async def test_a_process_that_is_killed_while_reading_is_tried_once_more(pool: ParsePool) -> None:
    await assert_works(pool)
    reading = asyncio.create_task(pool.parse(SLOW, url=URL))
    for _ in range(2):
        async with asyncio.timeout(20):
            await until_it_reads(pool)
        os.kill(pid_of(pool), signal.SIGKILL)
        await asyncio.sleep(0.05)
    assert await reading == ENDED
    await assert_works(pool)


async def test_one_that_dies_the_first_time_only_costs_nothing(
    pool: ParsePool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        f"from pathlib import Path; mark = Path({str(tmp_path / 'mark')!r})\n"
        "from readnow.feeds import worker\n"
        "real = worker.parse\n"
        "def parse(body, **more):\n"
        "    if not mark.exists(): mark.touch(); raise SystemExit\n"
        "    return real(body, **more)\n"
        "worker.parse = parse; worker.main()"
    )
    replace_process(monkeypatch, script)
    await assert_works(pool)


READY = pack(Ready())
DONE = pack(Done(failure=ParseFailed("made up")))


@pytest.mark.parametrize(
    "script",
    [
        "raise SystemExit",
        "out(b'Traceback (most recent call last):')",
        f"out({DONE!r}); time.sleep(60)",
        f"out({READY!r})",
        f"out({READY!r}); sys.stdin.buffer.read(4)",
        f"out({READY!r} + b'rubbish, not frames'); time.sleep(60)",
        f"out({READY!r} + b'\\xff\\xff\\xff\\xff'); time.sleep(60)",
        f"out({READY!r} * 2); time.sleep(60)",
        f"out({READY!r} + {pack(Done(entries=3))!r}); time.sleep(60)",
        f"out({READY!r} + b'\\0\\0\\0\\2\\x81\\xc1'); time.sleep(60)",
    ],
)
async def test_what_is_no_answer_fails_after_two_tries(
    pool: ParsePool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    count = tmp_path / "count"
    replace_process(monkeypatch, f"open({str(count)!r}, 'a').write('x')\n" + script)
    assert await pool.parse(FEED, url=URL) == ENDED
    assert count.read_text() in ("xx", "xxx")  # the third may be the replacement that waits for the next feed
    monkeypatch.undo()
    await pool.parse(FEED, url=URL)  # may still meet that replacement
    await assert_works(pool)


async def test_entries_without_end_are_cut_off(pool: ParsePool, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = parse(FEED, url=URL)
    assert isinstance(feed, ParsedFeed)
    entry = pack(Entries(feed.entries[:1]))
    replace_process(monkeypatch, f"out({READY!r})\nwhile True: out({entry!r} * 100)")
    assert await pool.parse(FEED, url=URL) == ENDED


async def test_a_process_that_does_not_get_ready_is_given_up(
    pool: ParsePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "_STARTING", 0.2)
    replace_process(monkeypatch, "time.sleep(60)")
    assert await pool.parse(FEED, url=URL) == ENDED


async def test_a_process_that_cannot_start_is_a_sentence(
    pool: ParsePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "command", lambda: ["/nonexistent/python"])
    assert await pool.parse(FEED, url=URL) == ParseFailed("the reader process could not be started")
    assert await pool.discover(FEED, url=URL) == ()
    monkeypatch.undo()
    await assert_works(pool)


async def test_cancelling_ends_what_is_under_way_and_nothing_else(pool: ParsePool) -> None:
    await assert_works(pool)
    pid = pid_of(pool)
    waiting = [asyncio.create_task(pool.parse(body, url=URL)) for body in (SLOW, FEED, FEED)]
    await asyncio.sleep(0.1)
    waiting[1].cancel()
    await asyncio.sleep(0)
    assert pid_of(pool) == pid
    waiting[0].cancel()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [
        asyncio.CancelledError,
        asyncio.CancelledError,
        ParsedFeed,
    ]
    assert pid_of(pool) != pid


async def test_those_behind_one_that_costs_the_process_are_read_by_the_next(pool: ParsePool) -> None:
    await assert_works(pool)
    pid = pid_of(pool)
    waiting = [
        asyncio.create_task(pool.parse(body, url=URL)) for body in (SLOW, FEED, FEED, FEED, FEED, FEED)
    ]
    await asyncio.sleep(0.1)
    waiting[0].cancel()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError, *[ParsedFeed] * 5]
    assert pid_of(pool) != pid


async def test_answers_go_to_those_who_asked_though_one_of_them_has_gone(pool: ParsePool) -> None:
    await assert_works(pool)
    bodies = [FEED.replace(b"One", str(number).encode()) for number in range(8)]
    waiting = [asyncio.create_task(pool.parse(body, url=URL)) for body in bodies]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for number in (1, 2):
        waiting[number].cancel()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    titles = [result.entries[0].title for result in results if isinstance(result, ParsedFeed)]
    assert titles == ["0", "3", "4", "5", "6", "7"]


async def test_cancelling_while_it_starts_leaves_it_to_the_next(pool: ParsePool) -> None:
    for wait in (0, 0.001, 0.01, 0.05):
        first = asyncio.create_task(pool.parse(FEED, url=URL))
        await asyncio.sleep(wait)
        first.cancel()
    await assert_works(pool)


async def test_close_is_quick_whatever_is_under_way() -> None:
    pool = ParsePool()
    await assert_works(pool)
    reading = [asyncio.create_task(pool.parse(SLOW, url=URL)), asyncio.create_task(pool.parse(FEED, url=URL))]
    await asyncio.sleep(0.1)
    started = time.monotonic()
    await pool.close()
    assert time.monotonic() - started < 1
    assert await asyncio.gather(*reading) == [ENDED, ENDED]
    await pool.close()
    assert await pool.parse(FEED, url=URL) == ENDED
    assert_no_child_is_left()


async def test_closing_at_once_after_starting_leaves_nothing() -> None:
    for wait in (0, 0.01):
        pool = ParsePool()
        pool.start()
        await asyncio.sleep(wait)
        await pool.close()
        assert_no_child_is_left()
    await ParsePool().close()


async def test_the_event_loop_stays_quick_while_a_large_feed_is_read(pool: ParsePool) -> None:
    text = "word &amp;lt; " * 500
    items = "".join(
        f"<item><guid>{n}</guid><title>{n}</title><description>{text}</description></item>"
        for n in range(1000)
    )
    body = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()
    await assert_works(pool)
    lags: list[float] = []

    async def probe() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            lags.append(time.perf_counter() - before - 0.005)

    probing = asyncio.create_task(probe())
    outcome = await pool.parse(body, url=URL)
    probing.cancel()
    assert isinstance(outcome, ParsedFeed)
    assert len(outcome.entries) == 1000
    assert sorted(lags)[len(lags) * 95 // 100] < 0.05
    assert max(lags) < 0.25


async def test_its_words_go_to_the_log(
    pool: ParsePool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_process(monkeypatch, "print('what went wrong', file=sys.stderr)")
    await pool.parse(FEED, url=URL)
    assert "what went wrong" in (tmp_path / "log").read_text()
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600
