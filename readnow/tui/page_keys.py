"""The keys of the screens that show a text over the panes, as bindings.

As for the feed doctor (`doctor_keys`) they are those of the table of actions with the user's changes.
"""

from textual.binding import Binding, BindingType

from readnow.keys.actions import by_id
from readnow.tui.doctor_keys import moving_bindings

_LINKS = {
    "go.read-on": ("read_on", "Page down; at the end, back"),
    "link.next": ("link(1)", ""),
    "link.previous": ("link(-1)", ""),
    "link.follow": ("follow", ""),
    "link.copy": ("copy_link", "Copy the address of the focused link"),
}
_VERSIONS = {
    "article.changes": ("leave", "Back to the article"),
    "go.previous-unread": ("step(1)", "The change before this one"),
    "go.next-unread": ("step(-1)", "The change after this one"),
}


def page_bindings() -> list[BindingType]:
    """The keys of a text."""
    return [*_of_table(_LINKS), *moving_bindings()]


def changes_bindings() -> list[BindingType]:
    """The keys of an article's changes."""
    return [*_of_table(_VERSIONS), *page_bindings()]


def _of_table(actions: dict[str, tuple[str, str]]) -> list[BindingType]:
    return [
        Binding(
            ",".join(by_id[action_id].keys),
            f"screen.{action}",
            words or by_id[action_id].title,
            id=action_id,
            show=False,
            priority=True,
        )
        for action_id, (action, words) in actions.items()
    ]
