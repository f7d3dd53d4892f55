"""Feeds changed at random, as no publisher would but somebody will: for tests that compare two readers.

Called with a `random.Random` from hypothesis, so that what fails can be made small and run again.
"""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

from readnow.feeds.fast_elements import words

ATOM = "http://www.w3.org/2005/Atom"
NAMESPACES = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "odd": "http://names.example/odd",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xh": "http://www.w3.org/1999/xhtml",
}
_LOCAL = sorted(
    words("""
    author body category cloud comments content contributor copyright created creator date description
    duration email enclosure encoded entry episode feed generator group guid height icon id image issued
    item keywords language lastBuildDate link logo managingEditor modified name owner published pubDate
    rights source subject subtitle summary tags textInput thumbnail title ttl updated updatePeriod
    updateFrequency uri url webMaster width Title PUBDATE commentRss explicit div p b site links channel
    rss info tagline abstract fullitem license hour
""")
)
_TEXTS = (
    "", " ", "\n  x\t", "plain text", "a < b & c", "<b>bold</b>", "<p>one</p><p>two</p>", "Vec<T>", "&lt;i&gt;", "&amp;amp;",
    "AT&amp;T", "&nbsp;", "caf\u00e9", "na\u00c3\u00afve caf\u00c3\u00a9", "\u0093quoted\u0094", "\u65e5\u672c\u8a9e", "x" * 300,
    "Mon, 06 Sep 2021 10:00:00 GMT", "2021-09-06T10:00:00Z", "Tue, 31 Feb 2021", "1630922400", "never",
    "https://a.example/1?x=1&y=2", "/relative/path", "other.html#top", "http:///three.example/", "urn:uuid:1234", "-x",
    "javascript:alert(1)", "mail@a.example (Ann Other)", "Ann <mail@a.example>", "()", "a, b,,c", "daily", "2", "60", "en_GB",
    "<svg><title>x</title></svg>", "</p>", "<script>x</script>", "&#8217;", "&copy; 2020", "1:02:03", "<![CDATA[ x",
)  # fmt: skip
_ATTRIBUTES = (
    ("type", ("text", "html", "xhtml", "text/html", "text/plain", "application/xhtml+xml", "image/png", "TEXT", "text/markdown", "")),
    ("rel", ("alternate", "self", "enclosure", "hub", "related", "SELF", "")),
    ("href", ("https://a.example/x", "rel.html", "", "/root")),
    ("url", ("https://a.example/pic.jpg", "pic.png", "")),
    ("uri", ("https://a.example/person",)),
    ("isPermaLink", ("true", "false", "TRUE")),
    ("ispermalink", ("false",)),
    ("term", ("one", "")),
    ("label", ("One",)),
    ("scheme", ("https://a.example/tags",)),
    ("domain", ("d",)),
    ("text", ("Arts",)),
    ("src", ("https://a.example/file",)),
    ("mode", ("base64", "escaped", "xml")),
    ("medium", ("image", "video")),
    ("length", ("123", "x")),
    ("fileSize", ("456",)),
    ("title", ("A title",)),
    ("version", ("2.0", "0.91", "1.0")),
    ("lang", ("de", "")),
    ("base", ("https://b.example/b/", "x")),
    ("{http://www.w3.org/XML/1998/namespace}lang", ("fr", "en_US", "")),
    (
        "{http://www.w3.org/XML/1998/namespace}base",
        ("https://c.example/dir/", "sub/", "/path/", "javascript:x", "http://c.example", "//d.example/x"),
    ),
    ("{http://names.example/odd}href", ("https://odd.example/",)),
    ("{http://names.example/odd}count", ("1",)),
    ("lastmod", ("2020-01-01",)),
)  # fmt: skip


def mutated(document: bytes, random: Random, changes: int) -> str:
    """The document after so many changes, as text."""
    root = etree.fromstring(document, etree.XMLParser(remove_comments=True, remove_pis=True))
    for _ in range(changes):
        random.choice(_CHANGES)(root, random)
    text = etree.tostring(root, encoding="unicode")
    return _in_cdata(text, random) if random.random() < 0.2 else text


