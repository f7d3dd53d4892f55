"""`readnow add`, `feeds`, `edit` and `remove` against a server on loopback."""

from tests.cli.conftest import Readnow
from tests.support.documents import page, rss
from tests.support.web import Answer, Web


def test_a_feed_is_fetched_at_once(readnow: Readnow, web: Web) -> None:
    web.answers["/feed"] = Answer(rss("Two", "One", feed="Harbour"))
    done = readnow("add", web.url("/feed"), "--folder", "News/Sea", "--json")
    assert done.status == 0
    (feed,) = done.json["feeds"]
    assert (feed["title"], feed["folder"], feed["new"], feed["total"]) == ("Harbour", "News/Sea", 2, 2)
    assert (feed["result"], feed["error"], feed["problem"]) == ("added", None, None)
    (listed,) = readnow("feeds", "--json").json["feeds"]
    assert listed["url"] == web.url("/feed")
    assert listed["last_success"].endswith("Z")
    assert "Harbour" in readnow("feeds").out


def test_a_second_time_is_no_error(readnow: Readnow, web: Web) -> None:
    web.answers["/feed"] = Answer(rss("One", feed="Harbour"))
    readnow("add", web.url("/feed"))
    done = readnow("add", web.url("/feed"))
    assert (done.status, done.out) == (0, "Already subscribed: “Harbour” (1).\n")
    assert len(web.requests) == 1


def test_a_page_leads_to_its_feed(readnow: Readnow, web: Web) -> None:
    web.answers |= {"/": Answer(page("/feed")), "/feed": Answer(rss("One", feed="Harbour"))}
    assert readnow("add", web.url("/")).out == "Added “Harbour”: 1 article.\n"
    assert readnow("feeds", "--json").json["feeds"][0]["url"] == web.url("/feed")


def test_several_feeds_are_listed_unless_the_first_will_do(readnow: Readnow, web: Web) -> None:
    web.answers |= {"/": Answer(page("/a", "/b")), "/a": Answer(rss("One")), "/b": Answer(rss("Two"))}
    done = readnow("add", web.url("/"))
    assert done.status == 1
    assert done.out == f"{web.url('/a')}  Feed 1\n{web.url('/b')}  Feed 2\n"
    assert "several feeds" in done.err
    assert readnow("feeds", "--json").json == {"feeds": []}
    candidates = readnow("add", web.url("/"), "--json").json["feeds"][0]["candidates"]
    assert [one["url"] for one in candidates] == [web.url("/a"), web.url("/b")]
    assert readnow("add", web.url("/"), "--first").status == 0


def test_no_feed_is_not_subscribed_to(readnow: Readnow, web: Web) -> None:
    web.answers["/"] = Answer(page())
    done = readnow("add", web.url("/"))
    assert (done.status, done.out) == (1, "")
    assert "No feed was found" in done.err
    assert readnow("feeds", "--json").json == {"feeds": []}


def test_a_feed_that_cannot_be_reached_is_subscribed_to(readnow: Readnow, web: Web) -> None:
    web.answers["/feed"] = Answer(b"busy", 503)
    done = readnow("add", web.url("/feed"), "--title", "Mine")
    assert done.status == 1
    assert "could not be fetched yet" in done.err
    (feed,) = readnow("feeds", "--json").json["feeds"]
    assert (feed["title"], feed["failures"], feed["status"]) == ("Mine", 1, 503)


def test_what_fails_does_not_keep_the_others_from_being_added(readnow: Readnow, web: Web) -> None:
    web.answers["/feed"] = Answer(rss("One"))
    done = readnow("add", "ftp://old.example/", web.url("/none"), web.url("/feed"), "--json")
    assert done.status == 1
    assert [feed["result"] for feed in done.json["feeds"]] == ["failed", "failed", "added"]


def test_private_networks_need_permission(readnow: Readnow, web: Web, folder: object) -> None:
    web.answers["/feed"] = Answer(rss("One"))
    done = readnow("add", web.url("/feed"), config=None)
    assert done.status == 1
    assert "--allow-private" in done.err
    assert web.requests == []
    assert readnow("add", web.url("/feed"), "--allow-private", config=None).status == 0
    assert readnow("refresh", "--force", config=None).status == 0


def test_editing(readnow: Readnow, web: Web) -> None:
    web.answers |= {"/feed": Answer(rss("One", feed="Harbour")), "/new": Answer(rss("One", feed="Harbour"))}
    readnow("add", web.url("/feed"))
    done = readnow("edit", "harbour", "title=Quay", "folder=A/B", f"url={web.url('/new')}")
    assert done.out == f"1: “Quay”, A/B, {web.url('/new')}\n"
    refreshed = readnow("refresh", "--json").json
    assert (refreshed["skipped"], refreshed["new"], refreshed["updated"]) == (0, 0, 0)
    assert [request.path for request in web.requests] == ["/feed", "/new"]
    assert readnow("edit", "1", "title=").out.startswith("1: “Harbour”")
    assert readnow("edit", "1", "colour=red").status == 2
    assert readnow("edit", "1", "url=file:///etc/passwd").status == 1


def test_removing(readnow: Readnow, web: Web) -> None:
    web.answers["/feed"] = Answer(rss("One", feed="Harbour"))
    readnow("add", web.url("/feed"))
    readnow("mark", "starred", "--query", "One")
    assert readnow("remove", "Harbour").status == 0
    assert readnow("feeds", "--json").json == {"feeds": []}
    assert readnow("count").out == "0\n"
    done = readnow("remove", "Harbour")
    assert (done.status, done.err) == (
        1,
        "readnow: There is no feed “Harbour”. `readnow feeds` lists them.\n",
    )
    readnow("add", web.url("/feed"))
    assert readnow("count", "is:starred").out == "1\n"
