"""`readnow export --format json` and `import` of what it wrote."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from readnow.cli.invocation import Invocation
from readnow.cli.main import run
from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web


@pytest.fixture
def filled(readnow: Readnow, web: Web) -> Web:
    """A feed with two articles, one of them starred and read."""
    web.answers["/feed"] = Answer(rss("One", "Two", feed="Harbour"))
    readnow("add", web.url("/feed"), "--folder", "News/Deep")
    readnow("mark", "starred", "--query", "One")
    readnow("mark", "read", "--query", "One")
    readnow("mark", "unread", "--query", "Two")
    return web


def other(tmp_path: Path, *arguments: str) -> int:
    """A command on another, empty library."""
    (tmp_path / "other").mkdir(exist_ok=True)
    return run(
        ["--config", str(tmp_path / "config.toml"), "--data-dir", str(tmp_path / "other"), *arguments],
        Invocation({}, lambda _invocation, _demo: 42),
    )


def test_everything_out_and_back(
    readnow: Readnow, filled: Web, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "all.json"
    done = readnow("export", str(file), "--format", "json")
    assert (done.status, done.out) == (0, f"Everything written to {file}.\n")
    assert file.stat().st_mode & 0o777 == 0o600
    printed = readnow("export", "--format", "json")
    assert {**printed.json, "made_at": ""} == {**json.loads(file.read_text()), "made_at": ""}
    capfd.readouterr()
    assert other(tmp_path, "import", str(file), "--dry-run") == 0
    assert capfd.readouterr().out.endswith(
        "1 feed would be added, 0 already there, 0 left out.\n"
        "2 articles would be added, 0 already there; 0 marks set on those, 0 tags, 0 rules and 0 smart feeds"
        " would be added.\n"
    )
    assert other(tmp_path, "import", str(file), "--json") == 0
    found = json.loads(capfd.readouterr().out)
    assert (len(found["added"]), found["articles"], found["dry_run"]) == (1, 2, False)
    assert other(tmp_path, "list", "is:starred", "--json") == 0
    (article,) = json.loads(capfd.readouterr().out)["articles"]
    assert (article["title"], article["read"], article["starred"]) == ("One", True, True)
    assert other(tmp_path, "count", "is:unread") == 0
    assert capfd.readouterr().out == "1\n"
    # What comes now is no first document, and nothing in it is new.
    assert other(tmp_path, "refresh", "--force", "--json") == 0
    assert json.loads(capfd.readouterr().out)["new"] == 0


def test_again_is_harmless(readnow: Readnow, filled: Web, tmp_path: Path) -> None:
    file = str(tmp_path / "all.json.gz")
    readnow("export", file, "--format", "json")
    readnow("mark", "unstarred", "--query", "One")
    found = readnow("import", file, "--json").json
    assert (found["articles"], found["articles_there"], found["marks"]) == (0, 2, 1)
    assert readnow("import", file, "--json").json["marks"] == 0
    assert readnow("count", "is:starred").out == "1\n"
    assert readnow("doctor").status == 0


def test_from_standard_input_and_from_a_backup(readnow: Readnow, filled: Web, tmp_path: Path) -> None:
    copy = readnow("backup", str(tmp_path), "--json").json["path"]
    readnow("export", str(tmp_path / "all.json"), "--format", "json")
    for number, words in enumerate((["import", copy], ["import", "-"])):
        with (tmp_path / "all.json").open("rb") as file:
            done = subprocess.run(
                [sys.executable, "-m", "readnow", "--data-dir", str(tmp_path / f"d{number}"), *words],
                stdin=file,
                capture_output=True,
                text=True,
                check=False,
            )
        assert (done.returncode, done.stderr) == (0, "")
        assert "2 articles added" in done.stdout


def test_what_cannot_be_read_is_one_sentence(readnow: Readnow, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"format": "readnow-library", "version": 1, "feeds": [')
    (tmp_path / "x.db").write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    for name in ("x.json", "x.db"):
        done = readnow("import", str(tmp_path / name))
        assert (done.status, done.out) == (1, "")
        assert done.err.count("\n") == 1
        assert "is damaged" in done.err
    done = readnow("export", str(tmp_path / "nowhere" / "x.json"), "--format", "json")
    assert (done.status, done.out) == (1, "")
    assert "cannot be written" in done.err


KILLED = """
import os, signal, sys
from readnow.exchange import archive

def dying(file, records, made_at):
    file.write(b"{")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)

archive.write = dying
from readnow.__main__ import main
sys.argv = ["readnow", "--data-dir", sys.argv[1], "export", sys.argv[2], "--format", "json"]
main()
"""


def test_killed_it_leaves_what_was_there(readnow: Readnow, filled: Web, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    file.write_text("before")
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(file)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert file.read_text() == "before"
    assert readnow("export", str(file), "--format", "json").status == 0
    assert json.loads(file.read_text())["format"] == "readnow-library"
