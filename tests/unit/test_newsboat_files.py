"""newsboat's urls and config as values; nothing in them is run."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.config.load import load
from readnow.exchange.newsboat.configuration import Verdict, is_config, read_config
from readnow.exchange.newsboat.operations import KEYS, OPERATIONS
from readnow.exchange.newsboat.urls import QueryFeed, is_urls, read_urls, write_urls
from readnow.exchange.newsboat.words import quoted, split
from readnow.keys.actions import ACTIONS
from readnow.keys.keymap import resolve
from readnow.keys.names import normalise
from readnow.library.newsboat_keys import to_copy, with_keys
from readnow.model.errors import ExchangeError
from readnow.model.subscription import Subscription

URLS = b"""
# my feeds
https://a.example/feed tech "~The A" # more
https://b.example/feed  "two words"  tech/linux "!" "!secret"
https://c.example/feed#part
"https://a.example/feed" other
"query:Fresh:unread = \\"yes\\" and age < 3" meta
query:Empty:
exec:~/bin/list.sh tech
"filter:~/bin/clean.sh:https://d.example/feed" tech
file:///etc/passwd
`cat secrets` tech
https://user:word@e.example/feed
"""


def test_urls_with_their_tags() -> None:
    found = read_urls(URLS, "urls")
    assert found.feeds == (
        Subscription("https://a.example/feed", "The A", "", ("tech",), (("other",),)),
        Subscription("https://b.example/feed", "", "", ("two words",), (("tech", "linux"),), in_all=False),
        Subscription("https://c.example/feed#part"),
        Subscription("https://e.example/feed"),
    )
    assert found.queries == (QueryFeed("Fresh", 'unread = "yes" and age < 3', ("meta",)),)
    assert len(found.left_out) == 6
    assert sum("nothing was run" in sentence for sentence in found.left_out) == 3
    assert not any("word@" in sentence for sentence in found.left_out)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"#only\n"])
def test_an_empty_list_is_one(data: bytes) -> None:
    assert read_urls(data, "urls").feeds == ()


def test_what_is_no_text() -> None:
    with pytest.raises(ExchangeError, match="not a text file"):
        read_urls(b"\x00\x01http://a\x00", "urls")
    with pytest.raises(ExchangeError, match="larger"):
        read_urls(b"#" * (5 * 1024 * 1024 + 1), "urls")


@pytest.mark.parametrize(
    ("data", "is_so"),
    [
        (b'https://a.example/feed "~A"\n', True),
        (b'"query:A:unread = \\"yes\\""\n', True),
        (b"https://a.example/feed !\n", True),
        (b"https://a.example/feed a remark\n", False),
        (b"<opml/>", False),
    ],
)
def test_known_by_its_content(data: bytes, is_so: bool) -> None:
    assert is_urls(data) is is_so


WORD = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@given(st.lists(WORD, max_size=4))
def test_words_come_back(words: list[str]) -> None:
    assert split(" ".join(map(quoted, words))) == words


_NAME = st.text(st.sampled_from('abÄ "\\#!~`:x'), min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.lists(st.tuples(_NAME, st.lists(_NAME, max_size=3, unique=True), st.booleans()), max_size=5))
def test_a_list_that_was_written_is_read_as_the_same(rows: list[tuple[str, list[str], bool]]) -> None:
    wanted = []
    for number, (title, folders, in_all) in enumerate(rows):
        paths = tuple((" ".join(name.split()),) for name in folders)
        paths = tuple(dict.fromkeys(paths))
        name = " ".join(title.split())
        wanted.append(
            Subscription(
                f"https://a.example/{number}", name, "", paths[0] if paths else (), paths[1:], in_all=in_all
            )
        )
    found = read_urls(write_urls(wanted, [QueryFeed("Q", 'title =~ "a\\"b"', ("f",))]).encode(), "urls")
    assert found.feeds == tuple(wanted)
    assert found.queries == (QueryFeed("Q", 'title =~ "a\\"b"', ("f",)),)


CONFIG = b"""# remarks
auto-reload no
reload-time 30
keep-articles-days 90
bind-key j down
bind-key x next-unread
bind-key ^R reload-all
bind-key ENTER nonsense
color listfocus black yellow bold
ignore-article "*" "title =~ \\"sport\\""
ignore-article "https://a.example/feed" "unread_count > 3"
reset-unread-on-update "https://a.example/feed"
browser "firefox '%u'"
show-read-feeds no
reload-time soon
proxy "user:word@localhost:80"
user-agent `uname -a`
something else
"""


def test_every_line_of_a_configuration_is_answered() -> None:
    lines = read_config(CONFIG, "config")
    assert [line.number for line in lines] == list(range(2, 19))
    by_number = {line.number: line for line in lines}
    assert [number for number, line in by_number.items() if line.verdict is Verdict.NOT] == [
        *(8, 9, 15, 16, 17, 18)
    ]
    assert all(line.why for line in lines if line.verdict is Verdict.NOT)
    assert by_number[10].ignored is not None
    assert "nothing was run" in by_number[17].why
    assert not any("word@" in line.copy for line in lines)


def test_lines_for_config_toml() -> None:
    lines = with_keys(read_config(CONFIG, "config"))
    assert lines[3].verdict is Verdict.TAKEN  # j goes down anyway
    assert to_copy(lines) == (
        "[refresh]\nauto = false\ninterval = 30\n\n"
        '[feeds]\nkeep = "90d"\n\n'
        '[open]\nbrowser = "firefox %u"\n\n'
        "[ui]\nhide_read = true\n\n"
        '[keys]\npreset = "newsboat"\n"go.next-unread" = ["x", "n"]\n"feed.refresh-all" = ["^R", "R", "f5"]\n'
    )


def test_keys_of_one_view_are_those_of_a_pane() -> None:
    data = b"bind-key J next articlelist\nbind-key z next-unread article\nbind-key z quit podbeuter\n"
    copied = to_copy(with_keys(read_config(data, "config")))
    assert '"reader.go.next-unread" = ["z", "n"]' in copied
    assert '"app.back" = ["z", "q"]' in copied
    assert "articles." not in copied  # J does that there


def test_what_is_copied_is_a_configuration(tmp_path: Path) -> None:
    operations = [f"bind-key {key} {name}" for key, name in zip("abcdefghijkl", OPERATIONS, strict=False)]
    views = [f"bind-key {key} {name} articlelist" for key, name in zip("XYZWVT", OPERATIONS, strict=False)]
    data = CONFIG + "\n".join([*operations, *views]).encode()
    file = tmp_path / "config.toml"
    file.write_text(to_copy(with_keys(read_config(data, "config"))))
    loaded = load(file, True)
    assert loaded.problems == ()
    assert resolve(loaded.config.keys).problems == ()


def test_operations_and_keys_are_those_there_are() -> None:
    assert set(OPERATIONS.values()) <= {action.id for action in ACTIONS}
    assert all(normalise(key) for key in KEYS.values())


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_text_is_answered(lines: list[str]) -> None:
    data = "\n".join(lines).encode("utf-8", "replace")
    is_config(data)
    is_urls(data)
    if b"\0" not in data:
        read_config(data, "config")
        read_urls(data, "urls")
