"""A label that gives way: where its lines do not fit, they end in an ellipsis, and the tooltip has all of them."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Lines of plain text that never make their panel wider.

    Parameters
    ----------
    role : str
        Of the style sheet.
    whole : bool
        Whether a line is rather left out than ended early: of a number a part is worse than nothing.
    """

    def __init__(self, role: str = "", parent: QWidget | None = None, *, whole: bool = False) -> None:
        super().__init__(parent)
        self._whole = whole
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)

    def full_width(self) -> int:
        """Pixels with which nothing is left out."""
        self.ensurePolished()  # before its first showing it does not know its font
        return self.sizeHint().width()

    def show_lines(self, text: str) -> None:
        """Show these lines."""
        if text != self.text():
            self.setText(text)
            self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        metrics = self.fontMetrics()
        lines = self.text().split("\n")
        area = self.contentsRect()
        top = area.top() + (area.height() - len(lines) * metrics.lineSpacing()) // 2
        for number, line in enumerate(lines):
            place = QRect(area.left(), top + number * metrics.lineSpacing(), area.width(), metrics.lineSpacing())
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, area.width())
            if self._whole and shown != line:
                continue
            painter.drawText(place, self.alignment(), shown)
