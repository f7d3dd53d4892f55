"""Somebody who presses anything, pastes anything, drags the window to any size and clicks anywhere, by a seed."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from textual import events
from textual.strip import Strip

from readnow.keys.actions import ACTIONS, QUIT
from readnow.keys.keymap import display
from readnow.keys.names import name_of_character
from readnow.tui.screens.asking import Asking
from readnow.tui.widgets.status_line import StatusLine
from tests.support.driving import Driven
from tests.support.screen import screen_strips
from tests.support.web import Answer, Web

PIECE = 50
"""Events between two looks at everything."""
SIZES = (
    (1, 1),
    (20, 5),
    (39, 9),
    (40, 10),
    (59, 24),
    (60, 20),
    (80, 24),
    (100, 30),
    (119, 40),
    (120, 40),
    (200, 50),
)
PASTES = (
    "https://a.example/feed",
    "two\nlines\r\nand three\n",
    "\x1b[201~q\x1b]0;owned\x07\x9b2J",
    "[@click=app.quit]x[/] [/] [bold",
    "a\x00b\u202eevil\u2066\ud83d",
    "雨の日の図書館 👩‍👩‍👧‍👦 é" + "\u0301" * 50,
    "x" * 20_000,
    '"unclosed (( title: after:99999 /[/',
    "~/../../etc/passwd",
    "",
)
WORDS = ("harbour", "is:unread", "a", "sea, salt", "7", "News/Local", "title:(", "y", "/tmp", "%s%n")
_LEFT_ALONE = frozenset((QUIT, "app.suspend"))
"""What would end the walk, or stop the test."""
KEYS = tuple(key for action in ACTIONS if action.id not in _LEFT_ALONE for key in action.keys)
PLAIN = tuple(
    map(name_of_character, "abcdefghijklmnopqrstuvwxyzABCDEGHIJKLMNOPRSTUVWXYZ0123456789 ?!/:'\"(){}[]")
)
OFTEN = (
    "j",
    "k",
    "enter",
    "space",
    "escape",
    "n",
    "p",
    "q",
    "tab",
    "backspace",
    "down",
    "up",
    "m",
    "s",
    "u",
    "l",
    "h",
)


class Monkey:
    """Events drawn from a seed, and what must hold between them."""

    def __init__(self, driven: Driven, seed: int, size: tuple[int, int]) -> None:
        self.driven = driven
        self.random = Random(seed)
        self.size = size
        self.done: list[str] = []

    async def act(self) -> None:
        """One event."""
        kind = self.random.choices(
            (self._key, self._often, self._word, self._paste, self._resize, self._mouse),
            (30, 40, 6, 5, 4, 10),
        )[0]
        await kind()
        if self.random.random() < 0.2:
            await self.driven.pilot.pause()

    async def _press(self, key: str) -> None:
        self.done.append(key)
        shown = " " if key == "space" else display(key)
        self.driven.app.post_message(events.Key(key, shown if len(shown) == 1 else None))

    async def _key(self) -> None:
        await self._press(self.random.choice(KEYS + PLAIN))

    async def _often(self) -> None:
        await self._press(self.random.choice(OFTEN))

    async def _word(self) -> None:
        for character in self.random.choice(WORDS):
            await self._press(name_of_character(character))
        await self._press(self.random.choice(("enter", "escape", "tab")))

    async def _paste(self) -> None:
        text = self.random.choice(PASTES)
        self.done.append(f"paste {text[:20]!r}")
        self.driven.app.post_message(events.Paste(text))
        await self.driven.pilot.pause()

    async def _resize(self) -> None:
        """What was typed in a line is still there on a terminal of any other size."""
        await self.driven.pilot.pause()
        before = self._typed()
        size = self.random.choice((*SIZES, self.size, self.size))
        self.done.append(f"size {size}")
        await self.driven.pilot.resize_terminal(*size)
        await self.driven.pilot.pause()
        if before is not None and self._typed() is not None:
            assert self._typed() == before, "what was typed is lost by a resize"

    def _typed(self) -> str | None:
        screen = self.driven.app.screen
        return screen.prompt.text if isinstance(screen, Asking) and screen.prompt.is_open else None

    async def _mouse(self) -> None:
        width, height = self.driven.app.size
        x, y = self.random.randrange(max(1, width)), self.random.randrange(max(1, height))
        button = self.random.choice((1, 1, 1, 2, 3))
        scrolls: tuple[type[events.MouseEvent], ...] = (events.MouseScrollDown, events.MouseScrollUp)
        kinds: tuple[type[events.MouseEvent], ...] = self.random.choice(
            (
                (events.MouseDown, events.MouseUp),
                (events.MouseMove,),
                scrolls[:1],
                scrolls[1:],
                (events.MouseDown,),
            )
        )
        self.done.append(f"mouse {x},{y} {'+'.join(kind.__name__ for kind in kinds)}")
        for kind in kinds:
            self.driven.app.post_message(_mouse(kind, x, y, button))
        await self.driven.pilot.pause()

    async def settle(self) -> None:
        """Until nothing is on its way any more."""
        library, same = self.driven.library, 0
        before: list[Strip] = []
        for _ in range(400):
            await self.driven.pilot.pause()
            await asyncio.sleep(0.03)
            await library.articles.settled()
            now = screen_strips(self.driven.app)
            same = same + 1 if now == before and not library.refreshing else 0
            before = now
            if same == 3:
                await library.tallies.count()  # which is done behind, a while after the last key
            if same >= 12:
                return
        raise AssertionError("the screen does not come to rest")

    async def look(self) -> None:
        """The screen is what it would be if it were painted for the first time; the library is sound."""
        await self.settle()
        app = self.driven.app
        before = screen_strips(app)
        for widget in app.screen.walk_children(with_self=True):
            widget.notify_style_update()
            widget.refresh(layout=True)
        await self.driven.pilot.pause()
        await self.settle()
        after = screen_strips(app)
        lines = [
            f"{y}: {_seen(a)}\n{y}: {_seen(b)}"
            for y, (a, b) in enumerate(zip(before, after, strict=True))
            if _seen(a) != _seen(b)
        ]
        assert not lines, "painted anew it is another:\n" + "\n".join(lines[:6])
        checkup = await self.driven.library.check()
        assert checkup.damage == ()
        assert checkup.counts == ()

    async def run(self, number: int) -> None:
        """So many events, with a look at everything in between and at the end."""
        for count in range(1, number + 1):
            await self.act()
            if count % PIECE == 0:
                await self.look()


def _mouse(kind: type[events.MouseEvent], x: int, y: int, button: int) -> events.MouseEvent:
    return kind(None, x, y, 0, 0, button, False, False, False, x, y)


def _seen(strip: Strip) -> list[tuple[str, str]]:
    """What a line shows: its text by style, however it is cut into pieces."""
    found: list[tuple[str, str]] = []
    for text, style, _ in strip:
        said = str(style) if style is not None else ""
        if found and found[-1][1] == said:
            found[-1] = found[-1][0] + text, said
        elif text:
            found.append((text, said))
    return found


class Mistakes(logging.Handler):
    """Whatever is logged as a mistake."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.found.append(logging.Formatter().format(record))


