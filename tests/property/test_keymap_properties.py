from hypothesis import given
from hypothesis import strategies as st

from readnow.config.schema import KeysConfig
from readnow.keys.actions import ACTIONS, QUIT, by_id
from readnow.keys.keymap import resolve
from readnow.keys.names import display, normalise

KNOWN_KEYS = sorted({key for action in ACTIONS for key in action.keys})
written = st.sampled_from(["x", "X", "?", "F5", "ctrl+x", "^i", "ctrl+enter", *KNOWN_KEYS]) | st.text(
    max_size=8
)
bindings = st.dictionaries(
    st.sampled_from([action.id for action in ACTIONS]) | st.text(max_size=8),
    st.lists(written, max_size=4).map(tuple),
    max_size=12,
)


@given(bindings)
def test_whatever_the_user_writes_each_key_means_one_thing_in_a_pane(
    wishes: dict[str, tuple[str, ...]],
) -> None:
    keymap = resolve(KeysConfig(bindings=wishes))
    assert list(keymap.keys) == [action.id for action in ACTIONS]
    taken: set[tuple[str, str]] = set()
    for action_id, keys in keymap.keys.items():
        for place in ((key, pane) for key in keys for pane in by_id[action_id].panes):
            assert place not in taken
            taken.add(place)
    assert keymap.keys[QUIT]


@given(bindings)
def test_every_wish_is_met_or_answered(wishes: dict[str, tuple[str, ...]]) -> None:
    keymap = resolve(KeysConfig(bindings=wishes))
    for action_id, keys in wishes.items():
        told = any(f'"{action_id}"' in text for text in (*keymap.problems, *keymap.notes))
        met = keymap.keys.get(action_id) == tuple(dict.fromkeys(normalise(key) for key in keys))
        gave_way_to_quit = any("there must be a key to quit" in text for text in keymap.problems)
        assert met or told or gave_way_to_quit


@given(bindings)
def test_actions_nobody_touched_keep_their_keys(wishes: dict[str, tuple[str, ...]]) -> None:
    keymap = resolve(KeysConfig(bindings=wishes))
    wanted = {normalise(key) for keys in wishes.values() for key in keys}
    for action in ACTIONS:
        if action.id not in wishes:
            kept = set(keymap.keys[action.id])
            assert set(action.keys) - wanted <= kept <= set(action.keys)


@given(st.text(max_size=12))
def test_any_text_is_a_key_or_none(text: str) -> None:
    name = normalise(text)
    if name is not None:
        assert "," not in name
        assert name.isprintable()
        assert display(name)


@given(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Cf", "Zs", "Zl", "Zp"]))
def test_what_is_displayed_for_a_character_is_that_character(character: str) -> None:
    name = normalise(character)
    assert name is not None
    if character.isascii():
        assert display(name) == character
        assert normalise(name) == name
