"""The ground of what changes in every frame."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget


def stand_on_card(widget: QWidget) -> None:
    """Have a widget that stands on a card paint the card's colour by itself.

    Else the card, and all below it up to the window, would be painted whenever the widget is.
    """
    widget.setAutoFillBackground(True)
    widget.setBackgroundRole(QPalette.ColorRole.Base)