@contextmanager
def watched() -> Iterator[Mistakes]:
    """What is logged meanwhile."""
    mistakes = Mistakes()
    root = logging.getLogger()
    root.addHandler(mistakes)
    try:
        yield mistakes
    finally:
        root.removeHandler(mistakes)


def harmless(monkeypatch: pytest.MonkeyPatch, app: Any) -> None:
    """Nothing that is typed at random runs a program, writes a file, or ends the session."""
    from readnow.library import saving
    from readnow.programs import external, filtering, handing

    async def said_nothing(*_arguments: object, **_keywords: object) -> Any:
        return filtering.Output("nothing", 0)

    async def started(*_arguments: object) -> str:
        return ""

    monkeypatch.setattr(filtering.Filter, "run", said_nothing)
    monkeypatch.setattr(external, "start", started)
    monkeypatch.setattr(handing, "run_with_terminal", lambda *_arguments: "")
    monkeypatch.setattr(saving, "save", lambda path, *_arguments: path)
    monkeypatch.setattr(app, "exit", lambda *_arguments, **_keywords: None)
    say = StatusLine.say

    def say_for_ever(self: StatusLine, text: str, **keywords: Any) -> None:
        say(self, text, **{**keywords, "seconds": None})

    # What goes by itself after some seconds would be another picture of the same screen.
    monkeypatch.setattr(StatusLine, "say", say_for_ever)


def serve_changing(web: Web, random: Random, feeds: int) -> list[str]:
    """Feeds on loopback that have something new, or fail, each time they are asked."""
    counts = [0] * feeds
    addresses = []
    for number in range(feeds):
        path = f"/feed{number}"
        web.answers[path] = _changing(number, counts, random)
        addresses.append(web.url(path))
    return addresses


def _changing(number: int, counts: list[int], random: Random) -> Callable[..., Any]:
    async def answer(request: Any, writer: asyncio.StreamWriter) -> None:
        counts[number] += random.randint(0, 3)
        status = random.choice((200, 200, 200, 200, 500, 304))
        items = "".join(
            f"<item><title>News {number} {one} [/] &lt;b&gt;</title><guid>{number}-{one}</guid>"
            f"<description>{'Words of the harbour. ' * random.randint(1, 60)}</description></item>"
            for one in range(max(0, counts[number] - 5), counts[number])
        )
        body = f"<rss version='2.0'><channel><title>Feed {number}</title>{items}</channel></rss>".encode()
        writer.write(Answer(body if status == 200 else b"", status).raw(request))
        await writer.drain()

    return answer
