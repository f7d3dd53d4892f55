"""Who listens to the library: its parts publish here, screen and command line listen."""

from collections.abc import Callable

from readnow.library.events import Event

Listener = Callable[[Event], None]


class Voice:
    """Calls every listener with every event, on the event loop, in the order of subscription."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; the returned function removes it (once is enough, twice does no harm)."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Tell everybody."""
        for listener in tuple(self._listeners):
            listener(event)
