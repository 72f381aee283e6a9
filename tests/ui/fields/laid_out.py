"""A panel that knows how often it had to be laid out."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget


class Panel(QWidget):
    """Counts how often it is asked to lay out what is in it."""

    def __init__(self, label: QWidget) -> None:
        super().__init__()
        self.n_asked = 0
        row = QHBoxLayout(self)
        row.addWidget(label)
        row.addStretch(1)

    def event(self, event: QEvent) -> bool:
        self.n_asked += event.type() == QEvent.Type.LayoutRequest
        return super().event(event)

    def asked_by(self, show: Callable[[str], None], text: str) -> bool:
        """Whether it is, where this text is shown."""
        before = self.n_asked
        show(text)
        QApplication.sendPostedEvents()
        return self.n_asked > before
