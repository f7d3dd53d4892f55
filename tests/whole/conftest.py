"""The program as it is started by users: processes, terminals, a server on loopback."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.pty import ROOT


class Program:
    """`readnow` on a data directory of the test's own, with a configuration fit for loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "data"
        config = folder / "config.toml"
        config.write_text(
            "[fetch]\nhost_delay = 0\nallow_private = true\n[refresh]\nauto = false\non_start = false\n"
        )
        self.options = ["--config", str(config), "--data-dir", str(self.folder)]

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a command."""
        return subprocess.Popen(
            [sys.executable, "-m", "readnow", *self.options, *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=dict(os.environ),
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command: status, output, messages."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=100)
        return process.returncode, out, err

    def make_due(self) -> None:
        """Let all feeds be due, as an hour would."""
        with closing(sqlite3.connect(self.folder / "readnow.db")) as conn, conn:
            conn.execute("UPDATE fetch SET next_due = 1, last_attempt = 1")

    def json(self, *arguments: str) -> Any:
        """The document that a command prints."""
        return json.loads(self.run(*arguments, "--json")[1])


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program."""
    return Program(tmp_path)
