"""The feed doctor and the settings on a real terminal: few bytes, none while nothing happens, none of others."""

from pathlib import Path

from tests.support.pty import Terminal
from tests.support.shelf import filled
from tests.support.ward import ailing_library, hostile_library
from tests.tui.test_pty_bytes import FORBIDDEN, OURS


async def test_a_key_sends_little_and_stillness_nothing(tmp_path: Path) -> None:
    await filled(tmp_path, ailing_library)
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("Flash 0")
        terminal.press("h")
        terminal.press(":all feeds in")
        assert terminal.press("\r") <= 8_000
        terminal.until_shown("6 in trouble")
        terminal.quiet(0.5)
        assert max(terminal.press("j") for _ in range(5)) <= 3_000
        terminal.quiet(0.5)
        assert terminal.quiet(1) == 0
        terminal.press("e")
        terminal.until_shown("Settings")
        terminal.quiet(0.5)
        assert max(terminal.press("j") for _ in range(3)) <= 1_500
        terminal.quiet()
        assert terminal.quiet(1) == 0


async def test_no_byte_of_somebody_elses_reaches_the_terminal(tmp_path: Path) -> None:
    await filled(tmp_path, hostile_library)
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("All articles")
        terminal.press("hG")
        terminal.press("i")
        terminal.until_shown("fetches")
        for key in ("i", "?", "\x1b", "u", "n", "e", "\r", "\x1b", "\x1b", "\x1b", "\x1b"):
            terminal.press(key)
        terminal.press("Q")
        assert terminal.end(5)[0] == 0
        assert "[@click=app.quit]" in terminal.shown
        assert not FORBIDDEN.findall(OURS.sub("", terminal.shown))
