from hypothesis import given
from hypothesis import strategies as st

from readnow.config.schema import KeysConfig
from readnow.keys.actions import ACTIONS, QUIT, Pane, by_id
from readnow.keys.keymap import resolve
from readnow.keys.names import display, normalise
from readnow.keys.presets import PRESETS

KNOWN_KEYS = sorted({key for action in ACTIONS for key in action.keys})
NAMES = [
    *(action.id for action in ACTIONS),
    *(f"{pane}.{action.id}" for action in ACTIONS for pane in Pane),
]
written = st.sampled_from(["x", "X", "?", "F5", "ctrl+x", "^i", "ctrl+enter", *KNOWN_KEYS]) | st.text(
    max_size=8
)
bindings = st.dictionaries(
    st.sampled_from(NAMES) | st.text(max_size=8),
    st.lists(written, max_size=4).map(tuple),
    max_size=12,
)
presets = st.sampled_from(sorted(PRESETS))


@given(presets, bindings)
def test_whatever_the_user_writes_each_key_means_one_thing_in_a_pane(
    preset: str, wishes: dict[str, tuple[str, ...]]
) -> None:
    keymap = resolve(KeysConfig(preset, wishes))
    assert list(keymap.keys) == [action.id for action in ACTIONS]
    for pane in Pane:
        keys = [key for action in ACTIONS for key in keymap.of(action.id, pane)]
        assert len(set(keys)) == len(keys)
        assert keymap.of(QUIT, pane)
        assert all(pane in by_id[action_id].panes for action_id in keymap.panes[pane])


@given(presets, bindings)
def test_every_wish_is_met_or_answered(preset: str, wishes: dict[str, tuple[str, ...]]) -> None:
    keymap = resolve(KeysConfig(preset, wishes))
    gave_way_to_quit = any("there must be a key to quit" in text for text in keymap.problems)
    for name, keys in wishes.items():
        before, _, action_id = name.partition(".")
        panes = [pane for pane in Pane if f"{pane}.{name}" not in wishes]
        if before in list(Pane) and action_id in by_id:
            panes = [Pane(before)]
        else:
            action_id = name
        told = any(f'"{action_id}"' in text for text in (*keymap.problems, *keymap.notes))
        wanted = tuple(dict.fromkeys(normalise(key) for key in keys))
        met = action_id in by_id and all(
            keymap.of(action_id, pane) == wanted for pane in panes if pane in by_id[action_id].panes
        )
        assert met or told or gave_way_to_quit


@given(bindings)
def test_actions_nobody_touched_keep_their_keys(wishes: dict[str, tuple[str, ...]]) -> None:
    keymap = resolve(KeysConfig(bindings=wishes))
    wanted = {normalise(key) for keys in wishes.values() for key in keys}
    for action in ACTIONS:
        if not any(name.endswith(action.id) for name in wishes):
            for pane in action.panes:
                kept = set(keymap.of(action.id, pane))
                usual = set(action.keys_in(pane))
                assert usual - wanted <= kept <= usual


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
