"""The values every floor speaks in: frozen, slotted, standard library only.

Times are `Timestamp`: whole seconds since 1970-01-01 UTC. One form everywhere (database, frames between
processes, rows) leaves nothing naive or aware to confuse; only what prints for people or JSON formats it.
"""
