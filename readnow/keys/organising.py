"""What keeps many articles in order: the order of lists, read later, tags, selecting several.

A part of the table in `actions`.
"""

from readnow.keys.action import ARTICLE, LISTS, Action, Group, Pane

ARTICLES = frozenset({Pane.ARTICLES})

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
        "article.tags",
        ("t",),
        "Tags",
        "Type the tags that the article is to have; those that there are are suggested",
        ARTICLE,
        Group.ARTICLES,
    ),
    Action(
        "selection.toggle",
        ("x",),
        "Select",
        "Select the article, or not, and go on to the next; keys for articles mean all selected ones",
        ARTICLES,
        Group.ARTICLES,
    ),
    Action(
        "selection.range",
        ("V",),
        "Select up to here",
        "Select all articles from the one that was selected last to this one",
        ARTICLES,
        Group.ARTICLES,
    ),
    Action(
        "selection.clear",
        ("X",),
        "Select none",
        "Select no articles any more",
        ARTICLES,
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
        "Show what other feeds have of this story, or hide it; in the reader, go on to the next",
        ARTICLE,
        Group.ARTICLES,
    ),
)
