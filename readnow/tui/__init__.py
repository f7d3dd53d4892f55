"""The screen: a Textual application over the library. Nothing else of ReadNOW knows Textual."""
