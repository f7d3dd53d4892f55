"""Lists narrowed by words: the same keys for feeds in trouble, rules and settings."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.model.rule import Deed, Draft, RuleAction
from readnow.tui.narrowing import narrowed
from readnow.tui.screens.narrowed import Narrowed
from readnow.tui.widgets.line_pane import LinePane
from tests.support.driving import Driven
from tests.support.ward import ailing_library
from tests.tui.conftest import Opener


async def doctor(d: Driven) -> None:
    await d.press("colon")
    await d.type("all feeds in trouble")
    await d.press("enter")


async def rules(d: Driven) -> None:
    for name in ("On boats", "On trees", "On rain"):
        await d.library.rules.add(Draft(name, f"title:{name[3:]}", (RuleAction(Deed.STAR),)), apply=False)
    await d.press("W")


async def feed_settings(d: Driven) -> None:
    await d.press("h", "G", "E")


async def settings(d: Driven) -> None:
    await d.press("Z")


def screen(d: Driven) -> Narrowed:
    found = d.app.screen
    assert isinstance(found, Narrowed)
    return found


def rows(d: Driven) -> LinePane:
    found: LinePane = screen(d).rows  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize(
    ("open_", "words"),
    [(doctor, "blog"), (rules, "TRÉES"), (feed_settings, "agent"), (settings, "width article")],
)
async def test_a_list_is_narrowed_kept_narrow_and_shown_whole_again(
    opened: Opener, open_: Callable[[Driven], object], words: str
) -> None:
    async with opened(ailing_library) as d:
        await open_(d)  # type: ignore[misc]
        await d.until(lambda: isinstance(d.app.screen, Narrowed) and rows(d).count > 1)
        whole = rows(d).count
        await d.press("slash")
        await d.type(words[:-1])
        await d.until(lambda: 0 < rows(d).count < whole)
        assert f"{rows(d).count} of {whole} with “{words[:-1]}”" in d.text
        await d.type(words[-1])
        await d.press("enter")
        await d.until(lambda: not screen(d).prompt.is_open)
        assert 0 < rows(d).count < whole
        assert rows(d).cursor < rows(d).count
        await d.press("slash")
        assert screen(d).prompt.text == words
        await d.type("zzz")
        await d.until_shown("Nothing matches.")
        await d.press("escape")
        await d.until(lambda: rows(d).count == whole)
        await d.press("slash")
        assert screen(d).prompt.text == f"{words}zzz"  # nothing that was typed is lost
        await d.press("ctrl+u")
        await d.type(words)
        await d.press("enter", "escape")
        await d.until(lambda: rows(d).count == whole)
        assert isinstance(d.app.screen, Narrowed)
        await d.press("escape")
        await d.until(lambda: not isinstance(d.app.screen, Narrowed))


@given(st.lists(st.text("abcé ", max_size=6)), st.text("abcé ", max_size=4))
def test_what_is_left_has_the_words_and_the_order_stays(texts: list[str], words: str) -> None:
    found = list(narrowed(texts, words, str))
    plain = [text.replace("é", "e") for text in texts]
    wanted = words.replace("é", "e").split()
    assert found == [text for text, one in zip(texts, plain, strict=True) if all(w in one for w in wanted)]
