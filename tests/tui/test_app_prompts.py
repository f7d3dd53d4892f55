"""Prompts of all kinds: mistakes while typing, what was typed before, completion, paste."""

from pathlib import Path

import pytest

from readnow.tui.widgets.prompt_line import PromptLine
from tests.support.driving import Driven
from tests.tui.conftest import Opener


def prompt(d: Driven) -> PromptLine:
    return d.screen.prompt


@pytest.mark.parametrize(
    ("keys", "typed", "said", "right"),
    [
        (("vertical_line",), "cat 'a", "A quotation mark is not closed yet.", "'"),
        (("a",), "ftp://a", "Feeds come from http:// and https:// addresses", None),
        (("S",), "/nowhere/a.md", "There is no folder /nowhere.", None),
        (("t",), "x" * 101, "", None),
    ],
)
async def test_a_mistake_is_said_below_the_line_and_hinders_nobody(
    opened: Opener, keys: tuple[str, ...], typed: str, said: str, right: str | None
) -> None:
    async with opened() as d:
        await d.press(*keys)
        await d.until(lambda: prompt(d).is_open)
        await d.press("ctrl+u")
        await d.paste(typed)
        await d.until_shown(said)
        assert prompt(d).text == typed
        if right is not None:
            await d.type(right)
            await d.until(lambda: said not in d.text)
        await d.press("escape")
        await d.until(lambda: not prompt(d).is_open)
        assert said == "" or said not in d.text


async def test_a_mistake_in_a_query_is_marked_under_its_place(opened: Opener) -> None:
    async with opened() as d:
        await d.press("exclamation_mark", "pagedown", "pagedown", "enter")
        await d.until(lambda: prompt(d).is_open)
        await d.type("quiet is:odd")
        await d.until_shown("^")
        line = next(line for line in d.lines if line.lstrip().startswith("^"))
        above = d.lines[d.lines.index(line) - 1]
        assert above[line.index("^") :].startswith(("is:odd", "odd"))
        await d.press(*["backspace"] * 3)
        await d.type("unread")
        await d.until(lambda: not any(line.lstrip().startswith("^") for line in d.lines))


async def test_what_was_typed_is_there_after_a_restart_and_by_kind(opened: Opener) -> None:
    async with opened() as d:
        for address in ("https://secret@a.example/", "nowhere.invalid", "also.invalid"):
            await d.press("a")
            await d.until(lambda: prompt(d).is_open)
            await d.press("ctrl+u")
            await d.type(address)
            await d.press("enter")
            await d.until(lambda: not prompt(d).is_open)
        await d.until(lambda: d.screen.histories.of("addresses") == ("nowhere.invalid", "also.invalid"))
        await d.pilot.pause()
    async with opened(None) as d:
        await d.press("a")
        await d.until(lambda: d.screen.histories.is_read("addresses"))
        await d.type("begun")
        await d.press("up")
        assert prompt(d).text == "also.invalid"
        await d.press("up", "up")
        assert prompt(d).text == "nowhere.invalid"
        await d.press("down", "down")
        assert prompt(d).text == "begun"
        await d.press("escape", "a")
        assert prompt(d).text == "begun"
        await d.press("escape", "l", "slash")
        await d.until(lambda: d.screen.histories.is_read("searches"))
        await d.press("up")
        assert prompt(d).text == ""


async def test_paths_are_completed(opened: Opener, environment: Path) -> None:
    (environment / "subscriptions.opml").write_text("<opml/>")
    (environment / "old").mkdir()
    async with opened(lambda conn: None) as d:
        await d.press("i")
        await d.until(lambda: prompt(d).is_open)
        await d.type("~/su")
        await d.press("tab")
        assert prompt(d).text == "~/subscriptions.opml"


async def test_what_is_pasted_becomes_one_clean_line(opened: Opener) -> None:
    async with opened() as d:
        await d.press("slash")
        await d.type("ab")
        await d.press("left")
        await d.paste("one\r\ntwo\tthree\x1b]0;evil\x07\x9b31m \u202e\x00four\n")
        assert prompt(d).text.startswith("aone two three")
        assert prompt(d).text.endswith("fourb")
        assert prompt(d).text.isprintable()
        assert "\n" not in prompt(d).text
        await d.paste("\n\x07\n")
        assert prompt(d).text.endswith("fourb")