def _any(root: Any, random: Random) -> Any:
    """An element other than the root, if there is one; those near the root as likely as the many below."""
    within = (
        [root, *root, *(inner for child in root for inner in child)]
        if random.random() < 0.5
        else list(root.iter())
    )
    return random.choice(within[1:] or [root])


def _drop(root: Any, random: Random) -> None:
    element = _any(root, random)
    if element is not root:
        element.getparent().remove(element)


def _double(root: Any, random: Random) -> None:
    element = _any(root, random)
    if element is not root:
        parent = element.getparent() if random.random() < 0.7 else _any(root, random)
        parent.insert(random.randint(0, len(parent)), deepcopy(element))


def _shuffle(root: Any, random: Random) -> None:
    parent = _any(root, random)
    children = list(parent)
    random.shuffle(children)
    parent[:] = children


def _rename(root: Any, random: Random) -> None:
    element = _any(root, random)
    element.tag = _name(element, random)


def _name(element: Any, random: Random) -> str:
    local = random.choice(_LOCAL) if random.random() < 0.7 else etree.QName(element).localname
    own = etree.QName(element).namespace
    space = own if random.random() < 0.5 else random.choice((None, *NAMESPACES.values()))
    return f"{{{space}}}{local}" if space else local


def _add(root: Any, random: Random) -> None:
    parent = _any(root, random)
    made = parent.makeelement(_name(parent, random), nsmap=dict([random.choice(list(NAMESPACES.items()))]))
    made.text = random.choice(_TEXTS)
    parent.insert(random.randint(0, len(parent)), made)
    if random.random() < 0.3:
        _set_attribute_of(made, random)


def _set_text(root: Any, random: Random) -> None:
    _any(root, random).text = random.choice(_TEXTS)


def _set_attribute(root: Any, random: Random) -> None:
    _set_attribute_of(_any(root, random), random)


def _set_attribute_of(element: Any, random: Random) -> None:
    name, values = random.choice(_ATTRIBUTES)
    element.set(name, random.choice(values))


def _drop_attribute(root: Any, random: Random) -> None:
    element = _any(root, random)
    if element.attrib:
        del element.attrib[random.choice(sorted(element.attrib))]


def _markup(root: Any, random: Random) -> None:
    """Markup where there was text, or XHTML."""
    element = _any(root, random)
    inside = random.choice((
        "<div xmlns='http://www.w3.org/1999/xhtml' class='c'>a <b>b</b><br/> c &lt; d</div>",
        "<div xmlns='http://www.w3.org/1999/xhtml'>a</div><p xmlns='http://www.w3.org/1999/xhtml'>b</p>",
        "<b xmlns=''>bold</b> text",
        "<svg xmlns='http://www.w3.org/2000/svg'><title>t</title></svg>",
        "<div xmlns='http://www.w3.org/1999/xhtml'><a href='x?a=1&amp;b=\"2\"' xml:lang='de' REL='Next'>a</a></div>",
    ))  # fmt: skip
    part = etree.fromstring(f"<x>{inside}</x>")
    element.text = part.text
    element[:] = list(part)
    if random.random() < 0.7:
        element.set("type", "xhtml")


_CHANGES: tuple[Callable[[Any, Random], None], ...] = (
    *(_drop, _double, _double, _shuffle, _rename, _rename, _add, _add, _set_text, _set_text),
    *(_set_attribute, _set_attribute, _drop_attribute, _markup),
)


def _in_cdata(text: str, random: Random) -> str:
    """Escaped texts as CDATA instead."""
    parts = text.split("&lt;")
    if len(parts) < 2:
        return text
    place = random.randrange(1, len(parts))
    before, inside = "&lt;".join(parts[:place]), "&lt;".join(parts[place:])
    end = inside.find("<")
    if end < 0 or "&" in inside[:end].replace("&lt;", "").replace("&gt;", "").replace("&amp;", ""):
        return text
    plain = "<" + inside[:end].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text if "]]>" in plain else f"{before}<![CDATA[{plain}]]>{inside[end:]}"
