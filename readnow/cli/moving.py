"""`readnow import` of what newsboat has: what came of it, and what of its configuration to copy.

Loaded when it is newsboat's that is imported.
"""

from typing import TYPE_CHECKING

from readnow.cli import output, session
from readnow.cli.imported import FIGURES, feeds_json, tell_articles, tell_feeds
from readnow.cli.invocation import OK
from readnow.exchange.newsboat.configuration import Verdict
from readnow.library.archive_run import Restored
from readnow.library.newsboat import Installation, Report
from readnow.text.words import counted

if TYPE_CHECKING:
    from pathlib import Path

_FIGURES = ("articles", "unread", "starred", "flagged", "deleted")


async def move_in(at: session.Session, found: Installation, dry_run: bool, as_json: bool) -> int:
    """Take it over, or only say what would be done."""
    progress = output.Progress()
    try:
        restored, report = await at.library.archives.move_in(
            found, lambda number: progress.show(f"{number:,} done"), dry_run=dry_run
        )
    finally:
        progress.clear()
    if as_json:
        output.document(_json(found, restored, report, dry_run))
        return OK
    for path in _files(found):
        output.message(f"Reading {path}.")
    tell_feeds(restored, dry_run)
    tell_articles(restored, dry_run)
    _tell_cache(report)
    for note in report.notes:
        output.line(note)
    _tell_config(report)
    return OK


def _files(found: Installation) -> list["Path"]:
    return [path for path in (found.urls, found.cache, found.config) if path is not None]


def _tell_cache(report: Report) -> None:
    figures = report.figures
    if figures["articles"]:
        output.line(
            f"newsboat has {counted(figures['articles'], 'article')} of these feeds:"
            f" {figures['unread']:,} unread, {figures['flagged']:,} flagged ({figures['starred']:,} of them"
            f" with s, which is the star here), {figures['deleted']:,} deleted."
        )


def _tell_config(report: Report) -> None:
    if not report.lines:
        return
    number = {verdict: sum(line.verdict is verdict for line in report.lines) for verdict in Verdict}
    output.line(
        f"Lines of its configuration: {number[Verdict.TAKEN]:,} taken over, {number[Verdict.COPY]:,} to be"
        f" copied into config.toml, {number[Verdict.NOT]:,} without a counterpart:"
    )
    output.table([(line.number, line.said, line.text) for line in report.lines], widest=60)
    if copy := report.to_copy():
        output.line("To be copied into config.toml (readnow config path says where that is):")
        output.line("")
        output.block(copy)


def _json(found: Installation, restored: Restored, report: Report, dry_run: bool) -> dict[str, object]:
    return {
        **feeds_json(restored, dry_run),
        **{name: getattr(restored, name) for name in FIGURES},
        "newsboat": {
            "files": [str(path) for path in _files(found)],
            **{name: report.figures[name] for name in _FIGURES},
            "notes": list(report.notes),
            "config": [
                {"line": line.number, "text": line.text, "verdict": line.verdict.value, "means": line.said}
                for line in report.lines
            ],
            "config_toml": report.to_copy(),
        },
    }
