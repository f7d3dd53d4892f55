"""Records of somebody's file made fit to be stored. Pure; used by `archives`.

Invariants: what ReadNOW wrote itself comes through as it was; every text is cleaned as if a feed had brought
it, every number is one that can be shown; nothing that a file says makes ReadNOW run a command, read a file,
or ask a private network (checklists 5, 21, 28): that the user says again.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from readnow.library.retention import checked as checked_keep
from readnow.library.settings import SETTINGS, changed, written
from readnow.model.archive import (
    ArticleRecord,
    FeedRecord,
    FolderRecord,
    FullTextPart,
    MemoryRecord,
    Path,
    Record,
    RuleRecord,
    SmartFeedRecord,
    StateRecord,
    TagRecord,
    TombstoneRecord,
)
from readnow.model.article import DateSource
from readnow.model.errors import SettingError
from readnow.model.rule import MAX_ACTIONS, MAX_NAME, RuleAction
from readnow.model.settings import FeedSettings
from readnow.store.settings import write_settings
from readnow.text.bounds import MAX_DEPTH, measure, tame
from readnow.text.clean import clean_line, safe_url
from readnow.text.pattern import pattern

R = TypeVar("R", bound=Record)

_MAX_QUERY, _MAX_GUID, _MAX_KEY, _MAX_SUMMARY, _MAX_NOTE = 2000, 2048, 8192, 4000, 1000
_MAX_DEPTH, _MAX_LIST, _MAX_HTML, _MAX_MEMORY = 20, 100, 8 << 20, 1 << 20
_EARLIEST, _LATEST = -62_135_596_800, 253_402_300_799
"""The years 1 to 9999."""
_HASH = pattern(r"[0-9a-f]{16}")
_WORD = pattern(r"[a-z-]{0,20}")
_SAID_AGAIN = ("auth", "allow_private")
"""Settings that a file does not bring: they would have a command run, a file sent, a device at home asked."""
_SMALL = 20_000
_DAY = 24 * 3600


class Cleaner:
    """Cleans the records of one file. `left_out` has a sentence for each thing that was not taken over."""

    def __init__(self, now: int) -> None:
        self._now = now
        self.left_out: list[str] = []
        self._more = 0
        self._ways: Mapping[type[Record], Callable[[Any], Record | None]] = {
            FolderRecord: self._folder,
            TagRecord: self._tag,
            FeedRecord: self._feed,
            RuleRecord: self._rule,
            SmartFeedRecord: self._smart_feed,
            ArticleRecord: self._article,
            TombstoneRecord: lambda record: record if _HASH.fullmatch(record.entry) else None,
            StateRecord: self._state,
            MemoryRecord: self._memory,
        }

    def clean(self, record: Record) -> Record | None:
        """The record as it can be stored; None for one that cannot."""
        return self._ways[type(record)](record)

    def sentences(self) -> tuple[str, ...]:
        """What was left out, and how much more."""
        more = (f"{self._more:,} more were left out for such reasons.",) if self._more else ()
        return (*self.left_out, *more)

    def leave_out(self, sentence: str) -> None:
        """Say it, as far as that many can be read."""
        if len(self.left_out) < _MAX_LIST:
            self.left_out.append(sentence)
        else:
            self._more += 1

    def _folder(self, record: FolderRecord) -> Record | None:
        path = _path(record.path)
        return (
            replace(record, path=path, position=_small(record.position), keep=_keep(record.keep))
            if path
            else None
        )

    def _tag(self, record: TagRecord) -> Record | None:
        name = clean_line(record.name, MAX_NAME)
        return replace(record, name=name) if name else None

    def _feed(self, record: FeedRecord) -> Record | None:
        url = _web(record.url)
        if not url:
            self.leave_out(f"“{clean_line(record.url, 80)}” is no address of a feed: it was left out.")
            return None
        title, own = clean_line(record.title), clean_line(record.own_title)
        return replace(
            record,
            url=url,
            title=title,
            own_title=own,
            site_url=_web(record.site_url),
            folder=_path(record.folder),
            folders=tuple(filter(None, map(_path, record.folders[:_MAX_LIST]))),
            position=_small(record.position),
            added_at=self._time(record.added_at),
            settings=self._settings(record, own or title or url),
            former=tuple(
                (was, self._time(at)) for raw, at in record.former[:_MAX_LIST] if (was := _web(raw))
            ),
            last_success=self._time_or_none(record.last_success),
        )

    def _settings(self, record: FeedRecord, called: str) -> dict[str, object]:
        """The settings that hold as if they were typed now."""
        try:
            given = msgspec.convert(record.settings, FeedSettings)
        except msgspec.ValidationError:
            self.leave_out(f"“{called}”: its settings cannot be read and were left out.")
            return {}
        taken = FeedSettings()
        for key in SETTINGS:
            text = written(given, key)
            if key in _SAID_AGAIN and text:
                self.leave_out(
                    f"“{called}”: {key} was left out, since a file must not decide that. To set it again:"
                    f" readnow edit {_web(record.url)} {key}='{clean_line(text)}'"
                )
            elif text:
                try:
                    taken = changed(taken, key, text)
                except SettingError:
                    self.leave_out(f"“{called}”: its setting {key} cannot be read and was left out.")
        stored: dict[str, object] = json.loads(write_settings(taken))
        return stored

    def _rule(self, record: RuleRecord) -> Record | None:
        name, query = clean_line(record.name, MAX_NAME), clean_line(record.query, _MAX_QUERY)
        actions = tuple(filter(None, map(_action, record.actions[:MAX_ACTIONS])))
        if not (name and query and actions):
            self.leave_out(f"The rule “{name}” says nothing that can be done: it was left out.")
            return None
        return replace(
            record,
            name=name,
            query=query,
            actions=actions,
            position=_small(record.position),
            until=self._time_or_none(record.until),
            hits=max(0, record.hits),
            last_hit=self._time_or_none(record.last_hit),
            made_at=self._time(record.made_at),
            problem=clean_line(record.problem),
        )

    def _smart_feed(self, record: SmartFeedRecord) -> Record | None:
        name = clean_line(record.name, MAX_NAME)
        if not name:
            return None
        return replace(
            record,
            name=name,
            query=clean_line(record.query, _MAX_QUERY),
            sort=record.sort if _WORD.fullmatch(record.sort) else "",
            folder=_path(record.folder),
            position=_small(record.position),
        )

    def _article(self, record: ArticleRecord) -> Record | None:
        if not record.key or len(record.key) > _MAX_KEY or not _is_whole(record.key):
            self.leave_out(f"“{clean_line(record.title, 80)}” has no key: it was left out.")
            return None
        return replace(
            record,
            id=min(self._time(record.id), self._now + _DAY),
            guid=clean_line(record.guid, _MAX_GUID),
            title=clean_line(record.title),
            author=clean_line(record.author, _MAX_SUMMARY),
            link=safe_url(record.link) if record.link else "",
            date=min(self._time(record.date), self._now + _DAY),
            date_source=record.date_source
            if record.date_source in set(DateSource)
            else DateSource.RECEIVED.value,
            words=max(0, record.words),
            rev=max(0, record.rev),
            updated=self._time_or_none(record.updated),
            changes=max(0, record.changes),
            content_hash=record.content_hash[:64],
            letters_hash=record.letters_hash[:64],
            html=_html(record.html),
            base_url=safe_url(record.base_url) if record.base_url else "",
            summary=clean_line(record.summary, _MAX_SUMMARY),
            published=self._time_or_none(record.published),
            received=min(self._time(record.received), self._now + _DAY),
            details=_details(record.details),
            tags=self._named(record.tags),
            muted_by=self._named(record.muted_by),
            place=_place(record.place),
            earlier=tuple(
                (self._time(at), clean_line(title), _html(html)) for at, title, html in record.earlier[:5]
            ),
            full_text=_full_text(record.full_text),
        )

    def _state(self, record: StateRecord) -> Record | None:
        if record.entry and not _HASH.fullmatch(record.entry):
            return None
        return replace(record, tags=self._named(record.tags))

    def _memory(self, record: MemoryRecord) -> Record | None:
        try:
            json.loads(record.value)
        except (ValueError, RecursionError):
            return None
        key = clean_line(record.key, MAX_NAME)
        is_fit = key == record.key != "" and len(record.value) <= _MAX_MEMORY and _is_whole(record.value)
        return record if is_fit else None

    def _named(self, pairs: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
        """Names with times."""
        cleaned = ((clean_line(name, MAX_NAME), self._time(at)) for name, at in pairs[:_MAX_LIST])
        return tuple((name, at) for name, at in cleaned if name)

    def _time(self, at: int) -> int:
        return max(_EARLIEST, min(_LATEST, at))

    def _time_or_none(self, at: int | None) -> int | None:
        return None if at is None else self._time(at)


def _path(names: Path) -> Path:
    return tuple(filter(None, (clean_line(name, 200) for name in names[:_MAX_DEPTH])))


def _keep(text: str) -> str:
    try:
        return checked_keep(text)
    except SettingError:
        return ""


def _action(text: str) -> str:
    try:
        action = RuleAction.read(text)
    except ValueError:
        return ""
    return str(RuleAction(action.deed, clean_line(action.tag, MAX_NAME)))


def _web(url: str) -> str:
    safe = safe_url(url) if url else ""
    return safe if safe.startswith(("http://", "https://")) else ""


def _small(position: int) -> int:
    return max(0, min(1 << 40, position))


def _is_whole(text: str) -> bool:
    """Whether it has no half characters, which nothing can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _html(html: str) -> str:
    if not _is_whole(html):
        html = html.encode("utf-8", "replace").decode()
    # Most have so few tags that they need no measuring.
    is_small = len(html) <= _SMALL and html.count("<") <= MAX_DEPTH
    return html if is_small or (len(html) <= _MAX_HTML and measure(html).safe) else tame(html)


