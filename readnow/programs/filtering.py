"""An article through a command of the user's: text in, what the command says out.

Started by the screen and by plain reading. Invariants: the command is a list of words that the user typed,
with nothing of an article in it; it gets so much time and may say so much; where it is ended, so is all that
it started.
"""

import asyncio
import os
import shlex
import signal
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path, PurePath

from msgspec import Struct

SECONDS = 60.0
"""How long a command may run."""
MOST_BYTES = 1 << 20
"""How much of its output is kept."""
_GRACE = 0.5
"""Between asking for the end and forcing it; also how long output is waited for behind the end."""
_LOOK = 0.05
_PIECE = 64 << 10


def command_words(typed: str) -> tuple[str, ...] | None:
    """The words of a command as a shell would divide it; None where a quotation mark is not closed.

    `~/` at the beginning of a word is the home directory; nothing else of a shell's is understood.
    """
    try:
        words = shlex.split(typed)
    except ValueError:
        return None
    return tuple(str(Path(word).expanduser()) if word.startswith("~/") else word for word in words)


class Output(Struct, frozen=True):
    """What a command said, on both of its outputs. `status` is None where it was ended; `note` says why."""

    text: str
    status: int | None
    note: str = ""


class Filter:
    """One run of a command. Belongs to the event loop."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], seconds: float = SECONDS
    ) -> None:
        self._command = tuple(command)
        self._environment = dict(environment)
        self._seconds = seconds
        self._heard = bytearray()
        self._note = ""
        self._stopped = asyncio.Event()

    @property
    def name(self) -> str:
        """The program's name."""
        return PurePath(self._command[0]).name

    def stop(self) -> None:
        """End it now; `run` answers with what there is."""
        self._note = "stopped"
        self._stopped.set()

    async def run(self, text: str) -> Output:
        """Give it the text and hear what it says. Raises nothing but when it is cancelled."""
        try:
            async with self._started() as (process, reader):
                await self._through(process, reader, text)
        except (OSError, ValueError) as err:
            reason = (getattr(err, "strerror", None) or str(err)).lower()
            return Output("", None, f"could not be started: {reason}")
        status = None if self._note else process.returncode
        return Output(self._heard.decode("utf-8", "replace"), status, self._note)

    @asynccontextmanager
    async def _started(self) -> AsyncIterator[tuple[asyncio.subprocess.Process, asyncio.StreamReader]]:
        """The process, and its output by a pipe of our own: we can close it whoever else may hold it."""
        ours, theirs = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=theirs,
                stderr=theirs,
                env=self._environment,
                start_new_session=True,
            )
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(ours, "rb", 0)
        )
        try:
            yield process, reader
        finally:
            transport.close()

    async def _through(
        self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, text: str
    ) -> None:
        feeding = asyncio.ensure_future(self._feed(process, text))
        hearing = asyncio.ensure_future(self._hear(reader))
        ended = False
        try:
            ended = await self._ends_by_itself(process, hearing)
        finally:
            if not ended:
                await _end(process)
            for task in (feeding, hearing):
                task.cancel()
            await asyncio.gather(feeding, hearing, return_exceptions=True)

    async def _ends_by_itself(
        self, process: asyncio.subprocess.Process, hearing: "asyncio.Future[None]"
    ) -> bool:
        """Wait until it has ended and said all; False where it must be ended, which the note says."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._seconds
        while not self._stopped.is_set():
            now = loop.time()
            if len(self._heard) >= MOST_BYTES:
                self._note = f"stopped after {MOST_BYTES >> 20} MB of output"
                return False
            if process.returncode is not None:
                # What it left running, as clipboard tools do, may hold its output for ever.
                await asyncio.wait((hearing,), timeout=_GRACE)
                return True
            if now > deadline:
                self._note = f"stopped after {self._seconds:g} s"
                return False
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), _LOOK)
        return False

    async def _feed(self, process: asyncio.subprocess.Process, text: str) -> None:
        assert process.stdin is not None
        try:
            with suppress(OSError):  # it need not read everything
                process.stdin.write(text.encode())
                await process.stdin.drain()
                process.stdin.close()
                await process.stdin.wait_closed()
        finally:
            process.stdin.transport.abort()

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        while len(self._heard) < MOST_BYTES and (piece := await reader.read(_PIECE)):
            self._heard += piece[: MOST_BYTES - len(self._heard)]


async def _end(process: asyncio.subprocess.Process) -> None:
    """End it and all that it started: asked first, then by force."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        for _ in range(round(_GRACE / _LOOK)):
            if process.returncode is not None:
                break
            await asyncio.sleep(_LOOK)
    await process.wait()
