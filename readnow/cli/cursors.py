"""Cursors of lists as a command prints and takes them: the number of an article, and where the list is not by
date, behind a colon what it was sorted by, such that no shell minds it."""

import re
from urllib.parse import quote, unquote

import click

from readnow.model.article import ArticleId
from readnow.model.query import Cursor, Sort
from readnow.text.pattern import pattern

_CURSOR = pattern(r"(-?\d{1,18})(?::(?:\.(?P<text>.*)|(?P<number>-?[0-9.e+-]{1,30})))?", re.ASCII | re.DOTALL)
_NUMBERS = (Sort.LENGTH, Sort.RANK)


def written(cursor: Cursor) -> str | int:
    """The cursor as it is printed: a number where that says all."""
    if cursor.key == "":
        return int(cursor.id)
    key = f".{quote(cursor.key, safe='')}" if isinstance(cursor.key, str) else repr(cursor.key)
    return f"{cursor.id}:{key}"


def read(text: str, sort: Sort) -> Cursor:
    """The cursor that was printed for a list in that order. Raises `click.UsageError`."""
    found = _CURSOR.fullmatch(text.strip())
    try:
        key = _key(found, sort) if found is not None else None
    except ValueError:
        key = None
    if found is None or key is None:
        raise click.UsageError(f"“{text}” is no cursor of a list sorted by {sort.value}.")
    return Cursor(ArticleId(int(found[1])), key)


def _key(found: re.Match[str], sort: Sort) -> str | float | None:
    """What the list was sorted by; None where that belongs to another order."""
    if found["text"] is not None:
        is_text = sort in (Sort.FEED, Sort.TITLE, Sort.AUTHOR)
        return unquote(found["text"]) if is_text else None
    if found["number"] is not None:
        return float(found["number"]) if sort in _NUMBERS else None
    return "" if sort in (Sort.NEWEST, Sort.OLDEST, Sort.RANK) else None
