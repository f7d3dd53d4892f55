"""Terminals of all ages: each is sent what it knows, and the screen is the right one through what befalls it."""

import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.pty import ROOT, Terminal
from tests.support.shelf import filled

OLD = ("linux", "vt100", "vt220")
NEW = ("xterm", "xterm-256color", "alacritty", "screen", "screen-256color", "tmux-256color")
NEWER = re.compile(r"\x1b\[[<>]\d*u|\x1b\[\?\d+\$p|\x1b\[\?(?:1003|1006|2004|2048)h|\x1b\]")
COLOUR = re.compile(r"\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m")


@pytest.mark.parametrize("name", [*OLD, *NEW])
async def test_each_is_sent_what_it_knows(tmp_path: Path, name: str) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path)], environment={"TERM": name, "COLORTERM": ""}) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.press("j\r")
        terminal.until_shown("Paragraph 1.")
        assert bool(NEWER.search(terminal.shown)) is (name in NEW)
        assert bool(COLOUR.search(terminal.shown)) is not name.startswith("vt")
        assert "38;2;" not in terminal.shown
        if name == "vt100":
            assert not re.search(r"\x1b\[\d+X", terminal.shown)
        terminal.press("Q")
        assert terminal.end(5)[0] == 0


async def test_a_storm_of_sizes_leaves_the_screen_of_the_last_one(tmp_path: Path) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path)], environment={"COLUMNS": "", "LINES": ""}) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.quiet()
        whole = terminal.text
        for round_ in range(40):
            terminal.resize(30 + (round_ * 37) % 170, 5 + (round_ * 13) % 50)
            terminal.read(0.01)
        terminal.resize(200, 50)
        terminal.quiet(0.1)
        terminal.resize(120, 40)
        terminal.until(lambda: terminal.text == whole)


async def test_focus_that_comes_and_goes_sends_little(tmp_path: Path) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("On reading slowly")
        while terminal.quiet(1):
            pass
        # The row in hand steps back, since no key comes to it.
        assert sum(terminal.press(report) for report in ("\x1b[O", "\x1b[I") * 3) <= 6 * 300
        terminal.until(lambda: "On reading slowly" in terminal.marked)


async def test_what_is_pasted_into_a_line_is_text(tmp_path: Path) -> None:
    await filled(tmp_path)
    hostile = "evil\x1b]52;c;aGk=\x07\r\nQ\x1b[2J\u202ename[@click=app.quit]x[/]"
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.press("/")
        terminal.press(f"\x1b[200~{hostile}\x1b[201~")
        terminal.until_shown("evil")
        terminal.press("\x1b")
        terminal.press("\x1b")
        assert "\x1b]52;" not in terminal.shown
        assert "\x1b[2J" not in terminal.shown
        assert "\u202e" not in terminal.shown
        terminal.press("Q")
        assert terminal.end(5)[0] == 0


async def test_a_paste_whose_first_mark_is_cut_behind_its_esc_is_text(tmp_path: Path) -> None:
    await filled(tmp_path)
    parts, hostile = ("\x1b", "[200~"), "evil\x1b" + "Q" * 40 + "\x1b\x1bQ"
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.press_apart(*parts, f"{hostile}\x1b[201~")  # in a list, where Q would quit
        terminal.press("/")
        terminal.press_apart(*parts, f"{hostile}\x1b[201~", "end")
        terminal.until_shown("end")
        assert "evil" + "Q" * 40 in terminal.text
        terminal.press("\x1b")
        terminal.press("Q")
        assert terminal.end(5)[0] == 0


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
async def test_within_gnu_screen_no_mouse_holds_esc_back(tmp_path: Path) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path)], environment={"STY": "1.pts-0.host", "TERM": "screen"}) as terminal:
        terminal.until_shown("On reading slowly")
        assert "\x1b[?2004h" in terminal.shown
        assert "\x1b[?1000h" not in terminal.shown


async def test_in_tmux_it_is_there_after_detaching(tmp_path: Path) -> None:
    await filled(tmp_path)
    socket = str(tmp_path / "s")

    def tmux(*words: str) -> str:
        command = ["tmux", "-S", socket, "-f", "/dev/null", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout

    def until(words: str) -> None:
        end = time.monotonic() + 30
        while words not in (shown := tmux("capture-pane", "-p")):
            assert time.monotonic() < end, shown
            select.select([], [], [], 0.05)

    tmux(
        "new-session",
        "-d",
        "-x",
        "120",
        "-y",
        "40",
        sys.executable,
        "-m",
        "tests.support.interface",
        str(tmp_path),
    )
    try:
        until("On reading slowly")
        for size in ((80, 24), (120, 40)):
            with Terminal(
                ["-S", socket, "attach"], module="tests.support.tmux", size=size, environment={"TMUX": ""}
            ) as terminal:
                terminal.until_shown("On reading slowly")
                terminal.press("jk")
                terminal.press("\x02d")
                assert terminal.end(5)[0] == 0
        tmux("send-keys", "j", "Enter")
        until("Paragraph 1.")
    finally:
        tmux("kill-server")
