"""Repairs of documents that are not well-formed XML: one row per mistake that publishers really make.

Called by `parse`, only for documents that expat refuses. Rows are in alphabetical order and may be applied in
any order with the same result. To add one: put the offending document (cut down, made anonymous) and its
values into tests/golden/, see it fail, add a row. Never name a site here.
"""

import re
from collections.abc import Callable
from html.entities import html5

from msgspec import Struct

from readnow.feeds.islands import Islands
from readnow.text.pattern import pattern


class Quirk(Struct, frozen=True):
    """A named repair: `mend` is applied to a text that `applies` to."""

    name: str
    applies: Callable[[str], bool]
    mend: Callable[[str], str]


NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
    "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xlink": "http://www.w3.org/1999/xlink",
}
_BARE_AMPERSAND = pattern(r"&(?!#\d{1,8};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][\w.-]{0,40};)")
_CONTROL = pattern(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")
_NAMED = pattern(r"&([A-Za-z][\w.-]{0,40});")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DECLARED = pattern(r"<!ENTITY\s+([\w.-]+)")
_ROOT_END = pattern(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_ROOT = pattern(r"<(?!!|\?)[\w.:-]+")
_ANY_TAG = pattern(r"""<(/?)([A-Za-z][\w.:-]*)(?:[^<>"'/]|"[^"<]*"|'[^'<]*'|/(?!>))*+(/?)>""")
_PART_OF_TAG = pattern(r"<[^<>]*$")
_DEEPEST = 100
_PREFIX = pattern(r"</?([A-Za-z][\w.-]*):[A-Za-z]")
_BOUND = pattern(r"\sxmlns:([A-Za-z][\w.-]*)\s*=")
_STRUCTURE = pattern(r"<([A-Za-z][\w.-]*):(?:channel|item|entry)[\s>]", re.IGNORECASE)
_UNQUOTED = pattern(r"""(\s[\w:.-]+)=([^\s"'<>=]+?)(?=\s|/?>)""")
_OPEN_TAG = pattern(r"<[A-Za-z][^<>]*>")
_BARE_TAG = pattern(r"""<[A-Za-z][^<>"']*>""")


def _escape_ampersands(text: str) -> str:
    return Islands(text).change_between(lambda part: _BARE_AMPERSAND.sub("&amp;", part))


def _has_foreign_names(text: str) -> bool:
    return any(found[1] not in _XML_NAMES for found in _NAMED.finditer(text))


def _spell_out_names(text: str) -> str:
    """HTML's named characters as themselves; names that nobody knows as plain text."""
    known = _XML_NAMES.union(_DECLARED.findall(text))

    def spelled(found: re.Match[str]) -> str:
        if found[1] in known:
            return found[0]
        return html5.get(found[1] + ";", f"&amp;{found[1]};")

    return Islands(text).change_between(lambda part: _NAMED.sub(spelled, part))


def _end_of_root(text: str) -> int:
    return max((found.end() for found in _ROOT_END.finditer(text)), default=len(text))


def _has_junk_after_root(text: str) -> bool:
    rest = text[_end_of_root(text) :]
    return bool(rest.strip()) and "]]>" not in rest


def _close_all(text: str) -> str:
    """A document that ends early, as after a lost connection, with everything closed that is open."""
    if Islands(text).open_ended:
        text += "]]>"
    text = _PART_OF_TAG.sub("", text)
    open_tags: list[str] = []

    def follow(part: str) -> str:
        for tag in _ANY_TAG.finditer(part):
            if not tag[1]:
                open_tags.extend([] if tag[3] else [tag[2]])
            elif tag[2] in open_tags[-_DEEPEST:]:
                del open_tags[len(open_tags) - 1 - open_tags[::-1].index(tag[2]) :]
        return part

    Islands(text).change_between(follow)
    return text + "".join(f"</{name}>" for name in reversed(open_tags[-_DEEPEST:]))


def _undeclared(text: str) -> set[str]:
    return set(_PREFIX.findall(text)) - set(_BOUND.findall(text)) - {"xml"}


def _declare(text: str) -> str:
    wanted = sorted(_undeclared(text) & NAMESPACES.keys())
    root = _ROOT.search(text, text.find("]>") + 1 if text.startswith("<!DOCTYPE") else 0)
    if root is None:
        return text
    names = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in wanted)
    return text[: root.end()] + names + text[root.end() :]


def _structural(text: str) -> set[str]:
    """Undeclared prefixes that stand before the feed's own elements, so that they can mean nothing."""
    return (set(_STRUCTURE.findall(text)) & _undeclared(text)) - NAMESPACES.keys()


def _drop_prefixes(text: str) -> str:
    names = "|".join(re.escape(prefix) for prefix in sorted(_structural(text)))
    tags, attributes = re.compile(rf"(</?)(?:{names}):"), re.compile(rf"(\s)(?:{names}):(?=[\w.-]+=)")

    def drop(part: str) -> str:
        return _OPEN_TAG.sub(lambda tag: attributes.sub(r"\1", tag[0]), tags.sub(r"\1", part))

    return Islands(text).change_between(drop)


def _has_unquoted(text: str) -> bool:
    return any(_UNQUOTED.search(tag[0]) for tag in _BARE_TAG.finditer(text))


def _quote_attributes(text: str) -> str:
    def quote(part: str) -> str:
        return _BARE_TAG.sub(lambda tag: _UNQUOTED.sub(r'\1="\2"', tag[0]), part)

    return Islands(text).change_between(quote)


QUIRKS = (
    Quirk("bare-ampersand", lambda text: bool(_BARE_AMPERSAND.search(text)), _escape_ampersands),
    Quirk(
        "control-references", lambda text: bool(_CONTROL.search(text)), lambda text: _CONTROL.sub("", text)
    ),
    Quirk("cut-off", lambda text: not _ROOT_END.search(text), _close_all),
    Quirk("junk-after-root", _has_junk_after_root, lambda text: text[: _end_of_root(text)]),
    Quirk("named-characters", _has_foreign_names, _spell_out_names),
    Quirk("undeclared-namespace", lambda text: bool(_undeclared(text) & NAMESPACES.keys()), _declare),
    Quirk("undeclared-prefix", lambda text: bool(_structural(text)), _drop_prefixes),
    Quirk("unquoted-attribute", _has_unquoted, _quote_attributes),
)


def repair(text: str) -> str:
    """The text with every repair that applies."""
    for quirk in QUIRKS:
        if quirk.applies(text):
            text = quirk.mend(text)
    return text
