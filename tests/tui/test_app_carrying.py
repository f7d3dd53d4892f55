"""An article carried out of the interface: Markdown links, files, the user's own commands."""

import stat
import sys
from pathlib import Path

import pytest

from readnow.config.schema import CommandConfig, CommandsConfig, OpenConfig
from readnow.store.database import Connection
from tests.support.driving import Driven
from tests.support.shelf import entry, put_feed
from tests.tui.conftest import Opener

HOSTILE = "<p>Words &#27;]52;c;aGk=&#7; and &#155;31m more \x1b]0;x\x07.</p>"


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the application sent to the terminal's clipboard."""
    sent: list[str] = []
    monkeypatch.setattr("readnow.tui.app.ReadNowApp.copy_to_clipboard", lambda self, text: sent.append(text))
    return sent


def hostile(conn: Connection) -> None:
    """An article whose text would like to write to the terminal."""
    put_feed(conn, "Harbour", [entry("-rf [*a*] \\_b", HOSTILE)])


# -- links


async def test_a_markdown_link_of_article_link_and_feed(opened: Opener, copied: list[str]) -> None:
    async with opened(hostile) as d:
        await d.press("Y")
        assert copied == [r"[-rf \[\*a\*\] \\\_b](https://feeds.example/rfab)"]
        assert d.status == f"Copied: {copied[0]}"
    async with opened() as d:
        await d.press("j", "enter", "semicolon", "Y")
        assert copied[-1] == "[link 1](https://links.example/1)"
        await d.press("h", "h", "G", "k", "k", "colon")
        await d.type("markdown")
        await d.press("enter")
        assert copied[-1] == "[Kernel Week](https://kernel-week.example/)"


# -- files


def downloads(tmp_path: Path) -> OpenConfig:
    return OpenConfig(download_dir=str(tmp_path / "files"))


async def test_saving_takes_two_keys(opened: Opener, tmp_path: Path) -> None:
    async with opened(hostile, open_=downloads(tmp_path)) as d:
        await d.press("S")
        assert "rf a _b.md" in d.text
        await d.press("enter")
        await d.until(lambda: "Saved as" in d.status)
        path = tmp_path / "files" / "rf a _b.md"
        assert d.status == f"Saved as {path}"
        text = path.read_text()
        assert text.startswith(r"# -rf \[\*a\*\] \\\_b")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert all(character.isprintable() or character == "\n" for character in text)


