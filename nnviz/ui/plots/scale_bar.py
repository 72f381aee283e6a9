"""The scale of coloured cells: which colour is which number."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.ui.fields.ground import stand_on_card
from nnviz.ui.fields.numbers import signed
from nnviz.ui.plots.weight_scale import Scale
from nnviz.ui.theme import Theme

_LONG = 1e6
_SHORTEST = 30
"""What is left of the colours where the numbers have their name before them."""
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class ScaleBar(QWidget):
    """The legend of the cells: which colour is which number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        stand_on_card(self)
        self._scale = Scale(1.0)
        self._name = ""
        self._theme: Theme | None = None

    @property
    def largest(self) -> float:
        """The number at the right end; the left end is its negative."""
        return self._scale.largest

    @property
    def text(self) -> str:
        """What the numbers are, and in what they are counted."""
        power = self._scale.power
        return f"{self._name} in {_power_of_ten(power)}" if power else self._name

    def show_scale(self, scale: Scale, name: str) -> None:
        """Show the scale of the numbers of that name."""
        if (scale, name) != (self._scale, self._name):
            self._scale, self._name = scale, name
            self.setAccessibleName(f"Scale: {self.text}, −{scale.largest:g} to {scale.largest:g}")
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self.setFixedHeight(theme.px(18))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(11))
        in_unit = self._scale.largest / self._scale.unit
        low, high = _end(-in_unit), _end(in_unit)
        width, gap = painter.fontMetrics().horizontalAdvance, self._theme.px(6)
        room = QRectF(self.rect())
        painter.setPen(QColor(self._theme.muted))
        side = width(low) + gap
        if self.text and width(self.text) + 2 * (gap + side) + self._theme.px(_SHORTEST) <= room.width():
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text)
            room.setLeft(width(self.text) + 2 * gap)
        bar = QRectF(room.left() + side, room.center().y() - self._theme.px(4), room.width() - 2 * side, 0.0)
        bar.setHeight(self._theme.px(8))
        gradient = QLinearGradient(bar.left(), 0, bar.right(), 0)
        for place, color in zip((0.0, 0.5, 1.0), self._theme.diverging, strict=True):
            gradient.setColorAt(place, QColor(color))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, low)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, high)


def _power_of_ten(power: int) -> str:
    return "10" + str(power).translate(_SUPERSCRIPTS)


def _end(number: float) -> str:
    """A number at the end of the scale; before a divergence it may have hundreds of digits."""
    return signed(number, 1) if abs(number) < _LONG else f"{number:+.1e}".replace("-", "−")
