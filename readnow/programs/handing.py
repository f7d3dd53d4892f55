"""Articles handed to programs: as files for a moment, and the terminal given away until a program ends.

Used by the screen and by plain reading. Invariants: a file is in a folder of ours (0700), readable by its
owner only (0600), and goes when it is not needed any more; while a program has the terminal the event loop
stands still, and a signal that ends us ends the program too.
"""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from types import FrameType
from typing import Any

from readnow.text.file_names import file_name

_PAGERS = ("less", "more")
_EDITORS = ("nano", "vim", "vi")


class HandedFiles:
    """The files that programs are given. `close` takes away what is left of them."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def put(self, title: str, ending: str, content: str) -> Path:
        """A file of its own that is called after a title. Raises `OSError`."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="readnow-"))
        place = Path(tempfile.mkdtemp(dir=self._folder))
        path = place / file_name(title, ending)
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(content)
        return path

    def take_back(self, path: Path) -> None:
        """The file is not needed any more, nor what a program has put beside it."""
        shutil.rmtree(path.parent, ignore_errors=True)

    def close(self) -> None:
        """None is needed any more."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def pager_command(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The user's pager, else a usual one; empty where there is none."""
    return _named(environment, ("PAGER",), _PAGERS)


def editor_command(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The user's editor, else a usual one; empty where there is none."""
    return _named(environment, ("VISUAL", "EDITOR"), _EDITORS)


def _named(environment: Mapping[str, str], names: Sequence[str], usual: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        with suppress(ValueError):  # a quotation mark that is not closed
            if words := shlex.split(environment.get(name, "")):
                return tuple(words)
    return next(((program,) for program in usual if shutil.which(program)), ())


def run_with_terminal(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Run a program on the terminal, which must be free, and wait for its end. Why it failed, or empty."""
    name = PurePath(command[0]).name
    try:
        with subprocess.Popen(tuple(command), env=dict(environment)) as process, _minding(process):
            process.wait()
    except (OSError, ValueError) as err:
        return f"{name} could not be started: {(getattr(err, 'strerror', None) or str(err)).lower()}"
    return f"{name} ended with status {process.returncode}" if process.returncode else ""


@contextmanager
def _minding(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Signals while a program has the terminal: ^C is the program's own; what ends us ends it first."""
    before: dict[int, Any] = {}

    def end(number: int, frame: FrameType | None) -> None:
        process.terminate()
        if callable(before[number]):
            before[number](number, frame)

    def nothing(_number: int, _frame: FrameType | None) -> None:
        """Caught and not ignored: what is ignored would be so in the program as well."""

    for told, handler in ((signal.SIGINT, nothing), (signal.SIGTERM, end), (signal.SIGHUP, end)):
        before[told] = signal.signal(told, handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None:  # it was not Python's
                signal.signal(number, handler)
