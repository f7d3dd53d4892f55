"""Passwords and tokens for feeds, fetched from where the user keeps them. Called by `fetch`.

A feed's `auth` names the place, never the secret: "basic NAME command pass show feed", "bearer file ~/token",
"basic NAME keyring SERVICE". Invariant: a secret is in memory only, for as long as the program runs, and in
no message; only the header made of it leaves this module.
"""

import asyncio
import base64
import importlib
import shlex
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

COMMAND_SECONDS = 10.0
_MOST_BYTES = 64 * 1024


class CredentialsError(Exception):
    """The secret could not be had; the text says why, without it."""


class _Place(Struct, frozen=True):
    """Where a secret is: the scheme it is for, the user's name (basic only), how it is kept, and what of."""

    scheme: str
    name: str
    kept: str
    of: str


class Credentials:
    """Gets secrets when they are needed, once each; `forget` after a server has refused one."""

    def __init__(self) -> None:
        self._headers: dict[str, str] = {}

    async def header(self, auth: str) -> str:
        """The value of the Authorization header (RFC 7617, RFC 6750). Raises `CredentialsError`."""
        if auth not in self._headers:
            place = _read(auth)
            secret = await _secret(place)
            self._headers[auth] = _value(place, secret)
        return self._headers[auth]

    def forget(self, auth: str) -> None:
        """Ask again the next time."""
        self._headers.pop(auth, None)


def _read(auth: str) -> _Place:
    scheme, _, rest = auth.strip().partition(" ")
    name = ""
    if scheme == "basic":
        name, _, rest = rest.strip().partition(" ")
    kept, _, of = rest.strip().partition(" ")
    if scheme not in ("basic", "bearer") or kept not in ("command", "file", "keyring") or not of.strip():
        raise CredentialsError("the feed's setting “auth” cannot be read")
    return _Place(scheme, name, kept, of.strip())


def _value(place: _Place, secret: str) -> str:
    if not secret or any(character < " " or character == "\x7f" for character in secret):
        raise CredentialsError("its password is empty or has control characters")
    if place.scheme == "bearer":
        if not secret.isascii():
            raise CredentialsError("its token has characters that none may have")
        return f"Bearer {secret}"
    return f"Basic {base64.b64encode(f'{place.name}:{secret}'.encode()).decode()}"


async def _secret(place: _Place) -> str:
    if place.kept == "command":
        return await _from_command(place.of)
    if place.kept == "file":
        return await asyncio.to_thread(_from_file, place.of)
    return await asyncio.to_thread(_from_keyring, place)


async def _from_command(command: str) -> str:
    """The first line that a command prints; no shell is involved."""
    try:
        words = shlex.split(command)
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as err:
        raise CredentialsError("the command for its password could not be started") from err
    assert process.stdout is not None
    try:
        async with asyncio.timeout(COMMAND_SECONDS):
            printed = await process.stdout.read(_MOST_BYTES)
            status = await process.wait()
    except TimeoutError as err:
        raise CredentialsError(f"the command for its password took over {COMMAND_SECONDS:g} s") from err
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if status:
        raise CredentialsError(f"the command for its password failed (status {status})")
    return _first_line(printed)


def _from_file(path: str) -> str:
    try:
        with Path(path).expanduser().open("rb") as file:
            return _first_line(file.read(_MOST_BYTES))
    except (OSError, RuntimeError, ValueError) as err:
        raise CredentialsError("the file with its password cannot be read") from err


def _from_keyring(place: _Place) -> str:
    try:
        keyring = importlib.import_module("keyring")
    except ImportError as err:
        raise CredentialsError("its password is in a keyring: install readnow[keyring]") from err
    try:
        secret = keyring.get_password(place.of, place.name or "readnow")
    except Exception as err:  # every backend has errors of its own
        raise CredentialsError("the keyring did not give its password") from err
    if not secret:
        raise CredentialsError("the keyring has no password for it")
    return str(secret)


def _first_line(data: bytes) -> str:
    try:
        return data.decode("utf-8").split("\n", 1)[0].rstrip("\r")
    except UnicodeDecodeError as err:
        raise CredentialsError("its password is no text") from err
