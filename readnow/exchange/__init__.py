"""Other programs' formats, both ways. Pure: bytes in, values out, and back; nothing in a file is ever run."""
