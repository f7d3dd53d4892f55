"""The list of feeds as newsboat has it, for whoever goes back or uses both. Called by `readnow export`."""

from readnow.exchange.newsboat.filters import FilterError
from readnow.exchange.newsboat.urls import QueryFeed, write_urls
from readnow.library.library import Library
from readnow.library.newsboat_queries import expression_of
from readnow.library.query_reading import smart_condition
from readnow.model.errors import QueryError


def newsboat_urls(library: Library) -> tuple[str, tuple[str, ...]]:
    """The file's text, and a sentence for each smart feed that newsboat could not have."""
    queries: list[QueryFeed] = []
    left_out: list[str] = []
    for smart in library.smart_feeds.all():
        try:
            expression = expression_of(smart_condition(smart, library.names), library.names)
        except (FilterError, QueryError) as err:
            left_out.append(f"The smart feed “{smart.name}” was left out: {str(err).rstrip('.')}.")
        else:
            queries.append(QueryFeed(smart.name, expression, library.feeds.path(smart.folder_id)))
    return write_urls(library.feeds.export_list(), queries), tuple(left_out)
