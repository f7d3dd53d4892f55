"""Bindings made from the table: keys, the user's changes, and nothing left out."""

from textual.binding import Binding

from readnow.config.schema import KeysConfig
from readnow.keys.actions import ACTIONS, Pane
from readnow.keys.keymap import resolve
from readnow.tui.bindings import UNBOUND, bindings_for, keymap_for
from readnow.tui.screens.main import MainScreen
from tests.tui.conftest import Opener


def test_every_action_has_its_method_and_the_screen_no_others() -> None:
    methods = {name for name in dir(MainScreen) if name.startswith("action_")}
    wanted = {f"action_{action.handler}" for action in ACTIONS}
    assert wanted <= methods
    own = {name for name in methods if MainScreen.__dict__.get(name) or _made_by_us(name)}
    assert own - wanted == {"action_import_list", "action_add_starter"}


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
            for key in action.keys if pane in action.panes else ():
                assert bound[key].startswith(f"screen.{action.handler}")


def test_the_users_keys_in_textuals_form() -> None:
    keymap = keymap_for(resolve(KeysConfig(bindings={"article.toggle-read": ("M",), "view.zoom": ()})))
    assert keymap["article.toggle-read"] == "M"
    assert keymap["view.zoom"] == UNBOUND
    assert not any(name.startswith("link.open-number") for name in keymap)


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
