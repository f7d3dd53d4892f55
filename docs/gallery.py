"""Draws the pictures in `docs/screens`: what the interface shows on its demo feeds. `make docs` runs it.

Scenes are played by keys on the real application, over a library of the demo with a clock that stands still.
Nothing of the user's is opened, and nothing is fetched but from the demo's own server. Invariant: drawn
twice, the pictures are the same byte for byte.
"""

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace
from rich.segment import Segment
from textual import events
from textual.pilot import Pilot
from textual.strip import Strip

from docs.drawing import picture
from readnow.config.paths import Paths
from readnow.config.schema import Config, UiConfig
from readnow.keys.names import display, name_of_character
from readnow.library.library import Library
from readnow.library.rules import Draft
from readnow.model.article import Flag
from readnow.model.query import ALL, ArticleQuery
from readnow.model.rule import Deed, RuleAction
from readnow.tui import guard
from readnow.tui.app import ReadNowApp
from readnow.tui.screens.discovering import GREETINGS
from readnow.views.start import read_start
from readnow.wiring import open_demo, open_library

FOLDER = Path(__file__).resolve().parent / "screens"
NOW = 1_773_308_400
"""Thursday, 12 March 2026, 09:40 UTC."""
SIZES = ((80, 24), (120, 40), (200, 50))
THEMES = ("dark", "light", "high-contrast", "terminal")
ARTICLE = "Three habits for shell scripts"

_ADDRESS = re.compile(r"127\.0\.0\.\d+(:\d{1,5})?")
_IN_ITS_PLACE = "estuary.example.org"
_PATIENCE = 400


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, what it shows, the keys that lead there and the words that say that it is there.

    `everywhere`: drawn in each size and theme. `on_demo`: over the demo's library, else over an empty one.
    """

    name: str
    title: str
    keys: tuple[str, ...]
    shown: str
    everywhere: bool = False
    on_demo: bool = True


SCENES = (
    Scene("lists", "Feeds and articles", (), "Reading with a pencil", everywhere=True),
    Scene("reading", "An open article", ("to-article", "enter"), "Stop at the first", everywhere=True),
    Scene("search", "Searching in everything", ("slash", "type:water after:1y"), "found"),
    Scene("doctor", "The feed doctor", ("to-feed", "i", "i"), "in trouble"),
    Scene("rules", "Rules", ("W", "j"), "To the bench"),
    Scene("keys", "The keys of a pane", ("question_mark",), "Keys"),
    Scene("commands", "Finding a command by its name", ("colon", "type:mark"), "Commands"),
    Scene("settings", "The settings of a feed", ("to-feed", "E"), "Lathe and Lamp"),
    Scene(
        "configuration",
        "All settings, and where each comes from",
        ("Z", "slash", "type:ui.", "enter"),
        "ui.theme",
    ),
    Scene("themes", "Choosing a theme, shown at once", ("to-article", "enter", "P"), "Themes"),
    Scene("first-run", "The first run", (), "Nothing here yet", on_demo=False),
)


def drawn(scene: Scene, size: tuple[int, int], theme: str) -> bool:
    """Whether there is a picture of it: of the main scenes in all looks, of others in each size or theme."""
    return scene.everywhere or theme == THEMES[0] or size == SIZES[1]


def file_name(scene: Scene, size: tuple[int, int], theme: str) -> str:
    """The name of a picture."""
    return f"{scene.name}-{size[0]}x{size[1]}-{theme}.svg"


@asynccontextmanager
async def demo(config: Config) -> AsyncIterator[Library]:
    """The demo's library with something done to its articles."""
    async with open_demo(config, now=lambda: NOW) as library:
        await library.refresh()
        page = await library.articles.page(ArticleQuery(scope=ALL, limit=100))
        heads = {head.title: head for head in page.heads}
        for flag, beginnings in _MARKED.items():
            found = [head for title, head in heads.items() if title.startswith(beginnings)]
            library.articles.set_flag(found, flag, True)
        await library.articles.settled()
        await library.smart_feeds.add("Long reads", "words:>1200")
        for draft in _RULES:
            await library.rules.add(draft, apply=True)
        yield library


_MARKED = {
    Flag.READ: ("Welcome", "Harbour board", "A reading list", "Programme 31", "A vocabulary", "Some few"),
    Flag.STARRED: ("Half past four", "A vocabulary"),
    Flag.LATER: ("The gauge", "Counting"),
}
_RULES = (
    Draft("Seals", "seals OR title:harbour", (RuleAction(Deed.STAR),)),
    Draft("To the bench", "folder:workshop words:>20", (RuleAction(Deed.TAG, "bench"),)),
    Draft("Radio can wait", 'feed:"night ferry radio"', (RuleAction(Deed.READ),)),
    Draft("No results", "/results|fixtures/", (RuleAction(Deed.MUTE),)),
)


