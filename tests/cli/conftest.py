"""Commands as a shell runs them, but in this process: arguments in, status and both outputs out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from readnow.cli.invocation import Invocation
from readnow.cli.main import run


@dataclass(frozen=True)
class Done:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)


Readnow = Callable[..., Done]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data directory of the test's commands, with a configuration fit for loopback."""
    directory = tmp_path / "data"
    directory.mkdir()
    (tmp_path / "config.toml").write_text("[fetch]\nhost_delay = 0\nallow_private = true\n")
    return directory


@pytest.fixture
def readnow(folder: Path, capfd: pytest.CaptureFixture[str]) -> Readnow:
    """Runs one command line on the test's data directory."""

    def command(*arguments: str, config: Path | None = folder.parent / "config.toml") -> Done:
        capfd.readouterr()
        named = ["--config", str(config)] if config else []
        invocation = Invocation({}, lambda _invocation, _demo: 42)
        status = run(["--data-dir", str(folder), *named, *arguments], invocation)
        captured = capfd.readouterr()
        return Done(status, captured.out, captured.err)

    return command
