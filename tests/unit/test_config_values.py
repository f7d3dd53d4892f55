import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from readnow.config import values
from readnow.config.describe import Setting, settings
from readnow.config.load import load
from readnow.config.schema import CommandConfig, CommandsConfig, Config, KeysConfig
from readnow.model.errors import ConfigError

ALL = {setting.key: setting for setting in settings()}


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("ui.text_width", " 80 ", 80),
        ("ui.mouse", "false", False),
        ("ui.layout", "two", "two"),
        ("ui.layout", '"two"', "two"),
        ("ui.theme", "nord", "nord"),
        ("ui.date_format", "true", "true"),
        ("fetch.host_delay", "0.5", 0.5),
        ("fetch.user_agent", "", ""),
        ("open.browser", "firefox --new '%u'", ("firefox", "--new", "%u")),
        ("open.browser", '["a b", "%u"]', ("a b", "%u")),
        ("open.browser", "", ()),
        ("feeds.keep", "90d", "90d"),
        ("feeds.keep", "500", "500"),
        ("ui.date_format", "%H:%M", "%H:%M"),
    ],
)
def test_a_value_is_read_as_it_is_typed(key: str, typed: str, value: object) -> None:
    assert values.read_value(ALL[key], typed) == value


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("ui.text_width", "8", "ui.text_width must be a whole number from 20 to 400, not 8."),
        ("ui.text_width", "wide", 'ui.text_width must be a whole number from 20 to 400, not "wide".'),
        ("ui.mouse", "maybe", 'ui.mouse must be true or false, not "maybe".'),
        ("ui.layout", "four", 'ui.layout must be "auto", "three", "two" or "one", not "four".'),
        ("open.browser", "'a", "open.browser a quotation mark is not closed."),
        ("ui.text_width", "1\nx = 2", "ui.text_width must be a whole number"),
        ("feeds.keep", "soon", "feeds.keep must be forever, a time such as 90d"),
        ("fetch.ca_file", "/nowhere", 'fetch.ca_file there is no file "/nowhere".'),
    ],
)
def test_a_value_that_cannot_be_is_told(key: str, typed: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        values.read_value(ALL[key], typed)
    assert str(caught.value).startswith(said)


@given(st.sampled_from(list(ALL.values())), st.text(max_size=30))
def test_whatever_is_typed_is_taken_or_told_and_means_the_same_in_the_file(
    tmp_path_factory: pytest.TempPathFactory, setting: Setting, typed: str
) -> None:
    try:
        value = values.read_value(setting, typed)
    except ConfigError:
        return
    path = tmp_path_factory.getbasetemp() / "values.toml"
    path.write_text(values.value_lines(setting, value), encoding="utf-8")
    loaded = load(path, explicit=True)
    assert loaded.problems == ()
    assert values.value_of(loaded.config, setting) == value
    assert values.value_of(values.with_value(Config(), setting, value), setting) == value
    again = values.read_value(setting, values.typed_value(value))
    assert again == (value.strip() if isinstance(value, str) else value)


@pytest.mark.parametrize("setting", list(ALL.values()), ids=lambda setting: setting.key)
def test_a_default_is_taken_as_it_is_typed(setting: Setting) -> None:
    assert values.read_value(setting, values.typed_value(setting.default)) == setting.default


def test_lines_of_keys_are_toml() -> None:
    for keys, written in ((("m",), "m"), (("m", ","), ["m", ","]), ((), "")):
        parsed = tomllib.loads(values.keys_lines("article.save", keys))
        assert parsed == {"keys": {"article.save": written}}


def test_what_changed_is_named() -> None:
    old = Config(commands=CommandsConfig({"a": CommandConfig(("x",)), "b": CommandConfig(("y",))}))
    new = replace(
        old,
        ui=replace(old.ui, text_width=80, mouse=False),
        keys=KeysConfig(bindings={"article.save": ("x",)}),
        commands=CommandsConfig({"b": CommandConfig(("z",))}),
    )
    assert values.changed_keys(old, old) == ()
    assert values.changed_keys(old, new) == (
        *("ui.text_width", "ui.mouse", 'keys."article.save"', "commands.a", "commands.b"),
    )
    assert "ui.mouse" in values.taken_later()
    kept = values.as_before(old, new)
    assert (kept.ui.mouse, kept.ui.text_width) == (True, 80)


def test_keys_over_those_of_the_file(tmp_path: Path) -> None:
    config = values.with_keys(Config(), "article.save", ("x", "comma"))
    assert config.keys.bindings == {"article.save": ("x", "comma")}
