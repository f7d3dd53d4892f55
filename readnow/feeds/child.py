"""One parser process seen from the program: start it, ask it, end it. Used by `pool` only.

A child serves one request after the other; several may be sent before the first is answered, so that it
never waits for the next. After any failure it is of no further use: `end` it and start another.
Nothing here blocks the event loop for longer than decoding a few entries takes.
"""

import asyncio
import fcntl
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Self

import readnow
from readnow.feeds.frames import (
    LENGTH,
    MAX_ANSWER,
    MAX_REPLY,
    Done,
    FrameError,
    Ready,
    Reply,
    Request,
    length_of,
    pack,
    unpack_reply,
)
from readnow.model.parsed import ParsedArticle

_STARTING = 20.0
_ENDING = 1.0
_MAX_ENTRIES = 1000
_BREATH = 256 * 1024
"""Bytes of frames decoded before the event loop gets a turn: about two milliseconds."""
_PIPE = 1024 * 1024


class Child:
    """A running parser process. Make one with `start`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._reading = asyncio.Lock()  # between a request under way and `end`
        self._ready = False
        self.turn = asyncio.Lock()
        """Held by whoever's answer comes next: to be asked for right behind `send`, and kept for `answer`."""

    @classmethod
    async def start(cls, log: Path | None) -> Self:
        """Start a process; its standard error goes to the file `log`, or nowhere. Raises OSError."""
        with _Errors(log) as errors:
            process = await asyncio.create_subprocess_exec(
                *command(),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                env=environment(),
                start_new_session=True,  # keys and hang-ups of the terminal are the program's business
                limit=_PIPE,
            )
        assert process.stdin is not None
        _widen(process.stdin)
        return cls(process)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process has not been seen to end."""
        return self._process.returncode is None

    async def await_ready(self) -> None:
        """Return once everything is imported. Raises FrameError or EOFError."""
        if self._ready:
            return
        async with self.turn:
            if not self._ready:
                await self._greeting()

    async def _greeting(self) -> None:
        try:
            async with asyncio.timeout(_STARTING):
                greeting, _ = await self._reply()
        except TimeoutError as err:
            raise FrameError(f"not ready within {_STARTING:g} s") from err
        if not isinstance(greeting, Ready):
            raise FrameError("no greeting")
        self._ready = True

    def send(self, ask: Request) -> None:
        """Put one more request to it."""
        assert self._process.stdin is not None
        self._process.stdin.write(pack(ask))

    async def answer(self) -> tuple[Done, tuple[ParsedArticle, ...]]:
        """The answer to the first request that has none yet. Raises FrameError (rubbish), EOFError or OSError
        (it ended)."""
        assert self._process.stdin is not None
        await self._process.stdin.drain()
        entries: list[ParsedArticle] = []
        total = unbroken = 0
        while True:
            reply, size = await self._reply()
            total += size
            unbroken += size
            if total > MAX_ANSWER or isinstance(reply, Ready):
                raise FrameError("not an answer")
            if isinstance(reply, Done):
                if reply.entries != len(entries):
                    raise FrameError(f"{len(entries)} entries of {reply.entries}")
                return reply, tuple(entries)
            entries += reply.articles
            if len(entries) > _MAX_ENTRIES:
                raise FrameError("more entries than agreed")
            if unbroken > _BREATH:
                unbroken = 0
                await asyncio.sleep(0)

    async def end(self) -> None:
        """Kill the process, reap it and close its pipes, within a second."""
        if self.alive:
            # Not Process.kill(): it looks whether the process has ended and so takes its status from asyncio.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.close()
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(_ENDING):
                async with self._reading:
                    while await stdout.read(_PIPE):
                        pass
                await self._process.wait()
                await stdin.wait_closed()

    async def _reply(self) -> tuple[Reply, int]:
        stdout = self._process.stdout
        assert stdout is not None
        async with self._reading:
            size = length_of(await stdout.readexactly(LENGTH), MAX_REPLY)
            data = await stdout.readexactly(size)
        return unpack_reply(data), size


def _widen(pipe: asyncio.StreamWriter) -> None:
    """Let a whole document through at once, where the system can: fewer turns for either side."""
    resize = getattr(fcntl, "F_SETPIPE_SZ", None)
    if resize is not None:
        with suppress(OSError, ValueError):  # a process that ended at once has closed it already
            fcntl.fcntl(pipe.transport.get_extra_info("pipe").fileno(), resize, _PIPE)


class _Errors:
    """The file for the child's standard error as a context manager: DEVNULL where there is none."""

    def __init__(self, log: Path | None) -> None:
        self._file: int | None = None
        if log is not None:
            with suppress(OSError):
                self._file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __enter__(self) -> int:
        return asyncio.subprocess.DEVNULL if self._file is None else self._file

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            os.close(self._file)


def command() -> list[str]:
    """How the process is started: -P keeps the current folder out of its module path."""
    return [sys.executable, "-P", "-m", "readnow.feeds.worker"]


def environment() -> dict[str, str]:
    """Nothing but what Python needs: our module path, so that a checkout works as an installation does."""
    root = str(Path(readnow.__file__).resolve().parent.parent)
    paths = [root, *(path for path in sys.path if path and path != root)]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
