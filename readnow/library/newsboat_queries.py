"""Our queries as newsboat's filter expressions, where they can be said so. Pure: the way back from
`exchange.newsboat.filters`.

Called for `readnow export --format newsboat-urls`. Invariant: an expression means what the query means, or a
`FilterError` says which part has no counterpart.
"""

from readnow.exchange.newsboat.filters import FilterError, flag_of_tag
from readnow.library.query_names import Names
from readnow.library.query_terms import folder_paths
from readnow.model.condition import (
    All,
    Among,
    Condition,
    Dated,
    Either,
    Field,
    Is,
    Linked,
    Not,
    State,
    Tagged,
    TitleMatches,
    Word,
)
from readnow.model.feed import FeedId
from readnow.model.scope import ScopeKind
from readnow.text.pattern import pattern

_SPECIAL = pattern(r"[\\.\[\](){}*+?^$|]")
_DAYS = pattern(r"(\d{1,4})([dw])")
_OPPOSITE = {"=": "!=", "!=": "=", "=~": "!~", "#": "!#", "<=": ">", ">": "<="}
_MOST_FEEDS = 20
_WHERE = {Field.TITLE: ("title",), Field.AUTHOR: ("author",), Field.TEXT: ("content",)}
_STATES = {
    State.UNREAD: ("unread", "=", "yes"),
    State.READ: ("unread", "=", "no"),
    State.STARRED: ("flags", "=~", "s"),
    State.ENCLOSURE: ("enclosure_url", "!=", ""),
}


def expression_of(condition: Condition, names: Names) -> str:
    """A condition as an expression. Raises `FilterError`."""
    return _said(condition, names, positive=True)


def _said(condition: Condition, names: Names, *, positive: bool) -> str:
    match condition:
        case Not():
            return _said(condition.part, names, positive=not positive)
        case All() | Either():
            # The opposite of all is one of the opposites.
            word = "and" if isinstance(condition, All) is positive else "or"
            return _joined([_said(part, names, positive=positive) for part in condition.parts], word)
        case Word():
            return _word(condition, positive)
        case TitleMatches():
            return _compared("title", "=~", condition.pattern.replace(r"\d", "[0-9]"), positive)
        case Is() if condition.state in _STATES:
            return _compared(*_STATES[condition.state], positive)
        case Tagged():
            flag = flag_of_tag(condition.name)
            if flag:
                return _compared("flags", "=~", flag, positive)
        case Linked():
            return _compared("link", "=~", _literal(condition.part), positive)
        case Dated():
            return _dated(condition, positive)
        case Among():
            return _among(condition, names, positive)
    raise FilterError("a part of it has no counterpart in newsboat")


def _word(word: Word, positive: bool) -> str:
    fields = _WHERE.get(word.field, ("title", "author", "content"))
    said = [_compared(field, "=~", _literal(word.text), positive) for field in fields]
    return _joined(said, "or" if positive else "and")


def _dated(dated: Dated, positive: bool) -> str:
    found = _DAYS.fullmatch(dated.word)
    if found is None or dated.relation == "on":
        raise FilterError(f"“{dated.relation}:{dated.word}” has no counterpart in newsboat")
    days = int(found[1]) * (7 if found[2] == "w" else 1)
    operator = "<=" if dated.relation == "after" else ">"
    return f"age {operator if positive else _OPPOSITE[operator]} {days}"


def _among(among: Among, names: Names, positive: bool) -> str:
    if among.kind is ScopeKind.FOLDER and (tags := _tags_of(among, names)):
        said = [_compared("tags", "#", tag, positive) for tag in tags]
        return _joined(said, "or" if positive else "and")
    urls = [feed.url for feed in names.feeds if feed.id in among.feeds]
    if not 0 < len(urls) <= _MOST_FEEDS:
        raise FilterError(f"“{among.kind}:{among.name}” means too many feeds")
    return _joined([_compared("rssurl", "=", url, positive) for url in urls], "or" if positive else "and")


def _tags_of(among: Among, names: Names) -> list[str]:
    """The tags that mean just these feeds, as `urls` has them; none where blanks in them cannot be said."""
    tags: dict[str, frozenset[FeedId]] = {}
    for folder_id, path in folder_paths(names.folders).items():
        feeds = frozenset(feed.id for feed in names.feeds if folder_id in feed.places)
        if feeds and feeds <= among.feeds:
            tags["/".join(path)] = feeds
    held = frozenset().union(*tags.values())
    return list(tags) if held == among.feeds and not any(" " in tag for tag in tags) else []


def _compared(attribute: str, operator: str, value: str, positive: bool) -> str:
    text = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{attribute} {operator if positive else _OPPOSITE[operator]} "{text}"'


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else "(" + f" {word} ".join(parts) + ")"


def _literal(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)
