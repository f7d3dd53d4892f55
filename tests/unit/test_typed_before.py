"""What was typed before, what Tab offers, what is said of a text while it is typed."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.query_completion import Completion
from readnow.tui.histories import MOST, Histories, Past, may_be_kept
from readnow.tui.offers import Offers
from readnow.tui.path_names import completed_path
from readnow.tui.typed_checks import TypedError, check_address, check_command, check_file


class Kept:
    """What is remembered, as the library has it."""

    def __init__(self, **values: object) -> None:
        self.values: dict[str, object] = dict(values)

    async def remembered(self, key: str) -> object | None:
        return self.values.get(key)

    async def remember(self, key: str, value: object) -> None:
        self.values[key] = value


async def test_each_kind_has_its_own_and_the_latest_is_last() -> None:
    histories, kept = Histories(), Kept(commands=["wc", "cat"])
    assert histories.of("commands") == ()
    await histories.add("commands", "wc", kept)
    await histories.add("files", "a", kept)
    assert histories.of("commands") == ("cat", "wc")
    assert kept.values == {"commands": ["cat", "wc"], "files": ["a"]}


@pytest.mark.parametrize("value", [None, 3, {"a": 1}, [1, None, "a"]])
async def test_whatever_was_remembered_can_be_read(value: object) -> None:
    histories = Histories()
    await histories.read("files", Kept(files=value))
    assert histories.is_read("files")
    assert set(histories.of("files")) <= {"a"}


async def test_there_is_an_end_to_them() -> None:
    histories, kept = Histories(), Kept()
    for number in range(MOST + 5):
        await histories.add("files", str(number), kept)
    assert histories.of("files") == tuple(str(number) for number in range(5, MOST + 5))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", False),
        ("  ", False),
        ("https://me:secret@host/feed", False),
        ("https://token@host", False),
        ("https://host/@me", True),
        ("@me@host", True),
        ("weekly", True),
    ],
)
def test_passwords_are_not_kept(text: str, kept: bool) -> None:
    assert may_be_kept(text) is kept


@given(st.lists(st.text(max_size=3)), st.text(max_size=3), st.lists(st.sampled_from((-1, 1)), max_size=9))
def test_what_is_typed_is_there_again_after_all_ways(
    history: list[str], typed: str, steps: list[int]
) -> None:
    past, text = Past(history), typed
    for step in steps:
        found = past.step(step, text)
        text = text if found is None else found
        assert text in (*history, typed)
    for _ in history:
        found = past.step(1, text)
        text = text if found is None else found
    assert text == typed


def test_a_history_that_comes_late_is_taken_where_nobody_went_through_one() -> None:
    past = Past()
    past.learn(("a", "b"))
    assert past.step(-1, "x") == "b"
    past.learn(("c",))
    assert past.step(-1, "b") == "a"
    assert past.step(1, "a") == "b"
    assert past.step(1, "b") == "x"


@given(
    st.text("ab/ ", max_size=5),
    st.lists(st.text("ab:", min_size=1, max_size=4), unique=True, max_size=4),
    st.integers(0, 5),
    st.lists(st.sampled_from((-1, 1)), min_size=1, max_size=8),
)
def test_tab_puts_in_offers_and_leaves_the_rest(
    text: str, options: list[str], start: int, steps: list[int]
) -> None:
    start = min(start, len(text))
    offers = Offers(lambda _text: Completion(start, tuple(options)))
    for step in steps:
        put = offers.go(text, step)
        if put is None:
            assert not options
            continue
        assert put.text.startswith(text[:start])
        assert any(option.startswith(put.text[start:].rstrip(" ")) for option in options)
        text = put.text
        offers.changed(text)


def test_names_of_files_and_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("feeds.opml", "feeds-old.opml", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "bad\x1bname").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    begun = f"{tmp_path}/f"
    assert completed_path(begun) == Completion(
        len(begun) - 1, ("feeds-old.opml", "feeds.opml", "folder/"), after=""
    )
    assert completed_path("~/fo").options == ("folder/",)
    assert completed_path("~/").options == ("feeds-old.opml", "feeds.opml", "folder/")
    assert completed_path("~/.h").options == (".hidden",)
    assert completed_path("fe", inside=tmp_path).options == ("feeds-old.opml", "feeds.opml")
    for nothing in ("/nowhere/x", "~nobody/x", "\0/x"):
        assert completed_path(nothing).options == ()


@pytest.mark.parametrize(
    ("check", "text", "said"),
    [
        (check_command, "", ""),
        (check_command, "w", ""),
        (check_command, f"{sys.executable} -c 'x'", ""),
        (check_command, "cat 'a", "quotation mark"),
        (check_command, "no-such-program ", "no program “no-such-program”"),
        (check_address, "", ""),
        (check_address, "htt", ""),
        (check_address, "@me@host", ""),
        (check_address, "https://a.example/feed ", ""),
        (check_address, "feed://a.example", ""),
        (check_address, "ftp://a.example", "not from ftp://"),
        (check_address, "https://a https://b", "One address at a time"),
        (check_file, "", ""),
        (check_file, "~/new.opml", ""),
        (check_file, "/nowhere/new.opml", "There is no folder /nowhere."),
        (check_file, "\0/x", "There is no folder"),
    ],
)
def test_what_is_wrong_is_said_and_what_is_not_whole_is_not(check: object, text: str, said: str) -> None:
    assert callable(check)
    try:
        check(text)
        found = ""
    except TypedError as err:
        found = str(err)
    assert said in found
    assert bool(said) == bool(found)
