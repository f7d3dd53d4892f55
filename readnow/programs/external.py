"""Other programs: the browser, players, the clipboard's tools, the user's own commands.

Called by the screen and by plain reading. Those that need the terminal are run by `handing`.
Invariant: a program gets an argument list, no shell, with a checked address as one whole argument; it runs
detached with all three streams at the null device, so it can neither take our terminal nor be ended with us.
Where the user does not sit no window is opened: over SSH, or without a display, the address is copied, unless
a command of the user's hands it on.
"""

import asyncio
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from readnow.config.schema import OpenConfig
from readnow.text.pattern import pattern

START_SECONDS = 10.0
"""How long a program is watched for an early end, which means it could not do it."""
_LOOK_SECONDS = 0.1
_CLIPBOARD_SECONDS = 1.0

_MARK = pattern("%[utf]")
_TEXT_BROWSERS = frozenset(
    ("browsh", "carbonyl", "cha", "elinks", "links", "links2", "lynx", "retawq", "w3m", "www-browser")
)
"""Browsers that would want the terminal we are in."""
_OPENERS = (("xdg-open",), ("gio", "open"), ("wslview",), ("x-www-browser",))
_COPIERS = (("wl-copy",), ("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input"))


def is_remote(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is on another machine."""
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether a window could open where the user sits."""
    if is_remote(environment):
        return False
    return sys.platform == "darwin" or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def browser_command(
    configured: OpenConfig, environment: Mapping[str, str], url: str
) -> tuple[str, ...] | None:
    """The program and arguments that open `url` in a window here, or None where it is to be copied.

    The configured command goes first and needs no display; then BROWSER (commands between colons, `%s` for
    the address), then the system's own. Over SSH there is only what is configured for that. `url` has passed
    `is_openable`.
    """
    remote = is_remote(environment)
    if command := configured.browser_over_ssh if remote else configured.browser:
        return _filled(command, "%u", url)
    if remote:
        return None
    if not has_display(environment):
        return None
    for named in filter(None, environment.get("BROWSER", "").split(":")):
        try:
            words = shlex.split(named)
        except ValueError:
            continue
        if words and _runs_in_a_window(words[0]):
            return _filled(words, "%s", url)
    if sys.platform == "darwin":
        return ("open", url)
    for opener in _OPENERS:
        if shutil.which(opener[0]):
            return (*opener, url)
    return None


def player_command(
    configured: OpenConfig, kind: str, environment: Mapping[str, str], url: str
) -> tuple[str, ...] | None:
    """The program that opens a file of a kind (`library.files`) here, or None where it goes the way of links.

    `url` has passed `is_openable`.
    """
    if is_remote(environment):
        return None
    by_kind = {"audio": configured.audio, "video": configured.video, "image": configured.image}
    if command := by_kind.get(kind, configured.other):
        return _filled(command, "%u", url)
    if kind in ("audio", "video") and has_display(environment) and shutil.which("mpv"):
        return ("mpv", "--force-window", "--", url)  # without a window nothing could stop it
    return None


def filled_words(words: Sequence[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a user's command with what stands for its marks ("%u" and so on), each still one word.

    A word that begins with a mark never becomes an option: a hyphen that a value begins with has a blank
    before it then.
    """
    return tuple(_filled_word(word, values) for word in words)


def _filled_word(word: str, values: Mapping[str, str]) -> str:
    filled = _MARK.sub(lambda mark: values.get(mark[0], mark[0]), word)
    return f" {filled}" if filled.startswith("-") and not word.startswith("-") else filled


def _runs_in_a_window(program: str) -> bool:
    return PurePath(program).name not in _TEXT_BROWSERS and shutil.which(program) is not None


def _filled(words: Sequence[str], mark: str, url: str) -> tuple[str, ...]:
    """The words with the address in its place, or last."""
    if any(mark in word for word in words):
        return tuple(word.replace(mark, url) for word in words)
    return (*words, url)


async def open_with(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Start what `browser_command` or `player_command` named. What came between, in words; else empty.

    A browser may go on for hours. What hands an address on over SSH has not done so before it ends.
    """
    return await start(command, environment, ends=is_remote(environment))


async def start(command: Sequence[str], environment: Mapping[str, str], *, ends: bool = False) -> str:
    """Start a program detached. Why it could not be, in words; empty where it ended well or, unless it must
    have ended by then, where it runs."""
    name = PurePath(command[0]).name
    try:
        process = _detached(command, environment)
    except OSError as err:
        return f"{name} could not be started: {err.strerror or 'unknown reason'}"
    # Somebody must wait for its end, which may come hours after ours.
    threading.Thread(target=process.wait, name=f"waiting for {name}", daemon=True).start()
    for _ in range(round(START_SECONDS / _LOOK_SECONDS)):
        await asyncio.sleep(_LOOK_SECONDS)
        if process.returncode is not None:
            break
    if ends and process.returncode is None:
        return f"{name} is not done yet"
    return f"{name} ended with status {process.returncode}" if process.returncode else ""


def _detached(
    command: Sequence[str], environment: Mapping[str, str], stdin: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        tuple(command),
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=dict(environment),
        start_new_session=True,
        close_fds=True,
    )


async def copy_locally(text: str, environment: Mapping[str, str]) -> bool:
    """Give `text` to this machine's own clipboard where the user sits at it; whether a tool took it."""
    if not has_display(environment):
        return False
    copiers = (("pbcopy",),) if sys.platform == "darwin" else _COPIERS
    for command in copiers:
        if shutil.which(command[0]):
            return await asyncio.to_thread(_feed, command, environment, text)
    return False


def _feed(command: Sequence[str], environment: Mapping[str, str], text: str) -> bool:
    try:
        process = _detached(command, environment, subprocess.PIPE)
        process.communicate(text.encode(), timeout=_CLIPBOARD_SECONDS)
    except subprocess.TimeoutExpired:
        return True  # the tool stays to hand the text out, as some do
    except OSError:
        return False
    return process.returncode == 0
