"""Opens the interface on a folder, without refreshing by itself: what tests start on a pseudo terminal.

Run as `python -m tests.support.interface FOLDER [--demo] [--crash] [--on-start] [--deaf] [--greet] [--light]
[--title] [--hang]`.
"""

import os
import signal
import sys
import time
from pathlib import Path

from readnow.config.load import Loaded
from readnow.config.schema import Config, FetchConfig, RefreshConfig, UiConfig
from readnow.tui.light import Mode, frames
from readnow.tui.run import USAGE, refuse_terminal, run_interface
from tests.support.shelf import paths_in


def _crash_on_zoom() -> None:
    from readnow.tui.screens.main import MainScreen

    def broken(self: MainScreen) -> None:
        secret = "what somebody reads"
        raise RuntimeError(f"a mistake of ours, {len(secret)}")

    MainScreen.action_view_zoom = broken  # type: ignore[assignment]


def _hang_on_zoom() -> None:
    from readnow.tui.screens.main import MainScreen

    def hanging(self: MainScreen) -> None:
        time.sleep(60)

    MainScreen.action_view_zoom = hanging  # type: ignore[assignment]


def main(arguments: list[str]) -> int:
    """The exit status."""
    if refusal := refuse_terminal(os.environ, sys.stdin, sys.stdout):
        print(refusal, file=sys.stderr)
        return USAGE
    mode: Mode = "light" if "--light" in arguments else "auto"
    os.environ.setdefault("TEXTUAL_FPS", frames(mode, os.environ))  # before anything here loads Textual
    if "--crash" in arguments:
        _crash_on_zoom()
    if "--hang" in arguments:
        _hang_on_zoom()
    if "--deaf" in arguments:
        # As a program that is not the leader of its session: it hears of no hang-up.
        from readnow.tui import leaving

        leaving.SIGNALS = (signal.SIGTERM, signal.SIGINT)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if "--greet" not in arguments:
        from readnow.tui.screens import discovering

        discovering.GREETINGS = 0
    config = Config(
        fetch=FetchConfig(host_delay=0, allow_private=True),
        ui=UiConfig(mode=mode, title="--title" in arguments),
        refresh=RefreshConfig(on_start="--on-start" in arguments, auto=False),
    )
    return run_interface(Loaded(config), paths_in(Path(arguments[0])), demo="--demo" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
