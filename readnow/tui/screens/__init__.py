"""Whole screens: the panes, a list to choose from. They route keys and messages and call the library.

The main screen is one class in several files, each named after what its actions are about.
"""