async def test_tab_and_the_ending_choose_the_form(opened: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    async with opened(open_=downloads(tmp_path)) as d:
        await d.press("S", "tab")
        assert "On reading slowly.html" in d.text
        await d.press("tab", "tab", "tab", "tab", "enter")
        await d.until(lambda: (folder / "On reading slowly.html").exists())
        assert (folder / "On reading slowly.html").read_text().startswith("<!DOCTYPE html>")
        await d.press("S")  # what was chosen last, under a name that is free
        assert "On reading slowly-2.html" in d.text
        await d.press(*["backspace"] * 4)
        await d.type("json")
        await d.press("enter")
        await d.until(lambda: (folder / "On reading slowly-2.json").exists())


async def test_what_is_there_stays_and_another_name_is_proposed(opened: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "mine.md").write_text("mine")
    async with opened(open_=downloads(tmp_path)) as d:
        await d.press("S", "ctrl+u")
        await d.type("mine.md")
        await d.press("enter")
        await d.until(lambda: "mine-2.md" in d.text)
        await d.press("enter")
        await d.until(lambda: (folder / "mine-2.md").exists())
        assert (folder / "mine.md").read_text() == "mine"


async def test_a_proposal_belongs_to_its_article(opened: Opener, tmp_path: Path) -> None:
    async with opened(open_=downloads(tmp_path)) as d:
        await d.press("S")
        await d.type("x")
        await d.press("escape", "S")
        assert "On reading slowly.mdx" in d.text
        await d.press("escape", "j", "S")
        assert "A terminal is a place.md" in d.text


async def test_where_nothing_can_be_written_that_is_told(opened: Opener, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file")
    async with opened(open_=downloads(tmp_path)) as d:
        await d.press("S", "enter")
        await d.until(lambda: "cannot be" in d.status)


async def test_without_an_article_there_is_nothing_to_carry(opened: Opener, copied: list[str]) -> None:
    async with opened(lambda conn: put_feed(conn, "Empty", [])) as d:
        for key in ("S", "vertical_line", "e", "c", "C", "equals_sign"):
            await d.press(key)
            assert d.status == "There is no article here."


# -- the user's own commands


def recorder(tmp_path: Path, *arguments: str) -> tuple[str, ...]:
    """A command that writes down what it was given, each argument on a line, and the file's text."""
    script = (
        "import sys, pathlib\n"
        "lines = [repr(word) for word in sys.argv[2:]]\n"
        "lines += [pathlib.Path(word).read_text() for word in sys.argv[2:] if word.endswith('.txt')]\n"
        "pathlib.Path(sys.argv[1] + '.part').write_text('\\n'.join(lines))\n"
        "pathlib.Path(sys.argv[1] + '.part').rename(sys.argv[1])\n"
    )
    return (sys.executable, "-c", script, str(tmp_path / "seen"), *arguments)


def mode(path: Path) -> int | None:
    """Who may do what with a file; None where there is none."""
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else None


async def seen(d: Driven, tmp_path: Path) -> list[str]:
    await d.until(lambda: (tmp_path / "seen").exists())
    return (tmp_path / "seen").read_text().split("\n")


async def test_a_command_gets_whole_arguments_by_its_key(opened: Opener, tmp_path: Path) -> None:
    command = CommandConfig(recorder(tmp_path, "%t", "--title=%t", "%u", "%f", "plain"), ("ctrl+x",))
    async with opened(hostile, commands=CommandsConfig({"note": command})) as d:
        await d.press("ctrl+x")
        title, option, url, path, plain, *text = await seen(d, tmp_path)
        assert title == repr(r" -rf [*a*] \_b")
        assert option == repr(r"--title=-rf [*a*] \_b")
        assert url == "'https://feeds.example/rfab'"
        assert plain == "'plain'"
        assert "Words and ›31m more ." in text
        assert "\x1b" not in "\n".join(text)
        file = Path(path.strip("'"))
        assert (mode(file), mode(file.parent.parent)) == (0o600, 0o700)
    assert (mode(file), mode(file.parent.parent)) == (None, None)


async def test_a_command_is_in_the_palette_and_in_the_list_of_keys(opened: Opener, tmp_path: Path) -> None:
    commands = CommandsConfig(
        {
            "send-it": CommandConfig(recorder(tmp_path, "%u"), ("Z",), "Send to the phone"),
            "other": CommandConfig(recorder(tmp_path, "x")),
        }
    )
    async with opened(commands=commands) as d:
        await d.press("question_mark")
        await d.type("phone")
        assert f"Z                Send to the phone ({sys.executable[:5]}" in d.text
        await d.press("escape", "colon")
        await d.type("other")
        await d.press("enter")
        assert (await seen(d, tmp_path)) == ["'x'"]
        (tmp_path / "seen").unlink()
        await d.press("Z")
        assert (await seen(d, tmp_path)) == ["'https://feeds.example/onreadingslowly'"]


async def test_a_command_on_a_feed_gets_its_site(opened: Opener, tmp_path: Path) -> None:
    commands = CommandsConfig({"a": CommandConfig(recorder(tmp_path, "%u"), ("Z",))})
    async with opened(commands=commands) as d:
        await d.press("h", "G", "k", "k", "Z")
        assert await seen(d, tmp_path) == ["'https://kernel-week.example/'"]


async def test_keys_of_commands_are_typed_in_prompts_as_any_other(opened: Opener, tmp_path: Path) -> None:
    commands = CommandsConfig({"a": CommandConfig(recorder(tmp_path, "%u"), ("Z",))})
    async with opened(commands=commands) as d:
        await d.press("slash")
        await d.type("Z")
        assert d.screen.prompt.text == "Z"
        assert not (tmp_path / "seen").exists()


async def test_a_command_may_take_the_key_of_an_action(opened: Opener, tmp_path: Path) -> None:
    commands = CommandsConfig({"a": CommandConfig(recorder(tmp_path, "x"), ("m",))})
    async with opened(commands=commands) as d:
        await d.press("m")
        assert await seen(d, tmp_path) == ["'x'"]
        assert not d.screen.article_list.heads[0].read


async def test_a_command_that_fails_is_told(opened: Opener) -> None:
    commands = CommandsConfig(
        {
            "bad": CommandConfig((sys.executable, "-c", "raise SystemExit(3)"), ("Z",)),
            "none": CommandConfig(("/nowhere/prog",), ("N",)),
        }
    )
    async with opened(commands=commands) as d:
        await d.press("Z")
        await d.until(lambda: d.status.startswith("bad: python"))
        assert "ended with status 3." in d.status
        await d.press("N")
        await d.until(lambda: d.status == "none: prog could not be started: No such file or directory.")


async def test_mistakes_in_the_table_of_commands_are_told_at_the_start(opened: Opener) -> None:
    commands = CommandsConfig({"a": CommandConfig(("x",), ("nokey",))})
    async with opened(commands=commands) as d:
        assert 'commands.a.key: unknown key "nokey"' in d.status


async def test_what_needs_the_terminal_is_refused_where_it_cannot_be_given(opened: Opener) -> None:
    commands = CommandsConfig({"a": CommandConfig(("x",), ("Z",), terminal=True)})
    async with opened(commands=commands) as d:
        await d.press("Z")
        assert d.status == "This terminal cannot be given to another program."
