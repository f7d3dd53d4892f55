"""Twelve kinds of broken feeds, on a real server: each is named, is offered what helps, and the repair works."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from readnow.model.feed import Feed, Problem, ProblemKind
from tests.support.ailing import WELL, Ailing
from tests.support.documents import page
from tests.support.driving import Driven
from tests.support.shelf import NOW
from tests.support.web import Answer, Request, Web, says
from tests.tui.conftest import Opener


@pytest.fixture
def ailing() -> Iterator[Ailing]:
    with Web() as web:
        yield Ailing(web)


@asynccontextmanager
async def doctor(
    opened: Opener, ailing: Ailing, answer: object, *, allow_private: bool = True
) -> AsyncIterator[Driven]:
    """The doctor, opened on the feed after it was asked once and gave this answer."""
    ailing.web.answers["/feed"] = answer  # type: ignore[assignment]
    async with opened(ailing.fill(), allow_private=allow_private, now=ailing.clock) as d:
        await d.library.refresh()
        await d.press("h", "G", "i")
        await d.until_shown("fetches ")
        ailing.clock.later()
        yield d


def fact(d: Driven, name: str) -> str:
    """What the doctor says under a name, over all its lines."""
    lines = iter(d.lines)
    found = next(line for line in lines if line.startswith(f"  {name} "))[16:]
    for line in lines:
        if not line.startswith(" " * 16):
            break
        found += " " + line.strip()
    return found


def the_feed(d: Driven) -> Feed:
    return d.library.feeds.all()[0]


async def is_well(d: Driven) -> None:
    await d.until_shown("Harbour is well: 2 new articles.")
    assert fact(d, "state").startswith("well, last asked ")
    assert the_feed(d).health.problem is None


async def test_the_server_has_a_problem_of_its_own(opened: Opener, ailing: Ailing) -> None:
    async with doctor(opened, ailing, Answer(b"", 500)) as d:
        assert fact(d, "state") == "the server has a problem of its own (500), since today"
        assert fact(d, "what helps").startswith("t try now · o ask under another name · l look for a feed")
        assert fact(d, "next look").endswith(": it failed, so it is asked less often")
        assert "× 500" in fact(d, "fetches")
        ailing.heal()
        await d.press("t")
        await is_well(d)
        assert "×● 500, 200" in fact(d, "fetches")
        await d.press("t")
        await d.until_shown("Harbour was not asked: looked at a moment ago")


async def test_no_connection(opened: Opener, ailing: Ailing) -> None:
    async with doctor(opened, ailing, says()) as d:
        assert "the server cut the connection" in fact(d, "state") or "no connection" in fact(d, "state")
        assert fact(d, "what helps").startswith("t try now · l look for a feed on the site · e settings")
        await d.press("t")
        await d.until_shown("! Harbour: ")
        ailing.clock.later()
        ailing.heal()
        await d.press("t")
        await is_well(d)


async def test_gone(opened: Opener, ailing: Ailing) -> None:
    async with doctor(opened, ailing, Answer(b"", 410)) as d:
        assert fact(d, "state") == "gone for good (410), since today"
        assert fact(d, "what helps").startswith("u unsubscribe · l look for a feed on the site · r resume")
        assert "p pause" not in d.text
        assert fact(d, "next look") == "not by itself: it is gone for good"
        await d.press("t")
        await d.until_shown("Harbour: there is no need to try now.")
        ailing.heal()
        await d.press("r")
        await d.until_shown("Harbour is asked again from the next refresh on.")
        assert fact(d, "next look") == "with the next refresh"
        await d.press("t")
        await is_well(d)


async def test_gone_and_unsubscribed(opened: Opener, ailing: Ailing) -> None:
    async with doctor(opened, ailing, Answer(b"", 410)) as d:
        await d.press("u")
        await d.until_shown("Unsubscribe from “Harbour”?")
        await d.press("n")
        await d.until_shown("Nothing was changed.")
        await d.press("u")
        await d.until_shown("Unsubscribe from “Harbour”?")
        await d.press("y")
        await d.until_shown("Nothing here yet.")
        assert d.library.feeds.all() == ()
        assert d.status == "Unsubscribed from “Harbour”."


async def test_asked_to_wait(opened: Opener, ailing: Ailing) -> None:
    answer = Answer(b"", 429, headers=(("Retry-After", "7200"),))
    async with doctor(opened, ailing, answer) as d:
        assert fact(d, "state") == "asked us to wait (429), since today"
        assert fact(d, "next look").endswith(": its server asked to wait")
        assert fact(d, "what helps").startswith("e settings · p pause · u unsubscribe")
        await d.press("p")
        await d.until_shown("Harbour is paused: it is not asked by itself.")
        assert the_feed(d).settings.paused
        assert fact(d, "next look") == "not by itself: it is paused"
        await d.press("r")
        await d.until_shown("Harbour is asked again from the next refresh on.")
        assert not the_feed(d).settings.paused
        assert the_feed(d).health.problem is not None


async def test_a_password_is_wanted(opened: Opener, ailing: Ailing, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("secret")

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        known = request.headers.get("authorization") == "Bearer secret"
        writer.write((WELL if known else Answer(b"", 401)).raw(request))
        await writer.drain()

    async with doctor(opened, ailing, answer) as d:
        assert fact(d, "state") == "asks for a name and a password (401), since today"
        assert fact(d, "what helps").startswith("e settings · t try now · u unsubscribe")
        assert fact(d, "next look") == "not by itself: it wants a name and a password"
        await d.press("e")
        await d.until_shown("Settings · Harbour")
        await d.press(*["j"] * 7, "enter")
        await d.type(f"bearer file {token}")
        await d.press("enter")
        await d.until(lambda: the_feed(d).settings.auth == f"bearer file {token}")
        await d.press("escape", "t")
        await is_well(d)


async def test_only_browsers_are_let_in(opened: Opener, ailing: Ailing) -> None:
    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        known = request.headers.get("user-agent", "").startswith("Mozilla/5.0")
        writer.write((WELL if known else Answer(b"", 403)).raw(request))
        await writer.drain()

    async with doctor(opened, ailing, answer) as d:
        assert fact(d, "state") == "the server refuses to give it out (403), since today"
        assert fact(d, "what helps").startswith("o ask under another name · e settings · t try now")
        await d.press("o")
        await is_well(d)
        assert "ReadNOW/" in the_feed(d).settings.user_agent
        assert "ReadNOW/" in fact(d, "settings")


@pytest.mark.parametrize(
    "broken", [Answer(b"", 404), Answer(page(), headers=(("Content-Type", "text/html"),))]
)
async def test_the_feed_is_elsewhere_on_the_site(opened: Opener, ailing: Ailing, broken: Answer) -> None:
    ailing.web.answers |= {"/": Answer(page("/new.xml")), "/new.xml": WELL}
    async with doctor(opened, ailing, broken) as d:
        assert fact(d, "state").startswith("not found (404)" if broken.status == 404 else "a web page")
        assert fact(d, "what helps").startswith("l look for a feed on the site · t try now · u unsubscribe")
        await d.press("l")
        await d.until_shown(f"Use {ailing.web.url('/new.xml')} (2 articles) instead?")
        await d.press("n")
        await d.until_shown("Nothing was changed.")
        assert the_feed(d).url == ailing.web.url("/feed")
        await d.press("l")
        await d.until_shown("instead?")
        await d.press("y")
        await is_well(d)
        assert the_feed(d).url == ailing.web.url("/new.xml")
        assert fact(d, "formerly").startswith(f"{ailing.web.url('/feed')} until ")


@pytest.mark.parametrize("status", [200, 404])
async def test_a_feed_that_was_never_read_is_looked_for_too(
    opened: Opener, ailing: Ailing, status: int
) -> None:
    """Where a page stands at its address, on that; else at the start of its server."""
    ailing.site = ""
    html = Answer(page("/new.xml"), headers=(("Content-Type", "text/html"),))
    ailing.web.answers |= {"/": html if status == 404 else Answer(b"", 404), "/new.xml": WELL}
    async with doctor(opened, ailing, Answer(b"", 404) if status == 404 else html) as d:
        assert fact(d, "what helps").startswith("l look for a feed on the site")
        await d.press("l")
        await d.until_shown(f"Use {ailing.web.url('/new.xml')} (2 articles) instead?")
        await d.press("y")
        await is_well(d)
        assert the_feed(d).url == ailing.web.url("/new.xml")


async def test_the_site_has_several_feeds_or_none(opened: Opener, ailing: Ailing) -> None:
    ailing.web.answers |= {"/": Answer(page("/a.xml", "/b.xml", "/feed")), "/b.xml": WELL, "/a.xml": WELL}
    async with doctor(opened, ailing, Answer(b"", 404)) as d:
        await d.press("l")
        await d.until_shown("This site has several feeds")
        await d.type("b.xml")
        await d.press("enter")
        await d.until_shown("/b.xml (2 articles) instead?")
        await d.press("escape")
        await d.until_shown("Nothing was changed.")
        ailing.web.answers["/"] = Answer(b"gone", 404)
        await d.press("l")
        await d.until(lambda: d.lines[-1].startswith(" ! "))
        assert the_feed(d).url == ailing.web.url("/feed")


async def test_what_cannot_be_read(opened: Opener, ailing: Ailing) -> None:
    ailing.heal()
    problem = Problem(ProblemKind.UNREADABLE, "too complex to read (over 20 s)", NOW - 15 * 86_400)
    async with opened(ailing.fill(problem), allow_private=True, now=ailing.clock) as d:
        await d.press("h", "G", "i")
        await d.until_shown("posts a week")
        assert fact(d, "state") == "too complex to read (over 20 s), for 15 days now, since 9 Nov"
        assert fact(d, "what helps").startswith("t try now · l look for a feed on the site · u unsubscribe")
        await d.press("t")
        await is_well(d)


async def test_too_large(opened: Opener, ailing: Ailing) -> None:
    answer = Answer(b"x", headers=(("Content-Length", str(99 << 20)),))
    async with doctor(opened, ailing, answer) as d:
        assert fact(d, "state") == "larger than 10 MB, stopped, since today"
        assert fact(d, "what helps").startswith("e settings · p pause · u unsubscribe")
        await d.press("p")
        await d.until_shown("Harbour is paused: it is not asked by itself.")


async def test_on_a_private_network(opened: Opener, ailing: Ailing) -> None:
    async with doctor(opened, ailing, WELL, allow_private=False) as d:
        assert "private network" in fact(d, "state")
        assert fact(d, "what helps").startswith("v allow the private network · u unsubscribe")
        await d.press("v")
        await d.until_shown("127.0.0.1 is on a private network. Ask it?")
        await d.press("y")
        await is_well(d)
        assert the_feed(d).settings.allow_private


async def test_moved(opened: Opener, ailing: Ailing) -> None:
    there = ailing.web.url("/there.xml")
    ailing.web.answers["/there.xml"] = WELL
    async with doctor(opened, ailing, Answer(b"", 301, headers=(("Location", there),))) as d:
        assert fact(d, "state").startswith(
            f"sent on for good to {there.removeprefix('http://')}, since today"
        )
        assert fact(d, "what helps").startswith("a accept the address · t try now")
        assert fact(d, "moved to") == f"{there} (seen 1 time since today)"
        await d.press("a")
        await d.until_shown(f"Harbour is fetched from {there} from now on.")
        assert the_feed(d).url == there
        assert fact(d, "state").startswith("well")
        assert fact(d, "formerly").startswith(f"{ailing.web.url('/feed')} until ")
