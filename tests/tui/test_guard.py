"""The last gate: whatever a strip holds, no control or bidi character leaves it; and it is really in the way."""

import re
from collections.abc import Iterator
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from readnow.text.blocks import Document, Heading, Link, Paragraph, Span
from readnow.text.clean import clean_line
from readnow.tui import guard
from readnow.tui.widgets.article_list import ArticleList
from readnow.tui.widgets.feed_list import FeedList
from readnow.tui.widgets.reader import Reader
from readnow.tui.widgets.status_line import StatusLine
from readnow.views.feed_row import FeedRow
from tests.support.panes import NOW, PaneApp, feed, head
from tests.support.screen import drawn, screen_text

PAYLOADS = (
    "\x1b[31mred\x1b[0m",
    "\x1b[2J\x1b[H",
    "\x1b[?1049l",
    "\x1b[6n",
    "\x1b[5i",
    "\x1bc",
    "\x1b",
    "\x1b]0;title\x07",
    "\x1b]2;title\x1b\\",
    "\x1b]52;c;cm0gLXJm\x07",
    "\x1b]52;c;",
    "\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]1337;File=inline=1:AAAA\x07",
    "\x1bP$q q\x1b\\",
    "\x1bP+q544e\x1b\\",
    "\x1b_Gf=100;AAAA\x1b\\",
    "\x1b^secret\x1b\\",
    "\x1bXstart\x1b\\",
    "\x9b31m",
    "\x9d52;c;eA==\x9c",
    "\x90q\x9c",
    "\x84\x85\x8d",
    "\x00\x01\x02",
    "\x07\x07\x07",
    "\x08\x08\x08overwrite",
    "\x0e\x0f",
    "line\rback",
    "tab\there",
    "two\nlines",
    "\x7f\x7f",
    "abc\u202edef\u202c",
    "\u2066\u2067\u2068\u2069\u061c",
    "zero\u200b\u2060\ufeffwidth",
    "\u2028\u2029",
    "\ufff9\ufffa\ufffb",
    "tag\U000e0041\U000e007f",
    "lone \udc80 surrogate",
    "[/]",
    "[/red] [red]x",
    "[@click=app.quit]News[/]",
    "[@click=screen.app_quit()]x[/] [link=javascript:alert(1)]y[/link]",
    "[$accent]x [bold]y[",
)
assert len(PAYLOADS) >= 40

COLOURS = re.compile("\x1b\\[[0-9;]*m")
MOVES = re.compile("\x1b\\[[0-9;]*[Hm]")
CONSOLE = Console(file=StringIO(), force_terminal=True, color_system="truecolor")


