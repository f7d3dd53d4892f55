"""Completion in shells: by the real program, in a real bash, with what is in the library."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from readnow.cli.completion import SCRIPTS
from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


@pytest.fixture
def filled(readnow: Readnow, web: Web) -> Web:
    web.answers["/feed"] = Answer(rss("One", feed="Kernel Week"))
    web.answers["/other"] = Answer(rss("Two", feed="It's $HOME"))
    readnow("add", web.url("/feed"), "--folder", "Tech/Linux")
    readnow("add", web.url("/other"))
    readnow("tag", "add", "long-read", "--query", "One")
    readnow("smart", "add", "To read", "is:unread")
    readnow("rule", "add", "No sport", "sport", "--do", "mute")
    return web


def offered(readnow: Readnow, *words: str) -> list[str]:
    done = readnow("complete", "--", *words)
    assert (done.status, done.err) == (0, "")
    return [line.partition("\t")[0] for line in done.out.splitlines()]


def test_words_options_and_names(readnow: Readnow, filled: Web) -> None:
    assert offered(readnow, "co") == ["count", "config", "completion"]
    assert "complete" not in offered(readnow, "")
    assert offered(readnow, "list", "--so") == ["--sort"]
    assert offered(readnow, "list", "--sort", "ne") == ["newest"]
    assert offered(readnow, "--log-level", "info", "tag", "me") == ["merge"]
    assert offered(readnow, "remove", "ker") == ["Kernel Week"]
    assert offered(readnow, "remove", "x", "http") == [filled.url("/feed"), filled.url("/other")]
    assert offered(readnow, "list", "feed:k") == ['feed:"Kernel Week"']
    assert offered(readnow, "count", "is:unread", "fol") == ["folder:"]
    assert offered(readnow, "mark", "read", "--query", "tag:l") == ["tag:long-read"]
    assert offered(readnow, "add", "x", "--folder", "T") == ["Tech", "Tech/Linux"]
    assert offered(readnow, "tag", "add", "") == ["long-read"]
    assert offered(readnow, "smart", "remove", "") == ["To read"]
    assert offered(readnow, "rule", "off", "no") == ["No sport"]
    assert offered(readnow, "import", "") == [":files"]
    assert offered(readnow, "completion", "") == ["bash", "zsh", "fish"]
    assert offered(readnow, "nonsense", "") == offered(readnow, "undo", "") == []


def test_without_a_library_there_is_nothing_to_name(readnow: Readnow, folder: Path) -> None:
    assert offered(readnow, "remove", "") == []
    (folder / "readnow.db").write_bytes(b"broken" * 1000)
    assert offered(readnow, "list", "feed:") == []
    assert offered(readnow, "li") == ["list"]


def test_it_loads_neither_network_nor_interface(folder: Path) -> None:
    code = (
        "import sys; sys.argv[0] = 'readnow'; from readnow.__main__ import main; main();"
        "print([name for name in ('aiohttp', 'textual', 'feedparser') if name in sys.modules])"
    )
    for words in (["complete", "--", "remove", ""], ["count"]):
        command = [sys.executable, "-c", code, "--data-dir", str(folder), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        assert done.stdout.splitlines()[-1] == "[]"


def test_scripts_are_printed(readnow: Readnow) -> None:
    for shell, script in SCRIPTS.items():
        assert readnow("completion", shell).out == script
    assert readnow("completion", "powershell").status == 2


@pytest.mark.parametrize("shell", SCRIPTS)
def test_scripts_are_what_their_shells_read(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_text(SCRIPTS[shell])
    subprocess.run([shell, "-n", str(tmp_path / "script")], check=True, timeout=60)


@needs_bash
@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("readnow cou", ["count"]),
        ("readnow remove Ker", ["Kernel\\ Week"]),
        ("readnow remove Kernel\\ W", ["Kernel\\ Week"]),
        ("readnow remove It", ["It\\'s\\ \\$HOME"]),
        ("readnow list is:star", ["starred"]),
        ("readnow list feed:Ker", ['\\"Kernel\\ Week\\"']),
        ("readnow list is:unread folder:Te", ["Tech"]),
        ("readnow tag add ", ["long-read"]),
        ('readnow list "is:', []),
        ("readnow undo ", []),
    ],
)
def test_in_bash(
    readnow: Readnow, filled: Web, folder: Path, tmp_path: Path, line: str, completed: list[str]
) -> None:
    program = tmp_path / "bin" / "readnow"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m readnow --data-dir "{folder}" "$@"\n')
    program.chmod(0o755)
    script = SCRIPTS["bash"] + 'compopt() { :; }\n_readnow\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    environment = {
        **os.environ,
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_WORDBREAKS": " \t\n\"'><=;|&(:",
    }
    command = ["bash", "--norc", "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr == ""
    assert [row for row in done.stdout.splitlines() if row] == completed
