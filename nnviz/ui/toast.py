"""A toast: a short message over the window that goes away by itself."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

_SECONDS_PER_CHARACTER = 0.06
_SHORTEST = 3.0
_FROM_BELOW = 44


class Toast(QLabel):
    """Says one thing near the lower edge of its parent; a click puts it away.

    It lies over the window and takes no place in it, so that nothing jumps.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("toast")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)  # it repeats what people typed
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str, *, is_warning: bool = False) -> None:
        """Show `sentence` for as long as it takes to read."""
        self.setProperty("kind", "warning" if is_warning else "note")
        self.style().polish(self)
        self.setText(sentence)
        self.place()
        self.show()
        self.raise_()
        self._timer.start(round(1000 * max(_SHORTEST, 1.0 + _SECONDS_PER_CHARACTER * len(sentence))))

    def place(self) -> None:
        """Stand in the middle, above the window's lower edge, no wider than the parent."""
        parent = self._window
        self.setMaximumWidth(max(200, parent.width() - 40))
        self.setWordWrap(False)
        self.adjustSize()
        if self.sizeHint().width() > parent.width() - 40:
            self.setWordWrap(True)
            self.resize(parent.width() - 40, self.heightForWidth(parent.width() - 40))
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - _FROM_BELOW)

    def mousePressEvent(self, event: object) -> None:
        del event
        self.hide()
