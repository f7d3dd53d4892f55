"""What an import did, for people and for programs. Used by `exchange` and `moving`."""

from readnow.cli import output
from readnow.library.archive_run import Restored
from readnow.library.feeds import ImportOutcome
from readnow.model.subscription import Subscription
from readnow.text.words import counted

FIGURES = ("articles", "articles_there", "marks", "tags", "rules", "smart_feeds", "missing")


def tell_feeds(outcome: ImportOutcome | Restored, dry_run: bool) -> None:
    """What was done with the feeds of a list, and what was left out."""
    for sentence in outcome.left_out:
        output.message(sentence)
    for subscription in outcome.added if dry_run else ():
        output.line(output.listed_pair(subscription.url, subscription.title))
    would = "would be added" if dry_run else "added"
    output.line(
        f"{counted(len(outcome.added), 'feed')} {would}, {len(outcome.already):,} already there,"
        f" {len(outcome.left_out):,} left out."
    )


def tell_articles(restored: Restored, dry_run: bool) -> None:
    """What was done with the articles of a file, and with what is organised."""
    would = "would be added" if dry_run else "added"
    output.line(
        f"{counted(restored.articles, 'article')} {would}, {restored.articles_there:,} already there;"
        f" {counted(restored.marks, 'mark')} set on those, {counted(restored.tags, 'tag')},"
        f" {counted(restored.rules, 'rule')} and {counted(restored.smart_feeds, 'smart feed')} {would}."
    )


def feeds_json(outcome: ImportOutcome | Restored, dry_run: bool) -> dict[str, object]:
    """The same for programs."""
    return {
        "dry_run": dry_run,
        "added": [_subscription(one) for one in outcome.added],
        "already": [_subscription(one) for one in outcome.already],
        "left_out": list(outcome.left_out),
    }


def _subscription(one: Subscription) -> output.Json:
    return {"url": one.url, "title": one.title, "site": one.site_url, "folder": "/".join(one.folder)}
