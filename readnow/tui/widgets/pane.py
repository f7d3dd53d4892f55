"""What the three panes share: a title line that stays, lines that scroll below it, and the focus.

Feed list, article list and reader are built on it. Keys are not read here: a pane's bindings name actions of
the screen. Invariant: a change repaints only the lines it changes; nothing moves by itself.

The screen that holds panes must have `focused = Reactive(None, repaint=False)`: with Textual's own every
change of focus would paint the whole screen. No style may depend on `:focus` of a pane, nor anything on
messages about the focus of descendants: both are left out here, for the same reason.
"""

from abc import abstractmethod
from typing import ClassVar

from textual import events
from textual.geometry import Region, Size
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from readnow.text.cells import cell_width
from readnow.tui.render.palette import Marks, Palette
from readnow.tui.render.rows import title_line
from readnow.tui.theme import palette_for

_ROOMY = 14
"""From so many lines on there is a blank one below the title."""
_WHEEL = 3


class Pane(Widget, can_focus=True):
    """A title line and below it the lines of `content_line`, from the line `top` on."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    Pane {
        width: 1fr;
        height: 1fr;
        background: $background;
        &.-ruled { border-left: solid $foreground 25%; }
        &.-ruled.-ascii { border-left: ascii $foreground 25%; }
        &:ansi {
            background: ansi_default;
            &.-ruled { border-left: solid ansi_bright_black; }
            &.-ruled.-ascii { border-left: ascii ansi_bright_black; }
        }
    }
    """

    top: var[int] = var(0, init=False)
    """The first line shown below the title."""

    def __init__(self, *, marks: Marks | None = None, id: str | None = None) -> None:
        self.marks = marks or Marks()
        super().__init__(id=id, classes="-ascii" if self.marks.ascii_only else None)
        self._palette: Palette | None = None
        self._painted: Size | None = None
        self._title = ("", "")

    @property
    def palette(self) -> Palette:
        """The styles of the theme that is shown now."""
        if self._palette is None:
            self._palette = palette_for(self.app)
        return self._palette

    @property
    def extent(self) -> Size:
        """The pane's size. Textual looks for it on the screen each time, which painting does once only."""
        return self._painted or self.size

    @property
    def head_height(self) -> int:
        """How many lines stand above the content: the title, and in a tall pane a blank line."""
        return 2 if self.extent.height >= _ROOMY else 1

    @property
    def page_height(self) -> int:
        """How many lines of content are on the screen, at least 1."""
        return max(1, self.extent.height - self.head_height)

    def set_title(self, left: str, right: str = "") -> None:
        """Show these two texts in the first line. They are shown as they are, never as markup."""
        if (left, right) != self._title:
            self._title = (left, right)
            self.refresh_title()

    def title_texts(self) -> tuple[str, str]:
        """What the first line says on its left and right."""
        return self._title

    @abstractmethod
    def content_line(self, line: int) -> Strip:
        """The content's line at an index from 0, `extent.width` cells wide."""

    def last_top(self) -> int:
        """The largest sensible `top`."""
        return 0

    def forget_strips(self) -> None:
        """Called when the style or the size has changed: no strip may be used again."""

    def blank(self) -> Strip:
        """An empty line of the pane."""
        return Strip.blank(self.extent.width, self.palette.text)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a part of the widget (called by Textual)."""
        self._painted = self.size
        try:
            return super().render_lines(crop)
        finally:
            self._painted = None

    def render_line(self, y: int) -> Strip:
        """The strip at a line of the widget (called by Textual)."""
        if y == 0:
            left, right = self.title_texts()
            return title_line(left, right, self.extent.width, self.has_focus, self.palette, self.marks)
        if y < self.head_height:
            return self.blank()
        return self.content_line(self.top + y - self.head_height)

    def refresh_title(self) -> None:
        """Paint the first line anew."""
        self.refresh(Region(0, 0, self.size.width, 1))

    def refresh_content(self, line: int, count: int = 1) -> None:
        """Paint these lines of the content anew, as far as they are on the screen."""
        first = max(0, line - self.top)
        last = min(self.page_height, line + count - self.top)
        if first < last:
            self.refresh(Region(0, first + self.head_height, self.size.width, last - first))

    def refresh_all_content(self) -> None:
        """Paint all lines below the title anew."""
        self.refresh(Region(0, self.head_height, self.size.width, self.page_height))

    def validate_top(self, top: int) -> int:
        """No further than the content goes."""
        return max(0, min(top, self.last_top()))

    def watch_top(self) -> None:
        """Show what is there now."""
        self.refresh_all_content()

    def notify_style_update(self) -> None:
        """Called by Textual when theme or style changed."""
        super().notify_style_update()
        self._palette = None
        self.forget_strips()

    def on_resize(self) -> None:
        """Lay out anew for another size."""
        self.forget_strips()

    def on_focus(self, event: events.Focus) -> None:
        """Take the focus without having the whole pane painted and restyled."""
        event.prevent_default()
        self.has_focus = True

    def on_blur(self, event: events.Blur) -> None:
        """Lose the focus, as quietly."""
        event.prevent_default()
        self.has_focus = False

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The left text of the title says who has the focus."""
        self.refresh(Region(0, 0, min(self.size.width, 1 + cell_width(self._title[0])), 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll a little; the cursor stays where it is."""
        event.stop()
        event.prevent_default()
        self.top += _WHEEL

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll a little back."""
        event.stop()
        event.prevent_default()
        self.top -= _WHEEL
