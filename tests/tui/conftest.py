"""The real application over a real library on a database in a temporary folder, driven by Textual's pilot."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from readnow.config.load import Loaded, load
from readnow.config.origins import Kind, Origin, Places
from readnow.config.schema import (
    CommandsConfig,
    Config,
    FetchConfig,
    KeysConfig,
    OpenConfig,
    RefreshConfig,
    ThemesConfig,
    UiConfig,
)
from readnow.store.database import Connection
from readnow.tui.app import ReadNowApp
from readnow.tui.configured import Configured
from readnow.tui.screens.discovering import GREETINGS
from readnow.views.start import read_start
from readnow.wiring import open_library
from tests.support.driving import Driven
from tests.support.shelf import NOW, filled, small_library


def quiet(text: str) -> str:
    """The text of a configuration file, with what keeps a test from waiting and from refreshing by itself."""
    tables = {"fetch": "host_delay = 0\ntimeout = 5", "refresh": "on_start = false\nauto = false"}
    return text + "".join(f"[{name}]\n{said}\n" for name, said in tables.items() if f"[{name}]" not in text)


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
        theme: ThemesConfig | None = None,
        allow_private: bool = False,
        now: Callable[[], float] = lambda: NOW,
        encoding: str = "utf-8",
        file: str | None = None,
        greet: bool = False,
    ) -> AsyncIterator[Driven]:
        """The application on what `fill` put in (None: on what is there). `file`: the configuration file with
        this text says all that goes beyond what tests need."""
        paths = await filled(self.folder, fill or (lambda conn: None))
        config = Config(
            fetch=FetchConfig(host_delay=0, timeout=5, allow_private=allow_private),
            refresh=RefreshConfig(on_start=False, auto=False),
            ui=ui or UiConfig(),
            keys=keys or KeysConfig(),
            open=open_ or OpenConfig(),
            commands=commands or CommandsConfig(),
            theme=theme or ThemesConfig(),
        )
        loaded = Loaded(config)
        if file is not None:
            paths.config_file.write_text(quiet(file), encoding="utf-8")
            loaded = load(paths.config_file, True)
            config = loaded.config
            problems = (*problems, *map(str, loaded.problems))
        places = Places(paths.config_file, Origin(Kind.OPTION, "--config") if file is not None else Origin())
        library = await open_library(config, paths, now=now)
        try:
            start = await read_start(library, config, problems)
            start = start if greet else replace(start, greeted=GREETINGS)
            app = ReadNowApp(
                library,
                config,
                start,
                environment={"HOME": os.environ["HOME"], **(environment or {})},
                now=now,
                encoding=encoding,
                configured=Configured(loaded, places, environment or {}),
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
