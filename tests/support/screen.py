"""What is on the screen of an app under Pilot, as text: the one place that reaches into Textual for it."""

from typing import Any

from textual.app import App
from textual.strip import Strip


def screen_strips(app: App[Any]) -> list[Strip]:
    """The lines of the screen as Textual would draw them now."""
    return app.screen._compositor.render_strips(app.screen.size)


def screen_lines(app: App[Any]) -> list[str]:
    """The lines of the screen as text, without the blanks at their ends."""
    return [strip.text.rstrip() for strip in screen_strips(app)]


def screen_text(app: App[Any]) -> str:
    """The screen as text, to be compared with a drawing of it."""
    return "\n".join(screen_lines(app))


def drawn(app: App[Any]) -> str:
    """What a terminal would be sent to draw the whole screen."""
    return app.screen._compositor.render_full_update().render_segments(app.console)
