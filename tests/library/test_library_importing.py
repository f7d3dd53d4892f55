"""Lists of feeds from files, and the starter pack."""

import os
from pathlib import Path

import pytest

from readnow.library.events import FeedsChanged
from readnow.model.errors import ExchangeError
from tests.library.conftest import House

OPML = """<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News"><outline type="rss" text="One" xmlUrl="https://one.example/feed"/></outline>
<outline type="rss" text="Bad" xmlUrl="ftp://bad.example/feed"/>
</body></opml>"""


async def test_a_file_below_the_home_directory(house: House, environment: Path) -> None:
    (environment / "mine.opml").write_text(OPML)
    outcome = await house.library.feeds.import_file("~/mine.opml")
    assert [feed.url for feed in house.library.feeds.all()] == ["https://one.example/feed"]
    assert len(outcome.left_out) == 1
    assert len(house.of(FeedsChanged)) == 1
    again = await house.library.feeds.import_file("~/mine.opml")
    assert (again.added, len(again.already)) == ((), 1)


@pytest.mark.parametrize("path", ["none.opml", "", "~nobody-at-all/x.opml", "a\0b", "x" * 5000])
async def test_what_cannot_be_read_gets_a_sentence(
    house: House, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExchangeError) as caught:
        await house.library.feeds.import_file(path)
    assert str(caught.value).endswith(".")
    assert house.library.feeds.all() == ()


async def test_a_directory_and_a_pipe_are_no_lists(house: House, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (".", "pipe"):
        with pytest.raises(ExchangeError):
            await house.library.feeds.import_file(str(tmp_path / name))


async def test_the_starter_pack_is_there_once(house: House) -> None:
    first = await house.library.feeds.import_starter()
    assert 8 <= len(first.added) <= 12
    second = await house.library.feeds.import_starter()
    assert (second.added, len(second.already)) == ((), len(first.added))
