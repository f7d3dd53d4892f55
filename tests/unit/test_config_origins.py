from pathlib import Path

from readnow.config.load import load
from readnow.config.origins import Kind, Origin, Origins, Places, place_named


def origins(tmp_path: Path, text: str, environment: dict[str, str] | None = None) -> Origins:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return Origins(load(path, explicit=True), environment or {})


def test_a_value_comes_from_its_line_or_is_the_default(tmp_path: Path) -> None:
    found = origins(
        tmp_path,
        '[ui]\ntext_width = 80\nlayout = "four"\n[keys]\n"article.save" = "s"\n[commands]\na = ["b"]',
    )
    assert found.of("ui.text_width") == Origin(Kind.FILE, line=2)
    assert found.of("ui.text_width").words == "line 2"
    assert found.of("ui.theme").words == "default"
    assert found.of('keys."article.save"').line == 5
    assert found.of("commands.a").line == 7


def test_a_value_that_cannot_be_used_is_the_default(tmp_path: Path) -> None:
    found = origins(tmp_path, '[ui]\nlayout = "four"')
    assert found.of("ui.layout").kind is Kind.DEFAULT


def test_what_the_environment_decides_is_said(tmp_path: Path) -> None:
    environment = {
        "NO_COLOR": "",
        "https_proxy": "http://me:secret@proxy:1\x1b]0;x",
        "BROWSER": "lynx",
    }
    found = origins(tmp_path, '[ui]\ntheme = "nord"', environment)
    assert (found.of("ui.theme").words, found.of("ui.theme").value) == ("NO_COLOR", "no colours")
    proxy = found.of("fetch.proxy")
    assert proxy.words == "https_proxy"
    assert "secret" not in proxy.value
    assert "\x1b" not in proxy.value
    assert found.of("open.browser").value == "lynx"


def test_the_file_goes_before_what_only_fills_a_gap(tmp_path: Path) -> None:
    text = '[fetch]\nproxy = "http://a:1"\n[open]\nbrowser = "b"'
    found = origins(tmp_path, text, {"HTTP_PROXY": "http://c", "BROWSER": "d"})
    assert found.of("fetch.proxy").line == 2
    assert found.of("open.browser").line == 4


def test_by_what_a_place_was_named() -> None:
    environment = {"READNOW_CONFIG": "/b", "EMPTY": ""}
    assert place_named("--config", "/a", "READNOW_CONFIG", environment) == Origin(Kind.OPTION, "--config")
    assert place_named("--config", None, "READNOW_CONFIG", environment).words == "READNOW_CONFIG"
    assert place_named("--config", None, "EMPTY", environment) == Origin()
    assert Places(Path("/a"), Origin(Kind.OPTION, "--config")).explicit
    assert not Places(Path("/a")).explicit
