"""Passwords and tokens from where the user keeps them."""

import base64
import sys
from pathlib import Path
from types import ModuleType

import pytest

from readnow.feeds import credentials
from readnow.feeds.credentials import Credentials, CredentialsError

SECRET = "s3cret päss"


def is_empty(folder: Path) -> bool:
    return not list(folder.iterdir())


def basic(name: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


async def test_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\nand more\n")
    assert await Credentials().header(f"basic me file {file}") == basic("me", SECRET)


async def test_from_a_file_at_home(environment: Path) -> None:
    (environment / "token").write_text("abc\r\n")
    assert await Credentials().header("bearer file ~/token") == "Bearer abc"


async def test_from_a_command_once_until_it_is_refused(tmp_path: Path) -> None:
    count = tmp_path / "count"
    script = f"import pathlib; p = pathlib.Path({str(count)!r}); p.open('a').write('x'); print('a b')"
    kept = Credentials()
    auth = f'basic me command {sys.executable} -c "{script}"'
    assert await kept.header(auth) == await kept.header(auth) == basic("me", "a b")
    assert count.read_text() == "x"
    kept.forget(auth)
    await kept.header(auth)
    assert count.read_text() == "xx"


async def test_no_shell_is_involved(tmp_path: Path) -> None:
    assert await Credentials().header(f"bearer command echo $(touch {tmp_path}/x);`id`") == (
        f"Bearer $(touch {tmp_path}/x);`id`"
    )
    assert is_empty(tmp_path)


async def test_from_a_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = ModuleType("keyring")
    keyring.get_password = lambda service, name: SECRET if (service, name) == ("feeds", "me") else None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    assert await Credentials().header("basic me keyring feeds") == basic("me", SECRET)
    with pytest.raises(CredentialsError, match="has no password"):
        await Credentials().header("bearer keyring feeds")


@pytest.mark.parametrize(
    ("auth", "why"),
    [
        ("basic me file /nowhere/at/all", "cannot be read"),
        ("basic me file \0", "cannot be read"),
        ("bearer command /nowhere/at/all", "could not be started"),
        ("bearer command 'open", "could not be started"),
        ("bearer command false", "failed"),
        ("bearer command true", "is empty"),
        ("bearer command printf 'a\\tb'", "control characters"),
        ("bearer command printf '\\303\\244'", "characters that none may have"),
        ("bearer command printf '\\377'", "is no text"),
        ("digest me file x", "cannot be read"),
        ("basic me", "cannot be read"),
    ],
)
async def test_what_cannot_be_had_is_a_sentence_without_the_secret(auth: str, why: str) -> None:
    with pytest.raises(CredentialsError, match=why) as caught:
        await Credentials().header(auth)
    assert len(str(caught.value)) <= 80


async def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "COMMAND_SECONDS", 0.05)
    with pytest.raises(CredentialsError, match="took over"):
        await Credentials().header("bearer command sleep 60")
