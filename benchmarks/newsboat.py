"""newsboat as a rival, "repaired": without its index on deleted articles, which makes each of its loads scan
all of them."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path


def is_there() -> bool:
    """Whether it is installed."""
    return shutil.which("newsboat") is not None


def prepared(
    home: Path, config: str, fill: Callable[[sqlite3.Connection], object] = lambda cache: cache
) -> list[str]:
    """The command that opens the feeds of a file, which is to follow it, with an empty cache in `home`, or
    with what `fill` puts there."""
    for name, text in (("config", config), ("none", "http://127.0.0.1:1/\n")):
        (home / name).write_text(text)
    command = ["newsboat", "-q", "-c", str(home / "cache.db"), "-C", str(home / "config"), "-u"]
    subprocess.run([*command, str(home / "none"), "-x", "reload"], check=False, capture_output=True)
    with closing(sqlite3.connect(home / "cache.db", isolation_level=None)) as cache:
        fill(cache)
        cache.execute("DROP INDEX IF EXISTS idx_deleted")
        cache.execute("ANALYZE")
    return command
