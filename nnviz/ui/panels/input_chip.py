"""A chip that switches one of the network's inputs on and off, with a small map of its values."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from nnviz.ui.theme import Theme

_MAP, _MARGIN, _GAP, _NARROWEST = 36, 4, 7, 64
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class InputChip(QAbstractButton):
    """A map, and beside it the input's name; framed in the accent colour while it is on, pale while it is off.

    Parameters
    ----------
    name : str
        As it is read.

    Attributes
    ----------
    name : str

    Signals
    -------
    removal_requested()
        The user pressed Delete on it.
    """

    removal_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._map: QImage | None = None
        self.name = name
        self.setText(name.replace("&", "&&"))
        self.setAccessibleName(f"Input {name}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_map(self, image: QImage | None) -> None:
        """Show this picture of its values, or none."""
        self._map = image
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = (lambda pixels: pixels) if self._theme is None else self._theme.px
        return QSize(px(_MAP) + px(_NARROWEST), px(_MAP) + 2 * px(_MARGIN))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _DELETE:
            self.removal_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_frame(painter, self._theme)
        px = self._theme.px
        place = QRectF(px(_MARGIN), px(_MARGIN), px(_MAP), px(_MAP))
        if self._map is not None:
            painter.setOpacity(1.0 if self.isChecked() else 0.4)
            painter.drawImage(place, self._map)
            painter.setOpacity(1.0)
        left = place.right() + px(_GAP) if self._map is not None else px(_GAP)
        room = QRectF(left, 0, self.width() - left - px(_MARGIN), self.height())
        painter.setFont(self._theme.font(12))
        painter.setPen(QColor(self._theme.accent if self.isChecked() else self._theme.muted))
        _write(painter, room, self.name)

    def _paint_frame(self, painter: QPainter, theme: Theme) -> None:
        fill, line = (theme.accent_soft, theme.accent) if self.isChecked() else (theme.card, theme.border)
        width = 1.0
        if self.underMouse() and not self.isChecked():
            fill = theme.hover
        if self.hasFocus():
            line, width = (theme.text if self.isChecked() else theme.accent), 2.0
        painter.setPen(QPen(QColor(line), width))
        painter.setBrush(QColor(fill))
        inset = width / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, theme.px(7), theme.px(7))


def _write(painter: QPainter, room: QRectF, name: str) -> None:
    """On as many lines as there is room for; a name that is longer still ends in an ellipsis."""
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    wrapped = left | Qt.TextFlag.TextWordWrap
    if room.contains(painter.boundingRect(room, wrapped, name)):
        painter.drawText(room, wrapped, name)
    else:
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, left, shown)
