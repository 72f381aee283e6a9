"""A small picture of the learning rate over a run."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.experiment.schedule_spec import ConstantSpec
from nnviz.experiment.training_spec import TrainingSpec
from nnviz.ui.theme import Theme

_CURVE_HEIGHT = 34
_WIDTH = 120
_TEXT = 11
_GAP = 3
_STROKE = 1.5


class RateCurve(QWidget):
    """Draws the learning rate from the first step to the last, from 0 up to the highest it gets.

    A rate that never changes needs no picture; then there is none. Where the mouse rests, the step and its rate are
    told.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._training: TrainingSpec | None = None
        self._steps: list[int] = []
        self._rates: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_training(self, training: TrainingSpec) -> None:
        """Show the learning rate of these settings."""
        is_flat = isinstance(training.schedule, ConstantSpec) and not training.warm_up
        if training != self._training and not is_flat:
            self._steps = _places(training.n_steps)
            self._rates = _rates(training, self._steps)
            self.setAccessibleName(f"Learning rate over the run: {', '.join(self._words())}")
            self.update()
        self._training = training
        self.setVisible(not is_flat)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def at(self, x: float) -> str:
        """The step and its learning rate at a place, in pixels from the left."""
        share = min(max(x / max(self.width(), 1), 0.0), 1.0)
        place = round(share * (len(self._steps) - 1))
        return f"step {self._steps[place]:,}: {self._rates[place]:.3g}"

    def _words(self) -> tuple[str, str]:
        """What stands above the curve, at its left and its right end."""
        return f"at most {max(self._rates):.3g}", f"at the end {self._rates[-1]:.3g}"

    def sizeHint(self) -> QSize:
        if self._theme is None:
            return QSize(_WIDTH, _CURVE_HEIGHT)
        return QSize(_WIDTH, self._theme.px(_CURVE_HEIGHT) + 2 * _line_height(self._theme))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._theme is None or not self._rates:
            return
        line = _line_height(self._theme)
        plot = QRectF(self.rect()).adjusted(1, line, -1, -line)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(_TEXT))
        painter.setPen(QColor(self._theme.muted))
        texts = ((Qt.AlignmentFlag.AlignTop, self._words()), (Qt.AlignmentFlag.AlignBottom, self._ends()))
        for side, (left, right) in texts:
            painter.drawText(self.rect(), side | Qt.AlignmentFlag.AlignLeft, left)
            painter.drawText(self.rect(), side | Qt.AlignmentFlag.AlignRight, right)
        painter.setPen(QPen(QColor(self._theme.border), 1.0))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setPen(QPen(QColor(self._theme.accent), _STROKE * self._theme.scale))
        painter.drawPolyline(self._curve(plot))
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._rates:
            QToolTip.showText(event.globalPos(), self.at(event.pos().x()), self)
            return True
        return super().event(event)

    def _ends(self) -> tuple[str, str]:
        """What stands below the curve."""
        return "step 0", f"step {self._steps[-1]:,}"

    def _curve(self, plot: QRectF) -> QPolygonF:
        highest = max(self._rates)
        across = plot.width() / max(len(self._rates) - 1, 1)
        return QPolygonF(
            [
                QPointF(plot.left() + number * across, plot.bottom() - rate / highest * (plot.height() - 2))
                for number, rate in enumerate(self._rates)
            ]
        )


def _line_height(theme: Theme) -> int:
    return QFontMetrics(theme.font(_TEXT)).height() + _GAP


def _places(n_steps: int) -> list[int]:
    """Steps from the first to the last, at most two hundred of them, at equal distances."""
    n_places = min(n_steps, 200) + 1
    return [round(number * n_steps / max(n_places - 1, 1)) for number in range(n_places)]


def _rates(training: TrainingSpec, steps: Sequence[int]) -> list[float]:
    # Here and not above: schedules load NumPy, and the panels stand before that.
    from nnviz.experiment.build_training import build_schedule  # noqa: PLC0415

    schedule = build_schedule(training)
    return [schedule.rate(step) for step in steps]
