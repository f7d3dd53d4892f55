import itertools
import re

import pytest
from textual.keys import _character_to_key

from readnow.keys import names
from readnow.keys.actions import ACTIONS, QUIT, Action, Group, Pane, by_id

PALETTE_ONLY = {
    "feed.file-too",
    *("feed.doctor-all", "feed.import", "article.pager", "article.editor", "file.download", "file.stop"),
    *("folder.keep", "library.past", "library.backup"),
    *("go.next-unread-feed", "go.previous-unread-feed", "list.toggle-unread", "list.mark-everything"),
    *("link.open-read", "view.hints", "view.light"),
}


def test_ids_are_unique_and_name_a_noun_and_what_is_done() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert len({action.handler for action in ACTIONS}) == len(ACTIONS)
    for action in ACTIONS:
        assert re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", action.id)
        assert action.handler.isidentifier()
    assert by_id["article.toggle-read"].handler == "article_toggle_read"
    assert list(by_id.values()) == list(ACTIONS)


def test_every_action_has_keys_a_title_and_one_line_of_help() -> None:
    for action in ACTIONS:
        assert action.keys or action.id in PALETTE_ONLY
        assert action.panes
        assert re.fullmatch(r"[A-Z][^\n.!]{1,40}", action.title), action.title
        assert re.fullmatch(r"[A-Z][^\n!]{1,89}[^.\n!]", action.help), action.help


def test_no_two_actions_of_a_pane_share_a_key() -> None:
    for one, other in itertools.combinations(ACTIONS, 2):
        for pane in one.panes & other.panes:
            assert not set(one.keys_in(pane)) & set(other.keys_in(pane)), (one.id, other.id)


@pytest.mark.parametrize("key", sorted({key for action in ACTIONS for key in action.keys}))
def test_keys_are_names_that_reach_us_from_any_terminal(key: str) -> None:
    assert names.normalise(key) == key
    assert names.unsendable(key) == ""
    shown = names.display(key)
    assert shown.isascii()
    assert names.normalise(shown) == key
    if len(shown) == 1:
        assert _character_to_key(shown) == key


def test_arrows_and_their_like_work_without_knowing_vi() -> None:
    expected = {
        "up": "cursor.up",
        "down": "cursor.down",
        "pageup": "cursor.page-up",
        "pagedown": "cursor.page-down",
        "home": "cursor.top",
        "end": "cursor.bottom",
        "enter": "pane.open",
        "escape": "pane.escape",
        "tab": "pane.next",
    }
    for key, action_id in expected.items():
        assert key in by_id[action_id].keys


def test_each_pane_has_hints_for_the_status_line() -> None:
    def hints(pane: Pane) -> list[Action]:
        shown = [action for action in ACTIONS if action.shown and pane in action.panes]
        return sorted(shown, key=lambda action: -action.shown)[:3]

    assert [action.hint for action in hints(Pane.ARTICLES)] == ["read on", "open", "keys"]
    assert [action.hint for action in hints(Pane.READER)] == ["read on", "keys", "next unread"]
    assert all(bool(action.hint) == bool(action.shown) for action in ACTIONS)


def test_groups_come_in_their_order() -> None:
    assert [group for group, _ in itertools.groupby(action.group for action in ACTIONS)] == [
        group for group in Group if group is not Group.OWN
    ]


def test_there_is_a_key_to_quit_everywhere() -> None:
    assert by_id[QUIT].panes == frozenset(Pane)
