"""How much is kept: asked before anything goes, for a feed and for a folder; what would go; a copy of all."""

from pathlib import Path

from readnow.library.settings import written
from readnow.model.article import Flag
from readnow.model.query import ArticleQuery
from readnow.store import articles
from readnow.store.database import Connection
from tests.support.driving import Driven
from tests.support.shelf import NOW, entry, put_feed
from tests.tui.conftest import Opener
from tests.tui.test_app_files import command
from tests.tui.test_app_settings import go_to


def read_library(conn: Connection) -> None:
    """A folder with a feed of twelve articles that were read."""
    put_feed(conn, "Harbour", [entry(f"Ship {n}") for n in range(12)], folder=("News",))
    articles.mark_matching(conn, ArticleQuery(), Flag.READ, True, NOW)


def total(d: Driven) -> int:
    return d.library.feeds.all()[0].total


async def test_a_setting_that_lets_articles_go_is_asked_about(opened: Opener) -> None:
    async with opened(read_library) as d:
        await d.press("h", "G", "E")
        await go_to(d, "keep")
        for answer, expected in (("n", ""), ("y", "4")):
            await d.press("enter")
            await d.type("4")
            await d.press("enter")
            await d.until_shown("8 articles will go, ")
            await d.press(answer)
            await d.until(lambda: not d.app.screen.prompt.is_open)  # type: ignore[attr-defined]
            assert written(d.library.feeds.all()[0].settings, "keep") == expected
        assert total(d) == 12
        await d.library.upkeep.when_due()
        assert total(d) == 4
        await d.press("escape")
        await d.until(lambda: len(d.titles) == 4)


async def test_a_setting_that_lets_nothing_go_is_not(opened: Opener) -> None:
    async with opened(read_library) as d:
        await d.press("h", "G", "E")
        await go_to(d, "keep")
        await d.press("enter")
        await d.type("500")
        await d.press("enter")
        await d.until(lambda: written(d.library.feeds.all()[0].settings, "keep") == "500")


async def test_a_folder_says_how_much_is_kept_of_its_feeds(opened: Opener) -> None:
    async with opened(read_library) as d:
        await d.press("h", "g")
        await command(d, "folder is kept")
        await d.until_shown("This is for a folder in the list of feeds.")
        await d.go_to_row("News")
        await command(d, "folder is kept")
        await d.until_shown("Keep of News:")
        await d.type("soon")
        await d.press("enter")
        await d.until_shown("keep takes forever, a time such as 90d")
        await command(d, "folder is kept")
        await d.type("10")
        await d.press("enter")
        await d.until_shown("2 articles will go, ")
        await d.press("y")
        await d.until_shown("Kept of News: 10.")
        await command(d, "past its time")
        await d.until_shown("2 articles, of")
        await d.press("enter")
        await d.until_shown("Settings · Harbour")
        await d.press("escape")
        await d.library.journal.undo(lambda _done, _of: None)
        await command(d, "past its time")
        await d.until_shown("Nothing is past its time.")


async def test_a_copy_of_everything(opened: Opener) -> None:
    async with opened(read_library, size=(200, 50)) as d:
        await command(d, "Back up everything")
        await d.until_shown("is complete and checked.")
        (made,) = (d.library.data_dir / "backups").glob("readnow-*.db")
        assert made.stat().st_size > 10_000


async def test_an_export_comes_back_by_the_import_of_the_first_run(opened: Opener, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    async with opened(read_library) as d:
        await d.library.archives.export(file)
    async with Opener(tmp_path / "other")(lambda _conn: None) as d:
        await d.press("i")
        await d.until_shown("Import the file:")
        await d.type(str(file))
        await d.press("enter")
        await d.until(lambda: "1 feed and 12 articles came back" in d.text)
        await d.until(lambda: len(d.titles) == 12)
