"""Options and arguments that several commands take alike."""

import click

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
feed_names = click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
query_words = click.argument("query", metavar="[QUERY]", nargs=-1)
