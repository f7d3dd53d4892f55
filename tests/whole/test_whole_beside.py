"""The command line and an open interface on the same data, and two interfaces."""

from tests.support.documents import rss
from tests.support.pty import Terminal
from tests.support.web import Answer, Web
from tests.whole.conftest import Program


def test_an_open_interface_shows_what_a_command_changed(program: Program, web: Web) -> None:
    web.answers["/feed"] = Answer(rss("Second", "First", feed="Harbour"))
    with Terminal(program.options, module="readnow") as terminal:
        terminal.until_shown("Nothing here yet")
        assert program.run("add", web.url("/feed"))[0] == 0
        terminal.until_shown("Harbour", 3)
        terminal.until_shown("Second", 3)
        program.run("mark", "unread", "--query", "")
        terminal.until_shown("●", 3)
        program.run("mark", "read", "--query", "")
        terminal.until(lambda: "●" not in terminal.text, 3)
        program.run("remove", "Harbour")
        terminal.until(lambda: "Harbour" not in terminal.text, 3)
        terminal.press("Q")
        assert terminal.end(10)[0] == 0


def test_two_interfaces(program: Program, web: Web) -> None:
    web.answers["/feed"] = Answer(rss("Second", "First", feed="Harbour"))
    program.run("add", web.url("/feed"))
    program.run("mark", "unread", "--query", "")
    with (
        Terminal(program.options, module="readnow") as one,
        Terminal(program.options, module="readnow") as other,
    ):
        one.until_shown("Second")
        other.until_shown("Second")
        one.press("\r")
        other.until_shown("○ Second", 4)
        other.press("s")
        one.until_shown("★", 4)
        for terminal in (one, other):
            terminal.press("Q")
            assert terminal.end(10)[0] == 0
    assert program.run("count", "is:starred")[1] == "1\n"
