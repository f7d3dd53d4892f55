"""What is told outside the screen: the terminal's title and notices for the desktop, off unless asked for."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from readnow.library.events import RefreshFinished
from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.model.rule import Notice
from readnow.tui import notifying
from readnow.tui.bridge import Happened
from readnow.tui.wire.wire import Wire
from readnow.views.list_words import OFFLINE, summary_of
from tests.support.driving import Driven
from tests.tui.conftest import Opener

CAME = RefreshFinished(fetched=9, new=38, new_feeds=9)
RULED = Notice("Weekly", ArticleId(1), FeedId(1), "On\x1b]0;x\x07 quiet")


def listen(d: Driven) -> list[str]:
    sent: list[str] = []
    d.screen.surroundings.conversation.attach(sent.append, -1)
    return sent


async def test_nothing_is_sent_unless_it_is_asked_for(opened: Opener) -> None:
    async with opened() as d:
        sent = listen(d)
        await d.screen.take(Happened(finished=CAME, notices=[RULED]))
        await d.press("l", "m", "m")
        assert sent == []


async def test_the_title_follows_the_number_and_goes_back(opened: Opener) -> None:
    async with opened(file="") as d:
        sent = listen(d)
        d.screen.adopt(replace(d.screen.config, ui=replace(d.screen.config.ui, title=True)))
        assert sent == [notifying.KEEP_TITLE, "\x1b]2;ReadNOW (6)\x07"]
        await d.press("m")
        await d.until(lambda: sent[-1] == "\x1b]2;ReadNOW (5)\x07")
        number = len(sent)
        await d.press("j", "k", "s")
        d.screen.show_feeds()
        assert len(sent) == number
        d.screen.adopt(replace(d.screen.config, ui=replace(d.screen.config.ui, title=False)))
        assert sent[number:] == [notifying.GIVE_TITLE_BACK]


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("osc9", "\x1b]9;38 new in 9 feeds\x07"),
        ("osc777", "\x1b]777;notify;ReadNOW;38 new in 9 feeds\x07"),
    ],
)
async def test_new_articles_are_told_once(opened: Opener, way: str, expected: str) -> None:
    async with opened(file=f'[notify]\nway = "{way}"\n') as d:
        sent = listen(d)
        await d.screen.take(Happened(finished=CAME))
        await d.screen.take(Happened(finished=RefreshFinished(not_modified=3)))
        await d.screen.take(Happened(finished=RefreshFinished(failed=3, offline=True)))
        assert sent == [expected]


async def test_what_rules_tell_of_is_told_clean(opened: Opener) -> None:
    async with opened(file='[notify]\nway = "osc9"\nabout = "rules"\n') as d:
        sent = listen(d)
        await d.screen.take(Happened(finished=CAME))
        assert sent == []
        await d.screen.take(Happened(notices=[RULED]))
        assert sent == ["\x1b]9;Weekly: On quiet\x07"]


async def test_a_command_is_run_with_the_text_as_one_word(opened: Opener, tmp_path: Path) -> None:
    script, told = tmp_path / "tell", tmp_path / "told"
    script.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {told}.part\nmv {told}.part {told}\n')
    script.chmod(0o700)
    async with opened(file=f'[notify]\nway = "command"\ncommand = ["{script}", "--", "%t"]\n') as d:
        sent = listen(d)
        await d.screen.take(Happened(finished=CAME))
        await d.until(told.exists)
        assert told.read_text() == "--|38 new in 9 feeds|"
        assert sent == []


def sent_for(wire: Wire, data: str) -> str:
    """What is sent for what is written, on a line that is free."""
    wire.take_in(data)
    return wire.due()


@given(st.text(), st.sampled_from(("osc9", "osc777")), st.booleans())
def test_a_notice_ends_where_it_should_whatever_its_text(text: str, way: str, tmux: bool) -> None:
    sequence = notifying.notice(way, text, {"TMUX": "/tmp/x"} if tmux else {})
    if not sequence:
        return
    inner = sequence
    if tmux:
        assert sequence.startswith("\x1bPtmux;")
        assert sequence.endswith("\x1b\\")
        inner = sequence.removeprefix("\x1bPtmux;").removesuffix("\x1b\\").replace("\x1b\x1b", "\x1b")
    assert re.fullmatch(r"\x1b\](9|777;notify;ReadNOW);[^\x00-\x1f\x7f-\x9f]*\x07", inner)
    wire = Wire({})
    wire.resized(80, 24)
    assert sent_for(wire, sequence) == sequence


@pytest.mark.parametrize("sequence", [notifying.KEEP_TITLE, notifying.GIVE_TITLE_BACK, notifying.title(7)])
def test_terminals_that_would_print_a_title_are_sent_none(sequence: str) -> None:
    wire = Wire({"TERM": "vt100"})
    wire.resized(20, 2)
    assert sent_for(wire, sequence) == ""


@pytest.mark.parametrize("sequence", [notifying.KEEP_TITLE, notifying.GIVE_TITLE_BACK, notifying.title(7)])
def test_titles_leave_what_is_known_of_the_screen_alone(sequence: str) -> None:
    wire = Wire({})
    wire.resized(20, 2)
    first = sent_for(wire, "\x1b[1;1Hwords")
    assert sent_for(wire, sequence) == sequence
    assert len(sent_for(wire, "\x1b[1;1Hwords")) < len(first)


@given(st.lists(st.sampled_from(("a", "%t", "x%t")), max_size=3), st.text(max_size=20))
def test_a_text_is_never_an_option_of_the_command(words: list[str], text: str) -> None:
    command = notifying.notice_command(("prog", *words), text)
    assert command[0] == "prog"
    assert not any(word.startswith("-") for word in command)


def test_what_came_in_words() -> None:
    assert summary_of(CAME, "14:05") == "38 new in 9 feeds since 14:05"
    assert summary_of(replace(CAME, new=1, new_feeds=1, failed=2)) == "1 new in 1 feed · 2 feeds in trouble"
    assert summary_of(RefreshFinished(not_modified=1), "14:05") == "nothing new since 14:05"
    assert summary_of(RefreshFinished(failed=80, offline=True), "14:05") == OFFLINE


async def test_offline_stays_to_be_seen_while_it_is_tried_again(opened: Opener) -> None:
    from readnow.library.events import RefreshProgress

    async with opened() as d:
        await d.screen.take(Happened(finished=RefreshFinished(failed=3, offline=True)))
        await d.until(lambda: d.status == OFFLINE)
        await d.screen.take(Happened(progress=RefreshProgress(1, 3, 0)))
        assert d.status == OFFLINE
        await d.screen.take(Happened(progress=RefreshProgress(2, 3, 5)))
        await d.until(lambda: d.status == "refreshing 2/3 · 5 new")
        await d.screen.take(Happened(finished=replace(CAME, new=5, new_feeds=1)))
        await d.until(lambda: d.status == "5 new in 1 feed")
        await d.screen.take(Happened(finished=RefreshFinished(not_modified=3)))
        await d.until(lambda: d.status.startswith("nothing new since "))
