import pytest

from readnow.config.schema import CommandConfig, CommandsConfig, KeysConfig
from readnow.keys.action import Group, Pane
from readnow.keys.actions import ACTIONS
from readnow.keys.keymap import Keymap, display, resolve
from readnow.keys.own import command_name


def resolved(**bindings: tuple[str, ...]) -> Keymap:
    """The key map for bindings written as `article__toggle_read=(...)`."""
    by_id = {name.replace("__", ".").replace("_", "-"): keys for name, keys in bindings.items()}
    return resolve(KeysConfig(bindings=by_id))


def test_without_wishes_the_table_holds() -> None:
    keymap = resolve(KeysConfig())
    assert dict(keymap.keys) == {action.id: action.keys for action in ACTIONS}
    assert keymap.problems == keymap.notes == ()


def test_users_keys_replace_those_of_the_table() -> None:
    keymap = resolved(article__toggle_read=("f9", "ctrl+x"))
    assert keymap.keys["article.toggle-read"] == ("f9", "ctrl+x")
    assert keymap.problems == keymap.notes == ()


def test_action_can_be_left_without_a_key() -> None:
    keymap = resolved(feed__unsubscribe=())
    assert keymap.keys["feed.unsubscribe"] == ()
    assert keymap.problems == keymap.notes == ()


def test_users_key_wins_over_a_default_and_that_is_told() -> None:
    keymap = resolved(article__toggle_read=("s",))
    assert keymap.keys["article.toggle-read"] == ("s",)
    assert keymap.keys["article.toggle-star"] == ()
    assert keymap.problems == ()
    assert keymap.notes == (
        'The key s is now "article.toggle-read" and no longer "article.toggle-star".',
        '"article.toggle-star" has no key now; the command palette still has it.',
    )


def test_swapping_two_keys_works_without_a_word() -> None:
    keymap = resolved(article__toggle_read=("s",), article__toggle_star=("m",))
    assert keymap.keys["article.toggle-read"] == ("s",)
    assert keymap.keys["article.toggle-star"] == ("m",)
    assert keymap.problems == keymap.notes == ()


def test_same_key_in_panes_apart_is_no_conflict() -> None:
    keymap = resolved(feed__unsubscribe=("x",), article__toggle_read=("x",))
    assert keymap.keys["feed.unsubscribe"] == keymap.keys["article.toggle-read"] == ("x",)
    assert keymap.problems == ()


def test_of_two_wishes_for_one_key_the_first_is_met() -> None:
    keymap = resolved(article__toggle_read=("x",), article__toggle_star=("x", "X"))
    assert keymap.keys["article.toggle-read"] == ("x",)
    assert keymap.keys["article.toggle-star"] == ("X",)
    assert keymap.problems == (
        'keys."article.toggle-star": the key x already belongs to "article.toggle-read" and stays there.',
    )


@pytest.mark.parametrize(
    ("action_id", "hint"),
    [
        ("article.toggle-raed", ', did you mean "article.toggle-read"?'),
        ("toggle-read", ', did you mean "article.toggle-read"?'),
        ("article.star", ', did you mean "article.toggle-star"?'),
        ("star", ', did you mean "article.toggle-star"?'),
        ("add", ', did you mean "feed.add"?'),
        ("xyzzy", ". `readnow keys` lists them."),
    ],
)
def test_unknown_action_is_told_with_the_nearest(action_id: str, hint: str) -> None:
    keymap = resolve(KeysConfig(bindings={action_id: ("x",)}))
    assert keymap.problems == (f'keys."{action_id}": unknown action{hint}',)


def test_unknown_key_is_told_with_the_nearest_and_the_rest_holds() -> None:
    keymap = resolved(article__toggle_read=("enterr", "x", "gg"))
    assert keymap.keys["article.toggle-read"] == ("x",)
    assert keymap.problems == (
        'keys."article.toggle-read": unknown key "enterr", did you mean "enter"?',
        'keys."article.toggle-read": unknown key "gg". Write it like x, X, f5, ctrl+x, space or ?.',
    )


