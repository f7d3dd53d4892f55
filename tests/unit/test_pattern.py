"""Patterns that are compiled when they are first used."""

import importlib
import pkgutil
import re

import pytest

import readnow
from readnow.text.pattern import LazyPattern, pattern


def test_what_a_pattern_finds_is_what_the_compiled_one_finds() -> None:
    words = pattern(r"([a-z]+)", re.IGNORECASE)
    compiled = re.compile(r"([a-z]+)", re.IGNORECASE)
    text = "One, two"
    assert words.findall(text) == compiled.findall(text)
    assert words.sub("x", text) == compiled.sub("x", text) == "x, x"
    assert words.subn("x", text) == ("x, x", 2)
    assert words.split(text) == compiled.split(text)
    assert [found[1] for found in words.finditer(text)] == ["One", "two"]
    for found in (words.match(text), words.search(text), words.fullmatch("One")):
        assert found is not None
        assert found.span() == (0, 3)
    assert pattern(rb"\d").search(b"a1") is not None


def test_it_is_made_at_the_first_use_and_once() -> None:
    made: list[str] = []

    def source() -> str:
        made.append("made")
        return "a+"

    several = pattern(source)
    assert not made
    assert several.search("caat") is not None
    assert several.sub("", "caat") == "ct"
    assert made == ["made"]


def test_a_mistake_shows_at_the_first_use_each_time() -> None:
    wrong = pattern("(")
    for _ in range(2):
        with pytest.raises(re.error):
            wrong.search("")


def test_every_pattern_of_the_program_can_be_compiled() -> None:
    found = 0
    for module in pkgutil.walk_packages(readnow.__path__, "readnow."):
        if module.name != "readnow.__main__":
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, LazyPattern):
                    found += 1
                    assert value.sub is not None, f"{module.name}.{name}"
    assert found > 200
