"""Plain reading in a test: what is pressed and answered goes in, what is said comes out."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from readnow.config.schema import Config, FetchConfig, RefreshConfig
from readnow.keys.keymap import resolve
from readnow.keys.names import normalise
from readnow.library.library import Library
from readnow.plain.line_editor import Complete
from readnow.plain.lists import Setting
from readnow.plain.program import Program
from readnow.plain.talk import Key, Talk, Words
from readnow.store.database import Connection
from readnow.views.start import read_start
from readnow.wiring import open_library
from tests.support.shelf import NOW, filled, small_library


class Heard(Talk):
    """A user who presses what is on a list, and answers what is asked from another."""

    def __init__(self, *, columns: int = 80, rows: int = 24) -> None:
        self.columns, self.rows = columns, rows
        self.given: list[Key | Words] = []
        self.answers: list[str | None] = []
        self.asked: list[str] = []
        self.offered: Sequence[str] = ()
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text

    async def next(self) -> Key | Words | None:
        return self.given.pop(0) if self.given else None

    def press(self, key: str) -> None:
        self.given.append(Key(key))

    async def ask(self, label: str, text: str = "", complete: Complete | None = None) -> str | None:
        self.asked.append(f"{label} {text}".rstrip())
        answer = self.answers.pop(0) if self.answers else None
        self.offered = complete(answer) if complete is not None and answer is not None else ()
        return answer

    async def one_of(self, question: str, keys: Mapping[str, str]) -> str | None:
        self.asked.append(question)
        answer = self.answers.pop(0) if self.answers else None
        return answer if answer in keys else None


class Reader:
    """One session that goes on from test step to test step."""

    def __init__(self, library: Library, program: Program, talk: Heard) -> None:
        self.library, self.program, self.talk = library, program, talk

    async def press(self, *keys: str, answers: Sequence[str | None] = ()) -> str:
        """Press keys; what was said in answer."""
        self.talk.text, self.talk.answers, self.talk.asked = "", list(answers), []
        for key in keys:
            await self.program._do(Key(normalise(key) or key))
        await self.library.articles.settled()
        return self.talk.text

    async def enter(self, line: str) -> str:
        """Enter a line; what was said in answer."""
        self.talk.text = ""
        await self.program._do(Words(line))
        return self.talk.text


@asynccontextmanager
async def reading(
    folder: Path,
    fill: Callable[[Connection], object] | None = small_library,
    *,
    config: Config | None = None,
    columns: int = 80,
    rows: int = 24,
) -> AsyncIterator[Reader]:
    """Plain reading on what `fill` put in (None: on what is there), after its first words."""
    paths = await filled(folder, fill or (lambda conn: None))
    config = config or Config(
        fetch=FetchConfig(host_delay=0, timeout=5, allow_private=True),
        refresh=RefreshConfig(on_start=False, auto=False),
    )
    library = await open_library(config, paths, now=lambda: NOW)
    try:
        talk = Heard(columns=columns, rows=rows)
        start = await read_start(library, config)
        keymap = resolve(config.keys, commands=config.commands)
        program = Program(library, talk, Setting(config, keymap, start, {}, lambda: NOW))
        await program.run()
        yield Reader(library, program, talk)
        await program.remember()
    finally:
        await library.close()
