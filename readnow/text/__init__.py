"""Pure functions on text: cleaning, measuring, untrusted HTML to blocks, blocks to lines and other formats.

Imports nothing of ours. Whatever comes in, nothing that comes out of here can steer a terminal.
"""
