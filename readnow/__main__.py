"""The program `readnow`, also as `python -m readnow`: the one place that starts the interface.

Invariant: from the first moment on a signal ends it with 128 plus its number, and never with a traceback.
"""

import gc
import os
import signal
import sys
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from readnow import garbage

if TYPE_CHECKING:
    from readnow.cli.invocation import Invocation


def main() -> int:
    """Run the command line that the process was started with; returns the exit status."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, _end)
    _hold_standard_files()
    garbage.seldom()
    # Loaded only now that signals are looked after.
    from readnow.cli.invocation import Invocation
    from readnow.cli.main import run

    sys.excepthook = _our_mistake
    try:
        return run(sys.argv[1:], Invocation(os.environ, open_interface))
    finally:
        gc.freeze()  # what is left goes with the process: Python would look for circles among all of it


def open_interface(invocation: "Invocation", demo: bool) -> int:
    """Open the interface on the terminal, or say why that cannot be; returns the exit status."""
    if invocation.plain:
        return _read_plainly(invocation, demo)
    from readnow.cli import output
    from readnow.tui.run import USAGE, refuse_terminal, run_interface

    refusal = refuse_terminal(os.environ, sys.stdin, sys.stdout)
    if refusal:
        output.message(f"readnow: {refusal}")
        return USAGE
    loaded, paths = invocation.load()
    return run_interface(loaded, paths, demo=demo, places=invocation.places())


def _read_plainly(invocation: "Invocation", demo: bool) -> int:
    from readnow.plain.run import run_plain

    loaded, paths = invocation.load()
    return run_plain(loaded.config, paths, demo=demo, problems=[str(found) for found in loaded.problems])


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _hold_standard_files() -> None:
    """Give closed standard files something harmless: the database would be opened in their place, and a
    message of some library written into it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free


def _our_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """One line for the user, the traceback for the log."""
    import logging

    from readnow.cli import output

    logging.getLogger("readnow").critical("a command failed", exc_info=(kind, error, trace))
    output.message("readnow: something went wrong inside ReadNOW: the log has the details (readnow doctor).")


if __name__ == "__main__":
    sys.exit(main())
