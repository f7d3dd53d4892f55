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
