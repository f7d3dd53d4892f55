"""Plain reading over a real library: every key does what the table says, and says so in one line."""

import inspect
from pathlib import Path

import pytest
from msgspec.structs import replace

from readnow.config.schema import Config, KeysConfig, RefreshConfig
from readnow.keys.actions import ACTIONS, Group, Pane
from readnow.model.query import ALL
from readnow.plain.program import ELSEWHERE, Program
from readnow.store.database import Connection
from tests.support.plain import Reader, reading
from tests.support.shelf import LONG, entry, put_feed

HOSTILE = "Evil \x1b]0;owned\x07title\x9b2J ‮reversed"


def lines(text: str) -> list[str]:
    return text.splitlines()


def pane_of(reader: Reader) -> Pane:
    return reader.program.pane


def test_what_is_said_to_be_elsewhere_is_not_done_here() -> None:
    assert set(ELSEWHERE) <= {action.id for action in ACTIONS}
    for action in ACTIONS:
        method = getattr(Program, f"action_{action.handler}", None)
        assert method is None or inspect.iscoroutinefunction(method), action.id
        assert not (method and action.id in ELSEWHERE), action.id


async def test_what_reads_and_marks_is_done_here(tmp_path: Path) -> None:
    done = {action.id for action in ACTIONS if hasattr(Program, f"action_{action.handler}")}
    assert {action.id for action in ACTIONS if action.group is Group.MOVING} <= done
    assert {action.id for action in ACTIONS if action.group is Group.READING} <= done
    async with reading(tmp_path) as reader:
        reader.program._by_key[Pane.ARTICLES, "f9"] = replace(ACTIONS[0], id="no.such", title="Fly")
        assert await reader.press("f9") == "Fly: that is done in the interface.\n"


