"""Sets of keys to start from: whole, without clashes, and with what the other readers have."""

import pytest

from readnow.config.schema import KeysConfig
from readnow.keys.actions import ACTIONS, QUIT, Pane, by_id
from readnow.keys.keymap import resolve
from readnow.keys.names import display, normalise, taken, unsendable
from readnow.keys.presets import DEFAULT, PRESETS
from readnow.keys.shown import differences, in_words, keyed
from readnow.keys.wishes import read_wishes

OTHERS = [name for name in PRESETS if name != DEFAULT]

WITHOUT = {
    "newsboat": {
        ("list.mark-older", Pane.FEEDS),
        ("comments.read", Pane.ARTICLES),
        ("comments.read", Pane.READER),
    },
    "google-reader": {
        ("go.next-article", Pane.ARTICLES),
        ("go.previous-article", Pane.ARTICLES),
        ("folder.new", Pane.FEEDS),
        *(("view.theme", pane) for pane in Pane),
    },
}
"""What has a key in the table and none in a preset: another key does much the same there, or it is rare."""

EXPECTED = {
    "newsboat": {
        Pane.FEEDS: "r feed.refresh R feed.refresh-all A list.mark-read C list.mark-everything l feed.hide-read",
        Pane.ARTICLES: (
            "j cursor.down k cursor.up n go.next-unread p go.previous-unread J go.next-article "
            "K go.previous-article N article.toggle-read l list.toggle-unread A list.mark-read g list.sort "
            "o link.open O link.open-read s article.save E feed.settings D article.delete e file.download "
            "/ find.open F find.open | article.pipe ^N go.next-unread-feed ^P go.previous-unread-feed "
            "^L app.redraw : palette.open ? help.show q app.back Q app.quit ^B article.toggle-later"
        ),
        Pane.READER: "u link.list # link.list s article.save N article.toggle-read j cursor.down n go.next-unread",
    },
    "google-reader": {
        Pane.FEEDS: "j cursor.down n cursor.down N go.next-feed P go.previous-feed o pane.open u pane.left",
        Pane.ARTICLES: (
            "j cursor.down k cursor.up n cursor.down p cursor.up o pane.open v link.open s article.toggle-star "
            "m article.toggle-read A list.mark-read r feed.refresh t article.tags f view.zoom u pane.left "
            "N go.next-feed P go.previous-feed / find.open ? help.show a feed.add"
        ),
        Pane.READER: "j go.next-article k go.previous-article Space go.read-on v link.open u pane.left f view.zoom",
    },
}  # fmt: skip


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_without_mistakes(preset: str) -> None:
    problems: list[str] = []
    wishes = read_wishes({name: (keys, "") for name, keys in PRESETS[preset].items()}, by_id, problems)
    assert problems == []
    keymap = resolve(KeysConfig(preset))
    assert (keymap.preset, keymap.problems, keymap.notes) == (preset, (), ())
    for wish in wishes:
        assert all(normalise(key) == key and not unsendable(key) for key in wish.keys)
        assert not wish.keys or any(not taken(key) for key in wish.keys)
        for pane in wish.panes:
            if wish.for_pane or f"{pane}.{wish.action.id}" not in PRESETS[preset]:
                assert keymap.of(wish.action.id, pane) == wish.keys


@pytest.mark.parametrize("preset", OTHERS)
def test_a_preset_takes_no_key_away_but_where_it_means_to(preset: str) -> None:
    keymap = resolve(KeysConfig(preset))
    bare = {
        (action.id, pane)
        for action in ACTIONS
        for pane in action.panes
        if action.keys_in(pane) and not keymap.of(action.id, pane)
    }
    assert bare == WITHOUT[preset]
    assert keymap.of(QUIT, Pane.READER) == ("Q", "ctrl+q")


@pytest.mark.parametrize("preset", OTHERS)
def test_a_preset_has_the_keys_of_that_reader(preset: str) -> None:
    keymap = resolve(KeysConfig(preset))
    for pane, expected in EXPECTED[preset].items():
        words = expected.split()
        for key, action_id in zip(words[::2], words[1::2], strict=True):
            assert normalise(key) in keymap.of(action_id, pane), (pane, key, action_id)


@pytest.mark.parametrize("preset", PRESETS)
def test_j_and_k_move_the_cursor_of_lists_in_all(preset: str) -> None:
    keymap = resolve(KeysConfig(preset))
    for pane in (Pane.FEEDS, Pane.ARTICLES):
        assert {"j", "down"} <= set(keymap.of("cursor.down", pane))
        assert {"k", "up"} <= set(keymap.of("cursor.up", pane))


def test_the_users_keys_go_before_those_of_a_preset() -> None:
    keymap = resolve(KeysConfig("newsboat", {"article.tags": ("N",), "reader.article.toggle-star": ("u",)}))
    assert keymap.of("article.tags", Pane.READER) == ("N",)
    assert keymap.of("article.toggle-read", Pane.READER) == ("m",)
    assert keymap.of("article.toggle-star", Pane.ARTICLES) == ("S", "ctrl+e")
    assert keymap.of("article.toggle-star", Pane.READER) == ("u",)
    assert keymap.notes == (
        'The key N is now "article.tags" and no longer "article.toggle-read".',
        'The key u is now "article.toggle-star" and no longer "link.list".',
    )


def test_differences_say_what_a_preset_changes() -> None:
    found = {(one.action.id, one.panes): (one.keys, before) for one, before in differences("newsboat")}
    assert found["journal.redo", tuple(Pane)] == (("ctrl+r",), ("U",))
    assert found["cursor.top", (Pane.FEEDS, Pane.ARTICLES)] == (("home",), ("g", "home"))
    assert list(differences(DEFAULT)) == []


def test_keys_are_told_once_or_once_for_each_set_of_panes() -> None:
    keymap = resolve(KeysConfig("google-reader"))
    down, doctor = by_id["cursor.down"], by_id["feed.doctor"]
    assert [(one.keys, one.panes) for one in keyed(keymap, down)] == [
        (("j", "n", "down"), (Pane.FEEDS, Pane.ARTICLES)),
        (("down",), (Pane.READER,)),
    ]
    assert [(one.keys, one.panes) for one in keyed(keymap, doctor)] == [(("i",), (Pane.FEEDS,))]
    assert in_words(by_id["link.open-number"].keys) == ["1", "…", "0"]
    assert in_words(("question_mark", "f1")) == [display("question_mark"), "F1"]