def _place(place: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
    if place is None or not 0 <= place[0] <= place[1] < 1 << 40:
        return None
    return (place[0], place[1], max(_EARLIEST, min(_LATEST, place[2])))


def _full_text(page: FullTextPart | None) -> FullTextPart | None:
    if page is None:
        return None
    return replace(
        page,
        at=max(_EARLIEST, min(_LATEST, page.at)),
        html=_html(page.html),
        base_url=safe_url(page.base_url) if page.base_url else "",
        title=clean_line(page.title),
        words=max(0, page.words),
        note=clean_line(page.note, _MAX_NOTE),
        problem=clean_line(page.problem, _MAX_NOTE),
    )


def _details(details: Mapping[str, object]) -> dict[str, object]:
    """The rarer fields, each as `store.bodies` has it, or left out."""
    found: dict[str, object] = {}
    for name, value in details.items():
        if name == "enclosures" and isinstance(value, list):
            found[name] = [file for raw in value[:_MAX_LIST] if (file := _enclosure(raw))]
        elif name == "categories" and isinstance(value, list):
            found[name] = [clean_line(one, 200) for one in value[:_MAX_LIST] if isinstance(one, str)]
        elif name in ("comments", "comment_feed", "image") and isinstance(value, str):
            found[name] = safe_url(value)
        elif name in ("language", "source", "episode") and isinstance(value, str):
            found[name] = clean_line(value, 200)
        elif name == "duration" and isinstance(value, int) and 0 < value < 10_000_000:
            found[name] = value
    return found


def _enclosure(raw: object) -> list[object]:
    match raw:
        case [str(url), str(kind), length, str(title)] if safe_url(url):
            size = length if isinstance(length, int) and 0 < length < 1 << 50 else None
            return [safe_url(url), clean_line(kind, 200), size, clean_line(title, 200)]
    return []
