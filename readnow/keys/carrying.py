"""What carries an article out of the terminal (saving, piping, files, comments), and what was changed in it.

A part of the table in `actions`.
"""

from readnow.keys.action import ALL, ARTICLE, Action, Group

CARRYING: tuple[Action, ...] = (
    Action(
        "link.copy-markdown",
        ("Y",),
        "Copy as a Markdown link",
        "Copy the title with the address of the focused link, article or feed, as Markdown",
        ALL,
        Group.CARRYING,
    ),
    Action(
        "article.save",
        ("S",),
        "Save the article",
        "Save the article as Markdown, HTML, text or JSON",
        ARTICLE,
        Group.CARRYING,
    ),
    Action(
        "article.pipe",
        ("vertical_line",),
        "Pipe the article",
        "Give the article to a command as text, Markdown or HTML, and show what it says",
        ARTICLE,
        Group.CARRYING,
    ),
    Action(
        "article.pager",
        (),
        "Read in the pager",
        "Read the article in your pager (PAGER)",
        ARTICLE,
        Group.CARRYING,
    ),
    Action(
        "article.editor",
        (),
        "Open in the editor",
        "Open a copy of the article, as Markdown, in your editor (VISUAL, EDITOR)",
        ARTICLE,
        Group.CARRYING,
    ),
    Action(
        "article.changes",
        ("equals_sign",),
        "What was changed",
        "Show what the publisher changed in the article since it came",
        ARTICLE,
        Group.CARRYING,
    ),
    Action(
        "file.open",
        ("e",),
        "Play or open the file",
        "Play or open a file that comes with the article",
        ARTICLE,
        Group.CARRYING,
    ),
    Action(
        "file.download",
        (),
        "Download the file",
        "Download a file that comes with the article",
        ARTICLE,
        Group.CARRYING,
    ),
    Action(
        "file.stop",
        (),
        "Stop downloading",
        "Give up the downloads that are on their way",
        ALL,
        Group.CARRYING,
    ),
    Action(
        "comments.open",
        ("c",),
        "Open the comments",
        "Open the page with the comments on the article",
        ARTICLE,
        Group.CARRYING,
    ),
    Action(
        "comments.read",
        ("C",),
        "Read the comments here",
        "Read the comments on the article here, where there is a feed of them",
        ARTICLE,
        Group.CARRYING,
    ),
)