def test_where_no_key_can_be_used_the_default_stays() -> None:
    keymap = resolved(article__toggle_read=("gg",))
    assert keymap.keys["article.toggle-read"] == ("m",)
    assert keymap.problems[-1] == (
        'keys."article.toggle-read": none of these keys can be used. The default is used.'
    )


def test_key_that_a_terminal_may_not_send_is_told_and_kept() -> None:
    keymap = resolved(article__toggle_read=("ctrl+i",))
    assert keymap.keys["article.toggle-read"] == ("ctrl+i",)
    assert keymap.problems == (
        'keys."article.toggle-read": ^I may not work, many terminals send the same for it as for Tab.',
    )


def test_digits_of_links_cannot_be_changed_but_can_be_taken() -> None:
    keymap = resolve(KeysConfig(bindings={"link.open-number": ("x",), "article.toggle-read": ("5",)}))
    assert keymap.problems == ('keys."link.open-number": these keys cannot be changed.',)
    assert "5" not in keymap.keys["link.open-number"]
    assert len(keymap.keys["link.open-number"]) == 9


def test_there_is_always_a_key_to_quit() -> None:
    keymap = resolved(app__quit=())
    assert keymap.keys["app.quit"] == ("Q", "ctrl+q")
    assert keymap.problems == ('keys."app.quit": there must be a key to quit: Q and ^Q.',)
    keymap = resolved(app__quit=(), article__toggle_read=("Q",))
    assert keymap.keys["app.quit"] == ("ctrl+q",)
    assert keymap.keys["article.toggle-read"] == ("Q",)
    keymap = resolved(go__next_unread=("Q",), go__previous_unread=("ctrl+q",))
    assert keymap.keys["app.quit"] == ("ctrl+q",)
    assert keymap.keys["go.next-unread"] == ("Q",)
    assert keymap.keys["go.previous-unread"] == ()
    assert len(keymap.problems) == 1


def test_unknown_preset_is_told() -> None:
    keymap = resolve(KeysConfig(preset="emacs"))
    assert keymap.keys == resolve(KeysConfig()).keys
    assert keymap.problems == (
        'keys.preset: there is no preset "emacs"; known: "default", "newsboat", "google-reader". The default is used.',
    )


def test_key_is_displayed_for_people() -> None:
    assert display("question_mark") == "?"


SEND = CommandConfig(("prog", "%u"), ("ctrl+x", "f3"), "Send to the phone")
TEXT = CommandConfig(("prog", "%f"))


def own(**commands: CommandConfig) -> Keymap:
    return resolve(KeysConfig(), commands=CommandsConfig(commands))


def test_commands_of_the_users_are_actions() -> None:
    keymap = own(send=SEND, text=TEXT)
    send, text = keymap.actions[-2:]
    assert (send.id, send.title, send.group, keymap.keys[send.id]) == (
        "command.send",
        "Send to the phone",
        Group.OWN,
        ("ctrl+x", "f3"),
    )
    assert (text.title, keymap.keys[text.id]) == ("Text", ())
    assert send.panes == frozenset(Pane)
    assert text.panes == frozenset({Pane.ARTICLES, Pane.READER})
    assert keymap.problems == keymap.notes == ()
    assert (command_name(send.id), command_name("article.toggle-read")) == ("send", "")


def test_a_commands_key_is_checked_like_all_others() -> None:
    keymap = own(
        a=CommandConfig(("p",), ("m",)),
        b=CommandConfig(("p",), ("m", "nokey")),
        c=CommandConfig(("p",), ("3",)),
    )
    assert keymap.keys["command.a"] == ("m",)
    assert keymap.keys["article.toggle-read"] == ()
    assert 'The key m is now "command.a" and no longer "article.toggle-read".' in keymap.notes
    assert keymap.problems[1] == 'commands.b.key: the key m already belongs to "command.a" and stays there.'
    assert keymap.problems[0].startswith('commands.b.key: unknown key "nokey"')
    assert keymap.problems[2] == "commands.b.key: none of these keys can be used."
    assert keymap.keys["command.c"] == ("3",)
    assert "3" not in keymap.keys["link.open-number"]
    assert len(keymap.problems) == 3


