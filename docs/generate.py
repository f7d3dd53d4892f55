"""Prints the documentation that comes from the tables: `python -m docs.generate`.

`docs/keys.md`, `docs/config.md`, `docs/query.md`, `config.example.toml` and the table of keys in `README.md`,
from `keys.actions`, `config.schema` and `library.query_terms`. Each function returns text; a test compares it
with what is in the files.
"""

import re
import textwrap
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import groupby
from pathlib import Path

from readnow.config.describe import (
    COMMANDS_EXAMPLE,
    COMMANDS_HELP,
    THEMES_EXAMPLE,
    THEMES_HELP,
    Setting,
    example,
    settings,
    toml,
)
from readnow.config.themes import OURS, TEXTUALS
from readnow.keys.actions import ACTIONS, Pane
from readnow.keys.names import display
from readnow.keys.presets import DEFAULT, PRESETS
from readnow.keys.shown import Keyed, differences
from readnow.library.query_terms import HAS, IS, TERMS

ROOT = Path(__file__).resolve().parent.parent
README_KEYS = re.compile(r"(<!-- keys -->\n).*?(<!-- /keys -->)", re.DOTALL)

_TABLE_HELP = {
    "fetch": "How feeds are fetched.",
    "refresh": "When feeds are refreshed.",
    "feeds": "What becomes of the articles of a feed.",
    "ui": "How the interface looks and behaves.",
    "notify": "What is told of news outside the screen.",
    "keys": "Which keys do what.",
    "open": "What opens links and files, and where files go.",
}
_QUERY_HEAD = """\
# Finding articles

Made from the table of terms in `readnow/library/query_terms.py` by `make docs`. The language is the
same in the search line (`/` in the list of articles) and in `readnow list`, `count` and `mark --query`.

| What you type | What it finds |
|---|---|
| `linux kernel` | articles with both words, in title, author or text |
| `"linux kernel"` | the two words in a row |
| `kern*`, `"linux kern*"` | words that begin so |
| `linux -kernel` | the first word without the second; `NOT kernel` is the same |
| `linux OR bsd` | one of them, or both; OR in capital letters |
| `(linux OR bsd) kernel` | brackets, as many as you need |
| `/^weekly .* (tips\\|links)/` | titles that match a pattern |

Words are whole words: `kern` does not find “kernel”, `kern*` does. Case, accents and punctuation make
no difference. In Chinese, Japanese, Thai and other scripts without spaces, characters that follow each
other are found wherever they stand. Everything that is typed must be so, unless there is an OR.

## Terms"""
_QUERY_TAIL = """\
A `-` before a term excludes: `-is:read`, `-feed:news`. A value with spaces stands in quotation marks:
`feed:"kernel week"`, in which `\\"` is a quotation mark.

Days are local ones. `after:` begins with the day itself, `before:` ends in front of it, so that what is
not before a day is after it. `3d`, `2w`, `6mo` and `1y` are the day so long ago; `2026-03` and `2026`
are a whole month and year.

What a feed with the setting `in_all=no` has is found by queries that name the feed or its folder (`feed:`,
`folder:`), and by those for what you put aside (`is:starred`, `is:later`, `tag:`); by no others.

Patterns know `.`, `[a-z]`, `( )`, `|`, `*`, `+`, `?`, `{2,3}`, `^`, `$`, `\\b`, `\\d`, `\\w` and `\\s`,
and nothing that looks back or ahead. Letters match in either case; a `/` inside is written `\\/`. No
pattern is slow, however it is made: each character of a title is looked at once.

On a command line the shell wants quotation marks of its own around `( )`, `<`, `>`, `*` and spaces, and
words that begin with `-` go behind `--`:

    readnow list '(linux OR bsd) words:>500' after:2w
    readnow count -- -is:read
    readnow mark read --query 'feed:news before:1mo'

## Smart feeds

A query that is kept under a name is a smart feed: a row of the feed list, and a term of other queries,
`smart:NAME`. What it names is looked up each time that it is read; where that is gone, its list says so.

    readnow smart add "Long reads" 'words:>2000 is:unread' --sort oldest
    readnow count 'smart:"long reads" feed:news'

## The search line

| Key | What it does |
|---|---|
| `Tab`, `Shift+Tab` | completes a term, a state, or the name of a feed, folder, tag or smart feed |
| `Ctrl+T` | searches everywhere, or again in the list that was opened |
| `Ctrl+O` | shows the best first, or the newest |
| `Ctrl+S` | keeps the search as a smart feed |
| `Up`, `Down` | what was searched before |
| `Enter`, `Esc` | goes to what was found, or back to the list |

## What is quick

Words, phrases, feeds, languages and what comes with an article are found through an index, newest
first, whatever the size of the library. `words:`, `link:` and patterns, beginnings of one to three
letters, and what is only excluded, are found by going through the articles from the newest on, which
the next key stops. An article can be found from the moment it is there; the index follows within
seconds."""
_PRESETS_HELP = """\
For hands that know another reader there are sets of keys to start from; your own keys go before them, too.
What a set does not name stays as above. `readnow keys --preset NAME` prints all of its keys.

```toml
[keys]
preset = "newsboat"                # or "google-reader"
```"""
_IN_README = (
    *("go.read-on", "go.next-unread", "cursor.down", "pane.open", "app.back", "article.toggle-read"),
    *("article.toggle-star", "list.mark-read", "link.open", "link.copy", "find.open", "feed.add"),
    *(
        "feed.refresh-all",
        "feed.doctor",
        "feed.settings",
        "view.zoom",
        "journal.undo",
        "help.show",
        "palette.open",
        "app.quit",
    ),
)


