"""Commands from cold, against the interpreter alone."""

import subprocess
import sys
import tempfile

from benchmarks.timing import pair


def main() -> None:
    """Print what `readnow count` and `readnow --version` cost."""
    with tempfile.TemporaryDirectory() as folder:
        for words, goal in ((["--version"], 8.0), (["count"], 20.0)):
            found = pair(
                lambda: _run("-c", "pass"),
                lambda words=words: _run("-m", "readnow", "--data-dir", folder, *words),  # type: ignore[misc]
            )
            print(found.line(f"readnow {' '.join(words)}, from cold", goal))


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, timeout=60)