def test_the_table_of_keys_goes_before_that_of_commands() -> None:
    config = KeysConfig(bindings={"command.send": ("x",), "article.toggle-star": ("f3",)})
    keymap = resolve(config, commands=CommandsConfig({"send": SEND}))
    assert keymap.keys["command.send"] == ("x",)
    assert keymap.problems == ()


def test_keys_for_one_pane_go_before_those_for_all() -> None:
    wishes = {
        "article.toggle-star": ("x",),
        "reader.article.toggle-star": ("S",),
        "articles.view.zoom": ("x",),
    }
    keymap = resolve(KeysConfig(bindings=wishes))
    assert keymap.of("article.toggle-star", Pane.READER) == ("S",)
    assert keymap.of("view.zoom", Pane.ARTICLES) == ("x",)
    assert keymap.of("view.zoom", Pane.READER) == ("z",)
    assert keymap.of("article.toggle-star", Pane.ARTICLES) == ("s",)
    assert keymap.problems == (
        'keys."article.toggle-star": the key x already belongs to "view.zoom" in articles and stays there.',
        'keys."article.toggle-star": none of these keys can be used. The default is used.',
    )


def test_a_key_may_be_taken_away_in_one_pane() -> None:
    keymap = resolve(KeysConfig(bindings={"reader.article.delete": (), "feeds.feed.unsubscribe": ()}))
    assert keymap.of("article.delete", Pane.READER) == ()
    assert keymap.of("article.delete", Pane.ARTICLES) == ("D", "delete")
    assert keymap.problems == keymap.notes == ()


def test_what_is_no_action_of_a_pane_is_told() -> None:
    wishes = {"reader.folder.new": ("x",), "readr.article.toggle-star": ("y",), "reader.articl.tags": ("z",)}
    keymap = resolve(KeysConfig(bindings=wishes))
    assert keymap.problems == (
        'keys.reader."folder.new": this is no action of that pane; it is one of: feeds.',
        'keys."readr.article.toggle-star": unknown action, did you mean "reader.article.toggle-star"?',
        'keys."reader.articl.tags": unknown action, did you mean "reader.article.tags"?',
    )


@pytest.mark.parametrize(
    ("keys", "reasons"),
    [
        (("ctrl+b",), ("^B may not work, tmux keeps it for itself; have another key beside it",)),
        (("ctrl+a",), ("^A may not work, screen keeps it for itself; have another key beside it",)),
        (("f9",), ("F9 may not work, many terminals and desktops keep it for themselves; have another key beside it",)),
        (("f9", "x"), ()),
        (("ctrl+b", "ctrl+x"), ()),
        (("f5",), ()),
        (("shift+space",), ("Shift+Space may not work, many terminals cannot send it",)),
        (("super+x", "x"), ("Super+x may not work, many terminals cannot send it",)),
        (("ctrl+3",), ("^3 may not work, many terminals cannot send it",)),
    ],
)  # fmt: skip
def test_keys_that_may_not_arrive_are_told(keys: tuple[str, ...], reasons: tuple[str, ...]) -> None:
    keymap = resolved(article__toggle_read=keys)
    assert keymap.problems == tuple(f'keys."article.toggle-read": {reason}.' for reason in reasons)
    assert len(keymap.keys["article.toggle-read"]) == len(keys)


def test_no_action_is_called_as_if_it_were_of_one_pane() -> None:
    assert not any(action.id.partition(".")[0] in list(Pane) for action in ACTIONS)
