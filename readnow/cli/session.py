"""One headless command's session: configuration read, library open, signals turned into an exit status.

Every command that needs the library runs through `run`. Invariant: the library is closed on every way out, so
nothing is left half-done. The library and the event loop are loaded here, when a command is really run.
"""

import os
import signal
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from readnow.cli import output
from readnow.cli.invocation import Invocation
from readnow.config.paths import Paths
from readnow.config.schema import Config
from readnow.model.errors import ReadNowError

if TYPE_CHECKING:
    from readnow.library.library import Library

GRACE_SECONDS = 1.5
"""From a signal until the end comes by force; what was acknowledged is stored by then."""

ENDING = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


class Session(Struct, frozen=True):
    """What a command works with."""

    library: "Library"
    config: Config
    paths: Paths


Work = Callable[[Session], Awaitable[int]]


def run(invocation: Invocation, work: Work, *, fetches: bool = False) -> int:
    """Run `work` on the opened library and return the exit status. Raises `ReadNowError`.

    `fetches`: whether it is certain to, so that what it takes is loaded beside the library.
    """
    import asyncio

    if fetches:
        from readnow.feeds import network

        network.load_ahead()
    loaded, paths = invocation.load()
    for problem in loaded.problems:
        output.message(str(problem))
    before = {number: signal.getsignal(number) for number in ENDING}
    try:
        return asyncio.run(_until_told(loaded.config, paths, work))
    finally:
        # The event loop leaves them as Python has them, not as they were.
        for number, handler in before.items():
            signal.signal(number, handler)


async def _until_told(config: Config, paths: Paths, work: Work) -> int:
    """`work`'s status, or 128 plus the number of the signal that ended it."""
    import asyncio

    loop = asyncio.get_running_loop()
    task = loop.create_task(_session(config, paths, work))
    told: list[int] = []

    def end(number: int) -> None:
        if not told:
            told.append(number)
            task.cancel()
            loop.call_later(GRACE_SECONDS, os._exit, 128 + number)

    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            loop.add_signal_handler(number, end, number)
    try:
        return await task
    except (asyncio.CancelledError, ReadNowError):
        if told:
            return 128 + told[0]
        raise


async def _session(config: Config, paths: Paths, work: Work) -> int:
    from readnow.wiring import open_library

    library = await open_library(config, paths)
    try:
        for notice in library.notices:
            output.message(notice)
        status = await work(Session(library, config, paths))
        await library.catch_up()
        return status
    finally:
        await library.close()
