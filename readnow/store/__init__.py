"""SQLite and nothing else: all SQL of ReadNOW. Functions take a connection and are run through `Database`."""
