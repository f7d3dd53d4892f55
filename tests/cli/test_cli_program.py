"""The command line as a whole: words, options, exit statuses, other commands."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from readnow import __version__
from readnow.cli import output
from readnow.cli.main import COMMANDS
from readnow.keys.actions import ACTIONS
from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web

HOSTILE = "x\x1b\x9b\x7f\u202e\u200b\u2066\ufeff\ud800"
ROOT = Path(__file__).parents[2]

OPML = """<opml version="2.0"><head><title>Mine</title></head><body><outline text="News">
<outline type="rss" text="One" xmlUrl="https://one.example/feed" htmlUrl="https://one.example/"/></outline>
<outline type="rss" text="Command" xmlUrl="|rm -rf /"/></body></opml>"""


def start(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "readnow", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **environment},
        preexec_fn=_hear_everything,
    )


def _hear_everything() -> None:
    """As a program started from a shell: background jobs of some shells begin deaf to SIGINT."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def test_help_lists_every_command_and_its_options(readnow: Readnow) -> None:
    shown = readnow("--help").out
    for word in COMMANDS:
        assert f"  {word} " in shown
        described = readnow(word, "--help")
        assert described.status == 0
        assert "--data-dir" in described.out
    assert "..." not in shown.partition("Commands:")[2]


def test_global_options_stand_before_or_after(readnow: Readnow, tmp_path: Path) -> None:
    assert readnow("--version").out == f"readnow {__version__}\n"
    other = tmp_path / "other"
    readnow("count", "--data-dir", str(other))
    assert (other / "readnow.db").exists()


@pytest.mark.parametrize(
    "words", [["adx"], ["--nothing"], ["add"], ["list", "--limit", "0"], ["--demo", "feeds"]]
)
def test_wrong_usage(readnow: Readnow, words: list[str]) -> None:
    done = readnow(*words)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("readnow: ")


def test_no_word_opens_the_interface(readnow: Readnow) -> None:
    assert readnow().status == 42


def test_the_interface_needs_a_terminal() -> None:
    process = start()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert err.count("\n") == 1
    assert "terminal" in err


def test_lists_in_and_out(readnow: Readnow, tmp_path: Path) -> None:
    file = tmp_path / "mine.opml"
    file.write_text(OPML)
    planned = readnow("import", str(file), "--dry-run", "--json").json
    assert [one["url"] for one in planned["added"]] == ["https://one.example/feed"]
    assert len(planned["left_out"]) == 1
    assert readnow("feeds", "--json").json == {"feeds": []}
    assert readnow("import", str(file)).out == "1 feed added, 0 already there, 1 left out.\n"
    assert readnow("import", str(file)).out == "0 feeds added, 1 already there, 1 left out.\n"
    (feed,) = readnow("feeds", "--json").json["feeds"]
    assert (feed["folder"], feed["site"], feed["last_attempt"]) == ("News", "https://one.example/", None)
    written = tmp_path / "out.opml"
    assert readnow("export", str(written)).out == f"1 feed written to {written}.\n"
    assert written.stat().st_mode & 0o777 == 0o600
    assert 'xmlUrl="https://one.example/feed"' in readnow("export").out
    assert readnow("export", str(tmp_path / "none" / "x")).status == 1
    assert readnow("import", str(tmp_path / "nothing")).status == 1


def test_doctor(readnow: Readnow, web: Web, folder: Path) -> None:
    web.answers["/feed"] = Answer(b"busy", 503)
    readnow("add", web.url("/feed"))
    done = readnow("doctor", "--json")
    found = done.json
    assert (done.status, found["ok"], found["integrity"], found["counts"]) == (0, True, [], [])
    assert found["paths"]["database"] == str(folder / "readnow.db")
    assert found["feeds"][0]["status"] == 503
    assert found["versions"]["readnow"] == __version__
    text = readnow("doctor").out
    assert "The database is sound." in text
    assert "The text index is right and complete." in text
    assert "1 feed, 1 in trouble, 0 silent" in text


