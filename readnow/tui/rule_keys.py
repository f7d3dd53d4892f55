"""The keys of the screen of rules, as bindings: those that move are of the table of actions, the others are
the same for everybody.

Invariant: every binding has an id, and no two share a key.
"""

from textual.binding import BindingType

from readnow.model.rule import Deed
from readnow.tui.doctor_keys import filter_bindings, moving_bindings, of_table, own

DEEDS = {
    "m": Deed.MUTE,
    "r": Deed.READ,
    "s": Deed.STAR,
    "l": Deed.LATER,
    "t": Deed.TAG,
    "f": Deed.FULL_TEXT,
    "n": Deed.NOTIFY,
}
"""The key of each thing that a rule may do."""


def rule_bindings() -> list[BindingType]:
    """The keys of the screen."""
    return [
        own("a,plus", "add", "rules.add", "make a rule"),
        own("enter,e,right", "edit", "rules.edit", "change its query"),
        own("c", "do", "rules.do", "change what it does"),
        own("w", "last", "rules.last", "change how long it lasts"),
        own("n", "rename", "rules.rename", "give it another name"),
        own("space", "switch", "rules.switch", "switch it on or off"),
        own("A", "apply", "rules.apply", "apply it to all articles"),
        own("left_square_bracket", "shift(-1)", "rules.up", "ask it earlier"),
        own("right_square_bracket", "shift(1)", "rules.down", "ask it later"),
        own("D,delete", "remove", "rules.remove", "delete it"),
        of_table("journal.undo", "undo"),
        of_table("journal.redo", "redo"),
        *filter_bindings(),
        *moving_bindings(),
    ]
