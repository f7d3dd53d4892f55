"""The files of an article: played, opened, downloaded; and its comments."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from readnow.config.schema import OpenConfig
from readnow.model.article import Enclosure
from readnow.programs import external
from readnow.store.database import Connection
from tests.support.documents import rss
from tests.support.driving import Driven
from tests.support.shelf import entry, put_feed
from tests.support.web import Answer, Signal, Web, says
from tests.tui.conftest import Opener

HERE = {"DISPLAY": ":0"}
SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22", "DISPLAY": ":0"}


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the application sent to the terminal's clipboard."""
    sent: list[str] = []
    monkeypatch.setattr("readnow.tui.app.ReadNowApp.copy_to_clipboard", lambda self, text: sent.append(text))
    return sent


def podcast(*files: Enclosure, comments: str = "", comment_feed: str = "") -> Callable[[Connection], object]:
    """A feed with one article that offers these."""

    def fill(conn: Connection) -> None:
        one = replace(
            entry("Programme 31", "<p>A bell.</p>"),
            enclosures=files,
            duration=3723,
            comments=comments,
            comment_feed=comment_feed,
        )
        put_feed(conn, "Radio", [one])

    return fill


def recorder(tmp_path: Path) -> tuple[str, ...]:
    """A player that writes down what it is to play."""
    script = (
        "import sys, os, pathlib; "
        "path = pathlib.Path(sys.argv[1]); "
        "path.with_suffix('.part').write_text(repr(sys.argv[2:])); "
        "path.with_suffix('.part').rename(path)"
    )
    return (sys.executable, "-c", script, str(tmp_path / "played"))


async def played(d: Driven, tmp_path: Path) -> str:
    path = tmp_path / "played"
    await d.until(path.exists)
    return path.read_text()


BELL = Enclosure("https://files.example/bell.mp3?a=$(id)", "audio/mpeg", 28_000_000)
NOTES = Enclosure("https://files.example/notes.pdf", "application/pdf", title="The notes")


async def test_one_file_is_played_at_once_by_the_command_for_its_kind(opened: Opener, tmp_path: Path) -> None:
    open_ = OpenConfig(audio=(*recorder(tmp_path), "--title=x", "%u"))
    async with opened(podcast(BELL), open_=open_) as d:
        await d.press("e")
        assert d.status == "Opening https://files.example/bell.mp3?a=$(id)"
        assert await played(d, tmp_path) == repr(["--title=x", BELL.url])


async def test_of_several_one_is_chosen(opened: Opener, tmp_path: Path) -> None:
    open_ = OpenConfig(other=recorder(tmp_path))
    async with opened(podcast(BELL, NOTES), open_=open_) as d:
        await d.press("enter", "e")
        for words in (
            "bell.mp3",
            "audio · 1:02:03 · 28 MB",
            "The notes",
            "Download bell.mp3",
            "Download all",
        ):
            assert words in d.text
        await d.press("escape", "e", "down", "enter")
        assert await played(d, tmp_path) == repr([NOTES.url])


@pytest.mark.parametrize("environment", [SSH, {}], ids=["over SSH", "no display"])
async def test_without_a_player_here_the_address_is_copied(
    opened: Opener, copied: list[str], environment: dict[str, str]
) -> None:
    async with opened(podcast(BELL), environment=environment) as d:
        await d.press("e")
        assert copied == [BELL.url]
        assert d.status == f"Copied: {BELL.url}"


async def test_what_may_not_be_opened_is_only_shown(
    opened: Opener, copied: list[str], tmp_path: Path
) -> None:
    torrent = Enclosure("magnet:?xt=urn:btih:abc", "application/x-bittorrent")
    async with opened(podcast(torrent), open_=OpenConfig(other=recorder(tmp_path))) as d:
        await d.press("e")
        assert d.status.startswith("Link not opened (magnet)")
    assert copied == []
    assert not (tmp_path / "played").exists()


async def test_no_files_no_comments(opened: Opener) -> None:
    async with opened() as d:
        await d.press("e")
        assert d.status == "This article offers no files."
        await d.press("c")
        assert d.status == "This article names no comments."
        await d.press("C")
        assert d.status == "This article names no comments."


def test_which_program_opens_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://a.example/x"
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    mpv = ("mpv", "--force-window", "--", url)
    none = OpenConfig()
    assert external.player_command(none, "audio", HERE, url) == mpv
    assert external.player_command(none, "video", HERE, url) == mpv
    assert external.player_command(none, "image", HERE, url) is None
    assert external.player_command(none, "file", HERE, url) is None
    assert external.player_command(none, "audio", {}, url) is None
    assert external.player_command(OpenConfig(audio=("p",)), "audio", {}, url) == ("p", url)
    assert external.player_command(OpenConfig(audio=("p",)), "audio", SSH, url) is None
    assert external.player_command(OpenConfig(image=("v", "%u", "-x")), "image", {}, url) == ("v", url, "-x")
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert external.player_command(none, "audio", HERE, url) is None


# -- downloads