@asynccontextmanager
async def nothing(config: Config) -> AsyncIterator[Library]:
    """An empty library."""
    with TemporaryDirectory() as home:
        data = Path(home) / ".local" / "share" / "readnow"
        data.mkdir(parents=True)
        library = await open_library(config, Paths(Path(home) / "config.toml", data, data), now=lambda: NOW)
        try:
            yield library
        finally:
            await library.close()


async def draw(scenes: Iterable[Scene] = SCENES, sizes: Iterable[tuple[int, int]] = SIZES) -> dict[str, str]:
    """The pictures of these scenes in these sizes, by their files' names."""
    config = Config(ui=UiConfig(theme=THEMES[0], mark_read="manual"))
    config = replace(config, refresh=replace(config.refresh, on_start=False, auto=False))
    pictures: dict[str, str] = {}
    guard.install()
    for opened, on_demo in ((demo, True), (nothing, False)):
        playing = [scene for scene in scenes if scene.on_demo is on_demo]
        if playing:
            async with opened(config) as library:
                for scene in playing:
                    for size in sizes:
                        pictures |= await _play(scene, size, library, config)
    return pictures


async def _play(scene: Scene, size: tuple[int, int], library: Library, config: Config) -> dict[str, str]:
    """The scene in one size and all its themes."""
    home = str(library.data_dir.parents[2]) if not scene.on_demo else ""
    app = ReadNowApp(
        library,
        config,
        replace(await read_start(library, config), greeted=GREETINGS),
        environment={"HOME": home},
        encoding="UTF-8",
        now=lambda: NOW,
    )
    pictures: dict[str, str] = {}
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in scene.keys:
            await _press(app, pilot, key)
        for theme in THEMES:
            if drawn(scene, size, theme):
                app.apply_theme(theme)
                await _settled(app, pilot, scene.shown)
                strips = [_without_addresses(strip) for strip in _strips(app)]
                pictures[file_name(scene, size, theme)] = picture(strips, size, f"ReadNOW: {scene.title}")
    return pictures


async def _press(app: ReadNowApp, pilot: Pilot[None], key: str) -> None:
    """Press a key, type a text, or go to the article or the feed that the scene is about."""
    if key == "to-article":
        articles = app.main.article_list
        articles.cursor = next(i for i, head in enumerate(articles.heads) if head.title == ARTICLE)
    elif key == "to-feed":
        rows = app.main.feed_list.rows
        app.main.feed_list.move_to(next(row.scope for row in rows if row.mark == "!"))
        await pilot.press("h")
    else:
        typed = key.removeprefix("type:")
        names = [key] if typed == key else [name_of_character(character) for character in typed]
        for name in names:
            shown = " " if name == "space" else display(name)
            app.post_message(events.Key(name, shown if len(shown) == 1 else None))
    await pilot.pause()


async def _settled(app: ReadNowApp, pilot: Pilot[None], words: str) -> None:
    """Wait until the words are on the screen, and it stays as it is."""
    before: list[str] = []
    calm = 0
    for _ in range(_PATIENCE):
        await pilot.pause(0.02)
        app.main.status.say("")
        now = [strip.text for strip in _strips(app)]
        calm = calm + 1 if now == before and any(words in line for line in now) else 0
        before = now
        if calm == 10:
            return
    raise RuntimeError("\n".join(["this picture did not come about:", *before]))


def _strips(app: ReadNowApp) -> list[Strip]:
    return app.screen._compositor.render_strips(app.screen.size)


def _without_addresses(strip: Strip) -> Strip:
    """The demo's server has another port each time: a name of as many letters stands in its place."""

    def named(found: re.Match[str]) -> str:
        return _IN_ITS_PLACE[: len(found[0])].ljust(len(found[0]), "/")

    return Strip([Segment(_ADDRESS.sub(named, text), style, control) for text, style, control in strip])


def page() -> str:
    """`docs/screens/README.md`: all pictures."""
    lines = [
        "# What it looks like",
        "",
        "Drawn by `make docs` from what the program shows on its demo (`make demo`), its clock held still:",
        "the two main scenes in three sizes and four themes, all others in each size and in each theme.",
        "`terminal` has the colours of whatever terminal it is; here they are those of one.",
    ]
    for scene in SCENES:
        lines += ["", f"## {scene.title}", ""]
        for theme in THEMES:
            links = (
                f"[{size[0]} × {size[1]}]({file_name(scene, size, theme)})"
                for size in SIZES
                if drawn(scene, size, theme)
            )
            lines.append(f"- {theme}: {' · '.join(links)}")
        lines += ["", f"![{scene.title}]({file_name(scene, SIZES[1], THEMES[0])})"]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Draw them anew."""
    began = time.monotonic()
    os.environ["TZ"] = "UTC"
    time.tzset()
    pictures = asyncio.run(draw())
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        if old.name not in pictures:
            old.unlink()
    for name, text in {**pictures, "README.md": page()}.items():
        path = FOLDER / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    size = sum(len(text) for text in pictures.values())
    print(f"{len(pictures)} pictures, {size / 1_000_000:.1f} MB, in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
