import re
import tomllib
from pathlib import Path
from typing import get_type_hints

import msgspec
import pytest
from msgspec.structs import fields, replace

from readnow.config.describe import effective, example, settings
from readnow.config.load import load
from readnow.config.schema import (
    CommandConfig,
    CommandsConfig,
    Config,
    FetchConfig,
    KeysConfig,
    OpenConfig,
    ThemesConfig,
    UiConfig,
)


def test_every_setting_has_help_that_is_a_sentence() -> None:
    described = {(setting.table, setting.name): setting.help for setting in settings()}
    for part in fields(Config):
        for field in fields(getattr(Config(), part.name)):
            if field.name not in ("bindings", "own"):
                help_text = described[part.name, field.name]
                assert re.fullmatch(r"[A-Z].*\.", help_text), help_text


def test_defaults_lie_within_their_bounds() -> None:
    for part in fields(Config):
        default = getattr(Config(), part.name)
        types = get_type_hints(type(default), include_extras=True)
        for field in fields(default):
            assert msgspec.convert(getattr(default, field.name), types[field.name]) == getattr(
                default, field.name
            )


def test_example_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(example())
    result = load(path, explicit=True)
    assert result.config == Config()
    assert result.problems == ()


def test_example_with_all_lines_switched_on_is_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(re.sub(r"^#(?=\S)", "", example(), flags=re.M))
    result = load(path, explicit=True)
    assert result.problems == ()
    assert (
        replace(result.config, keys=KeysConfig(), commands=CommandsConfig(), theme=ThemesConfig()) == Config()
    )
    assert list(result.config.commands.own) == ["send", "edit-text", "keep"]
    assert list(result.config.theme.own) == ["sea", "mine"]
    assert result.config.keys.bindings == {"article.toggle-read": ("m",)}
    assert len(tomllib.loads(path.read_text())["fetch"]) == len(fields(FetchConfig))


@pytest.mark.parametrize(
    "config",
    [
        Config(),
        Config(
            fetch=FetchConfig(concurrency=3, proxy="http://p:1", user_agent='a "b" \\ é 🙂'),
            ui=UiConfig(layout="one", mouse=False),
            keys=KeysConfig(bindings={"article.toggle-read": ("x", "comma"), 'odd "id"': ()}),
            open=OpenConfig(("a b", "%u")),
            commands=CommandsConfig(
                {
                    "send": CommandConfig(("a", '"b" %t'), ("ctrl+x", "comma"), "Send ünd more", True),
                    "plain": CommandConfig(("a",)),
                }
            ),
        ),
    ],
)
def test_effective_values_load_as_the_same_configuration(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "config.toml"
    path.write_text(effective(config), encoding="utf-8")
    result = load(path, explicit=True)
    assert result.config == config
    assert result.problems == ()
