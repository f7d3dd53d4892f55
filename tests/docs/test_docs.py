"""What the documentation says is so: its links lead somewhere, its commands are ones, its keys do what it says."""

import os
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import click
import pytest

from readnow.cli.invocation import Invocation
from readnow.cli.main import readnow, run
from readnow.config.schema import KeysConfig
from readnow.keys.actions import ACTIONS, by_id
from readnow.keys.keymap import resolve
from readnow.keys.names import normalise
from tests.support import pages
from tests.support.newsboat import Item, installation
from tests.support.pty import Terminal
from tests.support.web import Answer, Web

KEYMAP = resolve(KeysConfig())
IN_LINES = frozenset(
    ("enter", "escape", "tab", "shift+tab", "up", "down", "ctrl+t", "ctrl+o", "ctrl+s", "ctrl+c")
)
"""Keys of the lines in which one types; they belong to no action. `prompt` stands for them."""
OUTSIDE = ("http://", "https://", "mailto:")
FEED = """<rss version="2.0"><channel><title>{title}</title><link>{site}</link>
<item><title>Review: the old lighthouse</title><guid>1</guid><description>{words}</description></item>
<item><title>Lottery tonight</title><guid>2</guid><description>Numbers.</description></item></channel></rss>"""
OPML = """<opml version="2.0"><body><outline text="News"><outline type="rss" text="Tides" xmlUrl="{address}"/>
</outline></body></opml>"""


def name(page: Path) -> str:
    return page.relative_to(pages.ROOT).as_posix()


@pytest.mark.parametrize("page", pages.PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in pages.links(page):
        if target.startswith(OUTSIDE):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if anchor and there.suffix == ".md":
            assert anchor in pages.anchors(there), target


def pages_of_the_site() -> set[str]:
    return set(re.findall(r"[\w-]+\.md", (pages.ROOT / "mkdocs.yml").read_text(encoding="utf-8")))


def test_the_site_names_pages_that_there_are() -> None:
    assert pages_of_the_site() <= {page.name for page in (pages.ROOT / "docs").glob("*.md")}


def test_every_page_of_the_site_is_reached_from_the_first() -> None:
    seen, wanted = set(), [pages.ROOT / "docs" / "index.md"]
    while wanted:
        page = wanted.pop()
        if page in seen:
            continue
        seen.add(page)
        targets = [target.partition("#")[0] for target in pages.links(page) if not target.startswith(OUTSIDE)]
        wanted += [(page.parent / path).resolve() for path in targets if path.endswith(".md")]
    assert pages_of_the_site() <= {page.name for page in seen}


@pytest.mark.parametrize("page", pages.PAGES, ids=name)
def test_commands_are_commands(page: Path) -> None:
    for command in pages.commands(page):
        try:
            parse(readnow, list(command.words), None)
        except click.exceptions.Exit:
            pass  # --help, --version
        except click.ClickException as err:
            raise AssertionError(f"readnow {' '.join(command.words)}: {err.format_message()}") from err


def parse(command: click.Command, words: list[str], parent: click.Context | None) -> None:
    """Raise `ClickException` where that is no command line."""
    invocation = Invocation({}, lambda _invocation, _demo: 0)
    ctx = command.make_context(command.name or "readnow", words, parent, obj=invocation)
    rest = [*getattr(ctx, "_protected_args", ()), *ctx.args]  # where click puts the word of a command
    if isinstance(command, click.Group) and rest:
        _, below, left = command.resolve_command(ctx, rest)
        assert below is not None, rest
        parse(below, left, ctx)


RUNNING = [page for page in pages.PAGES if any(command.run for command in pages.commands(page))]


@pytest.mark.parametrize("page", RUNNING, ids=name)
def test_commands_that_are_marked_run(
    page: Path, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    site = web.url("/")
    for path, title in (("feed", "Harbour"), ("ports", "Ports")):
        body = FEED.format(title=title, site=site, words="<p>Words of the sea.</p>" * 60)
        web.answers[f"/{path}.xml"] = Answer(
            body.encode(), headers=(("Content-Type", "application/rss+xml"),)
        )
    monkeypatch.chdir(tmp_path)
    Path("subscriptions.opml").write_text(OPML.format(address=web.url("/ports.xml")))
    installation(
        Path.home() / ".newsboat",
        f'{web.url("/ports.xml")} News "~Ports"\n',
        [Item(web.url("/ports.xml"), "1", "Before", flags="e")],
        "auto-reload yes\n",
    )
    Path("config.toml").write_text("[fetch]\nhost_delay = 0\nallow_private = true\n")

    def command(*words: str) -> None:
        invocation = Invocation({**os.environ}, lambda _invocation, _demo: 42)
        status = run(["--data-dir", "data", "--config", "config.toml", *words], invocation)
        assert status == 0, f"readnow {' '.join(words)}: {capfd.readouterr()}"

    command("add", web.url("/feed.xml"))
    if "ports" in pages.text_of(page) and page.name != "tutorial.md":
        command("add", web.url("/ports.xml"))
    for line in pages.commands(page):
        if line.run:
            command(*(word.replace("https://harbour.example/", site) for word in line.words))


@pytest.mark.parametrize("page", pages.PAGES, ids=name)
def test_keys_do_what_is_said(page: Path) -> None:
    for written, action_id in pages.keys(page):
        key = normalise(unescape(written))
        assert key is not None, written
        if action_id == "prompt":
            assert key in IN_LINES, written
        elif action_id:
            assert action_id in {action.id for action in ACTIONS}, action_id
            assert key in KEYMAP.keys[action_id], f"{written} is not {action_id} ({by_id[action_id].help})"
        else:
            bound = {one for keys in KEYMAP.keys.values() for one in keys}
            assert key in bound | IN_LINES, written


def test_a_wrong_key_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<kbd>s</kbd><!-- article.toggle-read -->")
    with pytest.raises(AssertionError):
        test_keys_do_what_is_said(page)


def test_a_wrong_command_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```sh\necho x | readnow lst --limit 3\n```\n")
    with pytest.raises(AssertionError):
        test_commands_are_commands(page)


def test_the_tutorial_is_as_it_says() -> None:
    with Terminal(["--demo"], size=(120, 40), module="readnow") as screen:
        for step in pages.steps(pages.ROOT / "docs" / "tutorial.md"):
            if step.what == "press":
                if "Esc" in step.given:
                    screen.quiet()  # what changes from now on is its answer
                before = screen.text
                for key in step.given.split():
                    screen.press_quickly(_SENT.get(key, key))
                if key == "Esc":  # with what comes next at once it would be another key
                    screen.until(lambda before=before: screen.text != before)  # type: ignore[misc]
            elif step.what == "type":
                screen.press_quickly(step.given)
            screen.until(seen(screen, step.see), 60)
        screen.press_quickly("Q")
        assert screen.end()[0] == 0


_SENT = {"Space": " ", "Enter": "\r", "Esc": "\x1b", "Tab": "\t"}


def seen(screen: Terminal, words: str) -> Callable[[], object]:
    return lambda: re.search(re.escape(words).replace(r"\ ", r"\s+"), screen.text)
