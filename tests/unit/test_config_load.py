from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import fields, replace

from readnow.config.load import ConfigProblem, Loaded, load
from readnow.config.schema import Config
from readnow.model.errors import ConfigError


def loaded(tmp_path: Path, text: str | bytes) -> Loaded:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load(path, explicit=True)


def only_problem(result: Loaded) -> ConfigProblem:
    assert len(result.problems) == 1, result.problems
    return result.problems[0]


def test_missing_default_file_means_the_defaults(tmp_path: Path) -> None:
    result = load(tmp_path / "config.toml", explicit=False)
    assert result == Loaded(Config(), (), None)
    assert load(None, explicit=False) == Loaded(Config())


def test_file_in_a_folder_that_is_a_file_is_missing_too(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert load(tmp_path / "file" / "config.toml", explicit=False).config == Config()


def test_missing_named_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml: there is no such file\."):
        load(tmp_path / "config.toml", explicit=True)


def test_empty_file_means_the_defaults(tmp_path: Path) -> None:
    result = loaded(tmp_path, "")
    assert result.config == Config()
    assert result.problems == ()
    assert result.path == tmp_path / "config.toml"


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    ca_file.write_text("")
    result = loaded(
        tmp_path,
        f"""
        [fetch]
        concurrency = 4
        host_delay = 0
        timeout = 5
        max_bytes = 2048
        user_agent = "me"
        proxy = "http://localhost:3128"
        allow_private = true
        full_texts = 3
        ca_file = "{ca_file}"
        [refresh]
        interval = 15
        on_start = false
        auto = false
        [feeds]
        read_older_than_days = 7
        keep = "90d"
        keep_unread = false
        fold = false
        [ui]
        theme = "nord"
        layout = "two"
        density = "compact"
        glyphs = "ascii"
        columns = ["age", "mark", "title"]
        text_width = 60
        mouse = false
        only_changes = false
        mode = "light"
        images = "always"
        start = "unread"
        sort = "title"
        title = true
        hints = false
        feed_order = "name"
        hide_read = true
        mark_read = "manual"
        date_format = "%Y"
        [notify]
        way = "command"
        about = "rules"
        command = "notify-send"
        [keys]
        preset = "default"
        "article.toggle-read" = "x"
        [open]
        browser = "w3m %u"
        browser_over_ssh = "hand-on %u"
        audio = "player %u"
        video = ["player", "%u"]
        image = "viewer"
        other = "opener"
        download_dir = "~/files"
        max_download = 2048
        [commands]
        send = "sender %u"
        [theme.sea]
        base = "dark"
        """,
    )
    assert result.problems == ()
    for part in fields(Config):
        of_file, default = getattr(result.config, part.name), getattr(Config(), part.name)
        for field in fields(of_file):
            if field.name != "preset":
                assert getattr(of_file, field.name) != getattr(default, field.name), field.name
    assert result.config.fetch.ca_file == str(ca_file)
    assert result.config.fetch.host_delay == 0.0
    assert result.config.open.browser == ("w3m", "%u")


@pytest.mark.parametrize(
    ("text", "key", "reason", "nearest"),
    [
        ("[fetch]\nhost_dealy = 2", "fetch.host_dealy", "unknown key", "host_delay"),
        ("[fetch]\ninterval = 2", "fetch.interval", "unknown key", "refresh.interval"),
        ("[fetch]\nxyzzy = 2", "fetch.xyzzy", "unknown key", ""),
        ("[fetsch]\na = 2", "fetsch", "unknown table", "[fetch]"),
        ("text_width = 60", "text_width", "unknown key", "ui.text_width"),
        ("xyzzy = 60", "xyzzy", "unknown key", ""),
        ("fetch = 3", "fetch", "must be a table, written [fetch]", ""),
        ("[[fetch]]\ntimeout = 1", "fetch", "must be a table, written [fetch]", ""),
        (
            "[fetch]\nconcurrency = 0",
            "fetch.concurrency",
            "must be a whole number from 1 to 256, not 0",
            "",
        ),
        (
            '[fetch]\nconcurrency = "4"',
            "fetch.concurrency",
            'must be a whole number from 1 to 256, not "4"',
            "",
        ),
        (
            "[fetch]\nconcurrency = true",
            "fetch.concurrency",
            "must be a whole number from 1 to 256, not true",
            "",
        ),
        ("[fetch]\ntimeout = nan", "fetch.timeout", "must be a number from 1 to 600, not nan", ""),
        ("[fetch]\ntimeout = inf", "fetch.timeout", "must be a number from 1 to 600, not inf", ""),
        ("[fetch]\nallow_private = 1", "fetch.allow_private", "must be true or false, not 1", ""),
        (
            '[ui]\nlayout = "four"',
            "ui.layout",
            'must be "auto", "three", "two" or "one", not "four"',
            "",
        ),
        ("[ui]\nlayout = {}", "ui.layout", 'must be "auto", "three", "two" or "one", not a table', ""),
        (
            '[fetch]\nuser_agent = "a\\r\\nCookie: b"',
            "fetch.user_agent",
            'must be a text on one line, not "a\\r\\nCookie: b"',
            "",
        ),
        (
            '[fetch]\nproxy = "localhost:3128"',
            "fetch.proxy",
            'must be an address that begins with http:// or https://, or empty, not "localhost:3128"',
            "",
        ),
        ('[fetch]\nca_file = "no.pem"', "fetch.ca_file", 'there is no file "no.pem"', ""),
        ("[open]\nbrowser = 'a \"b'", "open.browser", "a quotation mark is not closed", ""),
        ("[open]\nbrowser = [1]", "open.browser", "must be a text or a list of texts, not [1]", ""),
        ("[open]\nbrowser = 1", "open.browser", "must be a text or a list of texts, not 1", ""),
        ('[keys]\n"app.quit" = 1', 'keys."app.quit"', "must be a key or a list of keys, not 1", ""),
        ("[keys]\npreset = 1", "keys.preset", "must be a text on one line, not 1", ""),
    ],
)
def test_wrong_value_is_reported_and_keeps_its_default(
    tmp_path: Path, text: str, key: str, reason: str, nearest: str
) -> None:
    result = loaded(tmp_path, text)
    path = tmp_path / "config.toml"
    assert replace(only_problem(result), line=0) == ConfigProblem(path, key, reason, nearest)
    assert result.config == Config()


def test_problem_reads_as_a_sentence() -> None:
    problem = ConfigProblem(Path("c.toml"), "fetch.host_dealy", "unknown key", "host_delay")
    assert str(problem) == (
        "c.toml: fetch.host_dealy: unknown key, did you mean host_delay? The default is used."
    )
    assert str(ConfigProblem(Path("c.toml"), "a", "must not be", line=7)) == (
        "c.toml, line 7: a: must not be. The default is used."
    )
    assert str(ConfigProblem(Path("c.toml"), "a", "unknown key")) == (
        "c.toml: a: unknown key. The default is used."
    )


def test_all_problems_are_reported_at_once_and_the_rest_holds(tmp_path: Path) -> None:
    result = loaded(
        tmp_path,
        """
        colour = "red"
        [fetch]
        timeout = "long"
        concurrency = 8
        [ui]
        text_width = 5
        mouse = false
        [reading]
        speed = 3
        """,
    )
    assert [problem.key for problem in result.problems] == [
        "colour",
        "fetch.timeout",
        "ui.text_width",
        "reading",
    ]
    assert result.config.fetch.concurrency == 8
    assert result.config.fetch.timeout == 30.0
    assert result.config.ui.mouse is False


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ('"x"', ("x",)),
        ('"x, Y ,ctrl+z"', ("x", "Y", "ctrl+z")),
        ('["x", "comma"]', ("x", "comma")),
        ('","', ("comma",)),
        ('""', ()),
        ('" None "', ()),
        ("[]", ()),
    ],
)
def test_keys_are_split(tmp_path: Path, value: str, keys: tuple[str, ...]) -> None:
    result = loaded(tmp_path, f'[keys]\n"article.toggle-read" = {value}')
    assert result.problems == ()
    assert result.config.keys.bindings == {"article.toggle-read": keys}


