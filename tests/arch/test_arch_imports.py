"""What is loaded when: the interface without network and parser, commands without the interface.

The floors themselves are contracts of import-linter, which `make check` holds against the code.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sources import ROOT, SOURCES, name_of, packages_of

DOORS = {
    "aiohttp": {"readnow/feeds/fetch.py", "readnow/feeds/network.py"},
    "sqlite3": {"readnow/store/"},
    "platformdirs": {"readnow/config/paths.py"},
    "feedparser": {"readnow/feeds/"},
    "textual": {"readnow/tui/"},
    "rich": {"readnow/tui/"},
    "click": {"readnow/cli/", "readnow/__main__.py"},
    "webbrowser": {"readnow/programs/external.py"},
    "PIL": {"readnow/feeds/pictures.py"},
    "readability": {"readnow/feeds/extract_choice.py"},
    "isal": {"readnow/text/deflate.py"},
    # Values are structs of msgspec (decision 23); Textual's themes are not.
    "dataclasses": {"readnow/tui/themes.py"},
}


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has after running `code`."""
    script = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("door", sorted(DOORS))
def test_one_door_each(door: str) -> None:
    allowed = tuple(DOORS[door])
    through = {name_of(path) for path in SOURCES if door in packages_of(path)}
    assert not {name for name in through if not name.startswith(allowed)}


def test_the_interface_loads_neither_network_nor_parser() -> None:
    unwanted = {"aiohttp", "feedparser", "lxml", "sqlite3.dbapi2", "PIL", "readnow.tui.screens.picture"}
    assert not loaded_by("import readnow.tui.app") & unwanted


def test_no_picture_is_decoded_but_by_the_parser_process_and_when_one_is_asked_for() -> None:
    assert "PIL" not in loaded_by("import readnow.feeds.worker, readnow.library.pictures")


def test_an_open_library_loads_neither_network_nor_parser_nor_screen(tmp_path: Path) -> None:
    code = f"""
import asyncio
from readnow.config.paths import find_paths
from readnow.config.schema import Config
from readnow.wiring import open_library

async def main():
    library = await open_library(Config(), find_paths(None, {str(tmp_path)!r}, {{}}))
    await library.close()

asyncio.run(main())
"""
    assert not loaded_by(code) & {"aiohttp", "feedparser", "textual", "rich"}


def test_commands_load_no_screen() -> None:
    modules = loaded_by(
        "import readnow.__main__, pkgutil, importlib, readnow.cli\n"
        "for found in pkgutil.iter_modules(readnow.cli.__path__):\n"
        "    importlib.import_module('readnow.cli.' + found.name)"
    )
    assert not modules & {"textual", "rich", "aiohttp", "feedparser"}


def test_plain_reading_loads_no_screen() -> None:
    modules = loaded_by("import readnow.__main__, readnow.plain.run, readnow.plain.program")
    assert not modules & {"textual", "rich", "aiohttp", "feedparser", "readnow.tui", "PIL"}


def test_the_package_itself_costs_nothing() -> None:
    before = loaded_by("pass")
    assert {name for name in loaded_by("import readnow") - before if name != "readnow"} == set()


def test_no_module_compiles_a_pattern_when_it_is_loaded() -> None:
    """Decision 24. `model` stands beside `text`, and may not import from it."""
    kept = {
        name_of(path)
        for path in SOURCES
        for statement in ast.parse(path.read_text()).body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for call in ast.walk(statement)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "re.compile"
    }
    assert {name for name in kept if not name.startswith("readnow/model/")} == set()
