"""The parser process by itself: its frames, its limits, its end."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from readnow.feeds import worker
from readnow.feeds.child import command, environment
from readnow.feeds.frames import (
    LENGTH,
    MAX_REPLY,
    MAX_REQUEST,
    Ask,
    Done,
    Entries,
    FrameError,
    Ready,
    Reply,
    length_of,
    pack,
    unpack_reply,
    unpack_request,
)
from readnow.feeds.parse import parse
from readnow.model.parsed import Candidate, NotAFeed, ParsedFeed, ParseFailed

URL = "https://a.example/f"
FEED = b"<rss version='2.0'><channel><title>T</title><item><guid>1</guid></item><item><guid>2</guid></item></channel></rss>"


def replies(data: bytes) -> list[Reply]:
    found = []
    while data:
        size = length_of(data[:LENGTH], MAX_REPLY)
        found.append(unpack_reply(data[LENGTH : LENGTH + size]))
        data = data[LENGTH + size :]
    return found


def run(data: bytes, *, code: str = "", cwd: Path | None = None) -> tuple[list[Reply], str, int]:
    """The replies, standard error and exit status of a process that is given `data`."""
    call = [sys.executable, "-P", "-c", code] if code else command()
    done = subprocess.run(
        call, input=data, capture_output=True, env=environment(), cwd=cwd, timeout=60, check=False
    )
    return replies(done.stdout), done.stderr.decode(), done.returncode


def test_a_process_greets_answers_and_ends_with_its_input() -> None:
    got, errors, status = run(
        pack(Ask(FEED, URL)) + pack(Ask(b"", URL)) + pack(Ask(b"<a href=/rss>", URL, discover=True))
    )
    feed = parse(FEED, url=URL)
    assert isinstance(feed, ParsedFeed)
    assert got == [
        Ready(),
        Entries(feed.entries),
        Done(outcome=replace(feed, entries=()), entries=2),
        Done(refusal=NotAFeed("the answer was empty")),
        Done(candidates=(Candidate("https://a.example/rss"),)),
    ]
    assert (errors, status) == ("", 0)


@pytest.mark.parametrize(
    "data", [b"\0\0", b"\xff\xff\xff\xff", b"\0\0\0\x05hello", b"\0\0\0\0", b"\0\0\1\0abc"]
)
def test_rubbish_or_a_torn_request_ends_it(data: bytes) -> None:
    got, _, status = run(data)
    assert got == [Ready()]
    assert status == 0


def test_stray_output_does_not_look_like_a_frame() -> None:
    code = (
        "from readnow.feeds import worker\n"
        "real = worker.parse\n"
        "def noisy(body, **more):\n"
        "    print('stray'); import os; os.write(1, b'worse'); return real(body, **more)\n"
        "worker.parse = noisy\n"
        "worker.main()\n"
    )
    got, errors, _ = run(pack(Ask(FEED, URL)), code=code)
    assert len(got) == 3
    assert "stray" in errors
    assert "worse" in errors


def test_its_limits_are_set_and_interrupts_ignored() -> None:
    code = (
        "import resource as r, signal, sys\n"
        "from readnow.feeds import worker\n"
        "def spy(body, **more):\n"
        "    limits = [r.getrlimit(k)[0] for k in (r.RLIMIT_AS, r.RLIMIT_NOFILE, r.RLIMIT_CORE, r.RLIMIT_CPU)]\n"
        "    signal.raise_signal(signal.SIGINT)\n"
        "    print(*limits, file=sys.stderr)\n"
        "    return worker.TOO_LARGE\n"
        "worker.parse = spy\n"
        "worker.main()\n"
    )
    got, errors, _ = run(pack(Ask(b"", URL)), code=code)
    assert got[-1] == Done(failure=worker.TOO_LARGE)
    memory, files, core, processor = map(int, errors.split())
    assert (files, core) == (32, 0)
    assert memory == 1 << 30 or sys.platform == "darwin"
    assert 0 < processor < 120


def test_too_much_memory_is_an_answer() -> None:
    code = (
        "from readnow.feeds import worker\n"
        "worker.parse = lambda body, **more: bytearray(1 << 31)\n"
        "worker.main()\n"
    )
    if sys.platform == "darwin":
        pytest.skip("no limit on address space here")
    got, _, status = run(pack(Ask(b"x", URL)) + pack(Ask(b"<p>", URL, discover=True)), code=code)
    assert got == [Ready(), Done(failure=worker.TOO_LARGE), Done()]
    assert status == 0


def test_no_secret_of_the_environment_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READNOW_CANARY_PASSWORD", "hunter2")
    monkeypatch.setenv("HTTPS_PROXY", "http://user:secret@proxy.example")
    assert "secret" not in str(environment())
    assert "CANARY" not in str(environment())
    code = "import os, sys; print(os.environ, file=sys.stderr)"
    _, errors, _ = run(b"", code=code)
    assert "hunter2" not in errors
    assert "PYTHONUTF8" in errors


def test_modules_in_the_current_folder_are_not_taken(tmp_path: Path) -> None:
    for name in ("json", "feedparser", "readnow"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken from the current folder')\n")
    got, errors, _ = run(pack(Ask(FEED, URL)), cwd=tmp_path)
    assert len(got) == 3, errors


def test_an_entry_beyond_a_frame_is_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = parse(FEED, url=URL)
    assert isinstance(feed, ParsedFeed)
    one, two = feed.entries
    huge = replace(feed, entries=(replace(one, html="x" * (MAX_REPLY + 1)), two))
    monkeypatch.setattr(worker, "parse", lambda body, **more: huge)
    got = replies(b"".join(worker.answer(Ask(b"", URL))))
    assert got == [Entries((two,)), Done(outcome=replace(feed, entries=(), left_out=1), entries=1)]


def test_frames_beyond_their_cap_are_refused_unread() -> None:
    assert length_of(b"\0\0\0\1", 1) == 1
    for prefix, cap in ((b"\0\0\0\2", 1), (b"\0\0\0\0", 9), (b"\xff\xff\xff\xff", MAX_REQUEST)):
        with pytest.raises(FrameError):
            length_of(prefix, cap)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_a_frame_error(data: bytes) -> None:
    for unpack in (unpack_request, unpack_reply):
        with suppress(FrameError):
            unpack(data)


@given(st.binary(max_size=50), st.text(max_size=20), st.booleans())
def test_what_is_packed_is_unpacked(body: bytes, url: str, discover: bool) -> None:
    ask = Ask(body, url.encode("utf-8", "replace").decode(), "text/xml", discover)
    assert unpack_request(pack(ask)[LENGTH:]) == ask
    failed = Done(failure=ParseFailed("x"))
    assert unpack_reply(pack(failed)[LENGTH:]) == failed


def test_a_reader_that_is_gone_ends_it_quietly() -> None:
    reading, writing = os.pipe()
    process = subprocess.Popen(
        command(), stdin=subprocess.PIPE, stdout=writing, stderr=subprocess.PIPE, env=environment()
    )
    os.close(writing)
    os.close(reading)
    _, errors = process.communicate(pack(Ask(FEED, URL)), timeout=60)
    assert (errors, process.returncode) == (b"", 0)
    assert process.returncode != -signal.SIGPIPE


def test_an_answer_says_how_long_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter((10.0, 10.25))
    monkeypatch.setattr("readnow.feeds.worker.time.perf_counter", lambda: next(moments))
    (done,) = [reply for reply in replies(b"".join(worker.answer(Ask(FEED, URL)))) if isinstance(reply, Done)]
    assert done.outcome is not None
    assert (done.outcome.parse_ms, done.outcome.tier) == (250, "fast")
