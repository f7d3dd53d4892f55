"""Draws `docs/screenshot.svg`: the interface on its demo feeds. `python -m docs.picture`, or `make picture`.

Nothing of the user's is opened, and nothing is fetched but from the demo's own server. The picture needs no
network either: it names no font of the web.
"""

import asyncio
import re
import time
from dataclasses import replace
from pathlib import Path

from readnow.config.schema import Config, UiConfig
from readnow.tui import guard
from readnow.tui.app import ReadNowApp
from readnow.tui.screens.discovering import GREETINGS
from readnow.views.start import read_start
from readnow.wiring import open_demo

TARGET = Path(__file__).resolve().parent / "screenshot.svg"
SIZE = (120, 36)
ARTICLE = "The gauge"
_WEB_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
_PATIENCE = 200


async def draw() -> str:
    """The SVG: three panes with an article open."""
    config = Config(ui=UiConfig(theme="textual-dark"))
    quiet = replace(config, refresh=replace(config.refresh, on_start=False, auto=False))
    guard.install()
    async with open_demo(quiet) as library:
        await library.refresh()
        start = replace(await read_start(library, quiet), greeted=GREETINGS)
        app = ReadNowApp(library, quiet, start, environment={}, encoding="UTF-8")
        async with app.run_test(size=SIZE) as pilot:
            for _ in range(_PATIENCE):
                head = app.main.article_list.head
                if head is not None and head.title.startswith(ARTICLE):
                    break
                await pilot.press("j")
            await pilot.press("enter")
            await app.workers.wait_for_complete()
            await pilot.pause()
            await library.articles.settled()
            return _WEB_FONTS.sub("", app.export_screenshot(title="ReadNOW"))


def main() -> None:
    """Draw it anew."""
    began = time.monotonic()
    TARGET.write_text(asyncio.run(draw()), encoding="utf-8")
    print(f"{TARGET.name} drawn in {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
