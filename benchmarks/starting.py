"""The start of a program on a real terminal, from its first moment to words on its screen."""

import time
from collections.abc import Sequence
from pathlib import Path

from tests.support.pty import Terminal

_MARKS = ("●", "○")
_PATIENCE = 60.0


def quiet_options(folder: Path, data: Path) -> list[str]:
    """Options of ReadNOW that open this data and refresh nothing; their file lies in `folder`."""
    config = folder / "quiet.toml"
    config.write_text("[refresh]\non_start = false\nauto = false\n")
    return ["--config", str(config), "--data-dir", str(data)]


def start(options: Sequence[str], module: str = "readnow", shown: Sequence[str] = _MARKS) -> float:
    """Seconds from the start of the program to one of the words, which are those of the first articles."""
    with Terminal(list(options), module=module) as terminal:
        terminal.until(lambda: any(words in terminal.text for words in shown), _PATIENCE)
        took = time.monotonic() - terminal.began
        terminal.quiet()
        terminal.press("Q")
        terminal.end(30)
    return took
