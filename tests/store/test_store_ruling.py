"""Rules carried out: in their order, once for each article, and given back as it was."""

import random
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from readnow.feeds.refine import finish
from readnow.model.article import ArticleId, DateSource, Flag
from readnow.model.change import ChangedArticle, FeedPlan, NewArticle, StatusChange
from readnow.model.condition import Condition, Field, Is, Length, State, Word
from readnow.model.feed import FeedId
from readnow.model.fulltext import FullText
from readnow.model.rough import RoughText
from readnow.model.rule import Deed, Draft, RuleAction, RuleId
from readnow.store import articles, checks, fulltexts, muting, rough, rules, ruling
from readnow.store.connecting import Connection
from readnow.store.deciding import Table
from readnow.store.ruling import Ready
from readnow.text.packed import wrap
from tests.store.conftest import NOW, dump, entry, new, put, put_feed
from tests.support.changing import DATES, WORDS, shelf
from tests.support.finding import any_condition

BOAT, TIDE = Word("boat", Field.TITLE), Word("tide", Field.TEXT)
MUTE, READ, STAR = RuleAction(Deed.MUTE), RuleAction(Deed.READ), RuleAction(Deed.STAR)


def rule(conn: Connection, condition: Condition, *actions: RuleAction) -> Ready:
    number = conn.execute("SELECT count(*) FROM rule").fetchone()[0]
    made = rules.one(conn, rules.insert(conn, Draft(f"Rule {number}", "x", actions), NOW))
    assert made is not None
    return Ready(made, condition)


def one(conn: Connection, title: str, html: str = "<p>Text.</p>", *, is_rough: bool = False, **kwargs: bool):  # type: ignore[no-untyped-def]
    parsed = replace(entry(title, html, title=title), rough=is_rough, wrapped=wrap(html))
    feed_id = conn.execute("SELECT id FROM feed").fetchone()
    feed = FeedId(feed_id[0]) if feed_id else put_feed(conn, "a")
    return put(conn, feed, NewArticle(parsed, NOW, DateSource.PUBLISHED, **kwargs)).new_ids[0]


def finish_all(conn: Connection, ready: Sequence[Ready]) -> None:
    made = rough.store(conn, [finish(text) for text in rough.newest(conn, 1_000)])
    ruling.finished(conn, ready, {text.id: text.text for text in made if text.rough}, NOW + 5)


