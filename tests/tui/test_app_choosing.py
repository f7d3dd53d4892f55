"""Lists to choose from: what letters, the keys that move and the key that finds do in each of them."""

import pytest

from readnow.config.schema import KeysConfig
from readnow.tui.screens.choice import ChoiceScreen
from tests.support.driving import Driven
from tests.tui.conftest import Opener


def chosen_from(d: Driven) -> ChoiceScreen:
    screen = d.app.screen
    assert isinstance(screen, ChoiceScreen)
    return screen


@pytest.mark.parametrize(
    ("keys", "word"),
    [(("P",), "nord"), (("h", "V"), "unread"), (("j", "enter", "number_sign"), "link 7")],
    ids=["themes", "orders", "links"],
)
async def test_a_list_is_moved_in_by_letters_until_something_is_typed(
    opened: Opener, keys: tuple[str, ...], word: str
) -> None:
    async with opened() as d:
        await d.press(*keys)
        await d.until_shown("letters or / to narrow · Enter chooses · Esc closes")
        rows = chosen_from(d).rows
        of = rows.count
        rows.to_top()
        await d.press("j", "j", "k")
        assert rows.cursor == 1
        assert rows.count == of
        await d.type(word)
        await d.until(lambda: 0 < rows.count < of)
        await d.press("j")
        await d.until(lambda: not rows.count)  # nothing is called so
        await d.press(*["backspace"] * (len(word) + 1))
        await d.until(lambda: rows.count == of)
        await d.press("j", "slash")
        await d.until_shown("type to narrow · Enter chooses · Esc closes")
        assert rows.count == of
        await d.press("j", "slash")
        await d.until_shown("j/")
        await d.press("escape")
        assert d.app.screen is d.screen


@pytest.mark.parametrize("key", ["colon", "question_mark"])
async def test_where_one_comes_with_a_name_every_letter_is_text(opened: Opener, key: str) -> None:
    async with opened() as d:
        await d.press(key)
        await d.until_shown("Enter chooses · Esc closes")
        assert "to narrow" not in d.text.replace("type to narrow", "")
        await d.type("j")
        await d.until(lambda: d.lines[-1].strip() == "j")


async def test_the_users_own_keys_move_and_find_there_too(opened: Opener) -> None:
    keys = KeysConfig(bindings={"cursor.down": ("n",), "find.open": ("s",), "go.next-unread": ()})
    async with opened(keys=keys) as d:
        await d.press("P")
        await d.until_shown("letters or s to narrow")
        rows = chosen_from(d).rows
        at = rows.cursor
        await d.press("n")
        assert rows.cursor == at + 1
        await d.press("j")
        await d.until(lambda: rows.cursor == 0 or not rows.count)
        assert d.lines[-1].strip() == "j"
