"""A refresh that is killed, and one among whose feeds is a bomb."""

import asyncio
import random
import re
import threading

from tests.support.documents import rss
from tests.support.pty import Terminal
from tests.support.web import Answer, Request, Script, Web
from tests.whole.conftest import Program

FEEDS = 8
ENTRIES = 30


def document(feed: int, entries: int) -> bytes:
    return rss(*(f"f{feed} e{n}" for n in reversed(range(entries))), feed=f"Feed {feed}")


def serve(web: Web, entries: int) -> None:
    for feed in range(FEEDS):
        web.answers[f"/{feed}"] = Answer(document(feed, entries), etag=f'"{feed}-{entries}"')


def held(answer: Answer, reached: threading.Event, go_on: threading.Event) -> Script:
    """The same answer, once the test lets it go."""

    async def script(request: Request, writer: asyncio.StreamWriter) -> None:
        reached.set()
        while not go_on.is_set():
            await asyncio.sleep(0.005)
        writer.write(answer.raw(request))
        await writer.drain()

    return script


def test_a_refresh_that_is_killed_loses_nothing_and_the_next_completes_it(program: Program, web: Web) -> None:
    chance = random.Random(20_261_128)
    serve(web, 2)
    program.run("add", *(web.url(f"/{feed}") for feed in range(FEEDS)))
    program.run("mark", "starred", "--query", "e1")
    total = 2
    for _ in range(4):
        total += ENTRIES
        serve(web, total)
        # The kill comes when this many feeds have been asked: anywhere between the first and the last write.
        last = chance.randrange(FEEDS)
        reached, go_on = threading.Event(), threading.Event()
        answer = web.answers[f"/{last}"]
        assert isinstance(answer, Answer)
        web.answers[f"/{last}"] = held(answer, reached, go_on)
        process = program.start("refresh", "--force")
        assert reached.wait(60)
        go_on.set()
        process.kill()
        process.communicate()
        serve(web, total)
        check = program.json("doctor")
        assert (check["integrity"], check["counts"]) == ([], [])
        stored = {feed["url"]: feed["total"] for feed in program.json("feeds")["feeds"]}
        done = program.json("refresh", "--force")
        assert done["failed"] == 0
        assert done["new"] == FEEDS * total - sum(stored.values())
    assert program.run("count")[1] == f"{FEEDS * total}\n"
    assert program.run("count", "is:starred")[1] == f"{FEEDS}\n"


def test_a_bomb_does_not_keep_others_from_being_refreshed(program: Program, web: Web) -> None:
    bomb = b"<item><title>Boom</title><author>" + b"a." * 40_000 + b"</author></item>"
    for number in range(20):
        web.answers[f"/{number}"] = Answer(rss("One", feed=f"Good {number}"))
    web.answers["/bomb"] = Answer(rss("Calm", feed="Bomb"))
    addresses = [web.url(f"/{name}") for name in ("bomb", *range(20))]
    assert program.run("add", *addresses)[0] == 0
    for number in range(20):
        web.answers[f"/{number}"] = Answer(rss("Two", "One", feed=f"Good {number}"))
    web.answers["/bomb"] = Answer(rss("Calm", feed="Bomb", items=bomb.decode()))
    program.make_due()
    with Terminal(program.options, module="readnow") as terminal:
        terminal.until_shown("Feeds")
        terminal.press_quickly("R")
        terminal.until(lambda: web.asked("/bomb"))
        for place in range(10):
            terminal.press_quickly("j" if place % 2 == 0 else "k")  # answered, or this fails
        terminal.until(lambda: re.search("2[01] new", terminal.text), 40)
        terminal.press("Q")
        assert terminal.end(10)[0] == 0
    feeds = {feed["title"]: feed for feed in program.json("feeds")["feeds"]}
    assert [feeds[f"Good {number}"]["total"] for number in range(20)] == [2] * 20
    assert feeds["Bomb"]["total"] == 2 or feeds["Bomb"]["problem"]
