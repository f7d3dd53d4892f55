"""The notes of the status line: where a link goes, in both alphabets, and which place was found."""

import pytest

from readnow.config.schema import KeysConfig
from readnow.keys.keymap import resolve
from readnow.text.blocks import Link
from readnow.tui.notes import find_note, link_note
from readnow.tui.render.finding import MOST_MATCHES
from readnow.views.hosts import address_shown, host_shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://feeds.example/a", "https://feeds.example/a"),
        ("https://xn--bcher-kva.example/x?y", "https://xn--bcher-kva.example (bücher.example)/x?y"),
        ("https://bücher.example/", "https://bücher.example (xn--bcher-kva.example)/"),
        ("https://bücher.example:8080/", "https://bücher.example (xn--bcher-kva.example):8080/"),
        ("https://xn--999999999.example/", "https://xn--999999999.example/"),
        ("https://https.example/https.example", "https://https.example/https.example"),
        ("http://[::1]/", "http://[::1]/"),
        ("http://[", "http://["),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("https://" + "ü" * 80 + ".example/", "https://" + "ü" * 80 + ".example/"),
        ("", ""),
    ],
)
def test_a_host_is_shown_in_both_alphabets(url: str, shown: str) -> None:
    assert address_shown(url) == shown


def test_what_a_host_is_decoded_to_is_harmless() -> None:
    """Whoever names a host can put any character into it."""
    for code in (0x202E, 0x200D, 0x0301, 0x2066):
        name = "xn--" + f"a{chr(code)}b".encode("punycode").decode("ascii")
        assert not {"\u202e", "\u2066", "\x1b"} & set(host_shown(f"https://{name}.example/"))


@pytest.mark.parametrize(
    ("link", "misleading", "said", "note"),
    [
        (Link(3, "https://a.example/x"), {}, "", ("Link 3: https://a.example/x", False)),
        (
            Link(3, "https://a.example/x"),
            {3: "b.example"},
            "",
            ("Link 3 says b.example but goes to a.example: https://a.example/x", True),
        ),
        (Link(3, "magnet:?xt=1"), {}, "", ("Link 3 is not opened (magnet): magnet:?xt=1", False)),
        (Link(1001, "#place-1", place=1), {}, "A note", ("In this article: A note", False)),
        (Link(1001, "#place-1", place=1), {}, "", ("To a place in this article", False)),
    ],
)
def test_a_link_says_where_it_goes(
    link: Link, misleading: dict[int, str], said: str, note: tuple[str, bool]
) -> None:
    assert link_note(link, misleading, said) == note


def test_a_find_note_names_the_keys_that_hold() -> None:
    assert find_note(3, 1204, resolve(KeysConfig())) == "3 of 1,204 · n next · p previous · Esc ends"
    assert find_note(3, MOST_MATCHES, resolve(KeysConfig())).startswith("3 of 10,000+ ")
    keys = KeysConfig(bindings={"go.next-unread": ("x",), "go.previous-unread": ()})
    assert find_note(3, 12, resolve(keys)) == "3 of 12 · x next · Esc ends"