def state(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """What rules change of articles."""
    tables = ("unread", "starred", "later", "tagged", "hidden", "muted_by")
    found = {table: sorted(conn.execute(f"SELECT * FROM {table}")) for table in tables}
    return found | {"feed": sorted(conn.execute("SELECT id, unread, total FROM feed"))}


def taken(conn: Connection) -> dict[str, set[object]]:
    """What each rule hides, and what is read and starred, wherever that is kept."""
    read = "SELECT id FROM article WHERE id NOT IN (SELECT id FROM unread) AND id NOT IN (SELECT id FROM hidden WHERE unread)"
    starred = "SELECT id FROM starred UNION SELECT id FROM hidden WHERE starred_at NOT NULL"
    muted = "SELECT rule_id || ' ' || id FROM muted_by"
    return {
        name: {row[0] for row in conn.execute(sql)}
        for name, sql in (("read", read), ("starred", starred), ("muted", muted))
    }


def test_a_muted_article_is_in_no_list_and_knows_its_rule(conn: Connection) -> None:
    ready = [rule(conn, BOAT, MUTE), rule(conn, Word("red"), MUTE), rule(conn, Word("blue"), MUTE)]
    red, blue = one(conn, "A red boat"), one(conn, "The sea")
    ruled = ruling.arrived(conn, ready, (red, blue), NOW)
    assert ruled.muted == (red,)
    assert muting.takers(conn, [red, blue]) == {red: (RuleId(1), RuleId(2))}
    assert [rule.hits for rule in rules.all_rules(conn)] == [1, 1, 0]
    assert [rule.muted for rule in rules.all_rules(conn)] == [1, 1, 0]
    assert conn.execute("SELECT unread, total FROM feed").fetchone() == (1, 1)
    assert muting.unmute(conn, RuleId(1), [red]) == (red,)
    assert conn.execute("SELECT total FROM feed").fetchone() == (1,)
    muting.unmute(conn, RuleId(2), [red])
    assert conn.execute("SELECT unread, total FROM feed").fetchone() == (2, 2)
    assert checks.recount(conn) == ()


def test_rules_go_in_their_order(conn: Connection) -> None:
    ready = [rule(conn, BOAT, READ), rule(conn, Is(State.UNREAD), STAR)]
    boat, sea = one(conn, "A boat"), one(conn, "The sea")
    ruling.arrived(conn, ready, (boat, sea), NOW)
    assert taken(conn) == {"read": {boat}, "starred": {sea}, "muted": set()}


def test_what_a_rule_does_to_a_muted_article_shows_when_it_is_given_back(conn: Connection) -> None:
    ready = [rule(conn, BOAT, MUTE), rule(conn, BOAT, READ, STAR)]
    boat = one(conn, "A boat")
    ruling.arrived(conn, ready, (boat,), NOW)
    assert conn.execute("SELECT count(*) FROM starred").fetchone() == (0,)
    muting.unmute(conn, RuleId(1), [boat])
    assert taken(conn) == {"read": {boat}, "starred": {boat}, "muted": set()}
    assert checks.recount(conn) == ()


def test_what_came_starred_is_not_muted_but_what_a_rule_stars_is(conn: Connection) -> None:
    ready = [rule(conn, BOAT, STAR), rule(conn, BOAT, MUTE)]
    kept, boat = one(conn, "My boat", starred=True), one(conn, "A boat")
    assert ruling.arrived(conn, ready, (kept, boat), NOW).muted == (boat,)


def test_what_hangs_on_a_text_is_decided_when_that_is_known(conn: Connection) -> None:
    ready = [rule(conn, TIDE, MUTE), rule(conn, Length("<", 3), STAR), rule(conn, BOAT, READ)]
    low, sea = (
        one(conn, name, f"<p>{text}</p>", is_rough=True)
        for name, text in (("A boat", "low tide now"), ("Sea", "dry"))
    )
    assert ruling.arrived(conn, ready, (low, sea), NOW).taken == (low,)
    assert taken(conn) == {"read": {low}, "starred": set(), "muted": set()}
    finish_all(conn, ready)
    assert taken(conn) == {"read": {low}, "starred": {sea}, "muted": {f"1 {low}"}}
    assert [rule.hits for rule in rules.all_rules(conn)] == [1, 1, 1]
    before = state(conn)
    ruling.finished(conn, ready, {low: "tide", sea: "tide"}, NOW + 9)
    assert state(conn) == before


def test_a_rule_that_is_switched_off_meanwhile_decides_nothing(conn: Connection) -> None:
    ready = [rule(conn, TIDE, MUTE)]
    low = one(conn, "Sea", "<p>tide</p>", is_rough=True)
    ruling.arrived(conn, ready, (low,), NOW)
    rules.switch(conn, RuleId(1), on=False)
    finish_all(conn, [])
    assert not taken(conn)["muted"]
    assert conn.execute("SELECT count(*) FROM undecided").fetchone() == (0,)


def test_what_can_never_be_finished_is_decided_all_the_same(conn: Connection) -> None:
    ready = [rule(conn, TIDE, MUTE)]
    low = one(conn, "Sea", "<p>low tide</p>", is_rough=True)
    ruling.arrived(conn, ready, (low,), NOW)
    rough.pass_over(conn, rough.newest(conn, 1)[0])
    assert ruling.finished(conn, ready, {low: ""}, NOW, patient=True).muted == (low,)


def test_what_the_user_stars_before_a_rule_can_decide_stays(conn: Connection) -> None:
    ready = [rule(conn, BOAT, STAR), rule(conn, TIDE, MUTE)]
    mine, boat = (one(conn, name, "<p>tide</p>", is_rough=True) for name in ("Sea", "A boat"))
    ruling.arrived(conn, ready, (mine, boat), NOW)
    articles.set_flag(conn, StatusChange((mine,), Flag.STARRED, True, NOW + 1))
    finish_all(conn, ready)
    assert taken(conn)["muted"] == {f"2 {boat}"}


def change(conn: Connection, article_id: ArticleId, html: str, ready: Sequence[Ready]) -> None:
    before = ruling.meant_before(conn, ready, (article_id,))
    parsed = replace(entry("x", html), title="Sea")
    feed_id = conn.execute("SELECT feed_id FROM article WHERE id = ?", (article_id,)).fetchone()[0]
    articles.apply(conn, feed_id, FeedPlan(changed=(ChangedArticle(article_id, parsed, 1),)), NOW)
    ruling.changed(conn, ready, (article_id,), before, NOW)


def test_a_rule_takes_an_article_whose_words_change_so_that_it_is_meant_and_only_once(
    conn: Connection,
) -> None:
    ready = [rule(conn, TIDE, STAR), rule(conn, Is(State.EDITED), READ)]
    sea = one(conn, "Sea")
    ruling.arrived(conn, ready, (sea,), NOW)
    change(conn, sea, "<p>dry</p>", ready)
    assert taken(conn) == {"read": {sea}, "starred": set(), "muted": set()}
    change(conn, sea, "<p>low tide</p>", ready)
    assert taken(conn)["starred"] == {sea}
    articles.set_flag(conn, StatusChange((sea,), Flag.STARRED, False, NOW))
    change(conn, sea, "<p>high tide</p>", ready)
    assert taken(conn)["starred"] == set()
    assert [rule.hits for rule in rules.all_rules(conn)] == [1, 1]


def test_a_text_of_its_page_counts_as_its_own(conn: Connection) -> None:
    ready = [rule(conn, TIDE, MUTE)]
    sea = one(conn, "Sea")
    before = ruling.meant_before(conn, ready, (sea,))
    fulltexts.put(conn, sea, FullText("<p>low tide</p>", 2, "", NOW))
    assert ruling.changed(conn, ready, (sea,), before, NOW).muted == (sea,)


def test_a_mistake_over_one_rule_costs_no_article(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = [rule(conn, BOAT, MUTE), rule(conn, BOAT, STAR)]
    boat = one(conn, "A boat")
    meant = Table.meant

    def broken(self: Table, condition: Condition) -> object:
        ready_again.append(condition)
        if len(ready_again) == 1:
            raise ZeroDivisionError
        return meant(self, condition)

    ready_again: list[Condition] = []
    monkeypatch.setattr(Table, "meant", broken)
    ruled = ruling.arrived(conn, ready, (boat,), NOW)
    assert ruled.problems
    assert taken(conn) == {"read": set(), "starred": {boat}, "muted": set()}
    first, second = rules.all_rules(conn)
    assert (first.enabled, first.problem) == (False, ruling.BROKEN)
    assert (second.enabled, second.problem) == (True, "")


def test_what_a_rule_keeps_for_later_and_tags(conn: Connection) -> None:
    tag = RuleAction(Deed.TAG, "Sea things")
    ready = [rule(conn, BOAT, MUTE), rule(conn, Word("red"), RuleAction(Deed.LATER), tag)]
    boat, red = one(conn, "A red boat"), one(conn, "Red sky")
    ruled = ruling.arrived(conn, ready, (boat, red), NOW)
    assert {(done.deed, done.ids) for done in ruled.done if done.rule_id == 2} == {
        (Deed.LATER, (red,)),
        (Deed.TAG, (red, boat) if red > boat else (boat, red)),
    }
    assert conn.execute("SELECT id FROM later").fetchall() == [(red,)]
    assert conn.execute("SELECT name, folded FROM tag").fetchall() == [("Sea things", "sea things")]
    muting.unmute(conn, RuleId(1), [boat])
    assert conn.execute("SELECT count(*) FROM later").fetchone() == (2,)
    assert not ruling.carry_out(conn, ready[1].rule, (boat, red), NOW).done
    assert checks.recount(conn) == ()


def test_what_a_rule_tells_of(conn: Connection) -> None:
    ready = [rule(conn, BOAT, RuleAction(Deed.NOTIFY), RuleAction(Deed.FULL_TEXT))]
    boat = one(conn, "A boat")
    ruled = ruling.arrived(conn, ready, (boat,), NOW)
    assert [(notice.rule, notice.title) for notice in ruled.notices] == [("Rule 0", "A boat")]
    assert ruled.wanted == (boat,)


def test_to_give_back_restores_what_was(conn: Connection) -> None:
    """Whatever rules hid, in whatever order they let go of it."""
    chance = random.Random(3)
    feed_id = put_feed(conn, "a", [new(f"k{n}", NOW + n, read=n % 3 == 0) for n in range(40)])
    ids = [row[0] for row in conn.execute("SELECT id FROM article")]
    articles.set_flag(conn, StatusChange(tuple(ids[::5]), Flag.STARRED, True, NOW))
    before = state(conn)
    made = [rule(conn, BOAT, MUTE) for _ in range(4)]
    for ready in made:
        muting.mute(conn, ready.rule.id, chance.sample(ids, 20), NOW)
        assert checks.recount(conn) == ()
    chance.shuffle(made)
    for ready in made:
        while had := muting.muted_by(conn, ready.rule.id, 7):
            assert muting.unmute(conn, ready.rule.id, had) == had
    assert state(conn) == before
    assert feed_id


@pytest.mark.parametrize("seed", range(6))
def test_rules_on_rough_articles_come_to_the_same_as_on_whole_ones(seed: int) -> None:
    """What is decided at once, and what behind, is together what would have been decided of the whole."""
    results = []
    for is_rough in (False, True):
        with shelf(seed) as s:
            ready = [
                rule(
                    s.conn,
                    any_condition(s.chance, WORDS, s.feeds, DATES),
                    *s.chance.choice(((MUTE,), (READ,), (STAR,), (READ, MUTE))),
                )
                for _ in range(6)
            ]
            ids: list[ArticleId] = []
            for number in range(25):
                html = f"<p>{s.words(9)}</p>{'<img src=x>' * s.chance.randint(0, 1)}"
                parsed = replace(entry(f"k{number}", html, title=s.words(4) or "Sea"), image="")
                whole = finish(RoughText(ArticleId(0), 0, True, parsed.title, "", html, "", ()))
                parsed = replace(
                    parsed, words=0 if is_rough else whole.words, rough=is_rough, wrapped=wrap(html)
                )
                arrival = NewArticle(parsed, s.chance.choice(DATES), DateSource.PUBLISHED)
                ids += put(s.conn, s.chance.choice(s.feeds), arrival).new_ids
            ruling.arrived(s.conn, ready, ids, NOW)
            finish_all(s.conn, ready)
            assert s.conn.execute("SELECT count(*) FROM undecided").fetchone() == (0,)
            assert checks.recount(s.conn) == ()
            results.append((taken(s.conn), [rule.hits for rule in rules.all_rules(s.conn)]))
    assert results[0] == results[1]


def test_what_is_stored_of_rules_is_read_again(conn: Connection) -> None:
    draft = Draft("Nö", "title:x", (MUTE, RuleAction(Deed.TAG, "A b: c")), until=NOW + 5)
    first, second = (
        rules.insert(conn, draft, NOW),
        rules.insert(conn, replace(draft, name="Two", until=None), NOW),
    )
    stored = rules.named(conn, "NO")
    assert stored is not None
    assert (stored.id, stored.actions, stored.until, stored.made_at) == (first, draft.actions, NOW + 5, NOW)
    assert [rule.id for rule in rules.at_work(conn, NOW)] == [first, second]
    assert [rule.id for rule in rules.at_work(conn, NOW + 5)] == [second]
    assert [rule.id for rule in rules.over(conn, NOW + 5)] == [first]
    rules.put_in_order(conn, [second, first])
    assert [rule.id for rule in rules.all_rules(conn)] == [second, first]
    rules.switch(conn, second, on=False, problem="Why.")
    assert not rules.still_hiding(conn)
    off = rules.one(conn, second)
    assert off is not None
    assert (off.enabled, off.problem, off.name) == (False, "Why.", "Two")
    rules.change(conn, second, replace(draft, name="Three"))
    assert rules.named(conn, "two") is None
    rules.delete(conn, second)
    assert rules.one(conn, second) is None
    assert dump(conn)


def test_an_action_that_cannot_be_read_is_none(conn: Connection) -> None:
    made = rules.insert(conn, Draft("a", "x", (MUTE,)), NOW)
    conn.execute("""UPDATE rule SET actions = '["fly", "tag:", "mute:x", "star"]'""")
    stored = rules.one(conn, made)
    assert stored is not None
    assert stored.actions == (STAR,)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM muted_by WHERE rule_id = 1 AND id < 5 ORDER BY id DESC LIMIT 9",
        "SELECT 1 FROM muted_by m WHERE m.id = 5",
        "SELECT id, rule_id FROM undecided WHERE id IN (SELECT value FROM json_each('[1]'))",
        "DELETE FROM undecided WHERE rule_id = 1",
    ],
)
def test_what_rules_hide_is_looked_up_by_key(conn: Connection, sql: str) -> None:
    plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert not [step for step in plan if step.startswith(("SCAN muted_by", "SCAN m", "SCAN undecided"))], plan
    assert not [step for step in plan if "TEMP B-TREE" in step], plan
