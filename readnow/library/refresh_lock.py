"""The lock that lets only one ReadNOW process refresh at a time: no server is asked by two of them at once.

`refresh` and `adding` hold it while they use the network. It is an advisory lock of the operating system on a
file: the kernel drops it with its process, so a crash never leaves it behind.
"""

import asyncio
import fcntl
import os
from pathlib import Path

from readnow.model.errors import StoreError

_RETRY_SECONDS = 0.1


class RefreshLock:
    """Counts its holders within this process; between processes the first one to ask has it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._holders = 0

    async def acquire(self, patience: float) -> bool:
        """Take the lock, waiting up to `patience` seconds; False where another process keeps it."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + patience
        while self._holders == 0 and not self._try():
            if loop.time() >= deadline:
                return False
            await asyncio.sleep(_RETRY_SECONDS)
        self._holders += 1
        return True

    def share(self) -> None:
        """Hold it once more; only for who holds it already."""
        self._holders += 1

    def release(self) -> None:
        """Give it back; the last holder of this process frees it for others."""
        self._holders -= 1
        if self._holders == 0 and self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _try(self) -> bool:
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as err:
            raise StoreError(f"The lock file {self._path} cannot be opened: {err.strerror}.") from err
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        except OSError:
            # No locks on this file system: better to refresh without than never.
            pass
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor
        return True
