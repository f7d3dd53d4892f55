"""From values to strips: pure functions of what is to be shown, a width, a palette and marks.

Called by the widgets' `render_line`. Invariant: every strip is exactly as wide as asked for, in cells, and
text reaches it as it is, never as markup.
"""
