"""How the interface ends on a real terminal: status, time, and the terminal as it was before."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.pty import ROOT, Terminal
from tests.support.shelf import filled

LEFT = "\x1b[?1049l"
"""Back to the normal screen."""


def is_restored(terminal: Terminal) -> bool:
    shown = terminal.shown
    return (
        LEFT in shown
        and shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")
        and "Traceback" not in shown
        and terminal.attributes_now() == terminal.attributes
    )


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)], ids=str
)
async def test_a_signal_ends_it_with_the_terminal_restored(tmp_path: Path, number: int, status: int) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.press("s")
        terminal.send(number)
        assert terminal.end(2)[0] == status
        assert is_restored(terminal)
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("★ On reading slowly")


async def test_a_signal_during_a_refresh(tmp_path: Path) -> None:
    with Terminal([str(tmp_path), "--demo", "--on-start"]) as terminal:
        terminal.until_shown("All articles")
        terminal.send(signal.SIGTERM)
        assert terminal.end(2)[0] == 143
        assert is_restored(terminal)


async def test_a_signal_before_anything_is_shown(tmp_path: Path) -> None:
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until(lambda: (tmp_path / "data" / "readnow.db").exists())
        terminal.send(signal.SIGTERM)
        assert terminal.end(3)[0] in (143, -signal.SIGTERM)
        assert "Traceback" not in terminal.shown


async def test_the_terminal_goes_away(tmp_path: Path) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.hang_up()
        status, took = terminal.end(4, reading=False)
        assert status == 129
        assert took < 2


async def test_the_terminal_goes_away_from_a_program_that_hears_no_hangup(tmp_path: Path) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path), "--deaf"]) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.hang_up()
        status, took = terminal.end(5, reading=False)
        assert status == 129
        assert took < 3.5


@pytest.mark.parametrize("how", ["signal", "gone"])
async def test_a_terminal_that_takes_no_more(tmp_path: Path, how: str) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path)], size=(200, 60)) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.quiet()
        terminal.press_unheard("\x0c", 60)
        if how == "signal":
            terminal.send(signal.SIGTERM)
        else:
            terminal.hang_up()
        status, took = terminal.end(6, reading=False)
        assert status == (143 if how == "signal" else 129)
        assert took < 2


async def test_a_mistake_of_ours_ends_it_in_one_line(tmp_path: Path) -> None:
    paths = await filled(tmp_path)
    with Terminal([str(tmp_path), "--crash"]) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.press("z")
        assert terminal.end(5)[0] == 1
        assert is_restored(terminal)
        after = terminal.shown[terminal.shown.rindex(LEFT) :]
        assert after.count("\n") == 1
        assert f"ReadNOW had to stop because of a mistake of its own. The details are in {paths.log}" in after
    assert paths.log.stat().st_mode & 0o777 == 0o600
    logged = paths.log.read_text()
    assert "RuntimeError: a mistake of ours, 19" in logged
    assert "what somebody reads" not in logged


async def test_quitting_by_key(tmp_path: Path) -> None:
    paths = await filled(tmp_path)
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.press("]]")
        terminal.until_shown("Margins · 2")
        terminal.press("Q")
        assert terminal.end(3)[0] == 0
        assert is_restored(terminal)
        assert terminal.shown.rindex(LEFT) > len(terminal.shown) - 60
    # The parser process may have begun to index what was put in: it has the file open, with nothing to say.
    assert not paths.log.exists() or paths.log.read_text() == ""
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("Margins · 2")


async def test_suspend_and_back(tmp_path: Path) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.quiet()
        terminal.press("\x1a")
        terminal.until(terminal.is_stopped)
        assert is_restored(terminal)
        before = len(terminal.raw)
        terminal.send(signal.SIGCONT)
        terminal.until(lambda: b"On quiet" in terminal.raw[before:])
        terminal.press("j\r")
        terminal.until_shown("Paragraph 1.")
        terminal.send(signal.SIGTERM)
        assert terminal.end(2)[0] == 143


KEPT, TITLED, GIVEN_BACK = "\x1b[22;2t", "\x1b]2;ReadNOW (6)\x07", "\x1b[23;2t"


def titles(terminal: Terminal) -> list[str]:
    """What became of the terminal's title, in order."""
    sequences = (KEPT, TITLED, GIVEN_BACK)
    at = [(found.start(), one) for one in sequences for found in re.finditer(re.escape(one), terminal.shown)]
    return [one for _, one in sorted(at)]


async def test_the_shell_has_its_title_while_it_has_the_terminal(tmp_path: Path) -> None:
    await filled(tmp_path)
    once = [KEPT, TITLED, GIVEN_BACK]
    with Terminal([str(tmp_path), "--title"]) as terminal:
        terminal.until_shown("On reading slowly")
        for times in (1, 2):
            terminal.press("\x1a")
            terminal.until(terminal.is_stopped)
            terminal.quiet(0.05)
            assert titles(terminal) == times * once
            terminal.send(signal.SIGCONT)
            terminal.until(lambda times=times: titles(terminal) == [*times * once, KEPT, TITLED])  # type: ignore[misc]
        terminal.press("Q")
        assert terminal.end(5)[0] == 0
        assert titles(terminal) == 3 * once


@pytest.mark.parametrize("how", ["--crash", "--hang"])
async def test_the_title_is_given_back_by_whatever_ends_it(tmp_path: Path, how: str) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path), "--title", how]) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.press("z")
        terminal.send(signal.SIGTERM)
        terminal.end(5)
        assert titles(terminal) == [KEPT, TITLED, GIVEN_BACK]


async def test_nothing_is_said_of_titles_where_nobody_wants_one(tmp_path: Path) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.press("\x1a")
        terminal.until(terminal.is_stopped)
        terminal.send(signal.SIGCONT)
        terminal.send(signal.SIGTERM)
        terminal.end(5)
        assert "\x1b[22;2t" not in terminal.shown
        assert "\x1b[23;2t" not in terminal.shown


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.interface", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "needs a terminal" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_move_its_cursor(tmp_path: Path, term: str) -> None:
    with Terminal([str(tmp_path)], environment={"TERM": term}) as terminal:
        assert terminal.end(10)[0] == 2
        assert terminal.shown.count("\n") == 1
        assert "move its cursor" in terminal.shown
