"""A feed's settings as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.settings import SETTINGS, changed, written
from readnow.model.errors import SettingError
from readnow.model.settings import FeedSettings


@pytest.mark.parametrize(
    ("key", "text", "value", "shown"),
    [
        ("interval", "90", 90, "90m"),
        ("interval", " 2 h ", 120, "2h"),
        ("interval", "1d", 1440, "1d"),
        ("interval", "", None, ""),
        ("paused", "yes", True, "yes"),
        ("paused", "off", False, ""),
        ("headers", "X-Key: a b; X-Other: c:d", (("X-Key", "a b"), ("X-Other", "c:d")), "X-Key: a b; X-Other: c:d"),
        ("auth", "basic me command pass show feed", "basic me command pass show feed", "basic me command pass show feed"),
        ("auth", "bearer file ~/token", "bearer file ~/token", "bearer file ~/token"),
        ("proxy", "none", "none", "none"),
        ("proxy", "http://localhost:3128", "http://localhost:3128", "http://localhost:3128"),
        ("keep", "90d", "90d", "90d"),
        ("keep", "forever", "forever", "forever"),
    ],
)  # fmt: skip
def test_a_setting_is_read_and_written(key: str, text: str, value: object, shown: str) -> None:
    settings = changed(FeedSettings(), key, text)
    assert getattr(settings, key) == value
    assert written(settings, key) == shown
    assert changed(FeedSettings(), key, shown) == settings


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("interval", "soon"), ("interval", "0"), ("interval", "99w"), ("paused", "perhaps"), ("user_agent", "a\nb"),
        ("headers", "no colon"), ("headers", "Bad Name: x"), ("headers", "X: a\r\nY: b"), ("headers", "Cookie: a=b"),
        ("headers", "Host: other.example"), ("headers", "Authorization: Bearer secret"), ("auth", "basic me secret"),
        ("auth", "bearer"), ("auth", "bearer file"), ("proxy", "socks5://x"), ("proxy", "http://user:pass@x"),
        ("keep", "much"), ("colour", "red"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_sentence(key: str, text: str) -> None:
    with pytest.raises(SettingError, match=r"^(?:There is no setting|\w+ takes ).*\.$"):
        changed(FeedSettings(), key, text)


@given(st.sampled_from(list(SETTINGS)), st.text())
def test_any_text_is_read_or_refused(key: str, text: str) -> None:
    try:
        settings = changed(FeedSettings(), key, text)
    except SettingError:
        return
    assert changed(FeedSettings(), key, written(settings, key)) == settings


def test_every_setting_of_the_model_can_be_written() -> None:
    assert set(SETTINGS) == set(FeedSettings.__struct_fields__)
