"""Everything in the table of actions done by its keys, on the demo's feeds, with every set of keys and on
terminals of three sizes: after each step there must be to be seen what the file for that size says.

UPDATE_SNAPSHOTS=1 writes the files anew, to be looked at; READNOW_ALL_KEYS=1 plays each set of keys on each size.
"""

import os
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from readnow.config.schema import Config, FetchConfig, KeysConfig, RefreshConfig
from readnow.demo.server import DemoServer
from readnow.keys.actions import ACTIONS
from readnow.keys.keymap import resolve
from readnow.keys.presets import DEFAULT, PRESETS
from readnow.wiring import open_library
from tests.support.driving import Driven
from tests.support.key_script import SCRIPT, play, played, state
from tests.support.shelf import NOW, paths_in
from tests.tui.conftest import Opener

SNAPSHOTS = Path(__file__).parent / "snapshots"
UPDATE = bool(os.environ.get("UPDATE_SNAPSHOTS"))
SIZES = ((80, 24), (120, 40), (200, 50))
EACH = [(preset, size) for preset in PRESETS for size in SIZES]
PLAYED = [
    (preset, size)
    for preset, size in EACH
    if preset == DEFAULT
    or os.environ.get("READNOW_ALL_KEYS")
    or SIZES.index(size) == sorted(PRESETS).index(preset) % len(SIZES)
]
"""The states are the same with all sets of keys: each of the others is played on one size."""
Demo: TypeAlias = Callable[[], Awaitable[Path]]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Makes the demo's library once; its server is gone then, so that nothing comes from anywhere."""
    folder = tmp_path_factory.mktemp("demo")

    async def made() -> Path:
        paths = paths_in(folder)
        if not paths.database.exists():
            quiet = RefreshConfig(on_start=False, auto=False)
            config = Config(fetch=FetchConfig(host_delay=0, allow_private=True), refresh=quiet)
            async with DemoServer(NOW) as server:
                library = await open_library(config, paths, now=lambda: NOW)
                await library.feeds.import_list(server.subscriptions)
                await library.refresh([feed.id for feed in library.feeds.all()])
                await library.catch_up()
                await library.close()
        return paths.data_dir

    return made


def test_every_action_is_done() -> None:
    assert played() == {action.id for action in ACTIONS}
    assert len(SCRIPT) >= 120


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was copied; and no shell is waiting behind the application."""
    sent: list[str] = []
    monkeypatch.setattr("readnow.tui.app.ReadNowApp.copy_to_clipboard", lambda _, text: sent.append(text))
    monkeypatch.setattr("readnow.tui.app.ReadNowApp.action_suspend_process", lambda _: sent.append("(shell)"))
    return sent


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("preset", "size"), PLAYED, ids=str)
async def test_all_keys(
    demo: Demo, tmp_path: Path, copied: list[str], preset: str, size: tuple[int, int]
) -> None:
    shutil.copytree(await demo(), tmp_path / "data")
    golden = SNAPSHOTS / f"all-keys-{size[0]}x{size[1]}.txt"
    keymap = resolve(KeysConfig(preset))
    write = UPDATE and preset == DEFAULT
    expected = [] if write else golden.read_text(encoding="utf-8").splitlines()
    seen: list[str] = []
    file, home = f'[keys]\npreset = "{preset}"\n', {"HOME": str(tmp_path)}
    async with Opener(tmp_path)(None, size=size, file=file, environment=home) as d:
        await d.until(lambda: d.screen.article_list.count)
        for number, step in enumerate(SCRIPT):
            await d.library.articles.settled()  # lists that are opened show what is stored
            await play(d, step, keymap)
            if write:
                seen.append(f"{step} → {await _settled(d, copied)}")
            else:
                wanted = expected[number]
                await _until(d, step, copied, wanted)
    if write:
        golden.write_text("\n".join(seen) + "\n", encoding="utf-8")


async def _settled(d: Driven, copied: list[str]) -> str:
    """The state when it changes no more."""
    same, last = 0, ""
    while same < 4 and d.app.is_running:
        await d.pilot.pause(0.05)
        now = state(d, copied)
        same, last = (same + 1 if now == last else 0), now
    return state(d, copied)


async def _until(d: Driven, step: str, copied: list[str], wanted: str) -> None:
    """Wait for the state."""
    now, tries = "", 0
    while tries < 300:
        await d.pilot.pause(0.05 if tries > 4 else None)
        now, tries = f"{step} → {state(d, copied)}", tries + 1
        if now == wanted:
            return
    raise AssertionError(f"wanted {wanted}\nbut is {now}\n{d.text}")
