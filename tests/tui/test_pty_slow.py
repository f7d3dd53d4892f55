"""A slow line: keys never queue up behind what they draw, and nothing of ours is typed into the shell."""

import time
from pathlib import Path

import pytest

from readnow.store.database import Connection
from tests.support.pty import Terminal
from tests.support.shelf import entry, filled, put_feed
from tests.support.slow_line import BYTES_A_SECOND, REMOTE, SlowLine

QUESTION, ANSWER = b"\x1b[5n", b"\x1b[0n"


def many(conn: Connection) -> None:
    put_feed(conn, "Feed", [entry(f"Article {number:03}") for number in range(300)])


async def test_after_a_hundred_quick_keys_the_right_row_comes_soon(tmp_path: Path) -> None:
    await filled(tmp_path, many)
    with SlowLine([str(tmp_path)]) as terminal:
        terminal.until_shown("Article 005", 60)
        terminal.quiet(1)
        for _ in range(100):
            terminal.type(b"j")
            end = time.monotonic() + 0.03  # as a held key does
            while time.monotonic() < end:
                terminal.read(0.005)
        before = terminal.arrived
        terminal.until(lambda: "Article 100" in terminal.marked, 60)
        # Bytes, not seconds: what the line brings in three of them, on however slow a machine.
        assert terminal.arrived - before <= 3 * BYTES_A_SECOND


@pytest.mark.parametrize("environment", [{}, REMOTE, {**REMOTE, "TERM": "wyse50"}])
async def test_only_a_terminal_far_away_is_asked_to_answer(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    await filled(tmp_path, many)
    with Terminal([str(tmp_path)], environment=environment) as terminal:
        terminal.until_shown("Article 005")
        assert (QUESTION in terminal.raw) == (environment is REMOTE)
        for key in "jjj":
            terminal.press(key)  # without an answer nothing is held back
        terminal.until(lambda: "Article 003" in terminal.marked)


async def test_answers_are_not_taken_for_keys(tmp_path: Path) -> None:
    await filled(tmp_path, many)
    with Terminal([str(tmp_path)], environment=REMOTE) as terminal:
        terminal.until_shown("Article 005")
        answer = ANSWER.decode()
        for piece in (f"j{answer}", "j", f"j{answer}j", answer):
            terminal.press_quickly(piece)
        terminal.until(lambda: "Article 004" in terminal.marked)
        terminal.press("Q")
        assert terminal.end(5)[0] == 0
        assert not terminal.raw.endswith(QUESTION)


async def test_light_mode_asks_for_no_mouse_and_says_so(tmp_path: Path) -> None:
    await filled(tmp_path, many)
    with Terminal([str(tmp_path), "--light"]) as terminal:
        terminal.until_shown("Article 005")
        terminal.until_shown("Light mode")
        assert b"\x1b[?1003h" not in terminal.raw
        terminal.press(":light mode\r")
        terminal.until_shown("All is sent again")
        assert terminal.raw.count(b"\x1b[?1003h") == 1
        terminal.press("Q")
        assert terminal.end(5)[0] == 0


async def test_a_fast_line_is_not_light(tmp_path: Path) -> None:
    await filled(tmp_path, many)
    with Terminal([str(tmp_path)], environment=REMOTE) as terminal:
        terminal.until(lambda: QUESTION in terminal.raw)
        terminal.press_quickly(ANSWER.decode())
        terminal.until(lambda: b"\x1b[?1003h" in terminal.raw)
        assert "Light mode" not in terminal.text


async def test_a_terminal_far_away_that_does_not_answer_is_light(tmp_path: Path) -> None:
    await filled(tmp_path, many)
    with Terminal([str(tmp_path)], environment=REMOTE) as terminal:
        terminal.until_shown("Light mode")
        assert b"\x1b[?1003h" not in terminal.raw
