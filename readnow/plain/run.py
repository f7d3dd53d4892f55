"""Plain reading from start to end: library, signals, exit status. Called by `__main__`.

Cheap to import; the library is loaded by `run_plain`. Invariant: however it ends, where one was is kept, the
library is closed and the terminal is as it was before; nobody sees a traceback.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, TextIO

from readnow import garbage
from readnow.config.paths import Paths
from readnow.config.schema import Config
from readnow.model.errors import ReadNowError, StoreTooNewError
from readnow.text.clean import clean_line

if TYPE_CHECKING:
    from readnow.library.library import Library
    from readnow.plain.program import Program
    from readnow.plain.talk import Talk

FAILED, TOO_NEW = 1, 3
GRACE_SECONDS = 1.5
"""From a signal until the end comes by force; what was acknowledged is stored by then."""


def run_plain(config: Config, paths: Paths, *, demo: bool = False, problems: Sequence[str] = ()) -> int:
    """Read until the user ends it; returns the exit status.

    Keys are read one by one where both streams are a terminal; else each line of the input is a command.
    """
    try:
        return asyncio.run(_Session(config, paths, demo, tuple(problems)).run())
    except ReadNowError as err:
        print(f"readnow: {clean_line(str(err), 2000)}", file=sys.stderr)
        return TOO_NEW if isinstance(err, StoreTooNewError) else FAILED


class _Session:
    def __init__(self, config: Config, paths: Paths, demo: bool, problems: tuple[str, ...]) -> None:
        self._config = config
        self._paths = paths
        self._demo = demo
        self._problems = problems
        self._talk: Talk | None = None
        self._program: Program | None = None
        self._status = 0

    async def run(self) -> int:
        """The exit status."""
        task = asyncio.current_task()
        assert task is not None
        self._mind(task)
        garbage.usual_when_started(asyncio.get_running_loop())
        try:
            async with AsyncExitStack() as stack:
                await self._read(await self._library(stack), stack)
        except (asyncio.CancelledError, ReadNowError):
            if not self._status:
                raise
        return self._status

    def _mind(self, task: "asyncio.Task[int]") -> None:
        loop = asyncio.get_running_loop()

        def end(number: int) -> None:
            if not self._status:
                self._status = 128 + number
                task.cancel()
                loop.call_later(GRACE_SECONDS, self._by_force)

        def interrupt() -> None:
            if self._program is None or self._talk is None or not self._talk.by_key:
                end(signal.SIGINT)
            elif not self._program.interrupt():
                self._program.say(f"{self._program.key('app.quit')} quits.")

        for number in (signal.SIGHUP, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
                loop.add_signal_handler(number, end, number)
        loop.add_signal_handler(signal.SIGINT, interrupt)
        loop.add_signal_handler(signal.SIGWINCH, self._resized)
        loop.add_signal_handler(signal.SIGTSTP, self._suspended)

    def _by_force(self) -> None:
        from readnow.plain.terminal import TerminalTalk

        if isinstance(self._talk, TerminalTalk):
            self._talk.restore()
        os._exit(self._status)

    def _resized(self) -> None:
        from readnow.plain.terminal import TerminalTalk

        if isinstance(self._talk, TerminalTalk):
            self._talk.resized()

    def _suspended(self) -> None:
        from readnow.plain.terminal import TerminalTalk

        if isinstance(self._talk, TerminalTalk):
            self._talk.suspend()
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    async def _library(self, stack: AsyncExitStack) -> "Library":
        from readnow.wiring import open_demo, open_library

        if self._demo:
            return await stack.enter_async_context(open_demo(self._config))
        library = await open_library(self._config, self._paths)
        stack.push_async_callback(library.close)
        return library

    async def _read(self, library: "Library", stack: AsyncExitStack) -> None:
        from readnow.keys.keymap import resolve
        from readnow.plain.lists import Setting
        from readnow.plain.program import Program
        from readnow.plain.terminal import TerminalTalk
        from readnow.views.start import read_start

        self._talk = talk = _talk(sys.stdin, sys.stdout)
        keymap = resolve(self._config.keys, commands=self._config.commands)
        start = await read_start(library, self._config, self._problems)
        self._program = program = Program(
            library, talk, Setting(self._config, keymap, start, dict(os.environ))
        )
        if isinstance(talk, TerminalTalk):
            talk.take()
            stack.callback(talk.give_back)
        if talk.by_key:
            library.start_background()
        elif self._demo:
            await library.refresh()
        try:
            await program.run()
        finally:
            await asyncio.shield(program.remember())
        if isinstance(talk, TerminalTalk) and talk.hung_up and not self._status:
            self._status = 128 + signal.SIGHUP


def _talk(stdin: TextIO | None, stdout: TextIO | None) -> "Talk":
    from readnow.plain.pipe import PipeTalk
    from readnow.plain.terminal import TerminalTalk
    from readnow.plain.writing import Writer

    source = stdin.fileno() if stdin is not None else 0  # `__main__` has put something harmless there
    whole_lines = "INSIDE_EMACS" in os.environ
    if not whole_lines and os.isatty(source) and stdout is not None and stdout.isatty():
        return TerminalTalk(source, Writer(stdout))
    return PipeTalk(source, Writer(stdout))