def main() -> None:
    """Write what has changed, and say what."""
    for name, text in files().items():
        path = ROOT / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"{name} written")


def files() -> Mapping[str, str]:
    """Each generated file, by its path from the root of the project, with the text it should have."""
    made: dict[str, Callable[[], str]] = {
        "docs/keys.md": keys_page,
        "docs/config.md": config_page,
        "docs/query.md": query_page,
        "config.example.toml": example,
    }
    texts = {name: make() for name, make in made.items()}
    readme = ROOT / "README.md"
    if readme.is_file():
        before = readme.read_text(encoding="utf-8")
        if README_KEYS.search(before):
            texts["README.md"] = README_KEYS.sub(lambda match: match[1] + readme_keys() + match[2], before)
    return texts


def keys_page() -> str:
    """`docs/keys.md`: every action by group, with its keys, where it works and the name to change them by."""
    lines = [
        "# Keys",
        "",
        "Made from the table of actions in `readnow/keys/actions.py` by `make docs`. `readnow keys` prints",
        "the keys as your configuration has them, and `?` shows those of the pane you are in.",
        "",
        "To change a key, name its action in the `[keys]` table of `config.toml` (see `docs/config.md`):",
        "",
        "```toml",
        "[keys]",
        '"article.toggle-read" = "x"        # instead of m',
        '"go.next-unread" = "n, ctrl+n"     # two keys',
        '"feed.unsubscribe" = ""            # none',
        "",
        "[keys.articles]                    # in the list of articles alone; also feeds, reader",
        '"article.toggle-star" = "S"',
        "```",
        "",
        "What is wrong with your keys is told at start and by `readnow config check`: names that do not",
        "exist, keys that two actions of a pane want, and keys that many terminals cannot send or keep for",
        "themselves. There is always a key to quit. Numbers before keys (`5j`) do nothing: digits choose",
        "what a list shows, and open the links of an article.",
    ]
    for group, actions in groupby(ACTIONS, lambda action: action.group):
        lines += ["", f"## {group}", "", "| Keys | Does | Where | Name |", "|---|---|---|---|"]
        lines += [
            f"| {_keys(action.keys)} | {_cell(action.help)} | {_where(action.keyed or action.panes)} "
            f"| `{action.id}` |"
            for action in actions
        ]
    lines += ["", "## Sets of keys", "", *_PRESETS_HELP.splitlines()]
    for preset in PRESETS:
        if preset != DEFAULT:
            lines += ["", f"### {preset}", "", "| Keys | Instead of | Does | Where |", "|---|---|---|---|"]
            lines += [_difference(one, before) for one, before in differences(preset)]
    return "\n".join(lines) + "\n"


