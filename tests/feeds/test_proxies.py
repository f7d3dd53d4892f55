"""Which proxy a request goes through. Pure, but for the environment."""

import pytest

from readnow.feeds.proxies import Proxies


def test_what_the_user_chose_goes_before_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://system.example:1")
    assert Proxies().of("http://a.example/feed", "http://mine.example:2") == "http://mine.example:2"
    assert Proxies().of("http://a.example/feed", "none") == ""
    assert Proxies().of("http://a.example/feed", "") == "http://system.example:1"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "10.1.2.3"])
def test_this_machine_and_its_neighbours_are_asked_directly(host: str) -> None:
    assert Proxies().of(f"http://{host}:8000/feed", "http://mine.example:2") == ""


def test_the_system_is_asked_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("readnow.feeds.proxies.time.monotonic", lambda: clock[0])
    proxies = Proxies()
    assert proxies.of("https://a.example/", "") == ""
    monkeypatch.setenv("https_proxy", "http://new.example:3")
    assert proxies.of("https://a.example/", "") == ""
    clock[0] += 11
    assert proxies.of("https://a.example/", "") == "http://new.example:3"
