"""Commands that an article goes through: real processes, bounded in time and output, ended with all they began."""

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from readnow.programs.filtering import MOST_BYTES, Filter, Output, command_words

ENVIRONMENT = {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


async def run(*command: str, text: str = "text\n", seconds: float = 20) -> Output:
    return await Filter(command, ENVIRONMENT, seconds).run(text)


async def test_text_goes_in_and_what_is_said_comes_out() -> None:
    big = "Größe\n" * 200_000
    assert await run(*python("import sys; print(len(sys.stdin.buffer.read()))"), text=big) == Output(
        f"{len(big.encode())}\n", 0
    )


async def test_both_outputs_and_the_status() -> None:
    code = "import sys; print('out', flush=True); print('err', file=sys.stderr); sys.exit(3)"
    assert await run(*python(code)) == Output("out\nerr\n", 3)


async def test_a_command_need_not_read() -> None:
    assert await run("true", text="x" * 3_000_000) == Output("", 0)


async def test_what_cannot_be_started_is_told() -> None:
    assert await run("/nowhere/prog") == Output("", None, "could not be started: no such file or directory")
    assert (await run("a\0b")).note == "could not be started: embedded null byte"


async def test_a_command_that_hangs_is_ended_and_what_it_said_is_kept() -> None:
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('so far', flush=True); time.sleep(60)"
    began = time.monotonic()
    assert await run(*python(code), seconds=1) == Output("so far\n", None, "stopped after 1 s")
    assert time.monotonic() - began < 15


async def test_it_can_be_stopped() -> None:
    filter_ = Filter(("sleep", "60"), ENVIRONMENT)
    asyncio.get_running_loop().call_later(0.2, filter_.stop)
    assert await filter_.run("") == Output("", None, "stopped")


async def test_an_output_without_end_is_cut() -> None:
    output = await run("yes")
    assert (len(output.text), output.status, output.note) == (
        MOST_BYTES,
        None,
        "stopped after 1 MB of output",
    )


async def test_all_that_it_started_ends_with_it(tmp_path: Path) -> None:
    started = tmp_path / "pid"
    code = (
        "import subprocess, time, pathlib, sys\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        f"pathlib.Path({str(started)!r}).write_text(str(child.pid))\n"
        "time.sleep(60)"
    )
    filter_ = Filter(python(code), ENVIRONMENT)
    running = asyncio.ensure_future(filter_.run(""))
    while not _text(started):
        await asyncio.sleep(0.02)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    for _ in range(200):
        if not _is_running(int(_text(started))):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the child is still there")


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _is_running(pid: int) -> bool:
    """Whether a process is there that has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def test_what_it_leaves_running_is_left_alone(tmp_path: Path) -> None:
    code = f"""
import os, pathlib, time
if os.fork() == 0:
    time.sleep(1)
    pathlib.Path({str(tmp_path / "done")!r}).touch()
    os._exit(0)
print("well")
"""
    began = time.monotonic()
    assert await run(*python(code)) == Output("well\n", 0)
    assert time.monotonic() - began < 10
    for _ in range(400):
        if _text(tmp_path / "done") == "" and (tmp_path / "done").exists():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("what was left running was ended")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("wc -w", ("wc", "-w")),
        ("grep 'two words' \"x\"", ("grep", "two words", "x")),
        ("echo $HOME | sh; `x` $(y) > z", ("echo", "$HOME", "|", "sh;", "`x`", "$(y)", ">", "z")),
        ("open 'quote", None),
        ("", ()),
    ],
)
def test_a_command_is_its_words_and_no_shells(typed: str, words: tuple[str, ...] | None) -> None:
    assert command_words(typed) == words


def test_the_home_directory_is_understood(environment: Path) -> None:
    assert command_words("~/bin/x ~/a ~") == (f"{environment}/bin/x", f"{environment}/a", "~")