def _difference(one: Keyed, before: tuple[str, ...]) -> str:
    """Where a preset has other keys: those, those of the table, what they do."""
    return f"| {_keys(one.keys)} | {_keys(before)} | {_cell(one.action.help)} | {_where(one.panes)} |"


def readme_keys() -> str:
    """The short table of keys for the README."""
    by_id = {action.id: action for action in ACTIONS}
    rows = [
        f"| {_keys(by_id[action_id].keys)} | {_cell(by_id[action_id].help)} |" for action_id in _IN_README
    ]
    return "\n".join(["| Keys | Does |", "|---|---|", *rows]) + "\n"


def config_page() -> str:
    """`docs/config.md`: every setting by table."""
    lines = [
        "# Configuration",
        "",
        "Made from `readnow/config/schema.py` by `make docs`. The file is `config.toml`; `readnow config",
        "path` says where it is looked for, `--config` or `READNOW_CONFIG` name another. Every setting is",
        "optional. `config.example.toml` has them all. A wrong value keeps its default and is reported at",
        "start and by `readnow config check`. ReadNOW never writes this file.",
    ]
    for table, of_table in groupby(settings(), lambda setting: setting.table):
        lines += ["", f"## `[{table}]`", "", _TABLE_HELP[table], ""]
        lines += ["| Name | Default | Takes | Meaning |", "|---|---|---|---|"]
        lines += [_setting_row(setting) for setting in of_table]
        if table == "keys":
            lines.append(
                '| `"article.toggle-read"` and so on | see `docs/keys.md` | a text of keys with commas '
                "between them, or a list; empty for none | The keys of an action, by its name. |"
            )
            lines.append(
                '| `articles."article.toggle-read"` and so on | | the same | Its keys in one pane alone: '
                "`feeds`, `articles` or `reader`, as tables `[keys.feeds]` and so on. |"
            )
    lines += ["", "## `[commands]`", "", *textwrap.wrap(COMMANDS_HELP, 110), "", "```toml", "[commands]"]
    lines += [*COMMANDS_EXAMPLE, "```", "", "## `[theme]`", "", *textwrap.wrap(THEMES_HELP, 110), ""]
    lines += ["```toml", "[theme]", *THEMES_EXAMPLE, "```", ""]
    known = ", ".join(f"`{name}`" for name in (*OURS, *TEXTUALS))
    lines += textwrap.wrap(f"Themes that come with ReadNOW: {known}.", 110, break_on_hyphens=False)
    return "\n".join(lines) + "\n"


def query_page() -> str:
    """`docs/query.md`: the query language, with every term of its table."""
    lines = [
        *_QUERY_HEAD.splitlines(),
        "",
        "| Term | Takes | Finds | Example |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{term.name}:` | {_cell(term.takes)} | {_cell(term.help)} | `{_cell(term.example)}` |"
        for term in TERMS
    ]
    for name, states in (("is:", IS), ("has:", HAS)):
        meant = ", ".join(f"`{state.word}` {state.help}" for state in states)
        lines += ["", f"`{name}` knows: {meant}."]
    return "\n".join([*lines, "", *_QUERY_TAIL.splitlines()]) + "\n"


def _setting_row(setting: Setting) -> str:
    default = f"`{toml(setting.default)}`"
    return f"| `{setting.name}` | {_cell(default)} | {_cell(setting.takes)} | {_cell(setting.help)} |"


def _keys(keys: Iterable[str]) -> str:
    return " ".join(f"`{_cell(display(key))}`" for key in keys) or "in the list of commands"


def _where(panes: Collection[Pane]) -> str:
    return "everywhere" if set(panes) == set(Pane) else ", ".join(pane for pane in Pane if pane in panes)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    main()
