"""The track of the timeline: the whole run from left to right, with a knob at the step that is shown."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QToolTip, QWidget

from nnviz.ui.theme import Theme, light
from nnviz.ui.timeline_marks import Mark, MarkKind

_KNOB, _GROOVE, _MARK, _NAMES = 6.0, 4.0, 3.5, 13.0
_CATCHES = 5.0
_PAGES = 20


class TimelineTrack(QAbstractSlider):
    """Steps 0 to the last that was made. A press goes there, and near a mark to the mark; keys as on any slider.

    Signals
    -------
    step_wanted(int)
        The user wants to see another step. Never sent by `show_run`.
    """

    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Step shown")
        self.setRange(0, 0)
        self._theme = light()
        self._marks: tuple[Mark, ...] = ()
        self.valueChanged.connect(self.step_wanted)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is marked."""
        return self._marks

    def show_run(self, step: int, last_step: int, marks: Sequence[Mark]) -> None:
        """Show that the run stands at `last_step`, and one looks at `step`; what a hand holds stays with the hand."""
        shown = (self.value(), self.maximum(), self._marks)
        self._marks = tuple(marks)
        with QSignalBlocker(self):
            self.setMaximum(last_step)
            self.setPageStep(max(1, last_step // _PAGES))
            if not self.isSliderDown():
                self.setValue(step)
        if shown != (self.value(), self.maximum(), self._marks):
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def place_of(self, step: int) -> QPointF:
        """Where a step is on the track, in pixels."""
        share = min(step, self.maximum()) / max(self.maximum(), 1)
        return QPointF(self._left + share * self._length, self.height() - self._theme.px(_KNOB + 3))

    def mark_near(self, x: float) -> Mark | None:
        """The mark within a finger's breadth, if there is one."""
        near = [mark for mark in self._marks if abs(self.place_of(mark.step).x() - x) <= self._theme.px(_CATCHES)]
        return min(near, key=lambda mark: abs(self.place_of(mark.step).x() - x), default=None)

    @property
    def _left(self) -> float:
        return self._theme.px(_KNOB + 2)

    @property
    def _length(self) -> float:
        return max(self.width() - 2.0 * self._left, 1.0)

    def _step_at(self, x: float) -> int:
        share = min(max((x - self._left) / self._length, 0.0), 1.0)
        return round(share * self.maximum())

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(2 * _KNOB + 6 + _NAMES))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(36), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.maximum() > 0:
            mark = self.mark_near(event.position().x())
            self.setSliderDown(True)
            self.setValue(self._step_at(event.position().x()) if mark is None else min(mark.step, self.maximum()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._step_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Only a track in use follows the wheel, as all sliders here.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            mark = self.mark_near(event.pos().x())
            step = self._step_at(event.pos().x()) if mark is None else mark.step
            QToolTip.showText(event.globalPos(), f"Step {step:,}" + (f": {mark.sentence}" if mark else ""), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_groove(painter)
        for mark in self._marks:
            self._paint_mark(painter, mark)
        painter.setFont(self._theme.font(10))
        painter.setPen(QColor(self._theme.muted))
        for place, name in self._names(painter):
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)
        self._paint_knob(painter)
        painter.end()

    def _paint_groove(self, painter: QPainter) -> None:
        theme = self._theme
        half = theme.px(_GROOVE) / 2.0
        left, now, right = self.place_of(0), self.place_of(self.value()), self.place_of(self.maximum() or 1)
        for end, color in ((QPointF(self._left + self._length, right.y()), theme.border), (now, theme.accent)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(QRectF(left.x(), left.y() - half, end.x() - left.x(), 2 * half), half, half)

    def _paint_mark(self, painter: QPainter, mark: Mark) -> None:
        theme, center = self._theme, self.place_of(mark.step)
        size = theme.px(_MARK)
        painter.setPen(QPen(QColor(theme.card), 1.0))
        if mark.kind is MarkKind.CHANGE:
            painter.setBrush(QColor(theme.text))
            painter.drawRect(QRectF(center.x() - size / 2.0, center.y() - 1.7 * size, size, 3.4 * size))
        elif mark.kind is MarkKind.ACCURACY:
            painter.setBrush(QColor(theme.good))
            corners = ((0.0, -1.5), (1.5, 0.0), (0.0, 1.5), (-1.5, 0.0))
            painter.drawPolygon(QPolygonF([center + QPointF(size * x, size * y) for x, y in corners]))
        else:
            painter.setPen(QPen(QColor(theme.bad), theme.px(2.0)))
            for rise in (size, -size):
                painter.drawLine(center + QPointF(-size, -rise), center + QPointF(size, rise))

    def _names(self, painter: QPainter) -> Iterator[tuple[QRectF, str]]:
        """The names of the marks, above them where there is room."""
        metrics, free_from = painter.fontMetrics(), 0.0
        for mark in self._marks:
            width = metrics.horizontalAdvance(mark.name) + 2.0
            left = min(max(self.place_of(mark.step).x() - width / 2.0, 0.0), self.width() - width)
            if left >= free_from:
                free_from = left + width + self._theme.px(6)
                yield QRectF(left, 0.0, width, self._theme.px(_NAMES)), mark.name

    def _paint_knob(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setPen(QPen(QColor(theme.text if self.hasFocus() else theme.accent), 2.0))
        painter.setBrush(QColor(theme.accent_soft if self.isSliderDown() else theme.card))
        radius = theme.px(_KNOB) - 1.0
        painter.drawEllipse(self.place_of(self.value()), radius, radius)
