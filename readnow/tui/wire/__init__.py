"""What goes over the line to the terminal: only the cells of its screen that change."""
