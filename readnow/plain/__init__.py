"""Plain reading: the library as lines of text, for screen readers, braille lines and terminals that can do
little. A face beside `tui` and `cli`, started by `__main__`.

Invariant: nothing is ever sent but printable text and newlines and, while a line is typed, carriage returns.
"""