async def test_it_begins_with_the_list_that_was_shown_last(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        said = lines(reader.talk.text)
        assert said[:3] == [
            "ReadNOW. 6 unread. ? says the keys.",
            "All articles, 6. Newest first.",
            "1. unread. On reading slowly. Margins, 1 minute ago, 1 minute.",
        ]
        assert said[-1] == "End of list."
        await reader.press("q", "n", "enter")
        title = reader.program.title()
    async with reading(tmp_path, None) as again:
        assert again.program.title() == title


async def test_rows_are_said_one_by_one(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        assert (await reader.press("j")).startswith("2. unread. A terminal is a place.")
        assert (await reader.press("k")).startswith("1. unread. On reading slowly.")
        assert await reader.press("k") == "This is the top of the list.\n"
        assert (await reader.press("G")).startswith("6. unread. Weekly edition 1,204. Kernel Week, yesterday")
        assert await reader.press("j") == "This is the end of the list.\n"
        assert (await reader.press("5", answers=["4"])).startswith("4. unread.")
        assert await reader.press("5", answers=["77"]) == "There is no number 77 here.\n"


async def test_a_long_list_goes_on_page_by_page(tmp_path: Path) -> None:
    def many(conn: Connection) -> None:
        put_feed(conn, "Many", [entry(f"Article {number}") for number in range(250)])

    async with reading(tmp_path, many, rows=13) as reader:
        assert lines(reader.talk.text)[-2:] == [
            "10. unread. Article 9. Many, 10 hours ago, 1 minute.",
            "PgDn goes on.",
        ]
        second = lines(await reader.press("pagedown"))
        assert second[0].startswith("11. ")
        assert second[-2].startswith("20. ")
        assert lines(await reader.press("b"))[0].startswith("1. ")
        numbers = []
        for _ in range(40):
            numbers += [
                line.partition(".")[0] for line in lines(await reader.press("pagedown")) if "Article" in line
            ]
        assert numbers == [str(number) for number in range(11, 251)]
        assert (await reader.press("G")).startswith("250. ")


async def test_an_article_is_read_page_by_page_and_on_to_the_next(tmp_path: Path) -> None:
    async with reading(tmp_path, rows=12, columns=60) as reader:
        await reader.press("j")
        first = await reader.press("enter")
        assert lines(first)[0] == "Heading 1, level 1: A terminal is a place"
        assert lines(first)[-1].endswith(" percent.")
        assert len(lines(first)) <= 12
        whole = lines(first)[:-1]
        while not (said := lines(await reader.press("space")))[-1].startswith("End of"):
            whole += said[:-1]
        text = " ".join("\n".join(whole + said[:-1]).split())
        assert "Paragraph 1. There is a kind of quiet" in text
        assert text.count("stays where it is.") == LONG.count("stays where it is.")
        assert reader.program.head_in_hand() is not None
        assert lines(await reader.press("space"))[0].startswith("Heading 1, level 1: Footnotes")
        while (await reader.press("space")) != "Nothing unread is left.\n":
            pass
        assert reader.library.feeds.unread(ALL) == 0


async def test_where_an_article_was_left_is_kept(tmp_path: Path) -> None:
    async with reading(tmp_path, rows=12, columns=60) as reader:
        await reader.press("j", "enter", "space", "space")
        before = reader.talk.text
        assert lines(await reader.press("q"))[-1].startswith("2. read, ")
        assert "percent read" in reader.talk.text
    async with reading(tmp_path, None, rows=12, columns=60) as reader:
        said = lines(await reader.press("j", "enter"))
        assert "A terminal is a place. Goes on where you left it." in said
        assert lines(before)[-2] in said


async def test_headings_links_and_words_are_gone_to(tmp_path: Path) -> None:
    html = (
        "<h2>One</h2><p>Text with <a href='https://a.example/x'>a link</a>.</p>"
        "<h3>Two</h3><p>And <a href='https://evil.example/'>https://good.example/</a>.</p><p>The harbour.</p>"
        "<table><tr><th>Name</th><th>Age</th></tr><tr><td>Ada</td><td>36</td></tr></table><hr>"
        "<blockquote><p>Quoted.</p></blockquote>"
    )

    def fill(conn: Connection) -> None:
        put_feed(conn, "Harbour", [entry("Places", html)])

    async with reading(tmp_path, fill) as reader:
        said = await reader.press("enter")
        assert "Heading 2, level 2: One" in said
        assert "a link[1]" in said
        assert "Name: Ada" in said.replace("\n", " ")
        assert "> Quoted." in said
        assert not set("─│┼▎•") & set(said)
        await reader.press("}")
        assert lines(await reader.press("}"))[0] == "Heading 3, level 3: Two"
        assert "There is no further heading." in await reader.press("}")
        assert lines(await reader.press("{"))[0] == "Heading 2, level 2: One"
        assert lines(await reader.press("T", answers=["2"]))[0:1] == ["Headings:"]
        assert "1. Places, level 1" in reader.talk.text
        assert await reader.press(";") == "Link 1: a link, https://a.example/x\n"
        assert "says https://good.example/ but goes to evil.example" in await reader.press(";")
        assert "evil.example" in await reader.press("enter")
        assert "https://a.example/x" in await reader.press("1")
        assert await reader.press("9") == "There is no link 9 here.\n"
        assert "The harbour." in lines(await reader.press("/", answers=["HARBOUR"]))[0]
        assert "a link" in await reader.press("#", answers=["1"])


async def test_marks_tags_and_taking_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        assert await reader.press("m", "m", "s", "L") == (
            "Marked read.\nMarked unread.\nStarred.\nKept for later.\n"
        )
        assert await reader.press("t", answers=["sea, Salt"]) == "Tags: sea, Salt.\n"
        await reader.press("j", "t", answers=["se"])
        assert list(reader.talk.offered) == ["sea, "]
        said = await reader.press("k")
        assert "unread, starred, kept for later. On reading slowly." in said
        assert "tagged Salt, sea" in said or "tagged sea, Salt" in said
        assert "Deleted: On reading slowly." in await reader.press("D")
        assert len(reader.program.heads) == 5
        assert "Undone: delete" in await reader.press("u")
        assert len(reader.program.heads) == 6
        assert "Done again: delete" in await reader.press("U") or "delete" in reader.talk.text
        await reader.press("u")
        assert "Marked 6 articles in “All articles” read." in await reader.press("A")
        assert reader.library.feeds.unread(ALL) == 0
        await reader.press("u")
        assert reader.library.feeds.unread(ALL) == 6
        await reader.press("H", answers=["1"])
        assert "1. Undo down to:" in reader.talk.text


async def test_many_are_marked_above_below_and_older(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("j", "j")
        assert await reader.press("(") == "Marked 2 articles above read.\n"
        assert await reader.press(")") == "Marked 3 articles below read.\n"
        assert await reader.press("(") == "Nothing above is unread.\n"
        await reader.press("u", "u")
        assert "older than 1 day" in await reader.press("M", answers=["1", "y"])
        assert reader.library.feeds.unread(ALL) == 5


async def test_searching_filtering_sorting_and_narrowing(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        said = await reader.press("/", answers=["title:quiet"])
        assert "Found: 1 article." in said
        assert "1. unread. On quiet." in said
        assert (
            "There is no" in await reader.press("/", answers=["nosuch:word"]) or "nosuch" in reader.talk.text
        )
        assert "All articles, 6." in await reader.press("escape")
        assert "Oldest first." in await reader.press("O", answers=["2"])
        await reader.press("O", answers=["1"])
        assert "Nothing starred yet." in await reader.press("3")
        assert "Unread, 6." in await reader.press("2")
        await reader.press("q")
        assert pane_of(reader) is Pane.FEEDS
        said = await reader.press("/", answers=["harb"])
        assert "1. Folder Writing" in said
        assert "Harbour, level 2, 3 unread" in said
        await reader.press("escape")
        assert "hidden" in await reader.press(".")
        assert "Feeds." in await reader.press("V", answers=["3"])


async def test_from_feed_to_feed_and_pane_to_pane(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("q")
        assert "Harbour" in await reader.press("n")
        assert "Margins" in await reader.press("n")
        assert "Harbour" in await reader.press("p")
        assert "Harbour, 3. Newest first." in await reader.press("enter")
        assert "Margins, 2" in await reader.press("]")
        assert "Heading 1" in await reader.press("space")
        assert pane_of(reader) is Pane.READER
        await reader.press("tab")
        assert pane_of(reader) is Pane.FEEDS
        await reader.press("tab", "tab")
        assert pane_of(reader) is Pane.READER
        await reader.press("J")
        assert "This is the last article of the list." in await reader.press("J")
        assert pane_of(reader) is Pane.READER
        await reader.press("q", "q")
        assert not reader.program._quits
        await reader.press("q")
        assert reader.program._quits


async def test_folders_feeds_and_what_is_wrong(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("q", "n")
        assert "Made the folder “News”." in await reader.press("N", answers=["News"])
        assert "Put into News." in await reader.press("F", answers=["News"])
        assert "Put into no folder." in await reader.press("F", answers=[""])
        assert "Harbour, https://harbour.example/feed.xml" in await reader.press("i")
        assert "https://harbour.example/feed.xml" in await reader.press("y")
        assert "https://harbour.example/\n" in await reader.press("Y")
        assert "title=Harbour" in await reader.press("E", answers=["1", "Port"])
        assert "Its title is Port." in reader.talk.text
        assert reader.talk.asked == ["Number, or nothing:", "title: Harbour"]
        assert "Nothing was changed." in await reader.press("D", answers=["n"])
        assert "Removed “Port”." in await reader.press("D", answers=["y"])
        assert "Port" not in [feed.title for feed in reader.library.feeds.all()]
        await reader.press("u")
        assert "Port" in [feed.title for feed in reader.library.feeds.all()]
        assert "Old Blog" in (await reader.enter("feed doctor: all feeds in trouble"))


async def test_muting_hides_and_is_taken_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        said = await reader.press("!", answers=["1", "w"])
        assert "muted, and what comes like it" in said
        assert len(reader.program.heads) < 6
        assert "1. Mute" in await reader.press("W")
        await reader.press("u")
        assert len(reader.program.heads) == 6


async def test_keys_of_ones_own_hold_here_too(tmp_path: Path) -> None:
    config = Config(
        refresh=RefreshConfig(on_start=False, auto=False),
        keys=KeysConfig(bindings={"article.toggle-star": ("ctrl+x",), "app.quit": ("Z",)}),
    )
    async with reading(tmp_path, config=config) as reader:
        assert await reader.press("ctrl+x") == "Starred.\n"
        assert "does nothing here" in await reader.press("s")
        help_text = await reader.press("?", answers=["space"] * 20)
        assert "Control x: Star the article" in help_text
        await reader.press("Z")
        assert reader.program._quits


async def test_lines_are_commands(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        assert "Starred." in await reader.enter("2 s")
        assert (await reader.enter("2")).startswith("Heading 1, level 1: A terminal is a place")
        assert "https://links.example/7" in await reader.enter("7")
        assert "There is no link 777 here." in await reader.enter("777")
        assert "There is no command “nonsense” here." in await reader.enter("nonsense")
        await reader.enter("q")
        assert "Starred." in await reader.press(":", answers=["1 s"])


async def test_nothing_from_outside_reaches_the_terminal_raw(tmp_path: Path) -> None:
    def fill(conn: Connection) -> None:
        put_feed(conn, "Feed", [entry(HOSTILE, f"<p>{HOSTILE}</p><h2>{HOSTILE}</h2>")])

    async with reading(tmp_path, fill) as reader:
        said = reader.talk.text + await reader.press("enter", "q", "i", "D", "?", answers=["space"] * 9)
        assert not {"\x1b", "\x07", "\x9b", "‮"} & set(said)


@pytest.mark.parametrize("columns", [1, 2, 11, 200])
async def test_any_size_will_do(tmp_path: Path, columns: int) -> None:
    async with reading(tmp_path, columns=columns, rows=columns) as reader:
        await reader.press("enter", "space", "space", "j", "k", "b", "G", "g", "q", "pagedown", "b", "q", "j")
        reader.talk.columns = 70
        await reader.press("enter", "enter", "space", "q")


async def test_a_mistake_of_ours_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(self: Program) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr(Program, "action_article_toggle_star", broken)
    async with reading(tmp_path) as reader:
        assert "Something went wrong inside ReadNOW" in await reader.press("s")
        assert await reader.press("m") == "Marked read.\n"


async def test_every_key_in_every_pane_says_something_and_breaks_nothing(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        for pane in ("q", "", "enter"):
            for action in ACTIONS:
                for key in action.keys[:1]:
                    reader.program._quits = False
                    if pane == "enter" and reader.program.pane is not Pane.READER:
                        reader.program.pane = Pane.ARTICLES
                        await reader.press("enter")
                    said = await reader.press(key)
                    assert "Something went wrong" not in said, (pane, action.id)
            await reader.press(*["q"] * (pane == "q"))


async def test_an_empty_library_says_how_to_begin(tmp_path: Path) -> None:
    async with reading(tmp_path, None) as reader:
        assert reader.talk.text == "ReadNOW. No feeds yet. a adds one, ? says the keys.\n"
        for key in ("j", "enter", "space", "n", "A", "o", "m", "r", "R", "u", "H", "D", "E", "/", "G", "tab"):
            assert "Something went wrong" not in await reader.press(key), key


async def test_details_are_of_the_article_and_its_feed(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        said = await reader.press("i")
        assert "On reading slowly, by nobody named." in said
        assert "300 words, unread." in said
        assert "https://feeds.example/onreadingslowly" in said
        assert "Margins, https://margins.example/feed.xml" in said


async def test_keys_of_a_preset_and_of_single_panes(tmp_path: Path) -> None:
    keys = KeysConfig("newsboat", {"reader.article.toggle-star": ("x",)})
    config = Config(refresh=RefreshConfig(on_start=False, auto=False), keys=keys)
    async with reading(tmp_path, config=config) as reader:
        await reader.press("ctrl+n")
        assert pane_of(reader) is Pane.ARTICLES
        assert "Marked read." in await reader.press("N")
        assert "Starred." in await reader.press("S")
        assert "Several articles" in await reader.press("x")
        assert "Star taken away." in await reader.press("enter", "x")
