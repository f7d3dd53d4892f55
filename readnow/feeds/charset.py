"""Bytes to text: the bytes are looked at before any label is believed. Called by `parse` and `discover`.

Never fails, never guesses a codec outside the list (`unicode_escape`, `utf-7` and the like are codecs too).
The result holds only characters that XML 1.0 allows: a stray control byte makes no document unreadable.
"""

import codecs
import re
from contextlib import suppress

from readnow.text.pattern import pattern

_WHATWG = {
    # one codec: the labels that mean it (encoding.spec.whatwg.org, 4.2)
    "cp1252": "ascii us-ascii iso-8859-1 iso8859-1 latin1 latin-1 l1 windows-1252 cp1252 x-cp1252 ansi",
    "iso8859-2": "iso-8859-2 iso8859-2 latin2",
    "iso8859-3": "iso-8859-3",
    "iso8859-4": "iso-8859-4",
    "iso8859-5": "iso-8859-5",
    "iso8859-6": "iso-8859-6",
    "iso8859-7": "iso-8859-7 greek",
    "iso8859-8": "iso-8859-8 iso-8859-8-i",
    "cp1254": "iso-8859-9 latin5 windows-1254 cp1254",
    "iso8859-10": "iso-8859-10",
    "cp874": "iso-8859-11 tis-620 windows-874",
    "iso8859-13": "iso-8859-13",
    "iso8859-14": "iso-8859-14",
    "iso8859-15": "iso-8859-15 iso8859-15 latin9 latin-9",
    "iso8859-16": "iso-8859-16",
    "cp1250": "windows-1250 cp1250",
    "cp1251": "windows-1251 cp1251",
    "cp1253": "windows-1253 cp1253",
    "cp1255": "windows-1255 cp1255",
    "cp1256": "windows-1256 cp1256",
    "cp1257": "windows-1257 cp1257",
    "cp1258": "windows-1258 cp1258",
    "koi8-r": "koi8-r koi8",
    "koi8-u": "koi8-u",
    "gb18030": "gb18030 gbk gb2312 gb_2312-80 x-gbk",
    "big5hkscs": "big5 big5-hkscs",
    "cp932": "shift_jis shift-jis sjis x-sjis windows-31j",
    "euc_jp": "euc-jp x-euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "cp949": "euc-kr ks_c_5601-1987 windows-949 cp949",
}
_CODECS = {label: codec for codec, labels in _WHATWG.items() for label in labels.split()}
_WIDE_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_LABEL = pattern(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_HTML_LABEL = pattern(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_HTTP_LABEL = pattern(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_NOT_XML = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(code for code in range(32) if chr(code) not in "\t\n\r")
_NONCHARACTERS = "\ufffe\uffff"
_LABEL_WITHIN = 4096
_HEAD = 256
"""Bytes among which any document in UTF-16 or UTF-32 has a zero: it begins with markup."""


def to_text(body: bytes, content_type: str = "") -> str:
    """The document as text, without byte order mark; undecodable bytes become U+FFFD."""
    # Nearly every document is UTF-8 without anything to be taken out, which is quicker to see in its bytes.
    if len(body.translate(None, _CONTROLS)) == len(body):
        with suppress(UnicodeDecodeError):
            text = body.decode("utf-8").removeprefix("\ufeff")
            if not any(other in text for other in _NONCHARACTERS):
                return text
    return _NOT_XML.sub("", _decoded(body, content_type))


def _decoded(body: bytes, content_type: str) -> str:
    for mark, codec in _WIDE_BOMS:
        if body.startswith(mark) and b"\0" in body[len(mark) : _HEAD]:
            return body[len(mark) :].decode(codec, "replace")
        body = body.removeprefix(mark)  # a mark before something else: a lie like any other label
    marked = body.startswith(codecs.BOM_UTF8)
    body = body.removeprefix(codecs.BOM_UTF8)
    wide = _wide(body[:4])
    if wide:
        return body.decode(wide, "replace")
    labels = _labels(body, content_type)
    if b"\x1b" in body and "iso-2022-jp" in labels:
        return body.decode("iso2022_jp", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        return text if marked and _is_mostly_right(text, 2) else _legacy(body, text, labels)


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, told by where the zeros of the first two characters stand."""
    if len(head) < 4:
        return ""
    shape = "".join("0" if byte == 0 else "x" for byte in head[:4])
    return {"x000": "utf-32-le", "000x": "utf-32-be", "x0x0": "utf-16-le", "0x0x": "utf-16-be"}.get(shape, "")


def _labels(body: bytes, content_type: str) -> list[str]:
    """What HTTP, the XML declaration and an HTML `meta` claim, the strongest first (RFC 7303 3)."""
    head = body[:_LABEL_WITHIN]
    http = _HTTP_LABEL.search(content_type[:500])
    labels = [http[1]] if http else []
    labels += [found[1].decode("ascii", "replace") for found in (_XML_LABEL.search(head),) if found]
    labels += [found[1].decode("ascii", "replace") for found in (_HTML_LABEL.search(head),) if found]
    return [label.lower() for label in labels]


def _is_mostly_right(text: str, of: int) -> bool:
    """Whether at most one in so many characters beyond ASCII is a place that could not be decoded."""
    return text.count("\ufffd") * of <= len(text) - len(text.encode("ascii", "ignore"))


def _legacy(body: bytes, text: str, labels: list[str]) -> str:
    """Not valid UTF-8: the first label of the list that fits without an error; else the nearest thing."""
    known = [_CODECS[label] for label in labels if label in _CODECS]
    for codec in known:
        try:
            return body.decode(codec)
        except UnicodeDecodeError:
            continue
    if known and known[0] != "cp1252":
        return body.decode(known[0], "replace")
    if _is_mostly_right(text, 4):  # UTF-8 with a few bad places, such as one cut in the middle
        return text
    return body.decode("cp1252", "replace")
