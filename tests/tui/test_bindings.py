"""Bindings made from the table: keys, the user's changes, and nothing left out."""

from collections.abc import Callable

import pytest
from textual.binding import Binding, BindingType

from readnow.config.schema import KeysConfig
from readnow.keys.actions import ACTIONS, Pane, by_id
from readnow.keys.keymap import resolve
from readnow.keys.presets import PRESETS
from readnow.tui.bindings import UNBOUND, bindings_for, rebound
from readnow.tui.doctor_keys import doctor_bindings, settings_bindings
from readnow.tui.page_keys import changes_bindings, page_bindings
from readnow.tui.picture_keys import picture_bindings
from readnow.tui.rule_keys import rule_bindings
from readnow.tui.screens.main import MainScreen
from tests.tui.conftest import Opener


def test_every_action_has_its_method_and_the_screen_no_others() -> None:
    methods = {name for name in dir(MainScreen) if name.startswith("action_")}
    wanted = {f"action_{action.handler}" for action in ACTIONS}
    assert wanted <= methods
    own = {name for name in methods if MainScreen.__dict__.get(name) or _made_by_us(name)}
    assert own - wanted == {"action_add_starter"}


def _made_by_us(name: str) -> bool:
    return any(name in part.__dict__ for part in MainScreen.__mro__ if part.__module__.startswith("readnow."))


def test_every_key_of_the_table_is_bound_in_its_panes() -> None:
    for pane in Pane:
        bound: dict[str, str] = {}
        for binding in bindings_for(pane):
            assert isinstance(binding, Binding)
            for key in binding.key.split(","):
                assert key not in bound or key == UNBOUND
                bound[key] = binding.action
        for action in ACTIONS:
            for key in action.keys_in(pane) if pane in action.panes else ():
                assert bound[key].startswith(f"screen.{action.handler}")


def test_the_users_keys_in_bindings() -> None:
    wishes = {"article.toggle-read": ("M",), "view.zoom": (), "reader.article.toggle-star": ("5", "S")}
    keymap = resolve(KeysConfig(bindings=wishes))
    bound = {one.id: one.key for one in rebound(bindings_for(Pane.READER), keymap, Pane.READER)}
    assert bound["article.toggle-read"] == "M"
    assert bound["article.toggle-star"] == "5,S"
    assert bound["view.zoom"] == bound["link.open-number.5"] == UNBOUND
    assert bound["link.open-number.6"] == "6"
    bound = {one.id: one.key for one in rebound(bindings_for(Pane.ARTICLES), keymap, Pane.ARTICLES)}
    assert bound["article.toggle-star"] == "s"


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(
    "bindings",
    [doctor_bindings, settings_bindings, rule_bindings, page_bindings, changes_bindings, picture_bindings],
)
def test_keys_of_a_screens_own_stay_its_own(bindings: Callable[[], list[BindingType]], preset: str) -> None:
    wishes = {"cursor.down": ("j", "s", "l", "m", "D"), "app.back": ("u", "q")}
    for keymap in (resolve(KeysConfig(preset)), resolve(KeysConfig(preset, wishes))):
        bound: dict[str, str | None] = {}
        for one in rebound(bindings(), keymap):
            for key in one.key.split(","):
                assert key not in bound or key == UNBOUND
                bound[key] = one.id
        for made in bindings():
            assert isinstance(made, Binding)
            for key in () if made.id in by_id else made.key.split(","):
                assert bound[key] == made.id
        assert "pane.escape" in bound.values()


async def test_a_key_for_one_pane_works_in_that_alone(opened: Opener) -> None:
    wishes = {"reader.article.toggle-star": ("x",), "feeds.cursor.down": ("s",)}
    async with opened(keys=KeysConfig(bindings=wishes)) as d:
        await d.press("s")
        assert d.screen.article_list.heads[0].starred
        await d.press("enter", "s")
        assert d.screen.article_list.heads[0].starred
        await d.press("x")
        assert not d.screen.article_list.heads[0].starred
        await d.press("h", "h", "g", "s")
        assert (d.screen.pane, d.screen.feed_list.cursor) == (Pane.FEEDS, 1)


async def test_keys_can_be_others_while_the_program_runs(opened: Opener) -> None:
    async with opened() as d:
        d.screen.take_keys(resolve(KeysConfig("newsboat")))
        await d.press("S")
        assert d.screen.article_list.heads[0].starred


async def test_the_users_keys_work_and_the_old_ones_do_not(opened: Opener) -> None:
    keys = KeysConfig(
        bindings={"article.toggle-star": ("x",), "article.toggle-read": ("s",), "view.zoom": ()}
    )
    async with opened(keys=keys) as d:
        await d.press("x")
        assert d.screen.article_list.heads[0].starred
        await d.press("s")
        assert d.screen.article_list.heads[0].read
        await d.press("z", "m")
        assert d.open_article == ""
        assert d.screen.article_list.heads[0].read
        await d.press("question_mark")
        assert "  x                Star the article" in d.text


async def test_mistakes_in_the_users_keys_are_told(opened: Opener) -> None:
    async with opened(keys=KeysConfig(bindings={"article.nothing": ("x",)})) as d:
        assert "article.nothing" in d.status


async def test_ctrl_c_says_how_to_quit(opened: Opener) -> None:
    async with opened() as d:
        await d.press("ctrl+c")
        assert d.status == "Q or ^Q quits."
        assert d.app.is_running


async def test_quit_from_anywhere(opened: Opener) -> None:
    async with opened() as d:
        await d.press("enter", "Q")
        assert d.app.return_code == 0
        assert not d.app.is_running


async def test_a_redraw_draws_everything(opened: Opener) -> None:
    async with opened() as d:
        await d.press("ctrl+l")
        assert "On reading slowly" in d.text
