"""Programs that get the terminal: pager, editor, own commands; and the interface whole again behind them."""

import signal
import stat
import sys
from pathlib import Path

import pytest

from tests.support.pty import Terminal
from tests.support.shelf import filled
from tests.tui.test_pty_bytes import FORBIDDEN, OURS

VIEWER = """
import os, pathlib, signal, sys, termios
path = pathlib.Path(sys.argv[-1])
note = pathlib.Path(os.environ["NOTE"])
mode = path.stat().st_mode & 0o777
cooked = bool(termios.tcgetattr(0)[3] & termios.ICANON)
note.write_text(f"{mode:o} {path.suffix} {cooked} {len(path.read_text())}\\n{path}")
if "ignore" in sys.argv:
    signal.signal(signal.SIGINT, lambda *_: print("caught", flush=True))
note.with_name("pid").write_text(str(os.getpid()))
print("VIEWER READY", flush=True)
while True:
    line = sys.stdin.readline()
    if line == "\\n":
        break
sys.exit(int(os.environ.get("STATUS", "0")))
"""


@pytest.fixture
def viewer(tmp_path: Path) -> str:
    """A program that says what it was given, and waits for an empty line."""
    script = tmp_path / "viewer.py"
    script.write_text(VIEWER)
    return f"{sys.executable} {script}"


def _gone(path: Path) -> bool:
    return not path.exists()


def palette(terminal: Terminal, words: str) -> None:
    terminal.press(":")
    terminal.until_shown("Commands")
    terminal.press(f"{words}\r")


@pytest.mark.parametrize(
    ("words", "variable", "ending"), [("pager", "PAGER", ".txt"), ("editor", "EDITOR", ".md")]
)
async def test_the_terminal_is_given_and_comes_back_whole(
    tmp_path: Path, viewer: str, words: str, variable: str, ending: str
) -> None:
    await filled(tmp_path)
    note = tmp_path / "note"
    environment = {variable: viewer, "NOTE": str(note)}
    with Terminal([str(tmp_path)], environment=environment) as terminal:
        terminal.until_shown("On reading slowly")
        before = terminal.attributes_now()
        palette(terminal, words)
        terminal.until_shown("VIEWER READY")
        facts, path = note.read_text().split("\n")
        assert facts.startswith(f"600 {ending} True ")
        assert Path(path).name == f"On reading slowly{ending}"
        assert stat.S_IMODE(Path(path).parent.stat().st_mode) == 0o700
        terminal.press("\n")
        terminal.until_shown("All articles · 6")
        assert terminal.attributes_now()[3] == before[3]
        assert _gone(Path(path))
        terminal.press("j\r")
        terminal.until_shown("There is a kind of quiet")
        terminal.press("Q")
        assert terminal.end(5)[0] == 0
        assert _gone(Path(path).parent.parent)


async def test_a_program_that_fails_is_told(tmp_path: Path, viewer: str) -> None:
    await filled(tmp_path)
    environment = {"PAGER": viewer, "NOTE": str(tmp_path / "note"), "STATUS": "3"}
    with Terminal([str(tmp_path)], environment=environment) as terminal:
        terminal.until_shown("On reading slowly")
        palette(terminal, "pager")
        terminal.until_shown("VIEWER READY")
        terminal.press("\n")
        terminal.until_shown("ended with status 3.")
    with Terminal([str(tmp_path)], environment={"PAGER": "/nowhere/less"}) as terminal:
        terminal.until_shown("On reading slowly")
        palette(terminal, "pager")
        terminal.until_shown("less could not be started: no such file or directory.")
        terminal.press("Q")
        assert terminal.end(5)[0] == 0


async def test_interrupts_are_the_programs_own(tmp_path: Path, viewer: str) -> None:
    await filled(tmp_path)
    environment = {"PAGER": f"{viewer} ignore", "NOTE": str(tmp_path / "note")}
    with Terminal([str(tmp_path)], environment=environment) as terminal:
        terminal.until_shown("On reading slowly")
        palette(terminal, "pager")
        terminal.until_shown("VIEWER READY")
        terminal.press("\x03")
        terminal.until_shown("caught")
        terminal.press("\n")
        terminal.until_shown("All articles · 6")
        terminal.press("Q")
        assert terminal.end(5)[0] == 0


async def test_what_ends_us_ends_the_program_first(tmp_path: Path, viewer: str) -> None:
    await filled(tmp_path)
    environment = {"PAGER": viewer, "NOTE": str(tmp_path / "note")}
    with Terminal([str(tmp_path)], environment=environment) as terminal:
        terminal.until_shown("On reading slowly")
        palette(terminal, "pager")
        terminal.until_shown("VIEWER READY")
        terminal.send(signal.SIGTERM)
        assert terminal.end(5)[0] == 128 + signal.SIGTERM
        assert _gone(Path(f"/proc/{(tmp_path / 'pid').read_text()}"))


async def test_nothing_of_an_article_reaches_the_terminal_as_an_escape(tmp_path: Path) -> None:
    from tests.support.ward import hostile_library

    await filled(tmp_path, hostile_library)
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("All articles")
        for keys in ("S\x1b", "|\x1b", "Y", "|cat\r", "q", "=", "e", "\x1b", "c", "C"):
            terminal.press(keys)
        terminal.press("Q")
        assert terminal.end(5)[0] == 0
        assert not FORBIDDEN.findall(OURS.sub("", terminal.shown))
