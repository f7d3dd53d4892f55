"""The doctor's rows, columns and repairs, and what is said of one that was tried."""

import pytest
from msgspec.structs import replace

from readnow.keys.actions import by_id
from readnow.library.choosing import Skipped
from readnow.library.doctor import Remedy, Ward, diagnose
from readnow.library.events import RefreshFinished
from readnow.library.folder_names import folder_names
from readnow.library.schedule import DAY, HOUR, NEVER
from readnow.model.feed import Feed, FeedHealth, FeedId, FeedSettings, Problem, ProblemKind
from readnow.tui.doctor_keys import doctor_bindings, settings_bindings
from readnow.tui.remedies import REPAIRS, in_words, offered, tried
from readnow.tui.render.palette import ASCII_MARKS, Marks, Palette
from readnow.tui.render.rows import RowState
from readnow.tui.render.settings import setting_row
from readnow.tui.render.ward import PatientRow, column_names, columns, group_line, patient_row
from readnow.tui.setting_rows import setting_rows, toggled
from readnow.tui.ward_rows import Group, helps, next_look, patients, ward_title

NOW = 1_764_000_000
WELL = Feed(FeedId(1), "https://a.example/feed", "Well", site_url="https://a.example/")
ILL = replace(
    WELL,
    id=FeedId(2),
    title="Ill",
    health=FeedHealth(
        next_due=NOW + HOUR,
        problem=Problem(ProblemKind.HTTP, "a problem (500)", NOW - DAY, 500),
        last_attempt=5,
    ),
)


def test_rows_of_all_groups_and_their_title() -> None:
    found = diagnose(ILL, NOW)
    assert found is not None
    ward = Ward((found,), (WELL,), (WELL, ILL))
    rows = patients(ward, NOW)
    assert [(one.group, one.feed.title) for one in rows] == [
        (Group.TROUBLE, "Ill"),
        (Group.SILENT, "Well"),
        (Group.UNREAD, "Well"),
        (Group.UNREAD, "Ill"),
    ]
    first = rows[0].row
    assert (first.mark, first.state, first.since, first.next_look) == (
        "!",
        "a problem (500)",
        "yesterday",
        "17:00",
    )
    assert rows[1].remedies == (Remedy.FIND_FEED, Remedy.TRY_NOW, Remedy.UNSUBSCRIBE)
    assert rows[2].remedies == (Remedy.UNSUBSCRIBE, Remedy.PAUSE)
    assert ward_title(ward) == "1 in trouble, 1 silent, 2 never read"
    assert ward_title(Ward((), (), ())) == "all feeds are well"
    assert helps(replace(WELL, site_url=""), NOW, silent=True)[0] is Remedy.FIND_FEED
    assert helps(WELL, NOW) == (Remedy.TRY_NOW,)


def test_when_the_next_look_is() -> None:
    assert next_look(WELL, NOW) == "now"
    assert next_look(ILL, NOW) == "17:00"
    assert next_look(replace(ILL, health=replace(ILL.health, next_due=NOW + 20 * HOUR)), NOW) == "tomorrow"
    assert next_look(replace(ILL, health=replace(ILL.health, next_due=NEVER)), NOW) == "never"
    assert next_look(replace(ILL, settings=FeedSettings(paused=True)), NOW) == "paused"


@pytest.mark.parametrize("marks", [Marks(), ASCII_MARKS], ids=["unicode", "ascii"])
def test_every_row_is_as_wide_as_asked(marks: Marks) -> None:
    row = PatientRow(
        "!", "A title 漢字 that is long", "x" * 80, "yesterday", "tomorrow", tuple(Remedy), unchecked=True
    )
    palette, settings = Palette(), setting_rows(WELL, ("A" * 90,))[:5]
    for width in range(240):
        states = (RowState(width), RowState(width, cursor=True), RowState(width, cursor=True, focused=True))
        for state in states:
            assert patient_row(row, state, palette, marks).cell_length == width
            for setting in settings:
                assert setting_row(setting, state, palette, marks).cell_length == width
        assert column_names(width, palette, marks).cell_length == width
        assert group_line("Silent", 4, width, palette, marks).cell_length == width
        assert sum(columns(width)) <= max(width, 1)


