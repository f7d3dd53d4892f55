"""The order of each list: what the user chose for it, else the configuration's. Pure.

Kept by the main screen, remembered from one start to the next. Invariant: a search has an order of its own,
which ends with it; choosing the usual order forgets what was chosen before.
"""

from collections.abc import Mapping

from readnow.model.query import Scope, ScopeKind, Sort
from readnow.views.selection import View

ORDERS: Mapping[Sort, str] = {
    Sort.NEWEST: "newest first",
    Sort.OLDEST: "oldest first",
    Sort.FEED: "by feed",
    Sort.TITLE: "by title",
    Sort.AUTHOR: "by author",
    Sort.LENGTH: "longest first",
    Sort.RANK: "best first",
}
"""What the orders are called above a list."""


class Sorts:
    """The orders by scope."""

    def __init__(self, usual: Sort, chosen: Mapping[Scope, Sort]) -> None:
        self._usual = usual
        self._chosen = dict(chosen)

    def of(self, view: View, own: Sort | None = None) -> Sort:
        """The order of a view's list. `own`: the one that a smart feed was given."""
        if view.sort is not None:
            return view.sort
        if view.search.strip():
            return Sort.NEWEST
        return self._chosen.get(view.scope, own or self._usual)

    def go_by(self, usual: Sort) -> None:
        """Have another usual order from now on."""
        self._usual = usual

    def choose(self, scope: Scope, sort: Sort) -> None:
        """Have a scope's list in that order from now on."""
        if sort is self._usual:
            self._chosen.pop(scope, None)
        else:
            self._chosen[scope] = sort

    def as_remembered(self) -> dict[str, str]:
        """What the next start needs."""
        return {f"{scope.kind.value}:{scope.id}": sort.value for scope, sort in self._chosen.items()}


def offered(view: View) -> tuple[Sort, ...]:
    """The orders that a view's list can have: only what is searched has a best."""
    return tuple(sort for sort in Sort if sort is not Sort.RANK or view.search.strip())


def remembered_sorts(value: object) -> dict[Scope, Sort]:
    """The choices of `as_remembered`; what is none is passed over."""
    found: dict[Scope, Sort] = {}
    for name, order in value.items() if isinstance(value, Mapping) else ():
        kind, _, number = str(name).partition(":")
        try:
            found[Scope(ScopeKind(kind), int(number))] = Sort(order)
        except ValueError:
            continue
    return found
