"""`list --format`: fields in columns, and mistakes in words."""

from contextlib import suppress

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.cli.templates import FIELDS, Template
from readnow.model.article import ArticleHead, ArticleId, DateSource
from readnow.model.feed import FeedId
from readnow.text.cells import cell_width

HEAD = ArticleHead(
    id=ArticleId(7),
    feed_id=FeedId(3),
    feed_title="Harbour",
    title="漢字 and more",
    link="https://a.example/1",
    author="Ann",
    date=1_760_000_000,
    date_source=DateSource.PUBLISHED,
    words=42,
    read=False,
    starred=False,
)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{id}", "7"),
        ("{title:8}|", "漢字 an…|"),
        ("{title:6}|", "漢字… |"),
        ("{title:5}|", "漢字…|"),
        ("{title:20}|", "漢字 and more       |"),
        ("{words:>6}|", "    42|"),
        ("{feed:.4}|", "Har…|"),
        ("{feed:10.4}|", "Har…      |"),
        ("{feed:<9}|", "Harbour  |"),
        (r"{id}\t{feed}\\n", "7\tHarbour\\n"),
        ("{{{id}}}", "{7}"),
        ("{time} {state}", "2025-10-09T08:53:20Z unread"),
        ("no field", "no field"),
        ("", ""),
    ],
)
def test_a_line_of_ones_own(template: str, line: str) -> None:
    assert Template(template)(HEAD) == line + "\n"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{titel}", "did you mean {title}?"),
        ("{colour}", "there is no {colour}; there is: id,"),
        ("{title", "“{” stands alone at character 1"),
        ("title}", "“}” stands alone at character 6"),
        (r"\q", r"\q means nothing"),
        ("\\", "means nothing"),
        ("{title:wide}", "“:wide” is no width"),
        ("{title:}", "“:” is no width"),
        ("{title:9999}", "is no width"),
        ("{}", "there is no {}"),
    ],
)
def test_mistakes_are_said(template: str, said: str) -> None:
    with pytest.raises(click.UsageError) as raised:
        Template(template)
    assert said in raised.value.message


@given(st.sampled_from(sorted(FIELDS)), st.integers(1, 60), st.booleans())
def test_a_column_is_as_wide_as_asked(field: str, width: int, right: bool) -> None:
    line = Template(f"{{{field}:{'>' if right else ''}{width}}}")(HEAD)
    assert cell_width(line.removesuffix("\n")) == width


@given(st.text(st.sampled_from("{}\\:<>.19ntid a"), max_size=20))
def test_any_template_is_read_or_refused(text: str) -> None:
    with suppress(click.UsageError):
        assert Template(text)(HEAD).endswith("\n")
