"""Muting, and rules.

A part of the table in `actions`.
"""

from readnow.keys.action import ALL, ARTICLE, Action, Group

MUTING: tuple[Action, ...] = (
    Action(
        "article.mute",
        ("exclamation_mark",),
        "Mute something like this",
        "Mute what is like this article, or give it back where muted ones are listed",
        ARTICLE,
        Group.ARTICLES,
    ),
)

RULES: tuple[Action, ...] = (
    Action(
        "rule.open",
        ("W",),
        "Rules and mutes",
        "The rules: what is muted, marked, starred or tagged as it comes",
        ALL,
        Group.FEEDS,
    ),
)
