"""What newsboat keeps in files of text: read into our own terms, and written back. Nothing in them is run."""
