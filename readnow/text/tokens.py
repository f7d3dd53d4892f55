"""Words as search compares them: the same for what is typed, for the text index, and for a text looked at
without it.

Called by the parser process for what is to be indexed, by the query language, and by the store. A token is a
run of letters, digits and the marks on them, folded (`text.words.fold`); where a script puts no spaces
between words, and of symbols, each character is one. Invariants: SQLite's "ascii" tokenizer finds in
`index_text(x)` just the tokens of x; linear in time and size.
"""

import unicodedata

from readnow.text.clean import is_western
from readnow.text.pattern import pattern
from readnow.text.words import fold

MAX_INDEXED = 1_000_000
"""Characters of a text that can be found: what is behind them is not looked at."""
_GROWTH, _ROOM = 2, 1_000
BOUNDARY = "¤"
"""Stands between texts that a phrase must not span, and before what is no word. It is in no token of a
text."""

_FOREIGN = pattern("[\x80-\xff\u0100-\u2fff]")
"""What a western text has of other than ASCII characters: few, which is quicker than to look at all."""
_IN_TOKENS = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
"""Of ASCII; of all else everything is."""
_SEPARATED = "".join(chr(code) if chr(code) in _IN_TOKENS else " " for code in range(128))
"""What becomes of each ASCII character where only tokens count: five times as quick as to look for them."""
_KEPT = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Mn", "Mc", "Me", "So", "Sk", "Co", "Cn"))
_SYMBOLS = frozenset(("So", "Sk"))
_TOKEN = pattern("[0-9a-z\x80-\U0010ffff]+")
_UNSPACED = pattern(
    "[\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0edf\u1000-\u103f\u1050-\u108f\u1780-\u17d3\u3005-\u3007\u3021-\u302f"
    "\u3031-\u303c\u3041-\u30ff\u3100-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48f\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U000323af]"
)
"""Thai, Lao, Burmese, Khmer, kana, bopomofo, Han and Yi: nothing says where their words end."""
_VARIANTS = range(0xFE00, 0xFE10)
"""They choose between forms of a symbol, and are not typed."""


def index_text(*texts: str) -> str:
    """These texts, one behind the other, as they are given to the index."""
    made = f" {BOUNDARY} ".join([_index_text(text) for text in texts if text])
    return made[:MAX_INDEXED]


def tokens(text: str) -> list[str]:
    """The tokens of a text, in their order."""
    return indexed_tokens(index_text(text))


def indexed_tokens(made: str) -> list[str]:
    """The tokens of what `index_text` made, in their order."""
    return made.translate(_SEPARATED).split() if made.isascii() else _TOKEN.findall(made)


class Wording:
    """What `index_text` made, in which phrases are looked for without an index."""

    def __init__(self, made: str) -> None:
        self._made = made
        self._spaced: str | None = None

    def tokens(self) -> frozenset[str]:
        """The tokens of it, each once."""
        return frozenset(indexed_tokens(self._made))

    def has(self, phrase: str, begun: bool = False) -> bool:
        """Whether these tokens, with spaces between, occur in a row; `begun`: the last may go on."""
        if not phrase or any(token not in self._made for token in phrase.split(" ")):
            return False  # mostly so, and far quicker to find out
        if self._spaced is None:
            self._spaced = f" {' '.join(indexed_tokens(self._made))} "
        return (f" {phrase}" if begun else f" {phrase} ") in self._spaced


def _index_text(text: str) -> str:
    text = text[:MAX_INDEXED]
    if text.isascii():
        return text.lower()
    if is_western(text):
        return _FOREIGN.sub(lambda found: _FORMS[ord(found[0])], text).lower()
    made = " ".join(unicodedata.normalize("NFKC", text).translate(_FORMS).split())
    return made[: _ROOM + _GROWTH * len(text)]  # there are characters that stand for whole sentences


class _Forms(dict[int, str]):
    """What each character becomes: folded, a space where it separates, set apart where it is a token."""

    def __missing__(self, code: int) -> str:
        if len(self) > _MOST_FORMS:
            self.clear()
        form = "" if code in _VARIANTS else "".join(map(_form, fold(chr(code))))
        self[code] = form
        return form


def _form(character: str) -> str:
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category not in _KEPT:
        return " "
    return f" {character} " if category in _SYMBOLS or _UNSPACED.match(character) else character


_FORMS = _Forms()
_MOST_FORMS = 20_000
