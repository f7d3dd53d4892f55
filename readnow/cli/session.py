"""One headless command's session: configuration read, library open, signals turned into an exit status.

Every command that needs the library runs through `run`. Invariant: the library is closed on every way out, so
nothing is left half-done, and no error that a user can cause ends in a traceback.
"""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from readnow.cli import output
from readnow.config.load import load
from readnow.config.paths import Paths, find_paths
from readnow.config.schema import Config
from readnow.library.library import Library
from readnow.model.errors import ConfigError, ReadNowError, StoreTooNewError
from readnow.wiring import open_library

T = TypeVar("T")

OK, FAILED, USAGE, TOO_NEW = 0, 1, 2, 3


@dataclass
class Options:
    """The global options, wherever on the command line they stood."""

    config: str | None = None
    data_dir: str | None = None
    log_level: str = "warning"

    def paths(self, environment: dict[str, str]) -> Paths:
        """Where everything is, by options, then environment, then the platform's custom."""
        return find_paths(self.config, self.data_dir, environment)


class Ended(Exception):
    """A command ends with a status of its own; its messages are printed already."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def load_config(
    options: Options, environment: dict[str, str], *, quiet: bool = False
) -> tuple[Config, Paths]:
    """The effective configuration; its problems are told once on standard error. Raises `ConfigError`."""
    paths = options.paths(environment)
    explicit = bool(options.config or environment.get("READNOW_CONFIG"))
    loaded = load(paths.config_file, explicit)
    if not quiet:
        for problem in loaded.problems:
            output.message(str(problem))
    return loaded.config, paths


def run(
    options: Options,
    environment: dict[str, str],
    work: Callable[[Library], Awaitable[int]],
    *,
    allow_private: bool = False,
) -> int:
    """Run `work` on the opened library and return the exit status."""
    config, paths = load_config(options, environment)
    if allow_private:
        config = replace(config, fetch=replace(config.fetch, allow_private=True))
    return asyncio.run(_with_signals(_session(config, paths, work)))


async def _session(config: Config, paths: Paths, work: Callable[[Library], Awaitable[int]]) -> int:
    library = await open_library(config, paths)
    try:
        for notice in library.notices:
            output.message(notice)
        return await work(library)
    finally:
        await library.close()


async def _with_signals(work: Awaitable[int]) -> int:
    """`work`'s status, or 128 plus the number of the signal that ended it."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work)
    received: list[int] = []

    def end(number: int) -> None:
        received.append(number)
        task.cancel()

    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(number, end, number)
    try:
        return await task
    except asyncio.CancelledError:
        if received:
            return 128 + received[0]
        raise


def status_of(error: ReadNowError) -> int:
    """The exit status an error stands for."""
    if isinstance(error, StoreTooNewError):
        return TOO_NEW
    return USAGE if isinstance(error, ConfigError) else FAILED


def guarded(command: Callable[[], int]) -> int:
    """Run a whole command line: errors become one sentence and a status, a closed pipe is none."""
    try:
        status = command()
        sys.stdout.flush()
    except Ended as ended:
        return ended.status
    except ReadNowError as err:
        output.message(f"readnow: {err}")
        return status_of(err)
    except BrokenPipeError:
        # Who read our output has seen enough. Python would complain again when it flushes at exit.
        sys.stdout = open("/dev/null", "w", encoding="utf-8")  # noqa: SIM115, PTH123
        return OK
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return status