@pytest.fixture(autouse=True)
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The gate in its place for one test, and its count from nothing."""
    monkeypatch.setattr(Strip, "render", Strip.render)
    monkeypatch.setattr(guard.Removed, "count", 0)
    guard.install()
    yield
    monkeypatch.undo()


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_nothing_forbidden_comes_out_of_a_strip(payload: str) -> None:
    rendered = Strip([Segment("before "), Segment(payload, Style(bold=True)), Segment(" after")]).render(
        CONSOLE
    )
    text = COLOURS.sub("", rendered)
    assert not guard.FORBIDDEN.search(text)
    assert text.startswith("before ")
    assert text.endswith(" after")


@given(st.text(st.characters(), max_size=30))
def test_what_is_clean_passes_as_it_is_and_nothing_else_passes(text: str) -> None:
    rendered = Strip([Segment(text)]).render(CONSOLE)
    assert not guard.FORBIDDEN.search(rendered)
    assert rendered == guard.FORBIDDEN.sub("", text)


@given(st.text(max_size=60))
def test_the_gate_has_nothing_to_do_with_a_line_that_was_cleaned(text: str) -> None:
    assert not guard.FORBIDDEN.search(clean_line(text))


def test_a_style_loses_an_address_that_may_not_be_opened() -> None:
    for url in ("javascript:alert(1)", "file:///etc/passwd", "https://x.example/\x1b\\"):
        rendered = Strip([Segment("x", Style(link=url))]).render(CONSOLE)
        assert "\x1b]" not in rendered
    rendered = Strip([Segment("x", Style(link="https://example.org/"))]).render(CONSOLE)
    assert "https://example.org/" in rendered


def test_what_is_removed_is_counted_and_logged_without_the_text(caplog: pytest.LogCaptureFixture) -> None:
    Strip([Segment("a\x1bsecret")]).render(CONSOLE)
    assert guard.Removed.count == 1
    assert "left out" in caplog.text
    assert "secret" not in caplog.text


def test_the_same_strip_may_be_drawn_again() -> None:
    strip = Strip([Segment("a\x1b[2Jb")])
    assert strip.render(CONSOLE) == strip.render(CONSOLE) == "a[2Jb"


def test_the_self_test_passes_with_the_gate() -> None:
    guard.self_test()
    guard.install()
    guard.self_test()
    assert guard.Removed.count == 0


def test_the_self_test_fails_without_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Strip, "render", guard._original)
    with pytest.raises(guard.GuardError, match="does not start"):
        guard.self_test()


def test_the_self_test_fails_where_textual_draws_past_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    from textual._compositor import ChopsUpdate

    monkeypatch.setattr(ChopsUpdate, "render_segments", lambda self, console: "a\x1b]52;c;eA==\x07")
    with pytest.raises(guard.GuardError):
        guard.self_test()
    monkeypatch.delattr("textual._compositor.ChopsUpdate")
    with pytest.raises(guard.GuardError):
        guard.self_test()


async def test_text_that_nobody_cleaned_is_harmless_on_the_screen() -> None:
    """Past all our cleaning: the gate alone."""
    app = PaneApp(lambda: [Static(Content("\n".join(f"«{payload}»" for payload in PAYLOADS)))])
    async with app.run_test(size=(120, 60)):
        sent = MOVES.sub("", drawn(app)).replace("\n", "")
        assert not guard.FORBIDDEN.search(sent)
        assert "[@click=app.quit]News[/]" in sent
        assert guard.Removed.count


async def test_payloads_in_every_place_are_harmless_and_readable() -> None:
    """Titles, names, labels, notes, link texts and targets: nothing for the gate to do, nothing lost."""
    document = Document(
        (
            *(Heading(3, (Span(f"{clean_line(payload)} end"),)) for payload in PAYLOADS),
            Paragraph((Span("link", 0, 1),)),
        ),
        (Link(1, "https://example.org/[@click=app.quit]"),),
    )

    def panes() -> list[FeedList | ArticleList | Reader]:
        return [FeedList(), ArticleList(now=lambda: NOW), Reader()]

    app = PaneApp(panes, lambda: [StatusLine()])
    async with app.run_test(size=(240, 180)) as pilot:
        feeds, articles, reader = app.query_one(FeedList), app.query_one(ArticleList), app.query_one(Reader)
        feeds.show([FeedRow(feed(n), f"{payload} end", note=payload) for n, payload in enumerate(PAYLOADS)])
        titles = [
            head(100 - n, f"{payload} end", feed_title=payload, author=payload)
            for n, payload in enumerate(PAYLOADS)
        ]
        articles.show(titles, complete=True, show_feed=True)
        reader.show(document)
        for payload in PAYLOADS:
            feeds.set_title(payload, payload)
            articles.empty_text = payload
            app.query_one(StatusLine).say(payload, error=True)
            app.query_one(StatusLine).hints([(payload, payload)])
            await pilot.pause()
            sent = MOVES.sub("", drawn(app)).replace("\n", "")
            assert not guard.FORBIDDEN.search(sent)
        text = screen_text(app)
        assert guard.Removed.count == 0
        assert text.count("[@click=app.quit]News[/] end") == 3
        assert app.is_running
