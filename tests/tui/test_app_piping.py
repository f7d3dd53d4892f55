"""The article through commands, and what they say on a screen of its own."""

import os
import sys

from readnow.store.database import Connection
from readnow.tui.screens.output import OutputScreen
from tests.support.driving import Driven
from tests.support.shelf import entry, put_feed
from tests.tui.conftest import Opener

PATH = {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}


def echo(code: str) -> str:
    """A command as it is typed."""
    return f'{sys.executable} -c "{code}"'


REPR = echo("import sys; print(repr(sys.stdin.read()))")


async def pipe(d: Driven, command: str, *keys: str) -> None:
    """Type a command after the key."""
    await d.press("vertical_line", *keys)
    await d.paste(command)
    await d.press("enter")
    await d.until(lambda: isinstance(d.app.screen, OutputScreen) or d.status)


def hostile(conn: Connection) -> None:
    put_feed(conn, "F", [entry("T&#27;]0;x", "<p>a &#27;]52;c;aGk=&#7; b</p><script>x</script>")])


async def test_text_goes_out_clean_and_what_comes_back_is_cleaned(opened: Opener) -> None:
    async with opened(hostile, environment=PATH) as d:
        await pipe(d, REPR)
        await d.until_shown("On the web")
        assert "a b" in d.text
        assert "x1b" not in d.text
        await d.press("escape")
        await pipe(d, echo("print('so \\x1b[31mred\\x1b[0m \\x1b]52;c;aGk=\\x07 \\x9b2J', flush=True)"))
        await d.until_shown("so red")


async def test_tab_chooses_what_is_sent(opened: Opener) -> None:
    async with opened(environment=PATH) as d:
        await d.press("vertical_line")
        assert "Pipe text to:" in d.text
        await d.press("tab")
        assert "Pipe Markdown to:" in d.text
        await d.press("escape")
        await pipe(d, REPR)
        await d.until_shown("# On reading slowly")
        await d.press("escape")
        await pipe(d, REPR, "tab")
        await d.until_shown("<!DOCTYPE html>")


async def test_the_commands_of_the_session_come_back(opened: Opener) -> None:
    async with opened(environment=PATH) as d:
        for command in ("echo one", "echo two"):
            await pipe(d, command)
            await d.until_shown(command.split()[1])
            await d.press("escape")
        await d.press("vertical_line")
        await d.type("new")
        await d.press("up")
        assert d.screen.prompt.text == "echo two"
        await d.press("up", "up")
        assert d.screen.prompt.text == "echo one"
        await d.press("down", "down", "down")
        assert d.screen.prompt.text == "new"


async def test_a_command_that_fails_leaves_the_interface_whole(opened: Opener) -> None:
    async with opened(environment=PATH) as d:
        await pipe(d, echo("import sys; print('oh'); sys.exit(3)"))
        await d.until_shown("Ended with status 3.")
        assert "oh" in d.text
        await d.press("q")
        await pipe(d, "/nowhere/prog -x")
        await d.until_shown("Could not be started: no such file or directory.")
        await d.press("escape")
        await pipe(d, "open 'quote")
        assert d.status == "A quotation mark is not closed."
        assert "On reading slowly" in d.text


async def test_a_command_that_hangs_is_stopped_by_escape(opened: Opener) -> None:
    async with opened(environment=PATH) as d:
        await pipe(d, echo("import time; print('begun', flush=True); time.sleep(60)"))
        assert "Esc stop" in d.text
        await d.press("escape")
        await d.until_shown("Stopped.")
        assert "Esc back" in d.text
        await d.press("escape")
        assert d.app.screen is d.screen


async def test_a_command_without_words_only_leaves_a_note(opened: Opener) -> None:
    async with opened(environment=PATH) as d:
        await pipe(d, "true")
        await d.until(lambda: d.app.screen is d.screen)
        assert d.status == "true ended well, without a word."


async def test_leaving_the_program_ends_what_runs(opened: Opener) -> None:
    async with opened(environment=PATH) as d:
        await pipe(d, "sleep 60")
        screen = d.app.screen
        assert isinstance(screen, OutputScreen)
        await d.press("ctrl+q")
        assert not d.app.is_running


async def test_long_output_scrolls(opened: Opener) -> None:
    async with opened(environment=PATH, size=(80, 24)) as d:
        await pipe(d, "seq 1 500")
        await d.until_shown("19")
        await d.press("G")
        assert "500" in d.text
        await d.press("g", "space")
        assert "30" in d.text
        await d.press("question_mark")
        assert "Bottom" in d.text
        await d.press("escape", "G", "space")
        assert d.app.screen is d.screen
