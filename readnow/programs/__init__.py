"""Other programs on this machine: browsers, players, pagers, editors, the user's own commands."""
