"""`readnow folder`, and `edit` for folders: making, renaming, moving, arranging and removing them."""

from collections.abc import Sequence

import click

from readnow.cli import keeping, output, session
from readnow.cli.invocation import OK, Group, Invocation
from readnow.cli.options import as_json
from readnow.library.folder_names import folder_names
from readnow.library.folders import Target
from readnow.model.feed import Folder
from readnow.model.query import Scope
from readnow.text.words import counted

FOLDER_KEYS = ("title", "folder", "position", "keep")
"""What can be set for a folder."""
_STEPS = {"up": -1, "down": 1}

_path = click.argument("path", metavar="FOLDER")


@click.group("folder", cls=Group)
def folder() -> None:
    """Make, list and remove folders of feeds.

    A folder inside another is written Outer/Inner. `edit Outer/Inner/ KEY=VALUE` renames, moves and arranges
    one; `edit FEED folder=…` puts feeds into them.
    """


@folder.command("list")
@as_json
@click.pass_obj
def list_folders(invocation: Invocation, as_json: bool) -> int:
    """List the folders: unread and all articles, and how many feeds are in each, its folders included."""

    async def work(at: session.Session) -> int:
        rows = [_row(at, one) for one in at.library.folders.all()]
        if as_json:
            keys = ("id", "unread", "total", "feeds", "folder")
            output.document({"folders": [dict(zip(keys, row, strict=True)) for row in rows]})
        else:
            output.table([row[1:] for row in rows])
        return OK

    return session.run(invocation, work)


@folder.command("add")
@_path
@click.pass_obj
def add_folder(invocation: Invocation, path: str) -> int:
    """Make a folder; it stays while it is empty."""

    async def work(at: session.Session) -> int:
        made = await at.library.folders.make(folder_names(path))
        output.line(f"The folder {output.field(_written(at, made))} is made.")
        return OK

    return session.run(invocation, work)


@folder.command("remove")
@_path
@click.pass_obj
def remove_folder(invocation: Invocation, path: str) -> int:
    """Remove a folder; what is in it is in the folder around it then."""

    async def work(at: session.Session) -> int:
        found = at.library.folders.named(folder_names(path))
        stays = counted(len(at.library.feeds.in_scope(Scope.folder(found.id))), "feed")
        name = _written(at, found)
        await at.library.folders.delete(found.id)
        output.line(f"Removed the folder {output.field(name)}; its {stays} stay.")
        return OK

    return session.run(invocation, work)


async def edit_folder(
    at: session.Session, path: str, wanted: Sequence[tuple[str, str]], dry_run: bool
) -> int:
    """Change what is wanted of a folder. Raises `NotFoundError`, `StoreError`, `SettingError`."""
    folders = at.library.folders
    found = folders.named(folder_names(path))
    for key, value in wanted:
        if key == "keep":
            await keeping.keep_folder(at, found, value, dry_run)
        elif not dry_run and key == "title":
            await folders.rename(found.id, value)
        elif not dry_run and key == "folder":
            await folders.move(found.id, folder_names(value))
        elif not dry_run:
            await folders.place(Scope.folder(found.id), target(value))
    now = folders.get(found.id)
    if now is not None and not dry_run:
        kept = await at.library.upkeep.folder_keep(now.id)
        output.line(f"{_written(at, now)}/" + (f": keep={kept}" if kept else ""))
    return OK


def target(text: str) -> Target:
    """The place among others that `position=…` means. Raises `click.UsageError`."""
    word = text.strip().lower()
    if word in _STEPS:
        return lambda place, _: place + _STEPS[word]
    if word == "first":
        return lambda _place, _: 0
    if word == "last":
        return lambda _, number: number - 1
    if word.isascii() and word.isdigit() and 0 < len(word) < 10:
        return lambda _place, _: int(word) - 1
    raise click.UsageError("position takes up, down, first, last, or a number from 1 on.")


def _row(at: session.Session, one: Folder) -> Sequence[str | int]:
    feeds, scope = at.library.feeds, Scope.folder(one.id)
    number = len(feeds.in_scope(scope))
    return one.id, feeds.unread(scope), feeds.total(scope), number, _written(at, one)


def _written(at: session.Session, one: Folder) -> str:
    return "/".join(at.library.feeds.path(one.id))
