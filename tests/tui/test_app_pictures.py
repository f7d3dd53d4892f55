"""Pictures over the whole screen: which one, what is said of it, to the next, to the browser, and back."""

import sys
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from msgspec.structs import replace

from readnow.config.schema import OpenConfig, UiConfig
from readnow.library import pictures as library_pictures
from readnow.store.database import Connection
from readnow.tui.screens import picture as picture_screen
from readnow.tui.screens.choice import ChoiceScreen
from readnow.tui.screens.picture import PictureScreen
from tests.support.driving import Driven
from tests.support.images import film, painted, png, saved
from tests.support.screen import screen_strips
from tests.support.shelf import entry, put_feed
from tests.support.web import Answer, Signal, Web, says
from tests.tui.conftest import Opener

BLOCKS = "▀"


@pytest.fixture
def web() -> Iterator[Web]:
    """A server with pictures of several kinds."""
    with Web() as web:
        web.answers |= {
            "/small.png": Answer(png(64, 32)),
            "/large.jpg": Answer(saved(painted(1600, 900), "JPEG")),
            "/film.gif": Answer(film(5)),
            "/broken.png": Answer(png()[:60]),
            "/drawing.svg": Answer(b"<svg/>"),
        }
        yield web


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses."""
    monkeypatch.setattr(picture_screen, "RESIZE_PAUSE", 0.0)
    monkeypatch.setattr(picture_screen, "_OPENING_PAUSE", 0.0)


def html(web: Web, *names: str) -> str:
    """An article with these pictures, each below some text of its own."""
    return "".join(
        f"<p>Before {name}. {'Word ' * 120}</p><figure>"
        f'<img src="{web.url("/" + name)}" alt="What is on {name}"><figcaption>Of {name}</figcaption></figure>'
        for name in names
    )


def filled(html: str, image: str = "") -> Callable[[Connection], object]:
    """A library of one article."""
    return lambda conn: put_feed(conn, "F", [replace(entry("With pictures", html), image=image)])


def coloured(d: Driven) -> int:
    """How many cells of the screen are drawn in colours of a picture."""
    return sum(
        segment.cell_length
        for strip in screen_strips(d.app)
        for segment in strip
        if segment.style is not None and segment.style.bgcolor is not None and segment.style.bgcolor.triplet
    )


def ground(d: Driven, x: int, y: int) -> tuple[int, ...]:
    """The colour of a cell's ground, roughly."""
    (segment,) = screen_strips(d.app)[y].crop(x, x + 1)
    assert segment.style is not None
    assert segment.style.bgcolor is not None
    return tuple(part // 64 for part in segment.style.bgcolor.get_truecolor())


async def until_drawn(d: Driven) -> None:
    """Wait for a picture."""
    await d.until(lambda: coloured(d))


async def look(d: Driven, *keys: str) -> PictureScreen:
    """Open the article, press keys, and look at its pictures."""
    await d.press("enter", *keys, "I")
    await d.until(lambda: isinstance(d.app.screen, PictureScreen))
    assert isinstance(d.app.screen, PictureScreen)
    return d.app.screen


async def test_a_picture_fills_the_screen_with_what_is_said_of_it(opened: Opener, web: Web) -> None:
    article = html(web, "large.jpg", "film.gif")
    async with opened(filled(article), size=(80, 24), allow_private=True) as d:
        await look(d)
        await until_drawn(d)
        assert d.lines[0].startswith(" With pictures")
        assert d.lines[0].endswith(" 1 of 2 · 1600×900")
        assert d.lines[22].strip() == "What is on large.jpg — Of large.jpg"
        assert d.lines[23].endswith("n next   p previous   o browser   Esc back")
        assert [ground(d, x, y) for x, y in ((10, 3), (65, 19))] == [(3, 0, 0), (3, 3, 0)]
        await d.press("n")
        await d.until_shown("2 of 2 · 40×20 · first frame")


async def test_nothing_is_fetched_but_what_is_looked_at(opened: Opener, web: Web) -> None:
    async with opened(filled(html(web, "large.jpg", "film.gif")), allow_private=True) as d:
        await d.press("enter", "space")
        assert not web.requests
        await look(d)
        await until_drawn(d)
        assert [request.path for request in web.requests] == ["/large.jpg"]
        assert "image/webp" in web.requests[0].headers["accept"]
        await d.press("escape", "I")
        await until_drawn(d)
        assert len(web.requests) == 1


async def test_it_opens_on_the_picture_that_is_on_the_screen_or_comes_next(opened: Opener, web: Web) -> None:
    article = html(web, "small.png", "large.jpg", "film.gif") + "<p>" + "The end. " * 400
    async with opened(filled(article), size=(80, 24), allow_private=True) as d:
        screen = await look(d)
        assert screen.picture.alt == "What is on small.png"
        await d.press("escape", "space")
        place = d.screen.reader.place
        assert place
        screen = await look(d)
        assert screen.picture.alt == "What is on large.jpg"
        await d.press("n", "I")
        assert d.screen.reader.place == place
        await d.press("G")
        assert (await look(d)).picture.alt == "What is on film.gif"


async def test_the_focused_picture_goes_first(opened: Opener, web: Web) -> None:
    shown = f'<p><img src="{web.url("/small.png")}" alt="One"></p><p><img src="{web.url("/film.gif")}" alt="Two"></p>'
    async with opened(filled(shown), allow_private=True) as d:
        await d.press("enter")
        while d.screen.reader.focused_link != 2:
            d.screen.reader.focus_link(1)
        await d.press("I")
        await d.until_shown("2 of 2")


@pytest.mark.parametrize(
    ("forward", "back"), [("n", "p"), ("right", "left"), ("down", "up"), ("space", "b"), ("G", "g")]
)
async def test_keys_lead_through_all_pictures(opened: Opener, web: Web, forward: str, back: str) -> None:
    async with opened(filled(html(web, "small.png", "film.gif")), allow_private=True) as d:
        await look(d)
        await d.until_shown("1 of 2 · 64×32")
        await d.press(forward)
        await d.until_shown("2 of 2 · 40×20")
        await d.press(back)
        await d.until_shown("1 of 2 · 64×32")


async def test_at_either_end_it_is_said(opened: Opener, web: Web) -> None:
    async with opened(filled(html(web, "small.png", "film.gif")), allow_private=True) as d:
        await look(d)
        await d.press("p")
        await d.until_shown("This is the first picture.")
        await d.press("n", "n")
        await d.until_shown("This is the last picture.")


async def test_of_a_single_picture_no_number_is_told(opened: Opener, web: Web) -> None:
    async with opened(filled(html(web, "small.png")), allow_private=True) as d:
        screen = await look(d)
        await until_drawn(d)
        assert " of " not in d.lines[0]
        await d.press("n")
        assert screen.status.message == "This is the only picture."


@pytest.mark.parametrize("key", ["escape", "q", "I"])
async def test_it_closes_where_it_was_opened(opened: Opener, web: Web, key: str) -> None:
    async with opened(filled(html(web, "small.png")), allow_private=True) as d:
        await look(d)
        await d.press(key)
        assert d.app.screen is d.screen
        assert d.screen.pane == "reader"


async def test_who_goes_on_does_not_wait(opened: Opener, web: Web) -> None:
    never = Signal()
    web.answers["/slow.png"] = says(b"", after=never)
    async with opened(filled(html(web, "slow.png", "small.png")), allow_private=True) as d:
        await look(d)
        await d.until_shown("fetching the picture")
        await d.until(lambda: web.asked("/slow.png"))
        await d.press("n")
        await d.until_shown("2 of 2 · 64×32")
        await until_drawn(d)
        await d.until(lambda: "fetching" not in d.text)
    never.set()


async def test_a_picture_that_cannot_be_shown_says_why(opened: Opener, web: Web) -> None:
    article = html(web, "broken.png", "none.png", "drawing.svg", "small.png")
    async with opened(filled(article), size=(80, 24), allow_private=True) as d:
        await look(d)
        await d.until_shown("The picture cannot be shown: the file is damaged or cut off.")
        assert "What is on broken.png — Of broken.png" in d.text
        await d.press("n")
        await d.until_shown("The picture could not be fetched: ")
        await d.press("n")
        await d.until_shown("it is an SVG drawing, not PNG")
        await d.press("n")
        await until_drawn(d)


async def test_a_picture_on_a_private_network_is_refused(opened: Opener, web: Web) -> None:
    async with opened(filled(html(web, "small.png"))) as d:
        await look(d)
        await d.until_shown("The picture could not be fetched: refused: the address is on a private")
        assert not web.requests


async def test_it_goes_to_the_browser_or_the_clipboard(
    opened: Opener, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(
        "readnow.tui.app.ReadNowApp.copy_to_clipboard", lambda self, text: copied.append(text)
    )
    seen = tmp_path / "seen"
    command = (sys.executable, "-c", "import sys; open(sys.argv[1], 'w').write(sys.argv[2])", str(seen))
    async with opened(
        filled(html(web, "small.png")), allow_private=True, open_=OpenConfig(browser=command)
    ) as d:
        screen = await look(d)
        await d.press("o")
        assert screen.status.message == f"Opening {web.url('/small.png')}"
        await d.until(lambda: seen.exists() and seen.read_text())
        assert seen.read_text() == web.url("/small.png")
        await d.press("y")
        assert copied == [web.url("/small.png")]
        assert screen.status.message.startswith("Copied")


async def test_another_size_gets_a_picture_of_its_own(opened: Opener, web: Web) -> None:
    async with opened(filled(html(web, "large.jpg")), size=(80, 24), allow_private=True) as d:
        await look(d)
        await until_drawn(d)
        before = coloured(d)
        await d.pilot.resize_terminal(120, 40)
        await d.until(lambda: coloured(d) > 2 * before)
        await d.pilot.resize_terminal(30, 8)
        await d.until(lambda: 0 < coloured(d) < before)
        assert len(web.requests) == 1


async def test_without_colours_there_are_shades(opened: Opener, web: Web) -> None:
    article = html(web, "large.jpg")
    async with opened(filled(article), environment={"NO_COLOR": "1"}, allow_private=True) as d:
        await look(d)
        await d.until_shown("%%%")
        assert BLOCKS not in d.text
    async with opened(None, encoding="ascii", allow_private=True) as d:
        await look(d)
        await d.until_shown("%%%")
        assert d.lines[0].endswith("1600x900")


async def test_the_help_lists_its_keys(opened: Opener, web: Web) -> None:
    async with opened(filled(html(web, "small.png", "film.gif")), allow_private=True) as d:
        await look(d)
        await d.press("question_mark")
        assert isinstance(d.app.screen, ChoiceScreen)
        assert "Next picture" in d.text
        await d.press("enter")
        await d.until_shown("2 of 2")


# -- where there is none


async def test_without_the_extra_it_says_what_to_install(
    opened: Opener, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_spec(name: str) -> ModuleSpec | None:
        assert name == "PIL"
        return None

    monkeypatch.setattr(library_pictures, "find_spec", find_spec)
    async with opened(filled(html(web, "small.png")), allow_private=True) as d:
        await d.press("enter", "I")
        assert d.app.screen is d.screen
        assert d.status == 'To show pictures, install the extra “images”: pip install "readnow[images]"'
        assert "[image: What is on small.png]" in d.text
        assert not web.requests


async def test_an_article_without_pictures_says_so(opened: Opener) -> None:
    async with opened(filled("<p>Words only.</p>")) as d:
        await d.press("enter", "I")
        assert d.status == "This article has no pictures."


async def test_the_picture_that_a_feed_gives_beside_the_text_counts(opened: Opener, web: Web) -> None:
    async with opened(filled("<p>Words only.</p>", web.url("/small.png")), allow_private=True) as d:
        await look(d)
        await d.until_shown("64×32")


async def test_pictures_can_be_switched_off(opened: Opener, web: Web) -> None:
    async with opened(filled(html(web, "small.png")), ui=UiConfig(images="off"), allow_private=True) as d:
        await d.press("enter", "I")
        assert d.status == "Pictures are switched off (images in the configuration)."
        assert not web.requests
