"""A feed's settings as people write them: `interval=2h`, `paused=yes`. Pure; screen and commands share it.

Invariant: what `written` says, `changed` reads as the same setting; what cannot be read is a sentence, and
nothing is changed.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from readnow.library.retention import TAKES as KEEP_TAKES
from readnow.library.retention import read_keep
from readnow.model.errors import SettingError
from readnow.model.settings import FeedSettings
from readnow.text.pattern import pattern

_MINUTES = {"": 1, "m": 1, "min": 1, "h": 60, "d": 1440, "w": 10_080}
_LONGEST = 43_200
_INTERVAL = pattern(r"(\d{1,6})\s*(m|min|h|d|w)?")
_YES, _NO = frozenset(("yes", "true", "on", "1")), frozenset(("no", "false", "off", "0", ""))
_HEADER_NAME = pattern(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_OURS = frozenset(
    ("host", "content-length", "transfer-encoding", "connection", "accept-encoding", "if-none-match",
     "if-modified-since", "cookie", "referer", "user-agent", "range", "te", "upgrade")
)  # fmt: skip
_CONTROL = pattern(r"[\x00-\x1f\x7f-\x9f]")
_PROXY = pattern(r"https?://[^\s/@]+(?::\d{1,5})?/?")
_AUTH = pattern(r"(?:basic\s+\S+|bearer)\s+(?:command|file|keyring)\s+\S.*")
_SEPARATOR = "; "


class Setting(Struct, frozen=True):
    """One setting: the key, what it takes, what it does, and how its text becomes a value and back."""

    key: str
    takes: str
    help: str
    read: Callable[[str], object]
    write: Callable[[FeedSettings], str]


def changed(settings: FeedSettings, key: str, text: str) -> FeedSettings:
    """The settings with one changed; empty text returns it to the default. Raises `SettingError`."""
    setting = SETTINGS.get(key)
    if setting is None:
        raise SettingError(f"There is no setting “{key}”; there is: {', '.join(SETTINGS)}.")
    try:
        value = setting.read(text.strip())
    except ValueError as err:
        why = f" {err}" if str(err) else ""
        raise SettingError(f"{key} takes {setting.takes}.{why}") from err
    return replace(settings, **{key: value})


def written(settings: FeedSettings, key: str) -> str:
    """A setting as `changed` takes it; empty for the default."""
    return SETTINGS[key].write(settings)


def _interval(text: str) -> int | None:
    if not text:
        return None
    match = _INTERVAL.fullmatch(text.lower())
    minutes = int(match[1]) * _MINUTES[match[2] or ""] if match else 0
    if not 1 <= minutes <= _LONGEST:
        raise ValueError
    return minutes


def _write_interval(settings: FeedSettings) -> str:
    minutes = settings.interval
    if minutes is None:
        return ""
    for unit in ("w", "d", "h"):
        if minutes % _MINUTES[unit] == 0:
            return f"{minutes // _MINUTES[unit]}{unit}"
    return f"{minutes}m"


def _yes_or_no(text: str) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise ValueError
    return word in _YES


def _line(text: str) -> str:
    if _CONTROL.search(text) or len(text) > 2000:
        raise ValueError
    return text


def _headers(text: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for part in filter(None, (part.strip() for part in text.split(_SEPARATOR.strip()))):
        name, colon, value = part.partition(":")
        if (
            not colon
            or not _HEADER_NAME.fullmatch(name.strip())
            or _CONTROL.search(value)
            or len(value) > 2000
        ):
            raise ValueError
        if name.strip().lower() in _OURS:
            raise ValueError(f"{name.strip()} is ReadNOW's own to send.")
        if name.strip().lower() == "authorization":
            raise ValueError("For Authorization there is auth, which keeps no secret here.")
        found.append((name.strip(), value.strip()))
    return tuple(found)


def _write_headers(settings: FeedSettings) -> str:
    return _SEPARATOR.join(f"{name}: {value}" for name, value in settings.headers)


def _auth(text: str) -> str:
    if text and (_CONTROL.search(text) or not _AUTH.fullmatch(text)):
        raise ValueError
    return text


def _proxy(text: str) -> str:
    if text and text != "none" and not _PROXY.fullmatch(text):
        raise ValueError
    return text


def _keep(text: str) -> str:
    if text:
        try:
            read_keep(text)
        except ValueError:
            raise ValueError from None
    return text.lower()


def _switch(name: str) -> Callable[[FeedSettings], str]:
    return lambda settings: "yes" if getattr(settings, name) else ""


_TEXT = "a text on one line"
_SWITCH = "yes or no"
SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        setting.key: setting
        for setting in (
            Setting(
                "interval",
                "a time such as 90m, 2h or 1d",
                "how often it is looked at",
                _interval,
                _write_interval,
            ),
            Setting("paused", _SWITCH, "not looked at by itself", _yes_or_no, _switch("paused")),
            Setting("user_agent", _TEXT, "how ReadNOW names itself there", _line, lambda s: s.user_agent),
            Setting(
                "headers",
                "headers such as “X-Key: abc”, with “; ” between them",
                "sent to its own address only",
                _headers,
                _write_headers,
            ),
            Setting(
                "auth",
                "“basic NAME” or “bearer”, then “command …”, “file …” or “keyring …”",
                "where the password or token is; it is kept nowhere else",
                _auth,
                lambda s: s.auth,
            ),
            Setting(
                "proxy",
                "an address such as http://localhost:3128, or none",
                "fetched through it",
                _proxy,
                lambda s: s.proxy,
            ),
            Setting(
                "insecure",
                _SWITCH,
                "its certificate is not checked: anybody in between may read and change it",
                _yes_or_no,
                _switch("insecure"),
            ),
            Setting(
                "allow_private",
                _SWITCH,
                "it may be on a private network",
                _yes_or_no,
                _switch("allow_private"),
            ),
            Setting(
                "folds",
                _SWITCH,
                "shown as one with the same stories of other feeds",
                lambda text: not text or _yes_or_no(text),
                lambda s: "" if s.folds else "no",
            ),
            Setting(
                "in_all",
                _SWITCH,
                "in All, Unread, Today, New and in searches; without it only in its own list and its folders",
                lambda text: not text or _yes_or_no(text),
                lambda s: "" if s.in_all else "no",
            ),
            Setting(
                "unread_on_change",
                _SWITCH,
                "articles that change are unread again",
                _yes_or_no,
                _switch("unread_on_change"),
            ),
            Setting(
                "full_text",
                _SWITCH,
                "its articles' pages are to be fetched too (kept for later: not done yet)",
                _yes_or_no,
                _switch("full_text"),
            ),
            Setting(
                "keep",
                KEEP_TAKES,
                "how much of it is kept; what is starred, for later or tagged always stays",
                _keep,
                lambda s: s.keep,
            ),
        )
    }
)
"""All settings by key, in the order in which they are shown."""
