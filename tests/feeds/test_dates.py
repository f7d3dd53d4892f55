"""Dates in every form that feeds use (reliability 4.2 row 33), and the promise that no text raises."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.feeds import date_words
from readnow.feeds.date_words import MONTHS, fold
from readnow.feeds.dates import to_timestamp

SAMPLES = [
    # RFC 822 and relatives
    ("Mon, 10 Jun 2024 12:00:00 GMT", "2024-06-10T12:00:00"),
    ("Mon, 10 Jun 2024 12:00:00 +0530", "2024-06-10T06:30:00"),
    ("Mon, 10 Jun 2024 12:00:00 +02:00 (CEST)", "2024-06-10T10:00:00"),
    ("Mon, 10 Jun 2024 12:00:00 GMT+2", "2024-06-10T10:00:00"),
    ("10 Jun 24 12:00 EST", "2024-06-10T17:00:00"),
    ("10 Jun 94 12:00 PDT", "1994-06-10T19:00:00"),
    ("Mon, 10 Jun 124 12:00:00 GMT", "2024-06-10T12:00:00"),
    ("Mon, 10 Jun 2024 12:00", "2024-06-10T12:00:00"),
    ("Mon, 10 Jun 2024", "2024-06-10T00:00:00"),
    ("Sun, 10 Jun 2024 24:00:00 GMT", "2024-06-11T00:00:00"),
    ("Mon, 31 Dec 2012 23:59:60 GMT", "2012-12-31T23:59:59"),
    ("Mon, 10 Jun 2024 12:00:00 J", "2024-06-10T12:00:00"),
    ("Mon, 10 Jun 2024 12.30.00 GMT", "2024-06-10T12:30:00"),
    ("Tues, 5 Sept 2023 08:00:00 CEST", "2023-09-05T06:00:00"),
    # other worded forms
    ("Mon Jun 10 12:00:00 2024", "2024-06-10T12:00:00"),
    ("Mon Jun 10 12:00:00 EST 2024", "2024-06-10T17:00:00"),
    ("Mon Jun 10 2024 12:00:00 GMT+0200 (CEST)", "2024-06-10T10:00:00"),
    ("June 10th, 2024 3:45 PM EST", "2024-06-10T20:45:00"),
    ("10-Jun-2024", "2024-06-10T00:00:00"),
    ("Monday, June 10, 2024 12:15 am", "2024-06-10T00:15:00"),
    # other languages
    ("Mo, 10 Juni 2024 12:00:00 MESZ", "2024-06-10T10:00:00"),
    ("mar., 10 déc. 2024 10:00:00 +0100", "2024-12-10T09:00:00"),
    ("Mar, 10 dic 2024 10:00:00 +0000", "2024-12-10T10:00:00"),
    ("10 août 2024", "2024-08-10T00:00:00"),
    ("10 марта 2024 15:00", "2024-03-10T15:00:00"),
    ("10 Μάρτιος 2024", "2024-03-10T00:00:00"),
    ("2024年6月10日 下午3:30", "2024-06-10T15:30:00"),
    ("2024년 6월 10일 오후 3:04:05", "2024-06-10T15:04:05"),
    ("2004-05-28 오후 11:31:39", "2004-05-28T23:31:39"),
    ("понеділок, 10 червня 2024", "2024-06-10T00:00:00"),
    ("10 Май 2024", "2024-05-10T00:00:00"),
    ("Понеделник, 10 юни 2024", "2024-06-10T00:00:00"),
    ("יום שני, 10 ביוני 2024 12:00", "2024-06-10T12:00:00"),
    ("الاثنين، 10 يونيو 2024", "2024-06-10T00:00:00"),
    ("الإثنين, 10 أيار 2024", "2024-05-10T00:00:00"),
    ("Cuma, 10 Mayıs 2024", "2024-05-10T00:00:00"),
    ("Senin, 10 Agustus 2024 12:00:00 WIB", "2024-08-10T05:00:00"),
    ("10. rugsėjo 2024", "2024-09-10T00:00:00"),
    ("10. septembris 2024", "2024-09-10T00:00:00"),
    ("dilluns, 10 de juny de 2024", "2024-06-10T00:00:00"),
    ("pondelok 10. júna 2024", "2024-06-10T00:00:00"),
    # ISO 8601, RFC 3339, W3CDTF
    ("2024-06-10T12:00:00Z", "2024-06-10T12:00:00"),
    ("2024-06-10T12:00:00.123456789-05:00", "2024-06-10T17:00:00"),
    ("2024-06-10T12:00:00,5Z", "2024-06-10T12:00:00"),
    ("2024-06-10t12:00:00z", "2024-06-10T12:00:00"),
    ("2024-06-10 12:00:00 UTC", "2024-06-10T12:00:00"),
    ("2024-06-10 T 12:00:00 +0200", "2024-06-10T10:00:00"),
    ("2024-06-10T1200+02", "2024-06-10T10:00:00"),
    ("2024-06-10T12Z", "2024-06-10T12:00:00"),
    ("2024-06-10T12+02:00", "2024-06-10T10:00:00"),
    ("2024-W24-1T12:00:00Z", "2024-06-10T12:00:00"),
    ("20240610T120000Z", "2024-06-10T12:00:00"),
    ("20240610120000", "2024-06-10T12:00:00"),
    ("20240610", "2024-06-10T00:00:00"),
    ("2024-06-10+02:00", "2024-06-09T22:00:00"),
    ("2024-06", "2024-06-01T00:00:00"),
    ("2024", "2024-01-01T00:00:00"),
    ("2024-W24-2", "2024-06-11T00:00:00"),
    ("2024W242", "2024-06-11T00:00:00"),
    ("2024-162", "2024-06-10T00:00:00"),
    ("2024/6/10 12:00", "2024-06-10T12:00:00"),
    # numbers
    ("1718020800", "2024-06-10T12:00:00"),
    ("1718020800000", "2024-06-10T12:00:00"),
    ("1718020800000000", "2024-06-10T12:00:00"),
    ("1718020800.25", "2024-06-10T12:00:00"),
    ("631152000", "1990-01-01T00:00:00"),
    ("25/12/2024 08:00", "2024-12-25T08:00:00"),
    ("12/25/2024", "2024-12-25T00:00:00"),
    ("6/10/2024 3:04:05 PM", "2024-06-10T15:04:05"),
    ("10.06.2024 14:30", "2024-06-10T14:30:00"),
    # ends of the range
    ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59"),
    ("1990-01-01", "1990-01-01T00:00:00"),
]

NONE = [
    "",
    "   ",
    "soon",
    "insert date here",
    "0000-00-00T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "-0001-11-30T00:00:00Z",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "1989-12-31T23:59:59Z",
    "9999-12-31T23:59:59-01:00",
    "10000-01-01T00:00:00Z",
    "99999",
    "-1",
    "0",
    "Sat, 31 Jun 2024 23:08:26 +1000",
    "2024-06-31",
    "2023-366",
    "2024-13-01T15:51:30Z",
    "2024-07-01T25:51:30-05:00",
    "2024-07-01T01:55:61-05:00",
    "2021-W53-1",
    "2024-06-10T24Z",
    "Mon, 10 Jun 0024 12:00:00 GMT",
    "Mon, 10 Jun 10024 12:00:00 GMT",
    "07-01T01:55:07-05:00",
    "10/06/2024",
    "١٧١٨٠٢٠٨٠٠",
    "9" * 5000,
]


@pytest.mark.parametrize(("text", "expected"), SAMPLES)
def test_a_date_is_read(text: str, expected: str) -> None:
    wanted = int(datetime.fromisoformat(expected).replace(tzinfo=UTC).timestamp())
    assert to_timestamp(text) == wanted
    assert to_timestamp(f"\n  {text}\t") == wanted


ZONES = {
    # RFC 822 5.1: its ten names, and letters, which RFC 5322 4.3 makes meaningless (UTC; A is for am)
    **{
        "UT": 0,
        "GMT": 0,
        "Z": 0,
        "EST": -5,
        "EDT": -4,
        "CST": -6,
        "CDT": -5,
        "MST": -7,
        "MDT": -6,
        "PST": -8,
        "PDT": -7,
    },
    **dict.fromkeys("BCDEFGHIKLMNOPQRSTUVWXY", 0),
    # and those that feeds write anyway
    **{
        "CET": 1,
        "CEST": 2,
        "MEZ": 1,
        "MESZ": 2,
        "BST": 1,
        "WET": 0,
        "EET": 2,
        "EEST": 3,
        "MSK": 3,
        "IST": 5.5,
    },
    **{"JST": 9, "KST": 9, "HKT": 8, "WIB": 7, "AEST": 10, "AEDT": 11, "ACST": 9.5, "NZST": 12, "NZDT": 13},
    **{
        "BRT": -3,
        "BRST": -2,
        "ART": -3,
        "CLT": -4,
        "COT": -5,
        "PET": -5,
        "AKST": -9,
        "HST": -10,
        "NST": -3.5,
    },
    **{
        "+0000": 0,
        "-0000": 0,
        "+02": 2,
        "+02:00": 2,
        "GMT+2": 2,
        "UTC+0200": 2,
        "(CEST)": 2,
        "": 0,
        "Xyz": 0,
    },
}


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_is_known(zone: str) -> None:
    noon = int(datetime(2024, 6, 10, 12, tzinfo=UTC).timestamp())
    assert to_timestamp(f"Mon, 10 Jun 2024 12:00:00 {zone}") == noon - ZONES[zone] * 3600
    assert to_timestamp(f"2024-06-10T12:00:00 {zone}") == noon - ZONES[zone] * 3600


def test_no_month_has_a_word_of_another() -> None:
    spelled = [
        (fold(word), number)
        for months in (date_words._MONTHS, date_words._MORE_MONTHS)
        for number, words in enumerate(months, 1)
        for word in words.split()
    ]
    assert len({word for word, _ in spelled}) == len(set(spelled)) == len(MONTHS)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date_is_none(text: str) -> None:
    assert to_timestamp(text) is None


@given(st.text(max_size=60) | st.text("0123456789-:TZ+/. ,JanMaryWedAPM年月日", max_size=40))
def test_any_text_gives_a_time_in_range_or_none(text: str) -> None:
    found = to_timestamp(text)
    assert found is None or 631_152_000 <= found <= 253_402_300_799


@given(
    st.integers(631_200_000, 253_402_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.integers(-14 * 60, 14 * 60),
)
def test_every_spelling_of_a_moment_means_it(moment: datetime, offset: int) -> None:
    sign, minutes = "-" if offset < 0 else "+", abs(offset)
    zone = f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    wanted = int(moment.timestamp()) - offset * 60
    wanted_or_none = wanted if 631_152_000 <= wanted <= 253_402_300_799 else None
    month = moment.strftime("%b")
    clock = f"{moment.hour:02}:{moment.minute:02}:{moment.second:02}"
    for text in (
        f"{moment.year:04}-{moment.month:02}-{moment.day:02}T{clock}{zone}",
        f"{moment.day} {month} {moment.year:04} {clock} {zone.replace(':', '')}",
        f"{moment.year:04}{moment.month:02}{moment.day:02}T{clock.replace(':', '')}{zone}",
    ):
        assert to_timestamp(text) == wanted_or_none, text
