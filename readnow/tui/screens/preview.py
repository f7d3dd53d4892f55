"""A feed before it is subscribed to: what it is like, and one question. Opened by `Subscribing`.

It covers the panes while it is open. Invariant: nothing is subscribed to by any key but Enter.
"""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip

from readnow.library.outcomes import Preview
from readnow.tui.render.palette import Marks
from readnow.tui.render.preview import preview_lines, preview_title
from readnow.tui.widgets.pane import Pane
from readnow.tui.widgets.status_line import StatusLine


class PreviewPane(Pane):
    """The feed's title, and the lines that tell of it."""

    def __init__(self, preview: Preview, *, now: Callable[[], float], marks: Marks) -> None:
        super().__init__(marks=marks)
        self._preview = preview
        self._now = now
        self._lines: tuple[Strip, ...] = ()
        self.set_title(preview_title(preview), "not subscribed yet")

    def content_line(self, line: int) -> Strip:
        """A line of the preview."""
        lines = self._all()
        return lines[line] if line < len(lines) else self.blank()

    def last_top(self) -> int:
        """So far that the last line ends at the end of the screen."""
        return max(0, len(self._all()) - self.page_height)

    def forget_strips(self) -> None:
        """Another size or style: other lines."""
        self._lines = ()

    def _all(self) -> tuple[Strip, ...]:
        if not self._lines:
            self._lines = preview_lines(self._preview, self.size.width, self._now(), self.palette, self.marks)
        return self._lines


class PreviewScreen(Screen[bool]):
    """Shows a preview; Enter gives True, Esc False."""

    focused = Reactive(None, repaint=False)
    AUTO_FOCUS: ClassVar[str | None] = "PreviewPane"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer(True)", "Subscribe", show=False, priority=True),
        Binding("escape,q", "answer(False)", "Back", show=False, priority=True),
        Binding("down,j,pagedown,space", "scroll(1)", "Down", show=False, priority=True),
        Binding("up,k,pageup", "scroll(-1)", "Up", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    PreviewScreen {
        background: $background;
        &:ansi { background: ansi_default; }
    }
    """

    def __init__(self, preview: Preview, *, now: Callable[[], float], marks: Marks) -> None:
        super().__init__()
        self._pane = PreviewPane(preview, now=now, marks=marks)
        self._status = StatusLine(marks=marks)
        self._question = f"Enter subscribes {marks.dot} Esc goes back"

    def compose(self) -> ComposeResult:
        """The preview, and the question below it."""
        yield self._pane
        yield self._status

    def on_mount(self) -> None:
        """The question stays as long as the screen."""
        self._status.say(self._question, seconds=None)

    def action_answer(self, answer: bool) -> None:
        """Go away with an answer."""
        self.dismiss(answer)

    def action_scroll(self, step: int) -> None:
        """On a small terminal there may be more than it shows."""
        self._pane.top += step
