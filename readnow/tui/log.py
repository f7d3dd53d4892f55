"""The log file: for its owner only, small, and made when there is something to write in it.

Set up by `run`. Invariant: neither the screen nor standard error is ever logged to, and no local variables
are written: they hold what people read.
"""

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

_BYTES = 1024 * 1024
_KEPT = 2


class PrivateFileHandler(RotatingFileHandler):
    """A rotating file of mode 0600. What cannot be logged is let go: logging must not break anything."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(number, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk is told where data could not be stored, not here."""


def open_log(path: Path) -> None:
    """Send what our modules and others report to the file, unless somebody set up logging already.

    Others too: what nobody takes, Python would write on the terminal.
    """
    logger = logging.getLogger()
    if logger.handlers:
        return
    handler = PrivateFileHandler(path)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
