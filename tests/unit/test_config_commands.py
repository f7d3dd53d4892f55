"""The table `[commands]`: what is understood, and what is said of the rest."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from readnow.config.load import load
from readnow.config.schema import CommandConfig


def read(tmp_path: Path, text: str) -> tuple[dict[str, CommandConfig], list[str]]:
    """The commands, and the problems without the name of the file."""
    path = tmp_path / "config.toml"
    path.write_text(f"[commands]\n{text}\n", encoding="utf-8")
    result = load(path, explicit=True)
    return dict(result.config.commands.own), [
        str(replace(problem, line=0)).removeprefix(f"{path}: ") for problem in result.problems
    ]


def test_a_whole_command(tmp_path: Path) -> None:
    text = 'send = { run = ["prog", "--to", "%u"], key = "ctrl+x, M", title = "Send it", terminal = true }'
    assert read(tmp_path, text) == (
        {"send": CommandConfig(("prog", "--to", "%u"), ("ctrl+x", "M"), "Send it", True)},
        [],
    )


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('["prog", "a b"]', ("prog", "a b")),
        ("\"prog 'a b' %u\"", ("prog", "a b", "%u")),
        ('{ run = "prog %f" }', ("prog", "%f")),
    ],
)
def test_the_words_may_be_all(tmp_path: Path, written: str, words: tuple[str, ...]) -> None:
    assert read(tmp_path, f"x = {written}") == ({"x": CommandConfig(words)}, [])


def test_a_table_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[commands.send]\nrun = ["prog"]\nkey = ["x"]\n')
    assert load(path, explicit=True).config.commands.own == {"send": CommandConfig(("prog",), ("x",))}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('Send = ["prog"]', 'commands."Send": a name has small letters, digits and hyphens only.'),
        ('x = { key = "y" }', 'commands.x: names no program: write run = ["program", "%u"].'),
        ("x = []", "commands.x.run: names no program."),
        ('x = ""', "commands.x.run: names no program."),
        ("x = 3", "commands.x.run: must be a text or a list of texts, not 3."),
        ('x = "prog \'open"', 'commands.x.run: must be a text or a list of texts, not "prog \'open".'),
        ('x = ["prog", "a\\u001b]52"]', "commands.x.run: must be a text or a list of texts, not"),
        ('x = { run = "p", terminal = "yes" }', 'commands.x.terminal: must be true or false, not "yes".'),
        ('x = { run = "p", title = "a\\nb" }', "commands.x.title: must be a text on one line of at most 60"),
        ('x = { run = "p", keys = "y" }', "commands.x.keys: unknown key, did you mean key?"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_stays(tmp_path: Path, text: str, problem: str) -> None:
    own, problems = read(tmp_path, f'{text}\ngood = ["prog"]')
    assert own == {"good": CommandConfig(("prog",))}
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    assert problems[0].endswith(" The command is left out.")


def test_a_hundred_are_enough(tmp_path: Path) -> None:
    own, problems = read(tmp_path, "\n".join(f'c{n} = ["p"]' for n in range(101)))
    assert (len(own), len(problems)) == (100, 1)
