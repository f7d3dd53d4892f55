"""What leaves by the command line: forms of an article, and the user's own commands in keys and checks."""

from pathlib import Path

import pytest

from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web

HOSTILE = """<item><title>A &amp;#27;]52;c;aGk=&amp;#7; title</title><guid>1</guid><link>https://a.example/1</link>
<description>&lt;p&gt;Words &amp;amp;#27;]52;c;aGk=&amp;amp;#7; &amp;#27;]52;c;aGk=&amp;#7; end&lt;script&gt;x()&lt;/script&gt;
&lt;/p&gt;</description></item>"""


@pytest.fixture
def number(readnow: Readnow, web: Web) -> str:
    """The number of an article that would write to the terminal."""
    web.answers["/feed"] = Answer(rss(feed="Harbour", items=HOSTILE))
    readnow("add", web.url("/feed"))
    found: int = readnow("list", "--json").json["articles"][0]["id"]
    return str(found)


@pytest.mark.parametrize("form", ["text", "txt", "markdown", "md", "html", "json"])
def test_no_form_holds_anything_that_a_terminal_obeys(readnow: Readnow, number: str, form: str) -> None:
    done = readnow("show", number, "--format", form)
    assert done.status == 0
    assert "Words" in done.out
    assert all(character.isprintable() or character == "\n" for character in done.out)
    assert "x()" not in done.out


def test_html_is_a_whole_page(readnow: Readnow, number: str) -> None:
    page = readnow("show", number, "--format", "html").out
    assert page.startswith("<!DOCTYPE html>\n<html")
    assert page.endswith("</html>\n")
    assert '<meta charset="utf-8">' in page


def test_short_names_of_forms_mean_the_same(readnow: Readnow, number: str) -> None:
    for short, long in (("md", "markdown"), ("txt", "text")):
        assert readnow("show", number, "--format", short).out == readnow("show", number, "--format", long).out


def test_commands_are_among_the_keys(readnow: Readnow, folder: Path) -> None:
    config = folder.parent / "config.toml"
    config.write_text(
        '[commands]\nsend = { run = ["prog", "%u"], key = "ctrl+x", title = "Send it" }\nplain = ["prog"]\n'
    )
    done = readnow("keys")
    assert "Your commands" in done.out
    assert "^X  command.send   Send it (prog)" in done.out
    listed = readnow("keys", "--json").json["keys"]
    assert next(key for key in listed if key["action"] == "command.plain")["keys"] == []


def test_the_check_tells_what_is_wrong_with_commands(readnow: Readnow, folder: Path) -> None:
    config = folder.parent / "config.toml"
    config.write_text('[commands]\nbad = 3\na = { run = "p", key = "m" }\nb = { run = "p", key = "m" }\n')
    done = readnow("config", "check")
    assert done.status == 1
    assert (
        f"{config}: commands.bad.run: must be a text or a list of texts, not 3. The command is left out."
        in done.out
    )
    assert 'commands.b.key: the key m already belongs to "command.a"' in done.out
    assert 'The key m is now "command.a" and no longer "article.toggle-read".' in done.out
    config.write_text('[commands]\nbad = ["prog"]\n')
    assert readnow("config", "check").status == 0
    assert 'bad = { run = ["prog"], terminal = false }  # line 2' in readnow("config", "print").out