def test_doctor_repairs_counts_and_index(readnow: Readnow, web: Web, folder: Path) -> None:
    web.answers["/feed"] = Answer(rss("boat", "tide"))
    readnow("add", web.url("/feed"))
    with closing(sqlite3.connect(folder / "readnow.db")) as conn, conn:
        conn.execute("UPDATE feed SET unread = 9")
        conn.execute("DELETE FROM unindexed")  # as if they were in the index
    done = readnow("doctor", "--json")
    assert (done.status, done.json["ok"], done.json["index"]["sound"]) == (1, False, False)
    assert "`readnow doctor --repair` makes it anew" in readnow("doctor").out
    assert readnow("count", "boat").out == "0\n"
    done = readnow("doctor", "--repair", "--json")
    assert (done.status, done.json["ok"], done.json["counts"]) == (0, True, [])
    index = done.json["index"]
    assert (index["sound"], index["articles"], index["waiting"], index["rows"]) == (True, 2, 0, 2)
    assert readnow("count", "boat").out == "1\n"


def test_configuration(readnow: Readnow, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    assert readnow("config", "path", config=file).out == f"{file}\n"
    file.write_text('[fetch]\ntimeot = 3\n[keys]\n"article.toggle-red" = "x"\n')
    done = readnow("config", "check", config=file)
    assert done.status == 1
    assert "fetch.timeot: unknown key, did you mean timeout?" in done.out
    assert 'did you mean "article.toggle-read"?' in done.out
    assert f"{file}, line 2: fetch.timeot" in done.out
    printed = readnow("config", "print", config=file).out
    assert "\ntimeout = 30.0\n" in printed
    assert '\n"article.toggle-red" = ["x"]  # line 4\n' in printed
    tomllib.loads(printed)
    assert readnow("count", config=file).status == 0
    file.write_text("[fetch\n")
    assert readnow("count", config=file).status == 2
    file.unlink()
    assert readnow("count", config=file).status == 2


def test_keys(readnow: Readnow) -> None:
    found = readnow("keys", "--json").json["keys"]
    assert [one["action"] for one in found] == [action.id for action in ACTIONS]
    assert "article.toggle-read" in readnow("keys").out


def test_keys_of_a_set_and_of_single_panes(readnow: Readnow, folder: Path) -> None:
    (folder.parent / "config.toml").write_text(
        '[keys]\npreset = "newsboat"\n[keys.reader]\n"article.toggle-star" = "x"\n'
    )
    found = readnow("keys", "--json").json
    assert (found["preset"], found["presets"]) == ("newsboat", ["default", "newsboat", "google-reader"])
    star = next(one for one in found["keys"] if one["action"] == "article.toggle-star")
    assert star["keys"] == ["S", "^E", "x"]
    assert star["keys_in"] == {"articles": ["S", "^E"], "reader": ["x"]}
    told = readnow("keys").out
    assert told.startswith("Set of keys: newsboat (others: default, google-reader)")
    assert "x      article.toggle-star   Star the article, or take the star away (in reader)" in told
    assert readnow("config", "check").status == 0
    usual = readnow("keys", "--preset", "google-reader", "--json").json
    assert next(one for one in usual["keys"] if one["action"] == "link.open")["keys"] == ["v"]


def test_a_database_of_a_newer_version(readnow: Readnow, folder: Path) -> None:
    readnow("count")
    with sqlite3.connect(folder / "readnow.db") as conn:
        conn.execute("PRAGMA user_version = 99")
    conn.close()
    done = readnow("count")
    assert (done.status, done.out) == (3, "")


def test_a_reader_that_has_seen_enough(folder: Path) -> None:
    process = start("--data-dir", str(folder), "keys")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(60) == 0
    process.stderr.close()


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_signal_ends_a_refresh(
    readnow: Readnow, web: Web, folder: Path, number: signal.Signals, status: int
) -> None:
    web.answers["/feed"] = Answer(rss("One"))
    readnow("add", web.url("/feed"))
    asked = threading.Event()

    async def hang(_request: object, _writer: object) -> None:
        asked.set()
        await asyncio.sleep(60)

    web.answers["/feed"] = hang
    process = start(
        "--data-dir", str(folder), "--config", str(folder.parent / "config.toml"), "refresh", "--force"
    )
    try:
        assert asked.wait(60)
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert (process.returncode, err) == (status, "")
    assert readnow("count").out == "1\n"


def test_json_escapes_what_a_terminal_might_obey(capfd: pytest.CaptureFixture[str]) -> None:
    output.document({"text": HOSTILE})
    out = capfd.readouterr().out
    assert not set(out) & set(HOSTILE) - {"x"}
    assert json.loads(out) == {"text": HOSTILE}
