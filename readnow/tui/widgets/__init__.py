"""The parts of the screen: three panes, the line at the bottom, the prompt over it, the card.

Composed by the screens. A widget takes values by method calls, tells what happened by messages, and knows
neither the library nor the other widgets.
"""
