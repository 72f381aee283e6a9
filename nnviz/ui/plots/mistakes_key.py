"""The key to right and wrong on the canvas: what the two marks mean, and how many there are."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nnviz.ui.fields.form import label
from nnviz.ui.plots.marks_item import Mark
from nnviz.ui.plots.mistakes_marks import answer_marks
from nnviz.ui.theme import Theme

_WORDS = ("right", "wrong")
_SIZE = 14


class MistakesKey(QWidget):
    """Two marks, each with its word and its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        self._pictures = [QLabel() for _ in _WORDS]
        self.words = [label(word, "small") for word in _WORDS]
        for picture, word in zip(self._pictures, self.words, strict=True):
            row.addWidget(picture)
            row.addWidget(word)
            row.addSpacing(8)
        row.addStretch(1)

    def show_counts(self, n_right: int, n_wrong: int) -> None:
        """Show how many of the points that are drawn are right, and how many wrong."""
        for word, text, number in zip(self.words, _WORDS, (n_right, n_wrong), strict=True):
            word.setText(f"{number:,} {text}")

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        for picture, mark in zip(self._pictures, answer_marks(theme), strict=True):
            picture.setPixmap(_picture(mark, theme.px(_SIZE), self.devicePixelRatioF()))


def _picture(mark: Mark, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(size / 2, size / 2)
    painter.scale(mark.size, mark.size)
    painter.fillPath(mark.shape, mark.brush)
    painter.end()
    return pixmap
