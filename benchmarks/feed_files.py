"""Made-up feeds as files, packed too, and nginx that serves them, each on an address of its own.

Used by `served` where nginx is installed. The documents are those of `feed_server`.
"""

import gzip
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.feed_server import address, document

_CONFIG = """\
{user}worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{ access_log off; sendfile on; etag on; default_type application/xml; gzip_static on;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen {port} backlog=4096; root {folder}/www; }} }}
"""
_LEVEL = 6
_PATIENCE = 30.0


class FeedFiles:
    """The files of so many feeds, and the port they are to be found at."""

    def __init__(self, folder: Path, feeds: int) -> None:
        self._folder = folder / "www"
        self._folder.mkdir()
        self._changes = [0] * feeds
        self.size = sum(map(self._write, range(feeds)))
        """Bytes of all documents."""
        with socket.socket() as taken:
            taken.bind((address(0), 0))
            self.port: int = taken.getsockname()[1]

    def change(self, every: int) -> None:
        """Give every so-manieth feed a new article."""
        for number in range(0, len(self._changes), every):
            self._changes[number] += 1
            self._write(number)

    def _write(self, number: int) -> int:
        body = document(number, self._changes[number])
        (self._folder / str(number)).write_bytes(body)
        (self._folder / f"{number}.gz").write_bytes(gzip.compress(body, _LEVEL))
        return len(body)


@contextmanager
def nginx(feeds: int, folder: Path) -> Iterator[FeedFiles]:
    """nginx with the files, while the block lasts."""
    files = FeedFiles(folder, feeds)
    user = "" if os.geteuid() else "user root; "  # else its worker is somebody who may not read the files
    (folder / "nginx.conf").write_text(_CONFIG.format(folder=folder, port=files.port, user=user))
    server = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        while server.poll() is None:
            with socket.socket() as trying:
                trying.settimeout(_PATIENCE)
                if trying.connect_ex((address(0), files.port)) == 0:
                    break
        yield files
    finally:
        server.terminate()
        server.wait(_PATIENCE)
