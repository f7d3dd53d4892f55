"""tmux in place of a program of ours: `python -m tests.support.tmux ARGUMENTS`."""

import os
import sys

if __name__ == "__main__":
    os.execvp("tmux", ["tmux", *sys.argv[1:]])
