"""What is reported goes to the log file, whose writer is loaded with the first record: most runs have none.

Opened by `__main__` and by every command. Invariant: neither the screen nor standard error is ever logged to,
and no local variables are written: they hold what people read.
"""

import logging
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readnow.config.log_file import PrivateFileHandler

LEVELS = ("debug", "info", "warning", "error")
"""What `--log-level` takes, from the most told to the least."""


class LogHandler(logging.Handler):
    """Hands records to the file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    @cached_property
    def _file(self) -> "PrivateFileHandler":
        from readnow.config.log_file import PrivateFileHandler

        return PrivateFileHandler(self._path)

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record."""
        self._file.emit(record)


def open_log(path: Path, level: str = "warning") -> None:
    """Send what our modules and others report to the file, unless somebody set up logging already.

    Others too, and Python's own warnings: what nobody takes would be written on the terminal.
    """
    logger = logging.getLogger()
    if logger.handlers:
        return
    logger.addHandler(LogHandler(path))
    logger.setLevel(level.upper())
    logging.captureWarnings(True)
