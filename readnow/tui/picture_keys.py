"""The keys of the screen that shows a picture, as bindings.

Those of the table of actions are the user's own; arrows and the like are the same for everybody. Invariant:
every binding has an id, and what opened the picture closes it.
"""

from textual.binding import BindingType

from readnow.tui.doctor_keys import of_table, own


def picture_bindings() -> list[BindingType]:
    """From picture to picture, to the browser, and back to the article."""
    return [
        of_table("go.next-unread", "step(1)", "next picture"),
        of_table("cursor.down", "step(1)", "next picture"),
        own("right,l,space", "step(1)", "picture.next", "next picture"),
        of_table("go.previous-unread", "step(-1)", "previous picture"),
        of_table("cursor.up", "step(-1)", "previous picture"),
        own("left,h,b", "step(-1)", "picture.previous", "previous picture"),
        of_table("cursor.top", "go(0)", "first picture"),
        of_table("cursor.bottom", "go(-1)", "last picture"),
        of_table("link.open", "open", "open the picture in the browser"),
        of_table("link.copy", "copy", "copy the picture's address"),
        of_table("image.show", "leave", "close"),
        of_table("pane.escape", "leave", "close"),
        of_table("app.back", "leave", "close"),
        of_table("app.redraw", "redraw"),
        of_table("help.show", "help"),
    ]
