"""The real application over a real library on a database in a temporary folder, driven by Textual's pilot."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from readnow.config.schema import (
    CommandsConfig,
    Config,
    FetchConfig,
    KeysConfig,
    OpenConfig,
    RefreshConfig,
    UiConfig,
)
from readnow.store.database import Connection
from readnow.tui.app import ReadNowApp
from readnow.views.start import read_start
from readnow.wiring import open_library
from tests.support.driving import Driven
from tests.support.shelf import NOW, filled, small_library


@dataclass
class Opener:
    """Opens the application; several times over the same folder if asked to."""

    folder: Path

    @asynccontextmanager
    async def __call__(
        self,
        fill: Callable[[Connection], object] | None = small_library,
        *,
        size: tuple[int, int] = (120, 40),
        ui: UiConfig | None = None,
        keys: KeysConfig | None = None,
        environment: dict[str, str] | None = None,
        problems: tuple[str, ...] = (),
        open_: OpenConfig | None = None,
        commands: CommandsConfig | None = None,
        allow_private: bool = False,
        now: Callable[[], float] = lambda: NOW,
        encoding: str = "utf-8",
    ) -> AsyncIterator[Driven]:
        """The application on what `fill` put in (None: on what is there)."""
        paths = await filled(self.folder, fill or (lambda conn: None))
        config = Config(
            fetch=FetchConfig(host_delay=0, timeout=5, allow_private=allow_private),
            refresh=RefreshConfig(on_start=False, auto=False),
            ui=ui or UiConfig(),
            keys=keys or KeysConfig(),
            open=open_ or OpenConfig(),
            commands=commands or CommandsConfig(),
        )
        library = await open_library(config, paths, now=now)
        try:
            start = await read_start(library, config, problems)
            app = ReadNowApp(
                library,
                config,
                start,
                environment={"HOME": os.environ["HOME"], **(environment or {})},
                now=now,
                encoding=encoding,
            )
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                yield Driven(app, pilot, library, paths)
            await app.main.remember()
        finally:
            await library.close()


@pytest.fixture
def opened(tmp_path: Path) -> Opener:
    """Open the application in this test's own folder."""
    return Opener(tmp_path)
