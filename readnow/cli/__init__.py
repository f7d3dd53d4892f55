"""The headless commands, one file a noun: they use the library's façade and never import the interface."""
