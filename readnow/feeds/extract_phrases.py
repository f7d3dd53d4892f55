"""The words by which pages lead away from an article: to others, to a newsletter, to their shops.

Called by `extract_clutter` for short boxes of text. Invariant: words of many publishers in the languages of
many readers; they count only beside links or alone.
"""

import re

from readnow.text.pattern import pattern

_LABEL = pattern(
    r"\W*(?:advert(?:isement|s|ising)?|sponsored(?: content)?|anzeige|werbung|publicité|publicida(?:d|de)|"
    r"реклама|広告|广告|(?:story|article) continues below(?: advertisement)?|continue reading(?: below)?|"
    r"(?:image )?\d+ of \d+|text size|font size|share(?: this(?: article| story)?)?|print|email|loading)\W*",
    re.IGNORECASE,
)
_LEAD = pattern(
    r"\W*(?:read (?:more|also|next)|related|see (?:also|more)|also (?:read|on|see)|more:|"
    r"more (?:from|on|about|stories)\b|(?:you )?(?:may|might) (?:also )?(?:like|enjoy|be interested)|"
    r"recommended|don.t miss|watch\b|click here|tags?\b|topics?:|filed under|posted in|in this article|"
    r"previous(?: article| post)?:|next(?: article| post)?:|"
    r"lesen sie (?:auch|mehr)|mehr zum thema|lire (?:aussi|également)|à lire|sur le même (?:sujet|thème)|"
    r"(?:te|le) puede interesar|lea también|leer más|leia (?:também|mais)|veja também|leggi anche|"
    r"lees (?:ook|meer)|czytaj (?:także|też|więcej)|zobacz także|čtěte také|läs (?:också|mer)|les også|"
    r"læs også|lue myös|читайте также|читать далее|по теме|関連記事|あわせて読みたい|相关(?:阅读|文章)|"
    r"延伸阅读|관련 ?기사)",
    re.IGNORECASE,
)
_ACTION = pattern(
    r"(?:^|[.!?:|–—]\s*)(?:(?:please|you can|to) )?(?:"
    r"(?:subscribe|sign up|register)\b.{0,80}\b(?:newsletters?|e-?mails?|inbox|updates|alerts|magazine|"
    r"channel|today|now|here|free|our)\b|"
    r"follow (?:us|me|him|her|them|@\w+)\b|"
    r"follow .{1,60} on (?:twitter|facebook|instagram|youtube|linkedin)\b|"
    r"like us\b|like this (?:story|article|post)\b|share (?:this|it with)\b|tell us what|join (?:us|our)\b|"
    r"get (?:our|a subscription|access to|.{1,60}(?:newsletter|delivered|your inbox))\b|"
    r"download (?:the|our) .{0,30}\bapp\b|become a (?:member|subscriber|patron)\b|"
    r"donate (?:now|today|here)\b|support (?:us|our)\b|(?:e-?mail|contact) .{1,40} at \S+@)",
    re.IGNORECASE,
)
_LINKED_LEAD = 0.4
_LINKED_ACTION = 0.1
_LONGEST_LABEL = 60
_LONGEST_LEAD = 80


def is_label(text: str) -> bool:
    """Whether the text is nothing but the label of an advertisement or a button."""
    return len(text) <= _LONGEST_LABEL and bool(_LABEL.fullmatch(text))


def is_lead(text: str) -> bool:
    """Whether it is the heading of a list that leads to other articles, should links follow."""
    return len(text) <= _LONGEST_LEAD and bool(_LEAD.match(text))


def leads_away(text: str, linked: float) -> bool:
    """Whether it begins as pages do that lead to another article. `linked`: the share of it in links."""
    return linked >= _LINKED_LEAD and bool(_LEAD.match(text))


def asks_to_act(text: str, linked: float) -> bool:
    """Whether it asks to subscribe, follow or share, with a link to do so."""
    return linked >= _LINKED_ACTION and bool(_ACTION.search(text))
