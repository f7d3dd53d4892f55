"""A session at the keyboard that does everything in the table of actions, and what is to be seen of it.

A step is the name of an action, which is done by its key in the pane in use, or by its name in the list of
commands where it has none; or a key (`key:`); or a text that is typed (`type:`).
"""

import re
from typing import Any

from textual.screen import Screen

from readnow.keys.actions import by_id
from readnow.keys.keymap import Keymap
from readnow.keys.names import name_of_character
from readnow.tui.screens.choice import ChoiceScreen
from tests.support.driving import Driven

_FEEDS = """
pane.left  cursor.down  cursor.down  cursor.up  cursor.top  cursor.bottom  cursor.page-up  cursor.page-down
cursor.half-page-up  cursor.half-page-down  cursor.top  go.next-unread  go.previous-unread  go.next-unread
link.open  link.copy  feed.copy-site  link.copy-markdown  feed.doctor  app.back  feed.settings  key:escape
feed.export  key:escape  feed.pipe  key:escape  folder.new  type:Kept  key:enter  folder.keep  key:escape
go.next-unread  feed.file-too  key:escape  feed.move  key:escape  feed.down  feed.up  feed.order  key:escape  feed.hide-read  feed.hide-read
list.mark-older  key:escape  find.open  type:tools  key:enter  pane.escape  feed.unsubscribe  key:n  feed.add
type:abc  key:escape  feed.import  key:escape  feed.doctor-all  key:escape  go.next-feed  go.previous-feed  view.wider  view.narrower
rule.open  key:escape  library.past  library.backup  pane.next  pane.previous  cursor.top  pane.open
"""
_ARTICLES = """
cursor.down  cursor.up  go.next-unread  go.previous-unread  article.toggle-read  article.toggle-star
article.toggle-later  article.tags  type:slow  key:enter  list.toggle-unread  list.toggle-unread
list.show-starred  list.show-unread  list.show-all  selection.toggle  selection.toggle  selection.clear
cursor.top  selection.toggle  cursor.down  cursor.down  selection.range  pane.escape  list.mark-above
journal.undo  journal.redo  journal.undo  list.mark-below  journal.undo  list.mark-everything  key:n
list.mark-read  journal.undo  article.delete  journal.undo  article.mute  key:escape  list.sort  type:oldest
key:enter  list.sort  type:newest  key:enter  story.unfold  article.details  key:escape  article.save  key:escape
article.pipe  key:escape  article.pager  article.editor  article.changes  find.open  type:has:enclosure  key:enter
file.open  file.download  file.stop  pane.escape  comments.open  comments.read  link.open  link.open-read  link.copy  link.copy-markdown  find.open  type:reading
key:enter  pane.escape  go.next-article  go.previous-article  go.next-unread-feed  go.previous-unread-feed
go.next-feed  cursor.bottom  cursor.page-up  cursor.half-page-down  cursor.top  feed.settings  key:escape
journal.history  key:escape  view.density  view.density  view.density  view.hints  view.hints  view.light
view.light  view.theme  key:escape  help.show  key:escape  palette.open  type:gotallart  key:enter
"""
_READER = """
cursor.top  pane.open  pane.next  pane.previous  cursor.down  cursor.up  cursor.page-down  cursor.page-up
cursor.half-page-down  cursor.half-page-up  cursor.bottom  cursor.top  heading.next  heading.previous
outline.open  key:escape  link.next  link.next  link.previous  link.copy  link.next  link.follow  place.back  link.list
key:escape  link.open-number  find.open  type:the  key:enter  go.next-unread  pane.escape
go.next-article  go.previous-article  article.toggle-star  article.full-text  article.details  key:escape
image.show  view.zoom  view.zoom  view.wider  view.narrower  go.next-unread  go.read-on
app.back  pane.next  pane.left  go.read-on  feed.refresh  feed.refresh-all  config.open  key:escape
config.reload  view.layout  view.layout  view.layout  view.layout  app.redraw  app.suspend  app.quit
"""
SCRIPT = tuple((_FEEDS + _ARTICLES + _READER).split())


def played() -> frozenset[str]:
    """The actions that occur."""
    return frozenset(step for step in SCRIPT if ":" not in step)


async def play(d: Driven, step: str, keymap: Keymap) -> None:
    """Begin a step: what comes of it is waited for by who looks at the state."""
    kind, _, what = step.partition(":")
    if kind == "key":
        d.send(what)
    elif kind == "type":
        d.send(*map(name_of_character, what))
    elif keys := keymap.of(step, d.screen.pane):
        d.send(keys[0])
    else:
        assert d.screen.pane in by_id[step].panes
        await d.press(keymap.of("palette.open", d.screen.pane)[0])
        assert isinstance(d.app.screen, ChoiceScreen)
        await d.type(by_id[step].title)
        assert d.app.screen.rows.choices[0].label == by_id[step].title
        d.send("enter")


def state(d: Driven, copied: list[str]) -> str:
    """What is to be seen: the screen, where the cursors are, what is open and marked, what is asked."""
    main, app = d.screen, d.app
    if not app.is_running:
        return "gone"
    heads, reader = main.article_list.heads, main.reader
    row = main.feed_list.row
    marks = [sum(getattr(head, name) for head in heads) for name in ("read", "starred", "later")]
    facts: list[tuple[str, object]] = [
        ("on", _name(app.screen) or main.pane.value),
        ("shows", "+".join(pane[0] for pane in main.shown_panes())),
        ("row", row.label if row is not None else ""),
        ("place", main.feed_list.cursor),
        ("list", f"{main.view.scope.kind.value}/{main.view.show.value}/{main.query_shown.sort.value}"),
        ("of", len(heads)),
        ("at", d.under_cursor[:24]),
        ("marks", "/".join(map(str, marks))),
        ("tags", sum(bool(head.tags) for head in heads)),
        ("selected", len(main.article_list.selected)),
        ("open", d.open_article[:24]),
        ("line", reader.top if main.article is not None else ""),
        ("link", reader.focused_link or ""),
        ("find", main.view.search or main.feed_filter or ("found" if main.finding else "")),
        ("asked", main.prompt.label if main.prompt.is_open else ""),
        ("typed", main.prompt.text if main.prompt.is_open and not main.prompt.has_class("-question") else ""),
        ("copied", re.sub(r"//[^/\s)]+", "//", copied[-1])[:40] if copied else ""),
        ("looks", f"{main.ui.layout}/{main.ui.density}/{'hints' if main.ui.hints else 'none'}"),
    ]
    return " ".join(f"{name}={value}" for name, value in facts if value not in ("", 0))


def _name(screen: Screen[Any]) -> str:
    """What covers the panes; empty for nothing."""
    kind = type(screen).__name__
    heading = getattr(screen, "_heading", "")
    return "" if kind == "MainScreen" else f"{kind}:{heading}" if heading else kind
