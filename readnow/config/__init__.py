"""The user's configuration: its one schema, how it is read, and where everything lives on this machine."""
