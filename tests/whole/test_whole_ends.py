"""A terminal that goes away under the program, at moments that matter."""

import pytest

from tests.support.documents import rss
from tests.support.pty import Terminal
from tests.support.web import Answer, Web
from tests.whole.conftest import Program


@pytest.mark.parametrize("shown", ["Feeds", "refreshing", "new"])
def test_the_terminal_goes_away_and_the_program_with_it(program: Program, web: Web, shown: str) -> None:
    for number in range(30):
        web.answers[f"/{number}"] = Answer(rss("One", feed=f"Feed {number}"))
    program.run("add", *(web.url(f"/{number}") for number in range(30)))
    for number in range(30):
        web.answers[f"/{number}"] = Answer(rss("Two", "One", feed=f"Feed {number}"))
    program.make_due()
    with Terminal(program.options, module="readnow") as terminal:
        terminal.until_shown("Feeds")
        if shown != "Feeds":
            terminal.press_quickly("R")
            terminal.until_shown(shown)
        terminal.hang_up()
        assert terminal.end(5, reading=False)[0] == 129
    check = program.json("doctor")
    assert (check["integrity"], check["counts"]) == ([], [])


def test_quitting_is_quick_and_no_failure(program: Program) -> None:
    with Terminal(program.options, module="readnow") as terminal:
        terminal.until_shown("Nothing here yet")
        terminal.press("Q")
        assert terminal.end(5)[0] == 0
