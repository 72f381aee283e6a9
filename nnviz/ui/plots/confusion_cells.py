"""The cells of a confusion matrix, with the scores of the classes beside them: one painted widget."""

from collections.abc import Sequence
from textwrap import fill

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.core.arrays import IntArray
from nnviz.core.metrics import ClassScores, class_scores
from nnviz.ui.plots.confusion_layout import Cell, Layout, layout_of, smallest_size
from nnviz.ui.plots.confusion_painting import paint_counts, paint_names, paint_scores
from nnviz.ui.plots.confusion_words import SCORES, cell_sentence, score_sentence, table_in_words
from nnviz.ui.plots.findings_line import LINE_LENGTH
from nnviz.ui.plots.kept_picture import KeptPixmap
from nnviz.ui.theme import Theme

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ConfusionCells(QWidget):
    """A row for each true class, a column for each predicted one; a cell is coloured by its share of its row.

    The mouse over a cell, a click, or the arrow keys and Enter choose points; what each number says is told under the
    mouse, and beside the cell that the arrow keys have reached.

    Signals
    -------
    pointed_changed()
        The mouse is over another cell, or over none.
    cell_chosen(Cell)
        The user clicked on a cell, or pressed Enter on it.
    dismissed()
        The user pressed Escape.

    Attributes
    ----------
    pointed : Cell or None
        The cell of the matrix under the mouse.
    """

    pointed_changed = Signal()
    cell_chosen = Signal(object)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pointed: Cell | None = None
        self._chosen: Cell | None = None
        self._reached = Cell(0, 0)
        self._theme: Theme | None = None
        self._kept_names = KeptPixmap()
        self._names: tuple[str, ...] = ()
        self._counts: IntArray = np.zeros((0, 0), dtype=np.intp)
        self._scores: ClassScores = class_scores(self._counts)
        self.setAccessibleName("Confusion matrix: rows true classes, columns predicted classes")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def counts(self) -> IntArray:
        """What is shown, (n_classes, n_classes)."""
        return self._counts

    def show_counts(self, counts: IntArray, names: Sequence[str]) -> None:
        """Show these counts, (n_classes, n_classes), of classes with these names."""
        fits = tuple(names) == self._names
        self._counts, self._names, self._scores = counts, tuple(names), class_scores(counts)
        if not fits:
            last = max(len(self._names) - 1, 0)
            self._reached = Cell(min(self._reached.row, last), min(self._reached.column, last + len(SCORES)))
            self._fit_size()
        if self.hasFocus():
            self.setAccessibleDescription(self._sentence(self._reached))
        self.update()

    def show_chosen(self, chosen: Cell | None) -> None:
        """Show which cell's points are selected."""
        self._chosen = chosen
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # from now on all of it is painted
        self._fit_size()
        self.update()

    def in_words(self) -> str:
        """The whole table, for who cannot see it."""
        return table_in_words(self._counts, self._names, self._scores)

    def cell_at(self, place: QPoint) -> Cell | None:
        """The cell or the score at a place of the widget."""
        layout = self._layout()
        return None if layout is None else layout.cell_at(place)

    def rect_of(self, cell: Cell) -> QRect:
        """Where a cell is painted; empty where nothing is."""
        layout = self._layout()
        return QRect() if layout is None else layout.rect(cell)

    @property
    def _n_columns(self) -> int:
        return len(self._names) + len(SCORES)

    def _fit_size(self) -> None:
        if self._theme is not None and self._names:
            self.setMinimumSize(smallest_size(self._theme, len(self._names)))

    def _layout(self) -> Layout | None:
        if self._theme is None or not self._names:
            return None
        return layout_of(self._theme, self._names, self.size())

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme, layout = self._theme, self._layout()
        if theme is None:
            return
        painter = QPainter(self)
        if layout is None:
            painter.fillRect(self.rect(), QColor(theme.card))
            return
        painter.drawPixmap(0, 0, self._names_pixmap(theme, layout))
        paint_counts(painter, theme, layout, self._counts)
        paint_scores(painter, theme, layout, self._scores)
        self._paint_frames(painter, theme, layout)

    def _names_pixmap(self, theme: Theme, layout: Layout) -> QPixmap:
        """The names around the cells: drawn once, until they or their places change."""

        def paint(painter: QPainter) -> None:
            paint_names(painter, theme, layout, self._names)

        return self._kept_names.of(self, (theme, layout, self._names), paint, ground=QColor(theme.card))

    def _paint_frames(self, painter: QPainter, theme: Theme, layout: Layout) -> None:
        """Around the cell that is selected, that the mouse is over, and that the keys have reached."""
        frames: list[tuple[Cell | None, QPen]] = [
            (self.pointed, QPen(QColor(theme.muted), theme.px(1))),
            (self._reached if self.hasFocus() else None, QPen(QColor(theme.accent), theme.px(1), Qt.PenStyle.DashLine)),
            (self._chosen, QPen(QColor(theme.text), theme.px(2))),
        ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for cell, pen in frames:
            if cell is not None:
                pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
                painter.setPen(pen)
                half = pen.widthF() / 2
                painter.drawRect(QRectF(layout.rect(cell)).adjusted(half, half, -half, -half))

    # -- hands ------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Tell what a number says; and the arrow keys are the table's before they are the window's."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if cell is None else fill(self._sentence(cell), LINE_LENGTH), self)
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _wants(event):
            event.accept()
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._matrix_cell(self.cell_at(event.position().toPoint())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or cell is None:
            super().mousePressEvent(event)
            return
        self._reached = cell
        self._choose(cell)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _wants(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        elif event.key() in _ENTER:
            self._choose(self._reached)
        else:
            self._reach(*_STEPS[Qt.Key(event.key())])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setAccessibleDescription(self.in_words())
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _reach(self, down: int, across: int) -> None:
        n_rows = len(self._names)
        if n_rows == 0:
            return
        row = min(max(self._reached.row + down, 0), n_rows - 1)
        self._reached = Cell(row, min(max(self._reached.column + across, 0), self._n_columns - 1))
        sentence = self._sentence(self._reached)
        self.setAccessibleDescription(sentence)
        area = self.rect_of(self._reached)
        QToolTip.showText(self.mapToGlobal(area.bottomLeft()), fill(sentence, LINE_LENGTH), self, area)
        self.update()

    def _choose(self, cell: Cell) -> None:
        if self._matrix_cell(cell) is not None:
            self.cell_chosen.emit(cell)
        self.update()

    def _point_at(self, cell: Cell | None) -> None:
        if cell != self.pointed:
            self.pointed = cell
            self.setCursor(Qt.CursorShape.ArrowCursor if cell is None else Qt.CursorShape.PointingHandCursor)
            self.pointed_changed.emit()
            self.update()

    def _matrix_cell(self, cell: Cell | None) -> Cell | None:
        """The cell, where it is one of the matrix and not a score."""
        return cell if cell is not None and cell.column < len(self._names) and cell.row < len(self._names) else None

    def _sentence(self, cell: Cell) -> str:
        if not self._names:
            return ""
        if self._matrix_cell(cell) is not None:
            return cell_sentence(self._counts, self._names, cell.row, cell.column)
        return score_sentence(self._counts, self._names, cell.row, cell.column - len(self._names))


def _wants(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return plain and (Qt.Key(event.key()) in _STEPS or event.key() in (*_ENTER, Qt.Key.Key_Escape))
