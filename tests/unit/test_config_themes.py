"""The table `[theme]`: what is understood, and what is said of the rest."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from readnow.config.describe import effective
from readnow.config.load import load
from readnow.config.schema import Config, ThemeConfig
from readnow.config.themes import MOST, OURS, TEXTUALS, theme_problem


def read(tmp_path: Path, text: str) -> tuple[dict[str, ThemeConfig], list[str]]:
    """The themes, and the problems without the name of the file."""
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    result = load(path, explicit=True)
    return dict(result.config.theme.own), [
        str(replace(problem, line=0)).removeprefix(f"{path}: ") for problem in result.problems
    ]


def test_a_whole_theme(tmp_path: Path) -> None:
    text = """
    [theme.sea]
    base = "dark"
    foreground = "#eeeeee"
    background = "#001020"
    muted = "#9aa"
    accent = "bright-cyan"
    warning = "#FF8787"
    code = "#102030"
    rule = "default"
    """
    theme = ThemeConfig("dark", "#eeeeee", "#001020", "#9aa", "bright-cyan", "#FF8787", "#102030", "default")
    assert read(tmp_path, text) == ({"sea": theme}, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '[theme]\nSea = { accent = "red" }',
            'theme."Sea": a name has small letters, digits and hyphens only. The theme is left out.',
        ),
        (
            "[theme.dark]",
            "theme.dark: this is the name of a theme that comes with ReadNOW. The theme is left out.",
        ),
        ('[theme]\nx = "red"', "theme.x: must be a table, written [theme.x]. The theme is left out."),
        (
            '[theme.x]\naccent = "reddish"',
            'theme.x.accent: must be a colour such as "#5fafd7", "blue", "bright-blue" or "default", '
            'not "reddish". The colour of its base is used.',
        ),
        (
            '[theme.x]\naccent = "red\\n"',
            'theme.x.accent: must be a colour such as "#5fafd7", "blue", "bright-blue" or "default", '
            'not "red\\n". The colour of its base is used.',
        ),
        ("[theme.x]\naccent = 3", "theme.x.accent: must be a colour such as"),
        (
            '[theme.x]\nacent = "red"',
            "theme.x.acent: unknown key, did you mean accent? It is left out.",
        ),
        (
            '[theme.x]\nbase = "nrod"',
            'theme.x.base: there is no theme "nrod", did you mean nord? "terminal" is used.',
        ),
        (
            '[theme.x]\nbackground = "#000"\nmuted = "#333"',
            "theme.x.muted: can hardly be read on the background: a contrast of 1.7, text needs 4.5. "
            "It is used all the same.",
        ),
        (
            '[ui]\ntheme = "nrod"',
            'ui.theme: there is no theme "nrod", did you mean nord? The default is used.',
        ),
        ("[ui]\ntheme = 'z\\[red]'", 'ui.theme: there is no theme "z\\\\[red]". The default is used.'),
    ],
)
def test_mistakes_are_told_and_the_rest_is_used(tmp_path: Path, text: str, problem: str) -> None:
    _, problems = read(tmp_path, text)
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_what_is_wrong_in_one_theme_spoils_no_other(tmp_path: Path) -> None:
    own, problems = read(tmp_path, '[theme]\na = 1\nb = { accent = "no", muted = "#fff" }\nc = {}')
    assert own == {"b": ThemeConfig(muted="#fff"), "c": ThemeConfig()}
    assert len(problems) == 2


def test_there_is_an_end_to_them(tmp_path: Path) -> None:
    own, problems = read(tmp_path, "[theme]\n" + "\n".join(f"t{number} = {{}}" for number in range(MOST + 1)))
    assert len(own) == MOST
    assert problems == [f"theme.t{MOST}: there are more than {MOST} themes. The theme is left out."]


@pytest.mark.parametrize("name", ["auto", *OURS, *TEXTUALS, "ansi-dark", "sea"])
def test_names_that_there_are(name: str) -> None:
    assert theme_problem(name, ["sea"]) is None


def test_themes_are_printed_as_they_are_read(tmp_path: Path) -> None:
    own, _ = read(tmp_path, '[ui]\ntheme = "sea"\n[theme.sea]\nbase = "nord"\naccent = "#123456"')
    path = tmp_path / "printed.toml"
    path.write_text(effective(load(tmp_path / "config.toml", explicit=True).config))
    printed = load(path, explicit=True)
    assert printed.problems == ()
    assert printed.config.theme.own == own
    assert printed.config.ui.theme == "sea"
    assert Config().theme.own == {}
