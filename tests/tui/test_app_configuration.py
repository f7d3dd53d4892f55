"""The settings of ReadNOW on the screen, and reading their file again while it runs."""

from pathlib import Path

import pytest

from readnow.config.describe import settings
from readnow.keys.actions import ACTIONS, Pane
from readnow.tui.configuration_rows import ConfigRow, Subject
from readnow.tui.screens.configuration import ConfigurationScreen
from tests.support.driving import Driven
from tests.tui.conftest import Opener, quiet
from tests.tui.test_app_layout import compare

FILE = """\
[ui]
text_width = 60
thme = "nord"
layout = "four"
[keys]
"article.save" = "ctrl+y"
"article.sav" = "x"
[commands]
send = ["send-it", "%u"]
"""


def screen(d: Driven) -> ConfigurationScreen:
    found = d.app.screen
    assert isinstance(found, ConfigurationScreen)
    return found


def row(d: Driven) -> ConfigRow:
    found = screen(d).row
    assert found is not None
    return found


async def narrow(d: Driven, words: str) -> None:
    """Narrow the list to one row that has these words."""
    if screen(d).narrowing:
        await d.press("escape")
    await d.press("slash")
    await d.type(words)
    await d.press("enter")
    await d.until(lambda: not screen(d).prompt.is_open)


async def enter(d: Driven, text: str) -> None:
    """Try a value for the row under the cursor."""
    await d.press("enter")
    await d.until(lambda: screen(d).prompt.is_open)
    await d.press("ctrl+u", "ctrl+k")
    await d.type(text)
    await d.press("enter")


