"""ReadNOW, a feed reader for the terminal. Importing the package costs nothing and does nothing."""

__version__ = "0.1.0"
