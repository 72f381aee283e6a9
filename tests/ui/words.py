"""What a person could not read."""

from PySide6.QtWidgets import QLabel

from nnviz.ui.main_window import MainWindow


def cut_words(window: MainWindow) -> list[str]:
    """Words of labels that do not end in an ellipsis of their own, and yet have not the room they need."""
    return [
        label.text()
        for label in window.findChildren(QLabel)
        if label.isVisible()
        and label.text()
        and not label.wordWrap()
        and label.width() < label.minimumSizeHint().width()
    ]
