"""Going through the open article with keys: headings, outline, links in hand and in a list, ways back, finding."""

import pytest
from textual import events

from readnow.keys.actions import Pane
from readnow.store.database import Connection
from tests.support.driving import Driven
from tests.support.shelf import entry, put_feed
from tests.tui.conftest import Opener

FILLER = "".join(f"<p>Line {n} of what stands between, quiet as the Café is.</p>" for n in range(30))
HTML = (
    '<p>A claim<sup><a id="r1" href="#n1">1</a></sup>, <a href="https://people.example/all">people</a>, '
    '<a href="https://evil.example/login">paypal.com</a> and '
    '<a href="https://xn--bcher-kva.example/x">books</a>.</p>'
    f"<h2>What stays</h2>{FILLER}<h3>Closer</h3>{FILLER}<h2>What goes</h2>{FILLER}"
    '<ol><li id="n1">The note. <a href="#r1">back</a></li></ol>'
)


def one_article(conn: Connection) -> None:
    put_feed(
        conn, "Harbour", [entry("A terminal is a place", HTML), entry("Other", "<p>No links.</p>", link=" ")]
    )


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the application sent to the terminal's clipboard."""
    sent: list[str] = []
    monkeypatch.setattr("readnow.tui.app.ReadNowApp.copy_to_clipboard", lambda self, text: sent.append(text))
    return sent


def first_line(d: Driven) -> str:
    return d.lines[d.screen.reader.head_height].strip(" │")


