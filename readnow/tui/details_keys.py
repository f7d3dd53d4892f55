"""The keys of the screen with the details of an article, as bindings.

All are those of the table of actions with the user's changes. Invariant: the key that opened the screen shows
more of the same: how the feed fares.
"""

from textual.binding import BindingType

from readnow.tui.doctor_keys import moving_bindings, of_table


def details_bindings() -> list[BindingType]:
    """Scrolling, and what leads on from here."""
    return [
        of_table("article.details", "doctor", "how the feed fares"),
        of_table("feed.settings", "settings", "settings of the feed"),
        of_table("link.open", "open", "open the article in the browser"),
        of_table("link.copy", "copy", "copy its address"),
        *moving_bindings(),
    ]
