"""A label that gives way: where its lines do not fit, they end in an ellipsis, and the tooltip has all of them."""

from math import ceil

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Lines of plain text that never make their panel wider.

    Its text may change in every frame: what is around it is laid out anew only where that needs other room. Qt's own
    label asks for that each time, and all up to the window is measured and painted for it.

    Parameters
    ----------
    role : str
        Of the style sheet.
    """

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[str] = [""]
        self._needs: QSize | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)

    def text(self) -> str:
        """All of it."""
        return "\n".join(self._lines)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show these lines."""
        lines = text.split("\n")
        if lines == self._lines:
            return
        n_before, self._lines = len(self._lines), lines
        self._needs = None
        self.setAccessibleName(text)  # it stands in for the text that Qt's own label would have
        if len(lines) != n_before or self.sizePolicy().horizontalPolicy() is not QSizePolicy.Policy.Ignored:
            self.updateGeometry()
        self.update()

    def full_width(self) -> int:
        """Pixels with which nothing is left out."""
        self.ensurePolished()  # before its first showing it does not know its font
        return self.sizeHint().width()

    def show_lines(self, text: str) -> None:
        """Show these lines, and all of them under the mouse."""
        if text != self.text():
            self.setText(text)
            self.setToolTip(text)

    def sizeHint(self) -> QSize:
        return self._text_size().grownBy(self.contentsMargins())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._needs = None
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        metrics, area = self.fontMetrics(), self.contentsRect()
        fits, spacing = self._text_size().width() <= area.width(), metrics.lineSpacing()
        top = area.top() + (area.height() - len(self._lines) * spacing) // 2
        for number, line in enumerate(self._lines):
            place = QRect(area.left(), top + number * spacing, area.width(), spacing)
            shown = line if fits else metrics.elidedText(line, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(place, self.alignment(), shown)

    def _text_size(self) -> QSize:
        """Pixels with which nothing is left out, margins aside."""
        if self._needs is None:
            metrics = QFontMetricsF(self.font())  # cut to whole pixels, a width would be too narrow for its own text
            width = ceil(max(metrics.horizontalAdvance(line) for line in self._lines))
            self._needs = QSize(width, ceil(len(self._lines) * metrics.lineSpacing()))
        return self._needs
