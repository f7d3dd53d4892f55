"""Cleaning of lines, bodies and addresses: named cases of the checklist (rules 2, 5, 17)."""

import time

import pytest

from readnow.text.clean import clean_line, clean_text, host_of, is_openable, safe_url, scheme_of


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("plain title", "plain title"),
        ("  many \t\n spaces\u00a0here ", "many spaces here"),
        ("a\x1b[31mred\x1b[0m b", "ared b"),
        ("clip\x1b]52;c;QUJD\x07board", "clipboard"),
        ("clip\x1b]52;c;QUJD\x1b\\board", "clipboard"),
        ("c1 \x9d0;title\x9cend \x9b2J.", "c1 end ."),
        ("groÃ\x9fe WÃ\xb6rter, Ã\x9cber, â\x80\x9dsoâ\x80\x9c", "groÃe WÃ¶rter, Ãber, âsoâ"),
        ("open \x1b]0;never closed, so the text stays", "open ]0;never closed, so the text stays"),
        ("\u202eevil\u2066x\u2069 \u061cy\u200bz\ufeff", "evilx yz"),
        ("soft\u00adhyphen", "softhyphen"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👨\u200d👩\u200d👧 family", "👨\u200d👩\u200d👧 family"),
        ("one\u2028two\x85three\r\nfour", "one two three four"),
        ("z" + "\u0301" * 9, "z" + "\u0301" * 4),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("tag \U000e0041s", "tag s"),
        ("\x00\x07\x7f", ""),
    ],
)
def test_a_line_is_made_harmless(raw: str, line: str) -> None:
    assert clean_line(raw) == line


def test_a_line_is_cut_at_its_limit() -> None:
    assert clean_line("word " * 500, 12) == "word word wo"
    assert clean_line("abcdef ghi", 7) == "abcdef"
    assert len(clean_line("x" * 2000)) == 1000


def test_a_body_keeps_lines_soft_hyphens_joiners_and_direction_marks() -> None:
    assert clean_text("one\r\ntwo\rthree\u2029four") == "one\ntwo\nthree\nfour"
    assert clean_text("hy\u00adphen \u200e\u200f \u200c\u200d") == "hy\u00adphen \u200e\u200f \u200c\u200d"
    assert clean_text("a\tb") == "a   b"
    assert clean_text("a\u202eb\x1b[1mc") == "abc"


@pytest.mark.parametrize(
    "unit", ["\x1b]52;c;a\x07", "\x1b[", "\x9d", "\u0301", "\x1b]", "\x9b0", "é\x00", "\t"]
)
def test_a_megabyte_of_anything_takes_a_moment(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    began = time.process_time()
    clean_text(text)
    clean_line(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("url", "base", "safe"),
    [
        ("https://example.org/a?b=c#d", "", "https://example.org/a?b=c#d"),
        ("HTTP://Example.ORG/Path", "", "http://example.org/Path"),
        ("../up", "https://example.org/a/b/c", "https://example.org/a/up"),
        ("?q=1", "https://example.org/a", "https://example.org/a?q=1"),
        ("#part", "https://example.org/a?b", "https://example.org/a?b#part"),
        ("//other.example/x", "https://example.org/", "https://other.example/x"),
        ("/just/a/path", "", ""),
        ("http://example.org/a b\x1b]c\u202e", "", "http://example.org/a%20b%1B]c%E2%80%AE"),
        ("https://bücher.example/ä?ö#ü", "", "https://bücher.example/ä?ö#ü"),
        ("https://user:secret@example.org/", "", "https://example.org/"),
        ("http:\\\\evil.example\\@good.example", "", "http://evil.example/@good.example"),
        ("http:evil.example", "https://example.org/", ""),
        ("http:///nowhere", "", ""),
        ("http://example.org:99999/", "", ""),
        ("http://example.org:x/", "", ""),
        ("http://[::1]:8080/x", "", "http://[::1]:8080/x"),
        ("http://[::1", "", ""),
        ("http://a b/", "", ""),
        ("http://ex\x9bample.org/", "", ""),
        ("--browser-flag", "https://example.org/", ""),
        ("-x", "", ""),
        ("javascript:alert(1)", "https://example.org/", ""),
        ("java\nscript:alert(1)", "https://example.org/", ""),
        (" \x01javascript:alert(1)", "https://example.org/", ""),
        ("data:text/html,x", "", ""),
        ("file:///etc/passwd", "", ""),
        ("vbscript:x", "", ""),
        ("mailto:a@example.org?subject=a b", "", "mailto:a@example.org?subject=a%20b"),
        ("magnet:?xt=urn:btih:abc", "", "magnet:?xt=urn:btih:abc"),
        ("gemini://example.org/", "", "gemini://example.org/"),
        ("mailto:", "", ""),
        ("", "", ""),
        ("https://example.org/" + "a" * 2100, "", ""),
    ],
)
def test_addresses(url: str, base: str, safe: str) -> None:
    assert safe_url(url, base) == safe


def test_only_web_and_mail_addresses_may_be_opened() -> None:
    assert is_openable("https://example.org/")
    assert is_openable("mailto:a@example.org")
    assert not is_openable("magnet:?xt=urn:btih:abc")
    assert not is_openable("file:///etc/passwd")
    assert not is_openable("https://example.org/a b")


def test_a_scheme_is_found_as_browsers_find_it() -> None:
    assert scheme_of(" \njAva\tScript:x") == "javascript"
    assert scheme_of("path/with:colon") == ""


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://a.example/feed", "a.example:443"),
        ("https://A.example:443/other", "a.example:443"),
        ("http://user:word@a.example/", "a.example:80"),
        ("http://a.example:80", "a.example:80"),
        ("http://a.example:8080/", "a.example:8080"),
        ("http://[2001:db8::1]/", "2001:db8::1:80"),
        ("http://a.example:port/", ""),
        ("http://[/", ""),
        ("http:///feed", ""),
        ("gopher://a.example/", ""),
        ("", ""),
    ],
)
def test_a_server_is_known_by_its_name_and_port_written_or_not(url: str, host: str) -> None:
    assert host_of(url) == host
