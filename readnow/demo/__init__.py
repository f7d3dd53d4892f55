"""The built-in demo: feeds written for it, and the small web server on this machine that offers them.

`wiring` runs `server.DemoServer` for `readnow --demo`; from there on these are feeds like any other, fetched,
parsed and stored in the same way.
"""
