"""How connections are set, on a local disk and on a network's."""

from pathlib import Path

import pytest

from readnow.store import feeds
from readnow.store.connecting import is_on_network
from readnow.store.database import Connection, Database
from tests.store.conftest import put_one


async def test_python_never_begins_a_transaction_by_itself(database: Database) -> None:
    def modes(conn: Connection) -> tuple[object, bool]:
        return conn.isolation_level, conn.in_transaction

    assert await database.write(modes) == (None, True)
    assert await database.read(modes) == (None, True)
    assert await database._run(database._writer, database._plainly, modes) == (None, False)


async def test_how_the_connections_are_set(database: Database) -> None:
    def settings(conn: Connection) -> dict[str, object]:
        names = (
            *("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "secure_delete"),
            *("trusted_schema", "cell_size_check", "mmap_size", "query_only", "cache_size"),
        )
        return {name: conn.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    common = {
        **{"journal_mode": "wal", "synchronous": 1, "busy_timeout": 5000, "foreign_keys": 1},
        **{"secure_delete": 0, "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0},
    }
    assert await database.read(settings) == common | {"query_only": 1, "cache_size": -16_000}
    assert await database.write(settings) == common | {"query_only": 0, "cache_size": -8_000}


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/ann/local\\040disk ext4 rw 0 0
//server/share /mnt/share cifs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("place", "network"),
    [
        ("/var/lib/readnow.db", False),
        ("/home/ann/readnow.db", True),
        ("/homes/readnow.db", False),
        ("/home/ann/local disk/readnow.db", False),
        ("/mnt/share/a/b/readnow.db", True),
    ],
)
def test_network_disks_are_known_by_their_mounts(tmp_path: Path, place: str, network: bool) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert is_on_network(Path(place), mounts) is network
    assert is_on_network(Path(place), tmp_path / "none") is False


async def test_on_a_network_disk_the_old_journal_is_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readnow.store.connecting.is_on_network", lambda path: True)
    database = await Database.open(path)
    await put_one(database)

    def settings(conn: Connection) -> tuple[object, ...]:
        return tuple(conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous"))

    assert await database.write(settings) == ("delete", 2)
    assert len(await database.read(feeds.all_feeds)) == 1
    await database.close()
    monkeypatch.undo()
    database = await Database.open(path)
    assert await database.write(settings) == ("wal", 1)
    await database.close()
