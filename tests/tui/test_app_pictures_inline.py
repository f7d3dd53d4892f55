"""Pictures among the lines of an article: in the place that was kept for them, and nothing moves for them."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from importlib.machinery import ModuleSpec

import pytest

from readnow.config.schema import UiConfig
from readnow.library import pictures as library_pictures
from readnow.store.database import Connection
from tests.support.driving import Driven
from tests.support.images import painted, png, saved
from tests.support.screen import screen_strips
from tests.support.shelf import entry, put_feed
from tests.support.web import Answer, Signal, Web, says
from tests.tui.conftest import Opener


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        web.answers |= {
            "/wide.png": Answer(saved(painted(400, 200), "PNG")),
            "/high.png": Answer(saved(painted(100, 400), "PNG")),
            "/broken.png": Answer(png()[:60]),
        }
        yield web


def article(web: Web, *pictures: str, before: int = 1) -> Callable[[Connection], object]:
    """A library of one article: a paragraph, then each picture ("name" or "name width height") and a word."""
    html = "<p>Before them.</p>" * before
    for picture in pictures:
        name, *size = picture.split()
        attributes = f'width="{size[0]}" height="{size[1]}"' if size else ""
        html += f'<p><img src="{web.url("/" + name)}" alt="The {name}" {attributes}></p><p>After {name}.</p>'
    return lambda conn: put_feed(conn, "F", [entry("Pictures", html)])


@asynccontextmanager
async def reading(
    opened: Opener,
    fill: Callable[[Connection], object],
    *,
    images: str = "always",
    environment: dict[str, str] | None = None,
    encoding: str = "utf-8",
) -> AsyncIterator[Driven]:
    ui = UiConfig(images=images)  # type: ignore[arg-type]
    async with opened(
        fill, size=(80, 40), ui=ui, allow_private=True, environment=environment, encoding=encoding
    ) as d:
        await d.press("enter")
        yield d


def coloured(d: Driven) -> list[int]:
    """The lines of the screen on which something of a picture is drawn."""
    return [
        y
        for y, strip in enumerate(screen_strips(d.app))
        if any(segment.style and segment.style.bgcolor and segment.style.bgcolor.triplet for segment in strip)
    ]


def line_of(d: Driven, words: str) -> int:
    return next(y for y, line in enumerate(d.lines) if words in line)


async def test_nothing_moves_when_a_picture_comes(opened: Opener, web: Web) -> None:
    go_on = Signal()
    body = saved(painted(400, 200), "PNG")
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    web.answers["/wide.png"] = says(head, body, after=go_on)
    async with reading(opened, article(web, "wide.png 400 200")) as d:
        await d.until(lambda: web.asked("/wide.png"))
        before = d.lines
        assert "[image: The wide.png]" in before[line_of(d, "[image")]
        kept = line_of(d, "After") - line_of(d, "[image") - 1
        assert kept == 18  # 72 cells across, half as many down, two in a cell
        go_on.set()
        await d.until(lambda: coloured(d))
        assert coloured(d) == list(range(line_of(d, "Before them.") + 2, line_of(d, "After") - 1))
        assert len(coloured(d)) == kept
        assert [line for line in d.lines if "After" in line or "Before" in line] == [
            line for line in before if "After" in line or "Before" in line
        ]
        assert line_of(d, "After") == next(y for y, line in enumerate(before) if "After" in line)
        assert "[image" not in d.text


async def test_a_picture_of_unknown_size_gets_a_usual_place_and_fits_into_it(
    opened: Opener, web: Web
) -> None:
    async with reading(opened, article(web, "high.png")) as d:
        at = line_of(d, "Before them.") + 2
        assert line_of(d, "After") - at == 13
        await d.until(lambda: coloured(d))
        assert coloured(d) == list(range(at, at + 12))


async def test_no_picture_takes_the_whole_screen_and_icons_stay_small(opened: Opener, web: Web) -> None:
    async with reading(opened, article(web, "wide.png 16 8", "high.png 100 400")) as d:
        lines = d.screen.reader._wrapped or ()
        kept = [line.picture.image.alt for line in lines if line.picture is not None]
        assert kept.count("The wide.png") == 1  # of four cells
        assert 20 < kept.count("The high.png") <= 0.7 * 40
        await d.until(lambda: len(coloured(d)) > 20)


async def test_only_what_is_on_the_screen_is_fetched(opened: Opener, web: Web) -> None:
    async with reading(opened, article(web, "wide.png", before=40)) as d:
        await d.pilot.pause(0.2)
        assert not web.requests
        await d.press("G")
        await d.until(lambda: coloured(d))
        assert [request.path for request in web.requests] == ["/wide.png"]
        await d.press("g", "G")
        await d.until(lambda: coloured(d))
        assert len(web.requests) == 1


async def test_what_cannot_be_shown_keeps_its_words(opened: Opener, web: Web) -> None:
    async with reading(opened, article(web, "broken.png", "none.png", "broken.png 8 8")) as d:
        await d.until_shown("not found")
        await d.until_shown("damaged")
        at = line_of(d, "[image: The broken.png]")
        assert d.lines[at + 1].strip() == "The picture cannot be shown: the file is damaged or cut off."
        assert d.lines[line_of(d, "[image: The none.png]") + 1].strip().startswith("The picture could not be")
        await d.press("j", "k")
        await d.pilot.pause(0.2)
        assert len(web.requests) == 2


async def test_words_that_are_found_can_be_seen(opened: Opener, web: Web) -> None:
    async with reading(opened, article(web, "wide.png 400 200")) as d:
        await d.until(lambda: coloured(d))
        assert "[image" not in d.text
        d.screen.reader.find("The wide")
        await d.pilot.pause()
        assert "[image: The wide.png]" in d.text


async def test_another_width_gets_other_lines_and_the_same_place(opened: Opener, web: Web) -> None:
    async with reading(opened, article(web, "wide.png 400 200", "wide.png 400 200", before=20)) as d:
        await d.press(*["j"] * 29)
        assert d.lines[2].strip()
        place, top = d.screen.reader.place, d.screen.reader.top
        await d.pilot.resize_terminal(60, 40)
        await d.until(lambda: coloured(d))
        assert d.screen.reader.place == place
        await d.pilot.resize_terminal(80, 40)
        await d.until(lambda: coloured(d))
        assert d.screen.reader.top == top


async def test_in_the_middle_of_a_picture_its_beginning_stays(opened: Opener, web: Web) -> None:
    async with reading(opened, article(web, "wide.png 400 200", "wide.png 400 200", before=20)) as d:
        reader = d.screen.reader
        while (
            not (picture := reader._wrapped and reader._wrapped.line(reader.top).picture) or picture.row < 5
        ):
            reader.top += 1
        await d.pilot.resize_terminal(60, 40)
        await d.pilot.pause()
        assert reader._wrapped is not None
        part = reader._wrapped.line(reader.top).picture
        assert part is not None
        assert part.row == 0


@pytest.mark.parametrize("how", ["key", "no colours", "ascii", "no extra"])
async def test_without_pictures_there_are_their_words(
    opened: Opener, web: Web, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_spec(name: str) -> ModuleSpec | None:
        return None

    if how == "no extra":
        monkeypatch.setattr(library_pictures, "find_spec", find_spec)
    async with reading(
        opened,
        article(web, "wide.png 400 200"),
        images="key" if how == "key" else "always",
        environment={"NO_COLOR": "1"} if how == "no colours" else None,
        encoding="ascii" if how == "ascii" else "utf-8",
    ) as d:
        assert line_of(d, "After") - line_of(d, "[image: The wide.png]") == 2
        await d.pilot.pause(0.1)
        assert not web.requests


async def test_an_article_that_was_left_gets_no_pictures(opened: Opener, web: Web) -> None:
    go_on = Signal()
    web.answers["/slow.png"] = says(b"", after=go_on)
    shown = f'<p><img src="{web.url("/slow.png")}" alt="One"></p>'

    def fill(conn: Connection) -> None:
        put_feed(conn, "F", [entry("One", shown), entry("Two", shown.replace("slow", "wide"))])

    async with reading(opened, fill) as d:
        await d.until(lambda: web.asked("/slow.png"))
        await d.press("J")
        await d.until(lambda: coloured(d))
        assert d.open_article == "Two"
    go_on.set()