def write(d: Driven, text: str) -> None:
    d.paths.config_file.write_text(quiet(text), encoding="utf-8")


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40)], ids=str)
async def test_settings(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(size=size) as d:
        d.screen.configured.places = type(d.screen.configured.places)(Path("/home/me/config.toml"))
        await d.press("Z")
        await narrow(d, "fetch.")  # other tables may have more settings any day
        screen(d).rows.set_title("Settings")
        await d.press("j")
        compare(d, f"configuration-{size[0]}x{size[1]}")


async def test_every_value_and_every_problem_has_a_row(opened: Opener) -> None:
    async with opened(file=FILE) as d:
        await d.press("Z")
        rows = [one for one in screen(d).rows_now() if isinstance(one, ConfigRow)]
        keys = [one.key for one in rows]
        assert {setting.key for setting in settings()} < set(keys)
        assert {f'keys."{action.id}"' for action in ACTIONS if not action.fixed} < set(keys)
        assert "commands.send" in keys
        wrong = [one.value for one in rows if one.subject is Subject.PROBLEM]
        assert wrong == [
            "ui.thme: unknown key, did you mean theme? The default is used.",
            'keys."article.sav": unknown action, did you mean "article.save"?',
        ]
        by_key = {one.key: one for one in rows}
        assert by_key["ui.text_width"].origin.words == "line 2"
        assert by_key["ui.layout"].origin.words == "default"
        assert by_key["ui.layout"].wrong.startswith("must be")
        assert by_key['keys."article.save"'].value == "^Y"
        assert by_key["commands.send"].lines == (
            '[commands]\nsend = { run = ["send-it", "%u"], terminal = false }'
        )
        assert by_key["place config"].origin.words == "--config"


async def test_a_value_is_tried_shown_and_taken_back(opened: Opener) -> None:
    async with opened(file=FILE) as d:
        await d.press("Z")
        await narrow(d, "ui.text_width")
        await enter(d, "80")
        await d.until(lambda: d.screen.reader.text_width == 80)
        assert row(d).origin.words == "tried"
        assert row(d).lines == "[ui]\ntext_width = 80"
        await d.until_shown("text_width = 80")
        assert d.paths.config_file.read_text() == quiet(FILE)
        await d.press("y")
        assert d.app.clipboard == "[ui]\ntext_width = 80\n"
        await d.press("x")
        await d.until(lambda: d.screen.reader.text_width == 60)
        assert row(d).origin.words == "line 2"


async def test_what_is_wrong_is_told_while_it_is_typed(opened: Opener) -> None:
    async with opened() as d:
        await d.press("Z")
        await narrow(d, "ui.text_width")
        await d.press("enter", "ctrl+u", "8")
        await d.until_shown("must be a whole number from 20 to 400, not 8")
        await d.press("0")
        await d.until(lambda: "must be" not in d.text)
        await d.press("backspace", "enter")
        await d.until_shown("must be a whole number")
        assert screen(d).prompt.text == "8"
        await d.press("escape")
        await d.until(lambda: "must be" not in d.text)
        assert d.screen.config.ui.text_width == 72


async def test_a_switch_is_switched(opened: Opener) -> None:
    async with opened() as d:
        await d.press("Z")
        await narrow(d, "ui.hide_read")
        await d.press("enter")
        await d.until(lambda: d.screen.arrangement.hides_read)
        await d.press("enter")
        await d.until(lambda: not d.screen.arrangement.hides_read)


@pytest.mark.parametrize("key", ["ui.mouse", "feeds.keep_unread"])
async def test_what_cannot_be_tried_only_gives_its_line(opened: Opener, key: str) -> None:
    async with opened() as d:
        await d.press("Z")
        await narrow(d, key)
        await d.press("enter")
        await d.until(lambda: row(d).awaits == "false")
        assert row(d).value == "true"
        assert row(d).lines.endswith(" = false")
        await d.until_shown("Holds once it is in your file")
        assert d.screen.config.ui.mouse
        assert d.screen.config.feeds.keep_unread


async def test_keys_are_tried_and_those_of_others_are_told(opened: Opener) -> None:
    async with opened() as d:
        await d.press("Z")
        await narrow(d, "article.toggle-star")
        await enter(d, "ctrl+y, nokey")
        await d.until_shown('unknown key "nokey"')
        await d.press("escape", "enter", "ctrl+u")
        await d.type("ctrl+y")
        await d.press("enter")
        await d.until(lambda: row(d).value == "^Y")
        await d.press("escape", "escape", "l")
        head = d.screen.article_list.head
        assert head is not None
        starred = head.starred
        await d.press("ctrl+y")
        await d.until(lambda: d.screen.article_list.heads[0].starred is not starred)
        await d.press("s")
        assert d.screen.article_list.heads[0].starred is not starred


async def test_an_unknown_theme_is_refused_with_those_that_there_are(opened: Opener) -> None:
    async with opened() as d:
        await d.press("Z")
        await narrow(d, "ui.theme")
        await enter(d, "nrod")
        await d.until_shown("did you mean nord?")
        await d.press("ctrl+u")
        await d.type("nord")
        await d.press("enter")
        await d.until(lambda: d.app.theme == "nord")
        assert not d.app.native_ansi_color
        await d.press("x")
        await d.until(lambda: d.app.theme == "terminal")
        assert d.app.native_ansi_color


async def test_places_problems_and_commands_are_not_tried(opened: Opener) -> None:
    async with opened(file=FILE) as d:
        await d.press("Z")
        for words in ("configuration", "thme", "commands.send"):
            await narrow(d, words)
            await d.press("enter")
            assert not screen(d).prompt.is_open
            await d.until(lambda: screen(d).status.message)
            screen(d).say("")


# -- reading the file again


async def test_the_file_is_read_again_by_key(opened: Opener) -> None:
    async with opened(file="") as d:
        write(d, '[ui]\ntext_width = 50\nmouse = false\n[keys]\n"article.save" = "ctrl+y"\n')
        await d.press("f2")
        await d.until(lambda: "text_width" in d.status)
        assert d.status == 'Changed: ui.text_width, keys."article.save". At the next start: ui.mouse.'
        assert d.screen.reader.text_width == 50
        assert d.screen.keymap.keys["article.save"] == ("ctrl+y",)
        assert d.screen.config.ui.mouse
        await d.press("Z")
        await narrow(d, "ui.mouse")
        assert (row(d).value, row(d).awaits) == ("true", "false")
        await d.press("f2")
        await d.until_shown("At the next start: ui.mouse.")


async def test_a_file_that_says_the_same_changes_nothing(opened: Opener) -> None:
    async with opened(file="[ui]\ntext_width = 60\n") as d:
        write(d, "# said again\n[ui]\ntext_width = 60\n")
        await d.press("f2")
        await d.until(lambda: d.status == "The configuration is as it was.")


@pytest.mark.parametrize("broken", ["[ui\n", "[ui]\ntheme = 'x", "\0", None])
async def test_a_broken_file_leaves_what_held(opened: Opener, broken: str | None) -> None:
    async with opened(file="[ui]\ntext_width = 60\n") as d:
        if broken is None:
            d.paths.config_file.unlink()
        else:
            write(d, broken)
        await d.press("Z", "f2")
        await d.until(lambda: "What held before still holds." in screen(d).status.message)
        assert screen(d).status.message.startswith(str(d.paths.config_file))
        await d.press("escape", "f2")
        await d.until(lambda: "What held before still holds." in d.status)
        assert d.screen.config.ui.text_width == 60
        assert d.screen.reader.text_width == 60


async def test_problems_of_the_file_are_told_in_words_and_the_rest_is_taken(opened: Opener) -> None:
    async with opened(file="") as d:
        write(d, '[ui]\nthme = "nord"\ntext_width = 50\ntheme = "nrod"\n[keys]\n"article.save" = "nokey"\n')
        await d.press("f2")
        await d.until(lambda: "unknown key" in d.status)
        assert "config.toml, line 2: ui.thme: unknown key, did you mean theme?" in d.status
        assert "(3 more: see the settings)" in d.status
        assert d.screen.reader.text_width == 50
        assert d.screen.keymap.keys["article.save"] == ("S",)
        assert d.app.theme == "terminal"


async def test_each_setting_that_can_is_gone_by_at_once(opened: Opener) -> None:
    async with opened(file="") as d:
        await d.press("l")
        await d.until(lambda: d.open_article)
        write(
            d,
            '[ui]\ntheme = "nord"\nlayout = "one"\ndate_format = "%Y!"\nsort = "title"\nfeed_order = "name"\n'
            'hide_read = true\n[commands]\nown = { run = ["x"], key = "ctrl+y" }\n[feeds]\nkeep = "5d"\n'
            '[refresh]\ninterval = 7\nauto = true\non_start = false\n[open]\ndownload_dir = "/somewhere"\n',
        )
        await d.press("f2")
        await d.until(lambda: d.app.theme == "nord")
        await d.until(lambda: "!" in d.text)
        assert d.screen.shown_panes() == (Pane.READER,)
        await d.until(lambda: d.titles == sorted(d.titles))
        assert d.screen.arrangement.hides_read
        assert d.screen.command_of_key("ctrl+y") == "own"
        assert d.library.upkeep.policy.keep == "5d"
        assert d.library.policy.auto
        assert d.library.downloads.folder == Path("/somewhere")


async def test_it_is_in_the_palette(opened: Opener) -> None:
    async with opened(file="") as d:
        await d.press("colon")
        await d.type("read the config")
        await d.press("enter")
        await d.until(lambda: d.status == "The configuration is as it was.")
        await d.press("colon")
        await d.type("settings")
        await d.until_shown("Settings")
        await d.press("enter")
        await d.until(lambda: isinstance(d.app.screen, ConfigurationScreen))


async def test_a_device_is_not_read_again(opened: Opener) -> None:
    async with opened(file="") as d:
        d.screen.configured.places = type(d.screen.configured.places)(Path("/dev/null"))
        await d.press("f2")
        await d.until(lambda: "no ordinary file" in d.status)


# -- at the start


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ('[keys]\n"article.save" = "x"\n"article.pipe" = "x"\n', 'already belongs to "article.save"'),
        ('[ui]\nthme = "x"\n', "did you mean theme?"),
        ('[ui]\ntheme = "nrod"\n', 'there is no theme "nrod", did you mean nord?'),
        ("[fecth]\n", "did you mean [fetch]?"),
    ],
)
async def test_it_starts_all_the_same_and_tells_once(opened: Opener, file: str, told: str) -> None:
    async with opened(file=file) as d:
        await d.until(lambda: told in d.status)
        assert d.titles
        await d.press("Z")
        await d.press("escape")
        d.screen.say("")
        await d.press("j")
        assert told not in d.status


