from collections.abc import Iterator

import pytest
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from readnow.tui import drawn_styles


@pytest.fixture
def limited() -> Iterator[None]:
    before = vars(Strip)["render_ansi"]
    drawn_styles.limit()
    yield
    Strip.render_ansi = before  # type: ignore[method-assign]


@pytest.mark.usefixtures("limited")
def test_styles_of_a_day_of_reading_are_not_all_remembered() -> None:
    for number in range(3 * drawn_styles.MOST):
        style = Style.parse("bold red") + Style.from_meta({"offset": (number, 0)})
        assert Strip.render_ansi(style, ColorSystem.STANDARD) == "1;31"
    assert Strip.render_ansi.cache_info().currsize == drawn_styles.MOST


@pytest.mark.usefixtures("limited")
def test_limiting_twice_does_nothing_more() -> None:
    drawn_styles.limit()
    assert Strip.render_ansi(Style(italic=True), ColorSystem.STANDARD) == "3"
