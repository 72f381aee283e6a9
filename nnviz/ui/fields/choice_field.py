"""A field for one of a few choices."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

_SHORT = 6


class ChoiceField(QComboBox):
    """A drop-down list that leaves the wheel to the panel it scrolls with.

    Signals
    -------
    choice_edited(str)
        The user chose the entry with this key. Never sent by `show_choice`.
    """

    choice_edited = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click the keyboard stays where it was
        for key, label in choices:
            self.addItem(label, key)
        self.activated.connect(self._on_activated)

    def show_choice(self, key: str) -> None:
        """Show the entry with this key."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(key))

    def relabel(self, key: str, label: str) -> None:
        """Give the entry with this key another label."""
        self.setItemText(self.findData(key), label)

    def minimumSizeHint(self) -> QSize:
        """Room for a short entry: a list with a long one must not make its panel wider."""
        # Qt's own policy for that makes every list's pop-up at once, 2 ms each.
        return QSize(self.fontMetrics().horizontalAdvance("M") * _SHORT, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def _on_activated(self, index: int) -> None:
        self.choice_edited.emit(self.itemData(index))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
