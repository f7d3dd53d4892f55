"""The program `readnow --plain` as a shell starts it: on terminals of any kind, in pipes, until whatever ends it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.pty import ROOT, Terminal
from tests.support.shelf import filled, small_library

_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]")
CONFIG = "[refresh]\non_start = false\nauto = false\n[fetch]\nhost_delay = 0\nallow_private = true\n"


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    paths = await filled(tmp_path, small_library)
    (tmp_path / "config.toml").write_text(CONFIG)
    return paths.database.parent


def arguments(folder: Path) -> list[str]:
    return ["--data-dir", str(folder), "--config", str(folder.parent / "config.toml"), "--plain"]


def piped(folder: Path, lines: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "readnow", *arguments(folder)],
        input=lines.encode(),
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=60,
    )


def terminal(folder: Path, size: tuple[int, int] = (70, 16), **environment: str) -> Terminal:
    return Terminal(
        arguments(folder), size=size, environment={"TERM": "dumb", **environment}, module="readnow"
    )


def test_lines_from_a_pipe_are_commands(folder: Path) -> None:
    done = piped(folder, "2\nm\nq\n1 t sea, salt\n/ quiet\nq\nq\n")
    said = done.stdout.decode()
    assert done.returncode == 0
    assert done.stderr == b""
    assert "1. unread. On reading slowly. Margins, " in said
    assert "Heading 1, level 1: A terminal is a place" in said
    assert "Paragraph 30." in said
    assert "Marked unread." in said
    assert "Tags: sea, salt." in said
    assert "Found: 2 articles." in said
    assert not _CONTROL.search(said)


def test_the_end_of_the_input_is_the_end_and_what_was_done_is_kept(folder: Path) -> None:
    assert piped(folder, "1 s").returncode == 0
    assert "unread, starred. On reading slowly." in piped(folder, "").stdout.decode()


def test_a_question_at_the_end_of_the_input_is_answered_by_nothing(folder: Path) -> None:
    done = piped(folder, "q\nn\nD\n")
    assert done.returncode == 0
    assert "Nothing was changed." in done.stdout.decode()


def test_an_encoding_without_the_letters_will_do(folder: Path) -> None:
    done = piped(folder, "t 雨\n", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"Tags: ?." in done.stdout


def test_who_stops_reading_ends_it_without_a_word(folder: Path) -> None:
    command = [sys.executable, "-m", "readnow", *arguments(folder)]
    reader, writer = os.pipe()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=writer, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        os.close(writer)
        os.close(reader)
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"1\n" * 50)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


@pytest.mark.parametrize("kind", ["dumb", "xterm-256color", ""])
def test_keys_on_a_terminal_of_any_kind(folder: Path, kind: str) -> None:
    with terminal(folder, TERM=kind) as screen:
        screen.until(lambda: "PgDn goes on." in screen.shown or "End of list." in screen.shown)
        screen.press_quickly("\x1b[B")
        screen.until(lambda: "\n2. unread. A terminal" in screen.shown.replace("PgDn goes on.\r\n", "", 1))
        screen.press_quickly("m")
        screen.until(lambda: "Marked read." in screen.shown)
        screen.press_quickly("tse")
        screen.until(lambda: "Tags, with commas between: se" in screen.shown)
        screen.press_quickly("a\x7fa\r")
        screen.until(lambda: "Tags: sea." in screen.shown)
        screen.press_quickly(" ")
        screen.until(lambda: "Heading 1" in screen.shown)
        screen.press_quickly("Q")
        assert screen.end()[0] == 0
        assert screen.attributes_now() == screen.attributes
        assert not _CONTROL.search(screen.shown)


def test_a_page_is_as_high_as_the_terminal_whatever_becomes_of_it(folder: Path) -> None:
    with terminal(folder, size=(60, 12)) as screen:
        screen.until(lambda: "1. unread" in screen.shown)
        screen.press_quickly("g2")
        screen.until(lambda: "Unread" in screen.shown)
        screen.press_quickly("j\r")
        screen.until(lambda: " percent." in screen.shown)
        assert "Heading 1, level 1: A terminal is a place" in screen.text
        screen.resize(30, 6)
        screen.press_quickly(" ")
        screen.until(lambda: screen.shown.count(" percent.") > 1)
        assert max(map(len, screen.text.splitlines())) <= 30
        screen.press_quickly("Q")
        assert screen.end()[0] == 0


def test_control_c_gives_up_what_is_asked_and_ends_nothing(folder: Path) -> None:
    with terminal(folder) as screen:
        screen.until(lambda: "1. unread" in screen.shown)
        screen.press_quickly("\x03")
        screen.until(lambda: "Q quits." in screen.shown)
        screen.press_quickly("t")
        screen.until(lambda: "Tags, with" in screen.shown)
        screen.press_quickly("\x03")
        screen.press_quickly("m")
        screen.until(lambda: "Marked read." in screen.shown)
        screen.press_quickly("Q")
        assert screen.end()[0] == 0


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_with_all_kept_and_the_terminal_whole(
    folder: Path, number: signal.Signals, status: int
) -> None:
    with terminal(folder) as screen:
        screen.until(lambda: "1. unread" in screen.shown)
        screen.press_quickly("s")
        screen.until(lambda: "Starred." in screen.shown)
        screen.press_quickly("j\r ")
        screen.until(lambda: " percent." in screen.shown)
        screen.send(number)
        assert screen.end()[0] == status
        assert screen.attributes_now() == screen.attributes
        assert "Traceback" not in screen.shown
    said = piped(folder, "").stdout.decode()
    assert "unread, starred. On reading slowly." in said
    assert " percent read. A terminal is a place." in said


def test_a_terminal_that_goes_away_ends_it_with_all_kept(folder: Path) -> None:
    with terminal(folder) as screen:
        screen.until(lambda: "1. unread" in screen.shown)
        screen.press_quickly("s")
        screen.until(lambda: "Starred." in screen.shown)
        screen.hang_up()
        assert screen.end(reading=False)[0] == 129
    assert "starred" in piped(folder, "").stdout.decode()


def test_it_is_suspended_and_goes_on(folder: Path) -> None:
    with terminal(folder) as screen:
        screen.until(lambda: "1. unread" in screen.shown)
        screen.press_quickly("\x1a")
        screen.until(screen.is_stopped)
        assert screen.attributes_now() == screen.attributes
        screen.send(signal.SIGCONT)
        screen.press_quickly("m")
        screen.until(lambda: "Marked read." in screen.shown)
        screen.press_quickly("Q")
        assert screen.end()[0] == 0


def test_plain_goes_with_no_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "readnow", "--plain", "list"], capture_output=True, cwd=ROOT, timeout=60
    )
    assert done.returncode == 2
    assert b"--plain" in done.stderr


def test_the_demo_is_read_plainly_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "readnow", "--plain", "--demo"],
        input=b"\nQ\n",
        capture_output=True,
        cwd=ROOT,
        timeout=90,
    )
    assert done.returncode == 0
    assert b"Heading 1, level 1: Welcome to ReadNOW" in done.stdout
