"""Why a page gives no article: it needs scripts, it wants a login or money, or it has none.

Called by `extract` when what it found is short. Invariant: every answer is a sentence for the user.
"""

from lxml.html import HtmlElement

from readnow.feeds.extract_page import Page
from readnow.model.fulltext import ExtractFailed, Obstacle
from readnow.text.pattern import pattern
from readnow.text.words import count_words

NEEDS_SCRIPTS = ExtractFailed(
    Obstacle.NEEDS_SCRIPTS, "this page builds its text with scripts; open it in a browser to read it"
)
NEEDS_LOGIN = ExtractFailed(
    Obstacle.NEEDS_LOGIN, "this page shows the whole article only to subscribers or after a login"
)
BEGINNING = "only the beginning: this page shows the rest to subscribers or after a login"
NO_ARTICLE = ExtractFailed(Obstacle.NO_ARTICLE, "no article was found on this page")

_LEAST_WORDS = 5
"""Fewer are no article, unless there is a picture or no more on the page."""
_FEW_WORDS = 40
"""Fewer are what is left of a page that needs scripts, if it says so."""
_TEASER_WORDS = 250
"""So many words beside a clear request to pay or to log in are the beginning of an article."""
_SHORT_WORDS = 100
"""Fewer words around a form for a login are that form's."""
_SHELL_WORDS = 15
"""Fewer words, next to no text around them and scripts: the text is still to come."""
_MOSTLY_LINKS = 0.8
_SHELL_TEXT = 200
_SHORT_TEXT = 600
_MUCH_CODE = 20_000
_FORM_TEXT = 1200
_LONGEST_LOOKED_AT = 200_000
_SCRIPTS = pattern(
    r"\b(?:enable|activate|turn on|requires?|needs?|without|activer|activez|aktivieren|activar|habilite|"
    r"ative|attiva|włącz|включите)\b.{0,60}\bjavascript\b|\bjavascript\b.{0,60}\b(?:disabled|required|enabled|"
    r"turned off|aktivieren|désactivé|desactivado)\b"
)
_JOIN = (
    "subscribe|subscription|log ?in|sign ?in|sign ?up|register|become a member|create an? (?:free )?account"
)
_CLOSED = pattern(
    rf"\b(?:{_JOIN})\b.{{0,60}}\bto (?:(?:continue|keep) reading|(?:read|unlock) (?:the|this|our|all))\b|"
    rf"\bto (?:continue|keep) reading\b.{{0,80}}\b(?:{_JOIN})\b|"
    r"\b(?:this|the|full) (?:article|content|story|page|post)\b.{0,40}\b(?:for|to) (?:paying |paid |our )?"
    r"(?:subscribers|members)\b|\b(?:subscribers?|members?|premium)[- ]only (?:content|article|story|post)|"
    r"\bfor (?:subscribers|members) only\b|weiterlesen mit |nur für abonnenten|réservée? aux abonnés|"
    r"exclusivo para (?:suscriptores|assinantes)|riservato agli abbonati|alleen voor abonnees|"
    r"会員限定|有料会員|订阅后|登录后查看"
)
_ACCOUNT = pattern(
    r"\b(?:subscribe|log ?in|sign ?in|register)\b.{0,30}\bto (?:continue|read|view|access|see)\b|"
    r"\balready (?:a subscriber|a member|subscribed|registered)\b|\bhave an account\?|"
    r"jetzt anmelden|déjà abonné|ya eres suscriptor|já é assinante|già abbonato"
)


class Signs:
    """What the whole page says, looked at before anything is taken out of it."""

    def __init__(self, page: Page, body: HtmlElement) -> None:
        text = " ".join(" ".join(body.itertext())[:_LONGEST_LOOKED_AT].lower().split())
        self._words = count_words(text)
        is_short = len(text) <= _SHORT_TEXT
        self._is_shell = page.programs and len(text) <= _SHELL_TEXT
        self._needs_scripts = is_short and (
            page.code >= _MUCH_CODE
            or bool(_SCRIPTS.search(text))
            or any("javascript" in hidden.text_content().lower() for hidden in body.iter("noscript"))
        )
        self._is_closed = not page.stated.free or bool(_CLOSED.search(text))
        self._is_login = len(text) <= _FORM_TEXT and (
            bool(_ACCOUNT.search(text)) or any(map(_is_password, body.iter("input")))
        )

    def obstacle(self, words: int, linked: float, has_picture: bool) -> ExtractFailed | None:
        """Why what was found, so many words, so many of them in links, is not the article; None if it may
        be."""
        if (words < _SHORT_WORDS and self._is_login) or (words < _FEW_WORDS and self._is_closed):
            return NEEDS_LOGIN
        is_waiting = words < _SHELL_WORDS and self._is_shell and not has_picture
        if is_waiting or (words < _FEW_WORDS and self._needs_scripts):
            return NEEDS_SCRIPTS
        is_next_to_nothing = words < _LEAST_WORDS and 2 * words < max(1, self._words) and not has_picture
        is_list_of_links = words > _FEW_WORDS and linked > _MOSTLY_LINKS
        return NO_ARTICLE if is_next_to_nothing or is_list_of_links else None

    def note(self, words: int) -> str:
        """What the reader should know of an article of so many words."""
        return BEGINNING if words < _TEASER_WORDS and self._is_closed else ""


def _is_password(field: HtmlElement) -> bool:
    kind: str = field.get("type", "")
    return kind.lower() == "password"
