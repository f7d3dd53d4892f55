"""What can be done, and by which key. Pure, without Textual: screen, `readnow keys` and docs all read it."""
