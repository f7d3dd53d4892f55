"""What comes in while one looks: it takes its place, and nothing moves under the eye."""

from msgspec.structs import replace

from readnow.library.events import FeedRefreshed
from readnow.model.query import ALL
from readnow.store.database import Connection, Database
from readnow.tui.bridge import Happened
from tests.support.driving import Driven
from tests.support.shelf import NOW, entry, put_articles, put_feed
from tests.tui.conftest import Opener


async def arrive(driven: Driven, *titles: str, feed: int = 0) -> None:
    """Articles that another process stored: seen by the watch on the database."""
    feed_id = driven.library.feeds.all()[feed].id
    other = await Database.open(driven.paths.database)
    await other.write(put_articles, feed_id, [entry(title) for title in titles])
    await other.close()
    await driven.until(lambda: set(titles) <= set(driven.titles))


async def test_the_cursor_stays_on_its_article(opened: Opener) -> None:
    async with opened() as d:
        await d.press("j", "j")
        row = d.lines.index(next(line for line in d.lines if "Footnotes" in line))
        await arrive(d, "New one", "New two")
        assert d.under_cursor == "Footnotes"
        assert d.titles[:2] == ["New one", "New two"]
        assert "Footnotes" in d.lines[row] or "Footnotes" in d.text
        assert d.library.feeds.unread(ALL) == 8


async def test_the_open_article_stays_open(opened: Opener) -> None:
    async with opened() as d:
        await d.press("j", "enter", "space")
        place = d.screen.reader.place
        await arrive(d, "New one")
        assert d.open_article == "A terminal is a place"
        assert d.screen.reader.place == place


async def test_rows_stay_where_they_are_in_a_scrolled_list(opened: Opener) -> None:
    def fill(conn: Connection) -> None:
        put_feed(conn, "Many", [entry(f"Article {n}") for n in range(90)], step=60)

    async with opened(fill) as d:
        await d.press(*["pagedown"] * 3)
        articles = [line[27:65] for line in d.lines[2:-1]]
        await arrive(d, "New one", "New two", "New three")
        assert [line[27:65] for line in d.lines[2:-1]] == articles


async def test_arrivals_of_other_feeds_are_counted_but_not_listed(opened: Opener) -> None:
    async with opened() as d:
        await d.press("right_square_bracket")
        assert d.titles[0] == "A terminal is a place"
        feed_id = d.library.feeds.all()[2].id
        other = await Database.open(d.paths.database)
        await other.write(put_articles, feed_id, [entry("Elsewhere")])
        await other.close()
        await d.until(lambda: d.library.feeds.unread(ALL) == 7)
        await d.until_shown("Unread                7")
        assert "Elsewhere" not in d.titles


async def test_read_elsewhere_is_shown_read_here(opened: Opener) -> None:
    async with opened() as d:
        other = await Database.open(d.paths.database)
        await other.write(lambda conn: conn.execute("DELETE FROM unread"))
        await other.write(lambda conn: conn.execute("UPDATE feed SET unread = 0"))
        await other.close()
        await d.until(lambda: all(head.read for head in d.screen.article_list.heads))
        await d.until(lambda: "Unread                6" not in d.text)
        assert len(d.titles) == 6


async def test_more_arrivals_than_a_page_leave_no_gap(opened: Opener) -> None:
    async with opened() as d:
        await arrive(d, *[f"New {n}" for n in range(250)])
        await d.until(lambda: len(d.titles) == 256)
        assert d.under_cursor == "On reading slowly"


async def test_deliveries_are_merged_and_a_failing_one_is_told(opened: Opener) -> None:
    async with opened() as d:
        deliveries: list[Happened] = []
        real = d.screen.take

        async def take(happened: Happened) -> None:
            deliveries.append(happened)
            if len(deliveries) == 2:
                raise RuntimeError("a mistake of ours")
            await real(happened)

        d.screen.bridge._deliver = take
        other = await Database.open(d.paths.database)
        applied = await other.write(put_articles, d.library.feeds.all()[0].id, [entry("One"), entry("Two")])
        await other.close()
        voice = d.library._voice
        for article in applied.new_ids:
            voice.publish(FeedRefreshed(replace(applied, new_ids=(article,))))
        await d.until(lambda: deliveries)
        assert deliveries[0].new == list(applied.new_ids)
        await d.until(lambda: "Two" in d.titles)
        voice.publish(FeedRefreshed(applied))
        await d.until(lambda: len(deliveries) > 1)
        await d.until(lambda: "Something went wrong while showing what changed" in d.status)
        voice.publish(FeedRefreshed(applied))
        await d.until(lambda: len(deliveries) > 2)


async def test_a_clock_far_ahead_shows_ages_all_the_same(opened: Opener) -> None:
    async with opened(now=lambda: NOW + 400 * 86_400) as d:
        assert "2025" in d.text
