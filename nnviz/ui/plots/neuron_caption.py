"""The caption on the canvas while it shows a neuron instead of the regions: what is shown, in which colours."""

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from nnviz.ui.fields.form import label
from nnviz.ui.fields.numbers import scientific, signed
from nnviz.ui.icons import icon
from nnviz.ui.plots.network_places import ShownNeuron
from nnviz.ui.plots.neuron_colors import output_colors, probability_colors
from nnviz.ui.plots.region_layer import STRENGTH
from nnviz.ui.theme import Theme

_SHADES = 129
_LONG = 1e6
_AWAY = 8


class NeuronCaption(QFrame):
    """A small card in the corner of the canvas.

    Signals
    -------
    dismissed()
        The user wants to see the regions again.
    """

    dismissed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("caption")
        self.title = label("", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.close_button = QToolButton()
        self.close_button.setToolTip("Show the regions again")
        self.close_button.setAccessibleName("Show the regions again")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.dismissed)
        self.scale_bar = OutputScale()
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.title)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 5, 8, 6)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.scale_bar)
        self._theme: Theme | None = None
        self.hide()

    def show_neuron(self, neuron: ShownNeuron, largest: float, corner: QPointF) -> None:
        """Say what is shown; `largest` has the full colour, `corner` is the upper left one of the picture."""
        self.title.setText(neuron.title)
        self.close_button.setVisible(neuron.is_pinned)
        self.scale_bar.show_scale(largest, neuron.label)
        if self._theme is not None:
            away = self._theme.px(_AWAY)
            self.move(corner.toPoint().x() + away, corner.toPoint().y() + away)
        self.adjustSize()
        self.show()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self.close_button.setIcon(icon("close", theme.muted))
        self.scale_bar.set_theme(theme)


class OutputScale(QLabel):
    """Which colour is which number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._scale: tuple[float, int | None] = (1.0, None)

    @property
    def ends(self) -> tuple[str, str]:
        """The numbers at the left and the right end."""
        largest, label = self._scale
        return ("0 %", "100 %") if label is not None else (_end(-largest), _end(largest))

    def show_scale(self, largest: float, label: int | None) -> None:
        """Show the scale from -largest to largest, or that of the probability of a class."""
        if (largest, label) != self._scale:
            self._scale = (largest, label)
            self.setAccessibleName(" to ".join(self.ends))
            self.updateGeometry()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(170, 16) if self._theme is None else QSize(self._theme.px(170), self._theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._theme is None:
            return
        theme, (_, class_label) = self._theme, self._scale
        painter = QPainter(self)
        painter.setFont(theme.font(11))
        painter.setPen(QColor(theme.muted))
        low, high = self.ends
        width = painter.fontMetrics().horizontalAdvance
        left, right = width(low) + theme.px(6), self.width() - width(high) - theme.px(6)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | middle, low)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | middle, high)
        shares = np.linspace(0.0 if class_label is not None else -1.0, 1.0, _SHADES)
        if class_label is None:
            pixels = output_colors(shares, 1.0, theme, STRENGTH)
        else:
            pixels = probability_colors(shares, theme, class_label, STRENGTH)
        image = QImage(pixels.data, _SHADES, 1, 4 * _SHADES, QImage.Format.Format_RGB32)
        bar = self.rect().adjusted(left, theme.px(4), right - self.width(), -theme.px(4))
        painter.drawImage(bar, image)


def _end(number: float) -> str:
    return signed(number, 1) if abs(number) < _LONG else scientific(number)
