"""The same HTML as w3m, lynx and newsboat show it, for the programs that are installed.

Called by `docs.renderings`. The first two print what they are given; newsboat reads a feed of all pieces and
hands each article to a command, at the keys of its own interface.
"""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
from html import escape
from pathlib import Path

PROGRAMS = ("w3m", "lynx", "newsboat")
_PAGE = '<!doctype html><html><head><meta charset="utf-8"><title>-</title></head><body>{}</body></html>'
_MARKS = re.compile(r"<[biu]>|</>")
"""Newsboat's own marks of styles, which it hands over with the text."""
_PAUSE = 0.4
_PATIENCE = 10.0


def installed() -> tuple[str, ...]:
    """The names of the programs that are here."""
    return tuple(name for name in PROGRAMS if shutil.which(name))


def shown(program: str, fragments: list[str], width: int) -> list[str]:
    """Each piece as the program shows it in lines of so many cells."""
    with tempfile.TemporaryDirectory() as folder:
        if program == "newsboat":
            return _newsboat(fragments, width, Path(folder))
        return [_dumped(program, fragment, width, Path(folder)) for fragment in fragments]


def _dumped(program: str, fragment: str, width: int, folder: Path) -> str:
    page = folder / "page.html"
    page.write_text(_PAGE.format(fragment), encoding="utf-8")
    command = {
        "w3m": [
            "w3m",
            "-dump",
            "-cols",
            str(width),
            "-T",
            "text/html",
            "-I",
            "UTF-8",
            "-O",
            "UTF-8",
            str(page),
        ],
        "lynx": ["lynx", "-dump", f"-width={width}", "-display_charset=UTF-8", str(page)],
    }[program]
    result = subprocess.run(command, capture_output=True, check=True, env=_environment(folder), timeout=30)
    return result.stdout.decode("utf-8", "replace").replace(f"file://{folder}", "file://")


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TERM": "xterm",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
    }


def _newsboat(fragments: list[str], width: int, folder: Path) -> list[str]:
    items = "".join(
        f"<item><title>{number:02}</title><guid>{number:02}</guid><link>https://e.example/</link>"
        f"<description>{escape(fragment)}</description></item>"
        for number, fragment in enumerate(fragments)
    )
    feed = (
        f'<rss version="2.0"><channel><title>-</title><link>https://e.example/</link>{items}</channel></rss>'
    )
    (folder / "feed.xml").write_text(feed, encoding="utf-8")
    (folder / "urls").write_text(f"file://{folder}/feed.xml\n")
    (folder / "config").write_text(
        f"text-width {width}\nshow-read-articles yes\nshow-read-feeds yes\narticle-sort-order guid\n"
    )
    command = ["newsboat", "-C", f"{folder}/config", "-u", f"{folder}/urls", "-c", f"{folder}/cache"]
    environment = _environment(folder)
    subprocess.run([*command, "-x", "reload"], check=True, env=environment, timeout=30)
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(command[0], command, environment)
    try:
        _until_quiet(terminal)
        _press(terminal, "\r")
        return [_article(terminal, folder / f"{number}.txt") for number in range(len(fragments))]
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def _article(terminal: int, target: Path) -> str:
    """The article under the cursor without its head; the cursor goes to the next."""
    _press(terminal, "|")
    _press(terminal, f"cat > {target}\r")
    deadline = time.monotonic() + _PATIENCE
    while not target.exists() and time.monotonic() < deadline:
        _until_quiet(terminal)
    _press(terminal, "J")
    text = target.read_text(encoding="utf-8", errors="replace").partition("\n \n")[2]
    return _MARKS.sub("", text).replace(str(target.parent), "")


def _press(terminal: int, keys: str) -> None:
    os.write(terminal, keys.encode())
    _until_quiet(terminal)


def _until_quiet(terminal: int) -> None:
    """Read what the program draws until it draws no more."""
    while select.select([terminal], [], [], _PAUSE)[0]:
        try:
            os.read(terminal, 1 << 16)
        except OSError:
            return