async def test_what_was_chosen_by_keys_is_shown_and_stays_until_its_setting_is_another(
    opened: Opener,
) -> None:
    async with opened(file="") as d:
        await d.press("B")
        await d.until(lambda: d.screen.ui.layout == "three")
        write(d, "[ui]\ntext_width = 50\n")
        await d.press("f2")
        await d.until(lambda: d.screen.reader.text_width == 50)
        assert d.screen.ui.layout == "three"
        await d.press("Z")
        await narrow(d, "ui.layout")
        assert (row(d).value, row(d).origin.words) == ("three", "by a key")
        await enter(d, "one")
        await d.until(lambda: d.screen.ui.layout == "one")
        assert row(d).origin.words == "tried"


async def test_a_theme_of_ones_own_is_made_changed_and_taken_away(opened: Opener) -> None:
    async with opened(file="") as d:
        write(d, '[ui]\ntheme = "sea"\n[theme.sea]\nbase = "dark"\naccent = "#5fd7d7"\n')
        await d.press("f2")
        await d.until(lambda: d.app.theme == "sea")
        assert d.app.current_theme.accent == "#5fd7d7"
        write(d, '[ui]\ntheme = "sea"\n[theme.sea]\nbase = "dark"\naccent = "#ff0000"\n')
        await d.press("f2")
        await d.until(lambda: d.app.current_theme.accent == "#ff0000")
        assert d.app.theme == "sea"
        await d.press("Z")
        await narrow(d, "ui.theme")
        await enter(d, "nord")
        await d.until(lambda: d.app.theme == "nord")
        await enter(d, "sea")
        await d.until(lambda: d.app.theme == "sea")
        write(d, "")
        await d.press("f2")
        await d.until(lambda: d.app.theme == "terminal")