async def command(d: Driven, words: str) -> None:
    """Run a command by its name."""
    await d.press("colon")
    await d.type(words)
    await d.press("enter")


def files_in(tmp_path: Path) -> dict[str, bytes]:
    folder = tmp_path / "files"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


async def test_a_file_is_downloaded_with_progress(opened: Opener, tmp_path: Path, web: Web) -> None:
    rest = Signal()

    async def script(request: object, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + b"x" * 1_000_000)
        await writer.drain()
        await rest.wait()
        writer.write(b"x" * 1_000_000)
        await writer.drain()

    web.answers["/bell.mp3"] = script
    file = Enclosure(web.url("/bell.mp3"), "audio/mpeg")
    open_ = OpenConfig(download_dir=str(tmp_path / "files"))
    async with opened(podcast(file), open_=open_, allow_private=True) as d:
        await command(d, "download the")
        assert d.status.startswith("downloading bell.mp3")
        await d.until(lambda: sum(map(len, files_in(tmp_path).values())) >= 900_000)
        await d.until_shown("downloading bell.mp3 · ")
        assert "of 2.0 MB" in d.status
        assert list(files_in(tmp_path)) == ["bell.mp3.part"]
        rest.set()
        await d.until(lambda: d.status == f"Downloaded to {tmp_path}/files/bell.mp3")
        assert files_in(tmp_path) == {"bell.mp3": b"x" * 2_000_000}


async def test_downloads_can_be_stopped_and_leave_nothing(opened: Opener, tmp_path: Path, web: Web) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
    web.answers["/a"] = says(head, b"half", stay=True)
    files = (Enclosure(web.url("/a")), Enclosure(web.url("/b")))
    open_ = OpenConfig(download_dir=str(tmp_path / "files"))
    async with opened(podcast(*files), open_=open_, allow_private=True) as d:
        await command(d, "download the")
        await d.type("all")
        await d.press("enter")
        await d.until(lambda: list(files_in(tmp_path)) == ["a.part"])
        await command(d, "stop down")
        assert d.status == "Stopped 2 downloads."
        await d.until(lambda: files_in(tmp_path) == {})
        assert web.asked("/b") == []
        await command(d, "stop down")
        assert d.status == "Nothing is being downloaded."


async def test_a_download_that_fails_is_told(opened: Opener, tmp_path: Path, web: Web) -> None:
    open_ = OpenConfig(download_dir=str(tmp_path / "files"))
    file = Enclosure(web.url("/none.mp3"))
    async with opened(podcast(file), open_=open_, allow_private=True) as d:
        await command(d, "download the")
        await d.until(lambda: d.status == "none.mp3 could not be downloaded: not found (404).")
    async with opened(None, open_=open_) as d:
        await command(d, "download the")
        refused = "none.mp3 could not be downloaded: refused: the address is on a private network."
        await d.until(lambda: d.status == refused)
    assert files_in(tmp_path) == {}


async def test_leaving_the_program_gives_downloads_up(opened: Opener, tmp_path: Path, web: Web) -> None:
    web.answers["/a"] = says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"half", stay=True)
    open_ = OpenConfig(download_dir=str(tmp_path / "files"))
    async with opened(podcast(Enclosure(web.url("/a"))), open_=open_, allow_private=True) as d:
        await command(d, "download the")
        await d.until(lambda: files_in(tmp_path))
        await d.press("ctrl+q")
    assert files_in(tmp_path) == {}


# -- comments


async def test_the_page_of_comments_is_opened_or_copied(opened: Opener, copied: list[str]) -> None:
    async with opened(podcast(comments="https://a.example/1#comments"), environment=SSH) as d:
        await d.press("c")
        assert copied == ["https://a.example/1#comments"]
        assert d.status == "Copied: https://a.example/1#comments"


async def test_comments_are_read_in_place(opened: Opener, copied: list[str], web: Web) -> None:
    body = "see &lt;a href='https://b.example/'&gt;this&lt;/a&gt; &amp;#27;]52;c;aGk=&amp;#7;"
    web.answers["/comments"] = Answer(
        rss(
            feed="Comments",
            items=f"<item><title>By Ann</title><guid>1</guid><description>{body}</description></item>",
        )
    )
    fill = podcast(comments="https://a.example/1", comment_feed=web.url("/comments"))
    async with opened(fill, allow_private=True) as d:
        await d.press("C")
        await d.until_shown("Comments on “Programme 31”")
        assert "1 comment" in d.text
        assert "By Ann" in d.text
        await d.press("semicolon")
        assert "Link 1: https://b.example/" in d.text
        await d.press("enter")
        assert copied == ["https://b.example/"]
        assert "Copied: https://b.example/" in d.text
        await d.press("escape")
        assert d.app.screen is d.screen
        assert len(d.library.feeds.all()) == 1


async def test_comments_that_cannot_be_read_are_told(opened: Opener, web: Web) -> None:
    async with opened(podcast(comment_feed=web.url("/none")), allow_private=True) as d:
        await d.press("c")
        await d.until(lambda: d.status == "The comments could not be fetched: not found (404).")
