"""The status line, the prompt over it and the card: literal text, few paintings, nothing typed is lost."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
from textual.containers import Horizontal
from textual.pilot import Pilot

from readnow.tui.widgets.article_list import ArticleList
from readnow.tui.widgets.card import Card
from readnow.tui.widgets.prompt_line import PromptLine
from readnow.tui.widgets.status_line import StatusLine
from tests.support.panes import NOW, PaneApp, Told, heads
from tests.support.screen import screen_lines, screen_strips, screen_text

HINTS = [("Space", "read on"), ("f", "full text"), ("?", "keys")]


def _app(clock: Callable[[], float] = lambda: 0.0) -> PaneApp:
    return PaneApp(lambda: [ArticleList(now=lambda: NOW)], lambda: [StatusLine(clock=clock), PromptLine()])


def _bottom(pilot: Pilot[None]) -> str:
    return screen_lines(pilot.app)[-1]


async def test_message_and_keys_share_the_line() -> None:
    app = _app()
    async with app.run_test(size=(80, 10)) as pilot:
        status = app.query_one(StatusLine)
        status.hints(HINTS)
        status.progress("refreshing 12/80 · 3 new")
        await pilot.pause()
        assert (
            _bottom(pilot) == " refreshing 12/80 · 3 new" + " " * 18 + "Space read on   f full text   ? keys"
        )


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (44, " 3 new   Space read on   f full text"),
        (30, " 3 new   Space read on"),
        (12, " 3 new"),
        (4, " 3…"),
    ],
)
async def test_keys_give_way(width: int, shown: str) -> None:
    app = _app()
    async with app.run_test(size=(width, 10)) as pilot:
        app.query_one(StatusLine).hints(HINTS)
        app.query_one(StatusLine).say("3 new")
        await pilot.pause()
        assert " ".join(_bottom(pilot).split()) == " ".join(shown.split())


async def test_a_long_message_is_more_important_than_keys() -> None:
    app = _app()
    async with app.run_test(size=(60, 10)) as pilot:
        app.query_one(StatusLine).hints(HINTS)
        app.query_one(StatusLine).say("The address is no feed, and no feed was found on the page [/].")
        await pilot.pause()
        assert _bottom(pilot) == " The address is no feed, and no feed was found on the page…"


async def test_an_error_has_a_mark_and_its_colour() -> None:
    app = _app()
    async with app.run_test(size=(60, 10)) as pilot:
        app.query_one(StatusLine).say("No answer within 30 s.", error=True)
        await pilot.pause()
        assert _bottom(pilot) == " ! No answer within 30 s."
        styles = [segment.style for segment in screen_strips(app)[-1] if "answer" in segment.text]
        assert [style.color.name for style in styles if style and style.color] == ["red"]


async def test_a_message_goes_after_its_time_and_progress_comes_back() -> None:
    app = _app()
    async with app.run_test(size=(60, 10)) as pilot:
        status = app.query_one(StatusLine)
        status.progress("refreshing 1/2")
        status.say("Copied.", seconds=0.01)
        assert status.message == "Copied."
        status.progress("refreshing 2/2")
        assert status.message == "Copied."
        while status.message == "Copied.":
            await pilot.pause(0.01)
        assert _bottom(pilot).strip() == "refreshing 2/2"
        status.say("Stays.", seconds=None)
        status.say("")
        assert status.message == "refreshing 2/2"


async def test_progress_paints_at_most_twice_a_second() -> None:
    time = [0.0]
    app = _app(lambda: time[0])
    async with app.run_test(size=(60, 10)) as pilot:
        status = app.query_one(StatusLine)
        with patch.object(status, "refresh", wraps=status.refresh) as refresh:
            for number in range(50):
                time[0] += 0.005
                status.progress(f"refreshing {number}/50")
            assert refresh.call_count == 1
            timer = status._next
            assert timer is not None
            assert timer._interval == pytest.approx(0.5, abs=0.01)
            while status._next is not None:
                await pilot.pause(0.01)
            assert refresh.call_count == 2
            assert _bottom(pilot).strip() == "refreshing 49/50"
            status.progress("refreshing 49/50")
            assert refresh.call_count == 2
            time[0] += 1
            status.progress("")
            assert refresh.call_count == 3


async def test_what_is_typed_is_told_and_handed_over() -> None:
    told = Told()
    app = _app()
    async with app.run_test(size=(60, 10), message_hook=told) as pilot:
        await pilot.pause()
        pane, prompt = app.query_one(ArticleList), app.query_one(PromptLine)
        pane.show(heads(3), complete=True, show_feed=False)
        prompt.open("Add a feed", placeholder="any address")
        await pilot.pause()
        assert _bottom(pilot) == " Add a feed any address"
        await pilot.press(*"ex.org", "backspace", "enter")
        await pilot.pause()
        assert [changed.text for changed in told.of(PromptLine.Changed)][-2:] == ["ex.org", "ex.or"]
        (submitted,) = told.of(PromptLine.Submitted)
        assert (submitted.text, submitted.label) == ("ex.or", "Add a feed")
        assert not prompt.is_open
        assert app.focused is pane
        assert pane.has_focus


async def test_esc_keeps_what_was_typed_for_the_next_time() -> None:
    told = Told()
    app = _app()
    async with app.run_test(size=(60, 10), message_hook=told) as pilot:
        prompt = app.query_one(PromptLine)
        prompt.open("Search")
        await pilot.press("a", "b", "escape")
        assert len(told.of(PromptLine.Cancelled)) == 1
        prompt.open("Rename", value="Old name")
        assert prompt.text == "Old name"
        await pilot.press("escape")
        prompt.open("Search")
        assert prompt.text == "ab"
        await pilot.press("c", "enter")
        await pilot.pause()
        assert [message.text for message in told.of(PromptLine.Submitted)] == ["abc"]
        prompt.open("Search")
        assert prompt.text == ""


async def test_tab_takes_the_suggestion_and_leaves_the_focus() -> None:
    app = _app()
    async with app.run_test(size=(60, 10)) as pilot:
        prompt = app.query_one(PromptLine)
        prompt.open("Folder", suggestions=["Linux", "Writing"])
        await pilot.press("l", "i")
        await pilot.pause()
        assert _bottom(pilot) == " Folder linux"
        await pilot.press("tab", "shift+tab")
        assert prompt.text == "Linux"
        assert prompt.is_open
        assert app.focused is not None
        assert prompt in app.focused.ancestors


async def test_a_question_is_answered_by_its_keys_only() -> None:
    told = Told()
    app = _app()
    async with app.run_test(size=(80, 10), message_hook=told) as pilot:
        await pilot.pause()
        pane, prompt = app.query_one(ArticleList), app.query_one(PromptLine)
        prompt.ask("Unsubscribe from “[/red]”?", {"y": "yes", "n": "no"})
        await pilot.pause()
        assert _bottom(pilot) == " Unsubscribe from “[/red]”?   y yes   n no"
        await pilot.press("x", "enter", "tab", "Y")
        assert prompt.is_open
        await pilot.press("y")
        await pilot.pause()
        (answered,) = told.of(PromptLine.Answered)
        assert (answered.key, answered.label) == ("y", "Unsubscribe from “[/red]”?")
        assert app.focused is pane
        prompt.ask("Again?", {"question_mark": "why"})
        await pilot.press("question_mark")
        assert told.of(PromptLine.Answered)[-1].key == "question_mark"
        prompt.ask("Again?", {"y": "yes"})
        await pilot.press("escape")
        assert not prompt.is_open
        assert told.of(PromptLine.Changed) == []


async def test_opening_the_prompt_moves_no_pane() -> None:
    app = _app()
    async with app.run_test(size=(60, 10)) as pilot:
        region = app.query_one(Horizontal).region
        app.query_one(PromptLine).open("Search")
        await pilot.pause()
        assert app.query_one(Horizontal).region == region
        assert app.query_one(PromptLine).region.y == 9


async def test_a_card_stands_in_the_middle_and_is_cut_to_its_room() -> None:
    card = Card(
        [
            [("Nothing here yet.", "strong")],
            [],
            [("a", "accent"), ("   add a feed [/]: paste any address", "text")],
        ]
    )
    app = PaneApp(lambda: [card])
    async with app.run_test(size=(60, 11)) as pilot:
        assert screen_lines(app)[4:7] == [
            "           Nothing here yet.",
            "",
            "           a   add a feed [/]: paste any address",
        ]
        await pilot.resize_terminal(20, 3)
        await pilot.pause()
        assert screen_lines(app)[2] == "a   add a feed [/]:…"
        card.show([[("This terminal is too small: 40 by 10 at least.", "warning")]])
        await pilot.resize_terminal(30, 2)
        await pilot.pause()
        assert screen_text(app).strip() == "This terminal is too small: 4…"
