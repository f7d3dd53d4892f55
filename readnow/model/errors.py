"""The errors that cross our doors. Each carries a sentence for the user: what happened, to what, what to do.

Raised where a third party's exception enters; shown by the screen or printed by the command line as they are.
"""


class ReadNowError(Exception):
    """Base of all errors whose text is meant for the user."""


class ConfigError(ReadNowError):
    """The configuration file cannot be read as TOML, or not at all. Exit status 2."""


class StoreError(ReadNowError):
    """The database cannot be read or written just now. Nothing of the failed change was kept."""


class StoreDamagedError(StoreError):
    """The database file is damaged."""


class StoreTooNewError(StoreError):
    """The database was written by a newer ReadNOW. Exit status 3."""


class FeedAddError(ReadNowError):
    """An address cannot be subscribed to."""


class DownloadError(ReadNowError):
    """A file or another document that an article offers cannot be had."""


class FullTextError(ReadNowError):
    """An article's own page cannot be had just now."""


class PictureError(ReadNowError):
    """A picture cannot be had or shown."""


class SettingError(ReadNowError):
    """A value that a feed's setting cannot take."""


class TagError(ReadNowError):
    """A tag cannot be called so."""


class FolderError(ReadNowError):
    """A folder cannot be called so, or stand there."""


class SmartFeedError(ReadNowError):
    """A smart feed cannot be kept as it is meant to be."""


class ExchangeError(ReadNowError):
    """A file to import cannot be read, or one to export cannot be written."""


class RuleError(ReadNowError):
    """A rule cannot be as it is described."""


class NotFoundError(ReadNowError):
    """No such feed, folder or article."""


class QueryError(ReadNowError):
    """A query cannot be read. `column` counts from 1."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.column = column
