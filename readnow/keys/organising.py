"""What keeps many articles in order: the order of lists, read later, tags, selecting several.

A part of the table in `actions`.
"""

from readnow.keys.action import ARTICLE, LISTS, Action, Group

ORGANISING: tuple[Action, ...] = (
    Action(
        "article.toggle-later",
        ("L",),
        "Read later, or not",
        "Keep the article to be read later, or keep it no more",
        ARTICLE,
        Group.ARTICLES,
    ),
    Action(
        "list.sort",
        ("O",),
        "Order of the list",
        "Choose the order of the articles: newest, oldest, by feed, title or author, longest",
        LISTS,
        Group.VIEW,
    ),
    Action(
        "story.unfold",
        ("w",),
        "The same story elsewhere",
        "Show what other feeds have of the same story below it, or hide it; in the reader, go on to the next",
        ARTICLE,
        Group.ARTICLES,
    ),
)
