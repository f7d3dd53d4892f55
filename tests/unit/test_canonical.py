"""Addresses as they are compared: each row of each table, and what must stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.canonical import (
    AMP_CACHES,
    HOST_LABELS,
    HOST_PREFIXES,
    PATH_BEGINNINGS,
    PATH_ENDS,
    REDIRECTS,
    SAYING_WHENCE,
    TRACKING,
    TRACKING_PREFIXES,
    canonical_address,
    site_of,
)

PLAIN = "https://e.example/a/story"
SAME = canonical_address(PLAIN)


@pytest.mark.parametrize("host", [*HOST_PREFIXES, "www.m."])
def test_names_of_hosts_that_say_how_it_is_shown(host: str) -> None:
    assert canonical_address(f"https://{host}e.example/a/story") == SAME


@pytest.mark.parametrize("label", HOST_LABELS)
def test_parts_of_hosts_that_say_so(label: str) -> None:
    assert canonical_address(f"https://en{label}e.example/x") == canonical_address("https://en.e.example/x")


@pytest.mark.parametrize(("end", "rest"), PATH_ENDS)
def test_ends_of_paths(end: str, rest: str) -> None:
    assert canonical_address(f"{PLAIN}{end}") == canonical_address(f"{PLAIN}{rest}")


@pytest.mark.parametrize("beginning", PATH_BEGINNINGS)
def test_beginnings_of_paths(beginning: str) -> None:
    assert canonical_address(f"https://e.example{beginning}a/story") == SAME


@pytest.mark.parametrize("name", [*sorted(TRACKING), *(f"{one}x" for one in TRACKING_PREFIXES), "rss"])
def test_parameters_that_say_whence_a_reader_comes(name: str) -> None:
    value = "1" if name == "rss" else "4711"
    assert canonical_address(f"{PLAIN}?{name}={value}&{name.upper()}={value}") == SAME
    assert canonical_address(f"{PLAIN}?id=7&{name}={value}") == canonical_address(f"{PLAIN}?id=7")


@pytest.mark.parametrize("name", sorted(SAYING_WHENCE))
def test_parameters_that_say_so_by_some_values_only(name: str) -> None:
    assert canonical_address(f"{PLAIN}?{name}=rss") == SAME
    assert canonical_address(f"{PLAIN}?{name}=v1.2") != SAME


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "!",
        "_",
        ":~:text=a,b",
        "comment",
        "comments",
        "content",
        "disqus_thread",
        "main",
        "more",
        "more-12",
        "pk_campaign=x",
        "respond",
        "rss",
        "top",
        "utm_source=x",
        "xtor=RSS-3",
    ],
)
def test_fragments_that_name_nothing(fragment: str) -> None:
    assert canonical_address(f"{PLAIN}#{fragment}") == SAME


@pytest.mark.parametrize(("host", "path", "name"), REDIRECTS)
def test_redirects_with_their_target_in_the_address(host: str, path: str, name: str) -> None:
    inner = "https%3A%2F%2Fe.example%2Fa%2Fstory%3Futm_source%3Dx"
    assert canonical_address(f"https://www.{host}{path}?{name}={inner}&x=1") == SAME


@pytest.mark.parametrize(("host", "path"), AMP_CACHES)
def test_copies_for_phones(host: str, path: str) -> None:
    assert (
        canonical_address(f"https://{'c' if host[0] == '.' else ''}{host}{path}s/e.example/a/story") == SAME
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://e.example/a/story",
        "https://e.example:443/a/story/",
        "http://E.example:80//a/story",
        "https://e.example./a/%73tory",
    ],
)
def test_other_ways_to_write_the_same(address: str) -> None:
    assert canonical_address(address) == SAME


def test_the_order_of_parameters_does_not_count() -> None:
    assert canonical_address(f"{PLAIN}?b=2&a=1") == canonical_address(f"{PLAIN}?a=1&b=2")


@pytest.mark.parametrize(
    "other",
    [
        f"{PLAIN}?id=1",
        f"{PLAIN}?p=2",
        f"{PLAIN}?lang=de",
        f"{PLAIN}#item-3",
        f"{PLAIN}#comment-5",
        f"{PLAIN}/2",
        "https://e.example/A/story",
        "https://e.example:8080/a/story",
        "https://blog.e.example/a/story",
        "https://e.example/a/story?ref=main",
        "https://e.example/guitar-amp",
        "gemini://e.example/a/story",
    ],
)
def test_what_may_name_another_article_stays(other: str) -> None:
    assert canonical_address(other) not in (SAME, "")


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        "x",
        "https://e.example",
        "https://www.e.example/?utm_source=x",
        "https://e.example/#top",
        "http://[",
        "https://e.example/" + "x" * 3000,
    ],
)
def test_a_front_page_names_no_article(nothing: str) -> None:
    assert canonical_address(nothing) == ""


def test_tables_are_sorted_so_that_a_row_is_found() -> None:
    for table in (REDIRECTS, AMP_CACHES, HOST_PREFIXES, PATH_ENDS, TRACKING_PREFIXES):
        assert [*map(str, table)] == sorted(map(str, table))


def test_the_site() -> None:
    assert site_of("https://www.E.example:443/x") == "e.example"
    assert site_of("") == ""


@given(
    st.from_regex(
        r"https://[a-z]{1,9}(\.[a-z]{1,9}){1,3}(/[a-z%.]{0,8}){0,4}(\?[a-z_=&]{0,20})?(#[a-z]{0,9})?",
        fullmatch=True,
    )
)
def test_what_has_its_form_keeps_it(address: str) -> None:
    once = canonical_address(address)
    assert canonical_address(f"https://{once}") == once or not once


@given(st.text(max_size=300))
def test_any_text_is_compared(text: str) -> None:
    assert canonical_address(text) == canonical_address(text)
