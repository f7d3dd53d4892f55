"""Where an article stands in a list. Pure.

Used by the list of the interface, which gets its articles in order and must find the place of one that comes
later. Invariant: the same as the store's order (`store.sorting`).
"""

from readnow.model.article import ArticleHead
from readnow.model.query import Cursor, Sort
from readnow.text.sorting import feed_key, sort_key


def cursor_of(head: ArticleHead, sort: Sort) -> Cursor:
    """The cursor behind an article. Of a rank a head says nothing."""
    match sort:
        case Sort.TITLE:
            return Cursor(head.id, sort_key(head.title))
        case Sort.AUTHOR:
            return Cursor(head.id, sort_key(head.author))
        case Sort.LENGTH:
            return Cursor(head.id, -head.words)
        case Sort.FEED:
            return Cursor(head.id, feed_key(head.feed_id, head.feed_title))
    return Cursor(head.id)


def place_of(head: ArticleHead, sort: Sort) -> tuple[str | float, int]:
    """Where an article stands: what comes further down has a greater one."""
    return ("", head.id) if sort is Sort.OLDEST else cursor_of(head, sort).place


def may_be_behind(head: ArticleHead, cursor: Cursor, sort: Sort) -> bool:
    """Whether an article that is in the list stands further down than where that goes on."""
    if sort is Sort.OLDEST:
        return head.id > cursor.id
    if sort is Sort.RANK and cursor.key != "":
        return True
    return cursor_of(head, sort).place > cursor.place