@pytest.mark.parametrize("size", [(80, 24), (50, 20)])
async def test_headings_by_keys(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(one_article, size=size) as d:
        await d.press("enter", "right_curly_bracket")
        assert first_line(d) == "What stays"
        await d.press("right_curly_bracket")
        assert first_line(d) == "### Closer"
        await d.press("right_curly_bracket", "right_curly_bracket")
        assert d.status == "There is no further heading below."
        await d.press("left_curly_bracket", "left_curly_bracket", "left_curly_bracket", "left_curly_bracket")
        assert d.status == "This is the start of the article."
        assert d.screen.reader.top == 0


async def test_the_outline_shows_where_one_is_and_goes_there_and_back(opened: Opener) -> None:
    async with opened(one_article, size=(80, 24)) as d:
        await d.press("enter", "right_curly_bracket", "right_curly_bracket", "j")
        top = d.screen.reader.top
        await d.press("T")
        assert [line.split("  ")[0] for line in map(str.strip, d.lines[2:6])] == [
            "A terminal is a place",
            "What stays",
            "Closer",
            "What goes",
        ]
        await d.press("enter")
        assert first_line(d) == "### Closer"
        await d.press("T")
        await d.type("goes")
        await d.press("enter")
        assert first_line(d) == "What goes"
        await d.press("backspace", "backspace")
        assert d.screen.reader.top == top
        await d.press("backspace")
        assert d.status == "There is no jump to come back from."
        await d.press("T", "escape")
        assert (d.screen.reader.top, d.screen.pane) == (top, Pane.READER)


async def test_an_article_without_headings_or_links_says_so(opened: Opener) -> None:
    async with opened(one_article) as d:
        await d.press("j", "enter", "T")
        assert d.status == "This article has no headings."
        await d.press("number_sign")
        assert d.status == "This article has no links."
        await d.press("semicolon")
        assert d.status == "There is no link further down."
        await d.press("enter")
        assert d.status == "No link is focused: ; focuses the next one."


async def test_the_link_in_hand_says_where_it_goes_and_enter_goes_there(
    opened: Opener, copied: list[str]
) -> None:
    async with opened(one_article, size=(80, 24)) as d:
        await d.press("enter", "semicolon", "semicolon")
        assert d.status == "Link 1: https://people.example/all"
        assert copied == []
        await d.press("enter")
        assert copied == ["https://people.example/all"]
        assert d.status == "Copied: https://people.example/all"
        await d.press("semicolon")
        assert d.status == "Link 2 says paypal.com but goes to evil.example: https://evil.example/login"
        assert d.lines[-1].startswith(" ! Link 2 says paypal.com")
        await d.press("y")
        assert copied[-1] == "https://evil.example/login"
        await d.press("enter")
        assert d.status.endswith("(says paypal.com but goes to evil.example)")
        await d.press("semicolon")
        assert d.status == "Link 3: https://xn--bcher-kva.example (bücher.example)/x"
        await d.press("comma", "comma")
        assert d.status == "Link 1: https://people.example/all"
        await d.press("escape")
        assert d.screen.pane is Pane.READER
        assert d.status == ""
        await d.press("y")
        assert copied[-1] == "https://feeds.example/aterminalisaplace"


async def test_a_footnote_is_told_followed_and_left_by_its_link_back(opened: Opener) -> None:
    async with opened(one_article, size=(80, 24)) as d:
        await d.press("enter", "semicolon")
        assert d.status == "In this article: 1. The note. back"
        await d.press("enter")
        assert "1. The note. back" in d.text
        assert d.status.startswith("In this article: A claim¹")
        await d.press("enter")
        assert d.screen.reader.top == 0
        await d.press("enter", "backspace")
        assert d.screen.reader.top == 0
        assert d.status == "In this article: 1. The note. back"


async def test_a_note_goes_with_the_pane_and_the_article(opened: Opener) -> None:
    async with opened(one_article) as d:
        await d.press("enter", "semicolon")
        assert d.status
        await d.press("h")
        assert d.status == ""
        await d.press("tab")
        assert d.status == "In this article: 1. The note. back"
        await d.press("J")
        assert d.open_article == "Other"
        assert d.status == ""


async def test_the_list_of_links_names_real_hosts_and_opens_what_is_chosen(
    opened: Opener, copied: list[str]
) -> None:
    async with opened(one_article, size=(80, 24)) as d:
        await d.press("enter", "number_sign")
        shown = [line.strip() for line in d.lines[2:6]]
        assert [line.split()[0] for line in shown] == ["1", "2", "3", "4"]
        assert shown[0].endswith("people.example/all")
        assert shown[1].endswith("! evil.example/login")
        assert shown[2].endswith("xn--bcher-kva.example (bücher.example)/x")
        assert "back" not in d.text
        await d.type("bücher")
        assert "evil" not in d.text
        await d.press("enter")
        assert copied == ["https://xn--bcher-kva.example/x"]
        await d.press("number_sign")
        await d.type("2")
        await d.press("enter")
        assert copied[-1] == "https://evil.example/login"
        assert d.status.endswith("(says paypal.com but goes to evil.example)")


async def test_only_links_with_a_number_are_counted_for_digits(opened: Opener, copied: list[str]) -> None:
    """Nine addresses and links within the article: no digit waits for another."""
    html = "".join(f'<p><a href="https://a.example/{n}">a</a> <a href="#x">x</a></p>' for n in range(8))

    def fill(conn: Connection) -> None:
        put_feed(conn, "F", [entry("T", f'{html}<p id="x">x</p>')])

    async with opened(fill) as d:
        await d.press("enter", "1")
        assert copied == ["https://a.example/0"]
        await d.press("0")
        assert d.status == "There is no link 0 here."


async def test_a_click_follows_a_link_within_the_article_too(opened: Opener, copied: list[str]) -> None:
    async with opened(one_article, size=(80, 24)) as d:
        await d.press("enter")
        y = next(y for y, line in enumerate(d.lines) if "A claim" in line)
        await d.pilot.click(offset=(d.lines[y].index("¹"), y))
        await d.pilot.pause()
        assert "1. The note. back" in d.text
        await d.press("backspace")
        await d.pilot.click(offset=(d.lines[y].index("people"), y))
        await d.pilot.pause()
        assert copied == ["https://people.example/all"]


async def test_selected_text_is_copied_without_what_is_ours(opened: Opener, copied: list[str]) -> None:
    async with opened(one_article, size=(80, 24)) as d:
        await d.press("enter")
        y = next(y for y, line in enumerate(d.lines) if "A claim" in line)
        x = d.lines[y].index("people")
        await d.pilot.mouse_down(offset=(x, y))
        await d.pilot.hover(offset=(x + 20, y))
        await d.pilot.mouse_up(offset=(x + 20, y))
        await d.pilot.pause()
        assert copied == ["people, paypal.com"]
        assert d.status == "Copied 18 characters."
        await d.press("escape")
        assert d.screen.pane is Pane.READER
        assert not d.screen.selections


async def test_a_selection_that_leaves_the_pane_ends_with_the_screen(
    opened: Opener, copied: list[str]
) -> None:
    async with opened(one_article, size=(80, 24)) as d:
        await d.press("enter")
        await d.pilot.mouse_down(offset=(4, 20))
        await d.pilot.hover(offset=(30, 23))
        await d.pilot.mouse_up(offset=(30, 23))
        await d.pilot.pause()
        assert len(copied) == 1
        assert copied[0].count("\n") <= 2


async def test_the_wheel_scrolls_the_article(opened: Opener) -> None:
    async with opened(one_article) as d:
        await d.press("enter")
        reader = d.screen.reader
        reader.post_message(
            events.MouseScrollDown(reader, 5, 5, 0, 1, 0, False, False, False, screen_x=5, screen_y=5)
        )
        await d.pilot.pause()
        assert d.screen.reader.top == 3


# -- finding


async def test_finding_begins_where_one_is_and_esc_comes_back_there(opened: Opener) -> None:
    async with opened(one_article, size=(80, 24)) as d:
        await d.press("enter", "j", "j", "slash")
        top = d.screen.reader.top
        await d.type("what goes")
        assert d.screen.reader.top > top
        assert d.lines[-1].endswith("1 of 1")
        await d.press("escape")
        assert d.screen.reader.top == top
        assert d.status == ""
        await d.press("slash")
        assert d.screen.prompt.text == "what goes"
        assert d.lines[-1].endswith("1 of 1")
        await d.press("enter")
        await d.press("escape")
        assert d.screen.pane is Pane.READER
        assert "What goes" in d.text
        await d.press("backspace")
        assert d.screen.reader.top == top


async def test_what_is_typed_on_is_looked_for_from_the_start(opened: Opener) -> None:
    async with opened(one_article, size=(80, 24)) as d:
        await d.press("enter", "slash")
        await d.type("li")
        first = d.screen.reader.match
        await d.type("ne 1")
        await d.press("backspace", "backspace", "backspace", "backspace")
        assert d.screen.reader.match == first
        await d.type("xyzzy")
        assert "Not found" in d.lines[-1]
        assert d.screen.reader.top == 0
        await d.press("enter")
        assert d.status == "“lixyzzy” was not found."
        await d.press("n")
        assert d.open_article == "Other"


async def test_capitals_count_where_there_are_some_and_accents_never(opened: Opener) -> None:
    async with opened(one_article, size=(80, 24)) as d:
        await d.press("enter", "slash")
        await d.type("cafe")
        assert d.lines[-1].endswith("1 of 90")
        await d.press("escape", "slash", "end", *["backspace"] * 4)
        await d.type("CAFE")
        assert "Not found" in d.lines[-1]
        await d.press(*["backspace"] * 4)
        await d.type("Cafe is.")
        await d.press("enter", "n", "n", "p")
        assert d.status.startswith("2 of 90")
        await d.pilot.resize_terminal(60, 24)
        await d.pilot.pause()
        await d.press("n")
        assert d.status.startswith("3 of 90")


# -- widths


async def test_the_text_is_made_wider_and_narrower_and_stays_so(opened: Opener) -> None:
    async with opened(one_article, size=(120, 40)) as d:
        await d.press("enter", "greater_than_sign")
        assert d.status == "The text is as wide as its pane."
        assert d.screen.reader.text_width == 72
        await d.press("z")
        await d.press("greater_than_sign")
        assert (d.status, d.screen.reader.text_cells) == ("Text width 76", 76)
        line = next(line for line in d.lines if "A claim" in line)
        assert line.index("A claim") == (120 - 76) // 2
        await d.press("less_than_sign", "less_than_sign")
        assert d.status == "Text width 68"
    async with opened(None) as d:
        assert d.screen.reader.text_width == 68


async def test_a_link_in_hand_is_let_go_by_a_pane_without_a_size(opened: Opener) -> None:
    async with opened(one_article, size=(120, 40)) as d:
        await d.press("enter", "semicolon")
        reader = d.screen.reader
        assert reader.focused_link is not None
        reader.styles.width = 0
        await d.until(lambda: not reader.size.width)
        assert reader.focused_link is None
        reader.styles.width = "1fr"
        await d.until(lambda: reader.size.width > 0)
        await d.press("semicolon")
        assert reader.focused_link is not None
