"""What ReadNOW does, for the screen and the command line alike: no screen, no socket, no SQL text in here."""