def test_names_of_columns_stand_above_them() -> None:
    row = PatientRow("!", "Title", "State", "today", "17:00", (Remedy.TRY_NOW,))
    names = column_names(120, Palette(), Marks()).text
    shown = patient_row(row, RowState(120), Palette(), Marks()).text
    for name, value in (("feed", "Title"), ("state", "State"), ("since", "today"), ("next look", "17:00")):
        assert names.index(name) == shown.index(value)
    assert names.index("what helps") == shown.index("t try now")


def test_every_remedy_has_a_key_that_nothing_else_there_has() -> None:
    assert set(REPAIRS) == set(Remedy)
    for bindings in (doctor_bindings(), settings_bindings()):
        keys = [key for binding in bindings for key in binding.key.split(",")]  # type: ignore[union-attr]
        assert len(keys) == len(set(keys))
        ids = [binding.id for binding in bindings]  # type: ignore[union-attr]
        assert all(ids)
        assert len(ids) == len(set(ids))
        for binding in bindings:
            action = by_id.get(binding.id or "")  # type: ignore[union-attr]
            assert action is None or binding.key == ",".join(action.keys)  # type: ignore[union-attr]


def test_what_is_offered() -> None:
    assert offered(WELL, (Remedy.TRY_NOW,)) == (
        Remedy.TRY_NOW,
        Remedy.PAUSE,
        Remedy.SETTINGS,
        Remedy.UNSUBSCRIBE,
    )
    paused = replace(WELL, settings=FeedSettings(paused=True))
    assert offered(paused, (Remedy.SETTINGS, Remedy.PAUSE)) == (
        Remedy.RESUME,
        Remedy.SETTINGS,
        Remedy.UNSUBSCRIBE,
    )
    assert Remedy.PAUSE not in offered(WELL, (Remedy.UNSUBSCRIBE, Remedy.RESUME))
    assert in_words((Remedy.TRY_NOW, Remedy.PAUSE)) == ("t try now", "p pause")


def test_what_is_said_of_a_feed_that_was_tried() -> None:
    asked = replace(ILL, health=replace(ILL.health, last_attempt=NOW))
    healed = replace(ILL, total=3, health=FeedHealth(last_attempt=NOW))
    assert tried(ILL, asked, RefreshFinished(failed=1), NOW) == ("Ill: a problem (500)", True)
    assert tried(ILL, healed, RefreshFinished(), NOW) == ("Ill is well: 3 new articles.", False)
    assert tried(ILL, replace(healed, total=1), RefreshFinished(), NOW)[0] == "Ill is well: 1 new article."
    assert tried(ILL, replace(healed, total=0), RefreshFinished(), NOW)[0] == "Ill is well: no new articles."
    skipped = RefreshFinished(skipped=1, reasons=Skipped(waiting=1, until=NOW + HOUR))
    assert tried(ILL, ILL, skipped, NOW) == ("Ill was not asked: asked to wait until 17:00", False)
    assert tried(ILL, ILL, RefreshFinished(detail="Another ReadNOW is refreshing."), NOW)[1]


def test_settings_as_rows() -> None:
    rows = {row.key: row for row in setting_rows(WELL, [("Out", "In")])}
    assert (rows["folder"].value, rows["folder"].typed) == ("Out/In", "Out/In")
    assert rows["interval"].value == "as configured"
    assert rows["paused"].value == "no"
    assert toggled(rows["paused"]) == "yes"
    assert rows["headers"].value == "none"
    assert not rows["interval"].own
    assert folder_names(" Out / In /") == ("Out", "In")
    assert {row.key: row.value for row in setting_rows(WELL, ())}["folder"] == "none"