def test_action_ids_may_be_written_as_dotted_keys(tmp_path: Path) -> None:
    result = loaded(tmp_path, '[keys]\narticle.toggle-read = "x"\napp.quit = "Q"')
    assert result.config.keys.bindings == {"article.toggle-read": ("x",), "app.quit": ("Q",)}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('"firefox --new-tab %u"', ("firefox", "--new-tab", "%u")),
        ("'\"my browser\" %u'", ("my browser", "%u")),
        ('["my browser", "%u"]', ("my browser", "%u")),
        ('""', ()),
    ],
)
def test_browser_is_a_list_of_words(tmp_path: Path, value: str, words: tuple[str, ...]) -> None:
    assert loaded(tmp_path, f"[open]\nbrowser = {value}").config.open.browser == words


def test_ca_file_may_be_in_the_home_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "ca.pem").write_text("")
    assert loaded(tmp_path, '[fetch]\nca_file = "~/ca.pem"').config.fetch.ca_file == str(tmp_path / "ca.pem")


def test_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert loaded(tmp_path, b"\xef\xbb\xbf[fetch]\ntimeout = 3").config.fetch.timeout == 3.0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[fetch]\ntimeout 3", r"config\.toml, line 2, column 9: not valid TOML: expected '='.*\.$"),
        (b"[fetch", r"config\.toml, .*not valid TOML: .*\.$"),
        (b"a = [", r"config\.toml, .*not valid TOML: .*\.$"),
        (b"[ui]\n[ui]", r"config\.toml, line 2.*not valid TOML: .*\.$"),
        (b"a = 1\nb = '\xe9'", r"config\.toml, line 2: not UTF-8 text\."),
        (b"\x7fELF\0\0", r"config\.toml is not a text file\."),
        (b"a = 2020-13-45", r"config\.toml.*not valid TOML: .*\.$"),
        (b"a = " + b"1" * 5000, r"config\.toml: not valid TOML: .*\.$"),
        (b"a = " + b"[" * 100_000, r"config\.toml: nested too deeply\."),
        (b"# " + b"x" * 1_100_000, r"config\.toml is larger than 1 MB"),
    ],
)
def test_unreadable_content_is_one_sentence(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        loaded(tmp_path, content)
    assert "\n" not in str(caught.value)


def test_directory_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is a directory, not a configuration file"):
        load(tmp_path, explicit=False)


def test_unreadable_file_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any, **keywords: Any) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "config.toml"
    path.write_text("")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ConfigError, match=r"config\.toml cannot be read: permission denied\."):
        load(path, explicit=False)


def test_endless_device_ends(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="larger than 1 MB"):
        load(Path("/dev/zero"), explicit=True)
