"""Whether a terminal is still there. Asked by `leaving`, which ends the program, and by the driver."""

import select


def is_hung_up(descriptor: int) -> bool:
    """Whether nobody is at the other end of a terminal any more."""
    poll = select.poll()
    poll.register(descriptor, 0)
    gone = select.POLLHUP | select.POLLERR | select.POLLNVAL
    return any(events & gone for _, events in poll.poll(0))
