"""`readnow refresh`: conditional, forced, and never losing a feed over another."""

import fcntl
import os
from pathlib import Path

import pytest

from readnow.library import library as library_module
from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web


def test_what_is_not_due_is_left_alone(readnow: Readnow, web: Web) -> None:
    web.answers["/feed"] = Answer(rss("One"), etag='"1"')
    readnow("add", web.url("/feed"))
    done = readnow("refresh", "--json").json
    assert (done["skipped"], done["fetched"], len(web.requests)) == (1, 0, 1)


def test_a_second_look_is_conditional_and_brings_nothing(readnow: Readnow, web: Web) -> None:
    web.answers["/feed"] = Answer(rss("One"), etag='W/"odd"', headers=(("Last-Modified", "yesterday-ish"),))
    readnow("add", web.url("/feed"))
    done = readnow("refresh", "--force", "--json").json
    assert (done["not_modified"], done["new"], done["updated"], done["failed"]) == (1, 0, 0, 0)
    assert web.requests[-1].headers["if-none-match"] == 'W/"odd"'
    assert web.requests[-1].headers["if-modified-since"] == "yesterday-ish"
    assert done["feeds"] == []


def test_news_and_failures_are_told(readnow: Readnow, web: Web) -> None:
    web.answers |= {"/a": Answer(rss("One", feed="A")), "/b": Answer(rss("One", feed="B"))}
    readnow("add", web.url("/a"), web.url("/b"))
    web.answers |= {"/a": Answer(rss("Two", "One", feed="A")), "/b": Answer(b"gone", 410)}
    done = readnow("refresh", "--force")
    assert done.status == 1
    *lines, figures = done.out.splitlines()
    assert sorted(line.partition(":")[0] for line in lines) == ["A", "B"]
    assert "A: 1 new" in lines
    assert "1 failed; 1 new, 0 updated" in figures
    assert readnow("refresh", "--force", "--json").json["skipped"] == 1  # a feed that is gone is not asked


def test_one_feed_by_name(readnow: Readnow, web: Web) -> None:
    web.answers |= {"/a": Answer(rss("One", feed="A")), "/b": Answer(rss("One", feed="B"))}
    readnow("add", web.url("/a"), web.url("/b"))
    readnow("refresh", "B", "--force")
    assert [request.path for request in web.requests] == ["/a", "/b", "/b"]
    assert readnow("refresh", "C").status == 1


def test_another_process_that_refreshes_is_waited_for(
    readnow: Readnow, web: Web, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.answers["/feed"] = Answer(rss("One"))
    readnow("add", web.url("/feed"))
    monkeypatch.setattr(library_module, "_PATIENCE", 0.0)
    lock = os.open(folder / "readnow.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        done = readnow("refresh", "--force")
    finally:
        os.close(lock)
    assert done.status == 1
    assert "Another ReadNOW is refreshing" in done.err
    assert readnow("refresh", "--force").status == 0


def test_h7_who_asks_to_wait_is_waited_for_in_the_next_process_too(readnow: Readnow, web: Web) -> None:
    web.answers |= {"/a": Answer(rss("One", feed="A")), "/b": Answer(rss("One", feed="B"))}
    readnow("add", web.url("/a"), web.url("/b"))
    web.answers["/a"] = Answer(b"busy", 429, (("Retry-After", "7200"),))
    assert readnow("refresh", "A", "--force").status == 1
    before = len(web.requests)
    done = readnow("refresh", "--force")
    assert len(web.requests) == before
    assert "2 skipped" in done.out
    assert "skipped: 2 asked to wait until" in done.err
    assert readnow("refresh", "B", "--json").json["skipped_because"]["waiting"] == 1


def test_h9_a_feed_that_is_gone_is_never_asked_again(readnow: Readnow, web: Web) -> None:
    web.answers["/a"] = Answer(rss("One", feed="A"))
    readnow("add", web.url("/a"))
    web.answers["/a"] = Answer(b"gone", 410)
    readnow("refresh", "--force")
    before = len(web.requests)
    for words in (["refresh"], ["refresh", "--force"], ["refresh", "A", "--force"]):
        readnow(*words)
    assert len(web.requests) == before
    assert readnow("count").out == "1\n"


def test_settings_are_shown_and_kept(readnow: Readnow, web: Web) -> None:
    web.answers["/a"] = Answer(rss("One", feed="A"))
    readnow("add", web.url("/a"))
    done = readnow("edit", "A", "interval=2h", "headers=X-Key: k", "paused=yes")
    assert done.out.splitlines()[1:] == ["   interval=2h", "   paused=yes", "   headers=X-Key: k"]
    assert readnow("feeds", "--json").json["feeds"][0]["settings"] == {
        "interval": "2h",
        "paused": "yes",
        "headers": "X-Key: k",
    }
    assert readnow("refresh", "--json").json["skipped_because"] == {"paused": 1}
    readnow("refresh", "A", "--force")
    assert web.requests[-1].headers["x-key"] == "k"
    assert (
        readnow("edit", "A", "interval=soon").err == "readnow: interval takes a time such as 90m, 2h or 1d.\n"
    )
