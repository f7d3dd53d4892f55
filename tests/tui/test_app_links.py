"""Addresses out of the interface: to a browser where there is one for this terminal, else copied and shown."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from readnow.config.schema import OpenConfig
from readnow.programs import external
from readnow.store.database import Connection
from tests.support.driving import Driven
from tests.support.shelf import entry, put_feed
from tests.tui.conftest import Opener

SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22", "DISPLAY": ":0"}


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the application sent to the terminal's clipboard."""
    sent: list[str] = []
    monkeypatch.setattr("readnow.tui.app.ReadNowApp.copy_to_clipboard", lambda self, text: sent.append(text))
    return sent


@pytest.mark.parametrize("environment", [SSH, {}], ids=["over SSH", "no display"])
async def test_without_a_browser_here_the_address_is_copied_and_shown(
    opened: Opener, copied: list[str], environment: Mapping[str, str]
) -> None:
    async with opened(environment=dict(environment)) as d:
        await d.press("o")
        assert copied == ["https://feeds.example/onreadingslowly"]
        assert d.status == "Copied: https://feeds.example/onreadingslowly"
        await d.press("h", "G", "k", "k", "o", "y")
        assert copied[1:] == ["https://kernel-week.example/", "https://kernel-week.example/feed.xml"]


async def test_the_configured_command_gets_the_address_as_one_argument(
    opened: Opener, tmp_path: Path, copied: list[str]
) -> None:
    seen = tmp_path / "seen"
    code = "import sys,os;open(sys.argv[1],'w').write('|'.join(sys.argv[2:])+str(os.isatty(0)))"
    command = (sys.executable, "-c", code, str(seen), "--new", "x=%u")

    def fill(conn: Connection) -> None:
        put_feed(conn, "F", [entry("T", link="https://feeds.example/a?b=$(touch%20x);c&d='e'")])

    async with opened(fill, open_=OpenConfig(browser=command)) as d:
        await d.press("o")
        assert d.status.startswith("Opening https://feeds.example/a")
        await d.until(lambda: seen.exists() and seen.read_text())
        assert seen.read_text() == "--new|x=https://feeds.example/a?b=$(touch%20x);c&d='e'False"
        assert copied == []


async def test_a_command_that_fails_is_told_and_the_address_copied(opened: Opener, copied: list[str]) -> None:
    async with opened(open_=OpenConfig(browser=(sys.executable, "-c", "raise SystemExit(3)"))) as d:
        await d.press("o")
        await d.until(lambda: "ended with status 3" in d.status)
        assert copied == ["https://feeds.example/onreadingslowly"]
    async with opened(None, open_=OpenConfig(browser=("/nowhere/browser",))) as d:
        await d.press("o")
        await d.until(lambda: "browser could not be started" in d.status)


async def test_over_ssh_the_users_command_hands_the_address_on(
    opened: Opener, tmp_path: Path, copied: list[str]
) -> None:
    seen = tmp_path / "seen"
    code = "import sys;open(sys.argv[1],'w').write('|'.join(sys.argv[2:]))"
    command = (sys.executable, "-c", code, str(seen))
    async with opened(open_=OpenConfig(browser_over_ssh=command), environment=dict(SSH)) as d:
        await d.press("o")
        assert d.status == "Opening https://feeds.example/onreadingslowly"
        await d.until(lambda: seen.exists() and seen.read_text())
        assert seen.read_text() == "https://feeds.example/onreadingslowly"
        await d.until(lambda: not any(worker.group == "outside" for worker in d.app.workers))
        assert copied == []


@pytest.mark.parametrize(
    ("code", "said"),
    [("raise SystemExit(3)", "ended with status 3"), ("import time; time.sleep(2)", "is not done yet")],
    ids=["it fails", "it hangs"],
)
async def test_over_ssh_no_address_is_lost_to_the_users_command(
    opened: Opener, copied: list[str], monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    if "sleep" in code:
        monkeypatch.setattr(external, "START_SECONDS", 0.2)
    config = OpenConfig(browser_over_ssh=(sys.executable, "-c", code))
    async with opened(open_=config, environment=dict(SSH)) as d:
        await d.press("o")
        await d.until(lambda: said in d.status)
        assert d.status.endswith("The address was copied: https://feeds.example/onreadingslowly")
        assert copied == ["https://feeds.example/onreadingslowly"]


async def reader_with_links(d: Driven) -> None:
    await d.press("j", "enter")
    assert d.open_article == "A terminal is a place"


async def test_numbered_links(opened: Opener, copied: list[str]) -> None:
    async with opened() as d:
        await reader_with_links(d)
        await d.press("9")
        assert copied == ["https://links.example/9"]
        await d.press("1", "2")
        assert copied[-1] == "https://links.example/12"
        await d.press("2")
        await d.until(lambda: copied[-1] == "https://links.example/2")
        await d.press("0")
        assert d.status == "There is no link 0 here."


async def test_digits_mean_views_in_the_lists(opened: Opener, copied: list[str]) -> None:
    async with opened() as d:
        await d.press("2")
        assert d.screen.view.scope.kind.value == "unread"
        assert copied == []


async def test_what_may_not_be_opened_is_only_shown(opened: Opener, copied: list[str]) -> None:
    html = '<p><a href="magnet:?xt=urn:btih:abc">m</a> <a href="mailto:a@b.example">w</a></p>'

    def fill(conn: Connection) -> None:
        put_feed(conn, "F", [entry("T", html)])

    async with opened(fill) as d:
        await d.press("enter", "1")
        assert d.status == "Link not opened (magnet): magnet:?xt=urn:btih:abc"
        await d.press("2")
        assert copied == ["mailto:a@b.example"]


URL = "https://feeds.example/"


def test_text_browsers_are_never_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name != "xdg-open" else None)
    here = {"DISPLAY": ":0", "BROWSER": "w3m:lynx %s:/opt/elinks:firefox --new-window %s:chromium"}
    assert external.browser_command(OpenConfig(), here, URL) == ("firefox", "--new-window", URL)
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert external.browser_command(OpenConfig(), here, URL) is None


def test_nothing_is_started_over_ssh() -> None:
    assert external.browser_command(OpenConfig(browser=("firefox",)), SSH, URL) is None
    assert external.browser_command(OpenConfig(browser=("firefox", "%u")), {}, URL) == ("firefox", URL)


def test_over_ssh_only_what_is_meant_for_it() -> None:
    config = OpenConfig(browser=("firefox",), browser_over_ssh=("hand-on", "--to=%u"))
    assert external.browser_command(config, SSH, URL) == ("hand-on", f"--to={URL}")
    assert external.browser_command(config, {}, URL) == ("firefox", URL)
