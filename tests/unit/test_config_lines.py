import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.config.describe import toml
from readnow.config.lines import line_of, lines_of

NAMES = st.text("abc-_ .\"'é#[]=", min_size=1, max_size=6)
VALUES = st.one_of(
    st.text(max_size=12),
    st.integers(-9, 9),
    st.booleans(),
    st.lists(st.text(max_size=4), max_size=3),
)


def test_lines_of_all_ways_to_write_a_key() -> None:
    text = """# a comment = "no key"
top = 1

[ui]
theme = "nord"  # theme = 2
date_format = '''
[fetch]
timeout = 3
'''
[keys]
"article.save" = ["s",
  "S"]
article.toggle-read = "m"
[commands]
send = { run = ["a"], key = "x" }
[commands.keep]
run = "b"
"""
    tomllib.loads(text)
    lines = lines_of(text)
    assert "fetch" not in lines
    assert [
        line_of(lines, key)
        for key in (
            *("top", "ui", "ui.theme", "ui.date_format", 'keys."article.save"', "keys.article.toggle-read"),
            *("commands.send", "commands.send.key", "commands.keep", "commands.keep.run", "nothing"),
        )
    ] == [2, 4, 5, 6, 11, 13, 15, 15, 16, 17, 0]


def test_windows_lines_and_no_text_at_all() -> None:
    assert lines_of("") == {}
    assert lines_of("[a]\r\nb = '''\r\nx'''\r\nc = 1\r\n") == {"a": 1, "a.b": 2, "a.c": 4}


def test_what_lies_behind_a_value_without_end_has_no_line() -> None:
    text = "a = 1\nb = '''" + "\n" * 1000 + "'''\nc = 2\n"
    assert lines_of(text) == {"a": 1}


@given(st.dictionaries(NAMES, st.dictionaries(NAMES, VALUES, max_size=4), max_size=4))
def test_every_key_has_the_line_it_was_written_in(tables: dict[str, dict[str, Any]]) -> None:
    written, wanted = list[str](), dict[str, int]()
    for table, keys in tables.items():
        written += ["", f"[{toml(table)}]"]
        wanted.setdefault(table, len(written))
        for name, value in keys.items():
            written.append(f"{toml(name)} = {toml(value)}")
            wanted.setdefault(f"{table}.{name}", len(written))
    found = lines_of("\n".join(written))
    assert {key: found.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("key", ['keys."a.b"', "keys.a.b"])
def test_quotation_marks_make_no_difference(key: str) -> None:
    assert line_of(lines_of('[keys]\n"a.b" = "x"'), key) == 2
