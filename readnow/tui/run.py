"""The interface from start to end: library, application, exit status. Called by `__main__`.

Cheap to import: Textual and the library are loaded by `run_interface`. Invariant: however it ends, the
library is closed and the terminal is as it was before; nobody sees a traceback.
"""

import asyncio
import os
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, TextIO

from readnow.config.load import Loaded
from readnow.config.origins import Places
from readnow.config.paths import Paths
from readnow.config.schema import Config
from readnow.model.errors import ReadNowError, StoreTooNewError
from readnow.text.clean import clean_line

if TYPE_CHECKING:
    from readnow.library.library import Library
    from readnow.tui.configured import Configured
    from readnow.tui.leaving import Leaving

FAILED, USAGE, TOO_NEW = 1, 2, 3


def refuse_terminal(
    environment: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO | None = None
) -> str:
    """Why the interface cannot open here, in one sentence (exit status 2); empty where it can."""
    terminal = environment.get("TERM", "")
    if not (_is_terminal(stdin) and _is_terminal(stdout) and _is_terminal(stderr or sys.__stderr__)):
        return (
            "ReadNOW needs a terminal to open its interface; without one, use commands: see readnow --help."
        )
    if terminal in ("", "dumb", "unknown"):
        named = f"TERM is “{clean_line(terminal)}”" if terminal else "TERM is not set"
        return f"ReadNOW needs a terminal that can move its cursor, but {named}."
    return ""


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def run_interface(loaded: Loaded, paths: Paths, *, demo: bool = False, places: Places | None = None) -> int:
    """Open the interface and return the exit status when it has ended.

    Problems of the configuration are told on the screen; `places` says what the user named. `demo`: on
    built-in feeds in a directory that is deleted afterwards; nothing of the user's is opened.
    """
    from readnow.config.log import open_log
    from readnow.tui.configured import Configured
    from readnow.tui.leaving import Leaving
    from readnow.tui.light import frames, has_no_colours

    open_log(paths.log)
    os.environ.setdefault("TEXTUAL_FPS", frames(loaded.config.ui.mode, os.environ))
    if has_no_colours(os.environ):
        os.environ.setdefault("NO_COLOR", "1")
    with Leaving() as leaving:
        try:
            configured = Configured(loaded, places or Places(loaded.path), dict(os.environ))
            status = asyncio.run(_session(configured, paths, demo, leaving))
        except asyncio.CancelledError:
            status = FAILED
        except ReadNowError as err:
            _tell(f"readnow: {err}")
            status = TOO_NEW if isinstance(err, StoreTooNewError) else FAILED
        if leaving.status is None:
            return status
        _let_go_of_terminal()
        return leaving.status


def _let_go_of_terminal() -> None:
    """What could not be written to a terminal that is gone goes nowhere: Python would try once more at its
    end, and take the failure for its own."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is None:
            continue
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


async def _session(configured: "Configured", paths: Paths, demo: bool, leaving: "Leaving") -> int:
    task = asyncio.current_task()
    assert task is not None
    leaving.attach(lambda _status: task.cancel())
    async with AsyncExitStack() as stack:
        library = await _library(configured.in_force, paths, demo, stack)
        return await _run_app(library, configured, paths, leaving)


async def _library(config: Config, paths: Paths, demo: bool, stack: AsyncExitStack) -> "Library":
    from readnow.wiring import open_demo, open_library

    if demo:
        return await stack.enter_async_context(open_demo(config))
    library = await open_library(config, paths)
    stack.push_async_callback(library.close)
    return library


async def _run_app(library: "Library", configured: "Configured", paths: Paths, leaving: "Leaving") -> int:
    from readnow import garbage
    from readnow.programs.external import is_remote
    from readnow.tui import drawn_styles, guard
    from readnow.tui.app import ReadNowApp
    from readnow.tui.conversation import Conversation
    from readnow.tui.light import Light, can_report_mouse
    from readnow.tui.terminal import Ends, driver_class
    from readnow.tui.wire.pace import answers
    from readnow.tui.wire.wire import Wire
    from readnow.views.start import read_start

    drawn_styles.limit()
    guard.install()
    guard.self_test()
    config = configured.in_force
    start = await read_start(library, config, [problem.brief for problem in configured.loaded.problems])
    conversation = Conversation(os.environ)
    wire = Wire(os.environ, only_changes=config.ui.only_changes)
    loop = asyncio.get_running_loop()
    light = Light(config.ui.mode, os.environ)
    app = ReadNowApp(
        library,
        config,
        start,
        environment=dict(os.environ),
        driver_class=driver_class(
            Ends(
                lambda: leaving.gone,
                conversation,
                wire,
                light,
                leaving.title,
                paced=is_remote(os.environ) and answers(os.environ),
                answered=lambda seconds: loop.call_soon_threadsafe(app.answered_in, seconds),
            )
        ),
        conversation=conversation,
        resized=wire.resized,
        configured=configured,
        light=light,
    )
    leaving.attach(lambda status: app.exit(return_code=status))
    garbage.usual_when_started(loop)
    await app.run_async(mouse=config.ui.mouse and can_report_mouse(os.environ))
    if not app.crashed:
        await app.main.remember()  # a connection that broke is no reason to forget
    if app.crashed:
        _tell(f"ReadNOW had to stop because of a mistake of its own. The details are in {paths.log}")
    return app.return_code or 0


def _tell(sentence: str) -> None:
    print(clean_line(sentence, 2000), file=sys.stderr)
