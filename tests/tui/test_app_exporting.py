"""The list of feeds out of the interface: as a file, through a command, the address of a site."""

import stat
from pathlib import Path

import pytest

from readnow.config.schema import OpenConfig
from readnow.exchange.reading import read_list
from readnow.tui.screens.output import OutputScreen
from tests.tui.conftest import Opener
from tests.tui.test_app_piping import PATH, echo

ALL = ["Harbour", "Margins", "Kernel Week", "Old Blog", "Slow Site"]


def titles(path: Path) -> list[str]:
    """The feeds in a file."""
    return [one.title for one in read_list(path.read_bytes(), path.name).subscriptions]


async def test_the_list_is_saved_under_a_name_that_is_free(opened: Opener, tmp_path: Path) -> None:
    files = tmp_path / "files"
    async with opened(open_=OpenConfig(download_dir=str(files))) as d:
        await d.press("h", "S")
        assert "Save 5 feeds in" in d.text
        await d.press("enter")
        await d.until(lambda: "Saved 5 feeds as" in d.status)
        assert titles(files / "feeds.opml") == ALL
        assert stat.S_IMODE((files / "feeds.opml").stat().st_mode) == 0o600
        await d.press("S", "enter")
        await d.until(lambda: (files / "feeds 2.opml").exists() or list(files.glob("feeds*2*")))
        assert len(list(files.iterdir())) == 2


async def test_a_folders_feeds_are_saved_and_nothing_is_written_over(opened: Opener, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    taken = files / "mine.opml"
    taken.write_text("mine")
    async with opened(open_=OpenConfig(download_dir=str(files))) as d:
        await d.go_to_row("Writing")
        await d.press("S")
        assert "Save 2 feeds in" in d.text
        await d.press("ctrl+u")
        await d.type("mine.opml")
        await d.press("enter")
        await d.until(lambda: "is there already" in d.status or "is there already" in d.text)
        await d.press("enter")
        await d.until(lambda: "Saved 2 feeds as" in d.status)
        assert taken.read_text() == "mine"
        (made,) = (path for path in files.iterdir() if path != taken)
        assert titles(made) == ["Harbour", "Margins"]


async def test_the_list_goes_through_a_command(opened: Opener) -> None:
    async with opened(environment=PATH) as d:
        await d.press("h", "vertical_line")
        assert "Pipe 5 feeds as OPML to:" in d.text
        await d.paste(echo("import sys; print(sys.stdin.read().count('xmlUrl'), 'feeds came')"))
        await d.press("enter")
        await d.until_shown("5 feeds came")
        assert isinstance(d.app.screen, OutputScreen)
        await d.press("escape", "vertical_line", "up")
        assert "feeds came" in d.screen.prompt.text


async def test_where_there_are_no_feeds_that_is_said(opened: Opener) -> None:
    async with opened(lambda conn: None) as d:
        await d.press("S")
        assert d.status == "There are no feeds here."
        await d.press("vertical_line")
        assert not d.screen.prompt.is_open


async def test_the_addresses_of_feed_and_site(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr("readnow.tui.app.ReadNowApp.copy_to_clipboard", lambda _, text: copied.append(text))
    async with opened() as d:
        await d.go_to_row("Kernel Week")
        await d.press("y", "Y")
        assert copied == ["https://kernel-week.example/feed.xml", "https://kernel-week.example/"]
        await d.go_to_row("Writing")
        await d.press("Y")
        assert d.status == "Only a feed has an address."
