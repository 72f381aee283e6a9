"""Weights and biases as numbers on coloured cells."""

from textwrap import fill

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.core.diagnosis import Finding
from nnviz.ui.plots.findings_line import LINE_LENGTH
from nnviz.ui.plots.kept_picture import KeptPixmap
from nnviz.ui.plots.network_places import WeightPlace
from nnviz.ui.plots.weight_blocks import Block
from nnviz.ui.plots.weight_field import WeightField
from nnviz.ui.plots.weight_painting import NAME_ROOM, paint_cells, paint_image, paint_names
from nnviz.ui.plots.weight_scale import Scale
from nnviz.ui.theme import Theme

_ROW, _NARROWEST_CELL = 21, 8
"""Height of a row; and from which width on a cell is painted by itself. Of narrower ones the layer is one picture."""
_LOW = 300
"""The most that a layer of narrow cells is high: as a picture it can be overlooked, as thousands of pixels not."""
_DOUBT = 24
"""Pixels that a layer must get more to be high again: a scroll bar that comes and goes takes fewer."""
_NARROWEST_NAMES, _WIDEST_NAMES = 25, 0.3
"""Room for the names of the rows: at least so many pixels, and at most this share of the width."""
_MOST_READ_OUT = 8
_NAME = "Weights and biases"
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
"""Rows down and columns to the right."""
_OPENERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)


class WeightCells(QWidget):
    """Paints the blocks below one another. Numbers are written where they fit, and told under the mouse.

    Neurons that do not do their share have a mark at the head of their column, and the mouse is told why. With the
    keyboard, arrows go from cell to cell. Where the numbers can be set, a click or Enter opens a field on one.

    Signals
    -------
    weight_hovered(WeightPlace or None)
        The mouse or the keyboard is on this weight or bias.
    cell_reached(QPointF)
        The keyboard is on the cell whose middle is there.
    value_entered(WeightPlace, float, str, str)
        The user typed another value; what has it, as a noun and in a word or two.
    refused(str)
        Why a number cannot be set, in one sentence.

    Attributes
    ----------
    field : WeightField
    """

    weight_hovered = Signal(object)
    cell_reached = Signal(object)
    value_entered = Signal(object, float, str, str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: tuple[Block, ...] = ()
        self._scale = Scale(1.0)
        self._refusal = ""
        self._theme: Theme | None = None
        self._names = KeptPixmap()
        self._names_width = 0
        self._low: frozenset[int] = frozenset()
        self._findings: tuple[Finding, ...] = ()
        self._sentences: dict[tuple[int, int], list[str]] = {}
        self._hovered: WeightPlace | None = None
        self._linked: WeightPlace | None = None
        self._current = WeightPlace(0, 0, 0)
        self._pressed: WeightPlace | None = None
        self._opened: WeightPlace | None = None
        self.field = WeightField(self)
        self.field.number_entered.connect(self._on_number_entered)
        self.field.refused.connect(self.refused)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_NAME)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_blocks(self, blocks: tuple[Block, ...], scale: Scale, refusal: str = "") -> None:
        """Show these numbers in these colours; where they cannot be set, `refusal` says why."""
        same_shape = [block.values.shape for block in blocks] == [block.values.shape for block in self._blocks]
        if not same_shape or refusal:
            self.field.leave()
        self._blocks = blocks
        self._scale = scale
        self._refusal = refusal
        self._fit_names()
        if not same_shape:
            self._current = WeightPlace(0, 0, 0)
            self._fit_height()
        self.update()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Mark the neurons that do not do their share."""
        if findings == self._findings:
            return
        self._findings = findings
        self._sentences = {}
        for finding in findings:
            self._sentences.setdefault((finding.layer, finding.neuron), []).append(finding.sentence)
        self.setAccessibleDescription(" ".join(finding.sentence for finding in findings[:_MOST_READ_OUT]))
        self.update()

    def show_weight(self, weight: WeightPlace | None) -> None:
        """Let a weight stand out that the mouse is on elsewhere."""
        if weight != self._linked:
            self._linked = weight
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # from now on all of it is painted
        self.field.leave()
        self._fit_names()
        self._fit_height()
        self.update()

    def value_at(self, place: QPoint) -> tuple[str, float] | None:
        """The cell at a place of the widget: its name and its number."""
        if (found := self.weight_at(place)) is None:
            return None
        block = self._blocks[found.layer]
        name = f"{block.row_names[found.row]} → {block.column_names[found.neuron]}"
        return name, float(block.values[found.row, found.neuron])

    def open(self, weight: WeightPlace) -> None:
        """Let a weight or bias be typed, over its cell."""
        cell = self.cell_of(weight)
        if cell is None or self._theme is None:
            return
        if self._refusal:
            self.refused.emit(self._refusal)
            return
        block = self._blocks[weight.layer]
        self._opened = self._current = weight
        room = cell.toRect().adjusted(0, -self._theme.px(2), 0, self._theme.px(2))
        self.field.open(room, block.noun_of(weight), block.values[weight.row, weight.neuron])

    def weight_at(self, place: QPoint) -> WeightPlace | None:
        """The weight or bias whose cell is at a place of the widget."""
        for layer, (block, area) in enumerate(self._areas()):
            if area.contains(place):
                n_rows = block.values.shape[0]
                row = min(int((place.y() - area.top()) / area.height() * n_rows), n_rows - 1)
                return WeightPlace(layer, row, _column_at(block, area, place))
        return None

    def cell_of(self, weight: WeightPlace) -> QRectF | None:
        """Where the cell of a weight or bias is; None where there is no such."""
        areas = self._areas()
        if weight.layer >= len(areas):
            return None
        block, area = areas[weight.layer]
        n_rows, n_columns = block.values.shape
        if weight.row >= n_rows or weight.neuron >= n_columns:
            return None
        width, height = area.width() / n_columns, area.height() / n_rows
        return QRectF(area.left() + weight.neuron * width, area.top() + weight.row * height, width, height)

    def sentences_at(self, place: QPoint) -> list[str]:
        """What is the matter with the neuron whose column, or the name above it, is at a place of the widget."""
        if self._theme is not None:
            for layer, (block, area) in enumerate(self._areas()):
                if area.adjusted(0, -self._theme.px(NAME_ROOM), 0, 0).contains(place):
                    return self._sentences.get((layer, _column_at(block, area, place)), [])
        return []

    def _fit_names(self) -> None:
        """Find out how much room the names of the inputs want; those of neurons are short."""
        if self._theme is not None and self._blocks:
            width = QFontMetrics(self._theme.font(11)).horizontalAdvance
            self._names_width = max(map(width, self._blocks[0].row_names))

    def _fit_height(self) -> None:
        if self._theme is not None:
            self._low = self._low_ones(self._theme)
            areas = self._areas()
            self.setFixedHeight((areas[-1][1].bottom() if areas else 0) + self._theme.px(6))
            self.updateGeometry()

    def _low_ones(self, theme: Theme) -> frozenset[int]:
        """How many columns the layers have whose cells are too narrow for numbers, so that their rows may be low."""
        _, width = self._sides(theme)
        numbers = {block.n_biases for block in self._blocks}
        return frozenset(
            number
            for number in numbers
            if width < number * theme.px(_NARROWEST_CELL) + (theme.px(_DOUBT) if number in self._low else 0)
        )

    def _sides(self, theme: Theme) -> tuple[int, int]:
        """Where the cells begin, and their width altogether."""
        room = max(theme.px(_NARROWEST_NAMES), min(self._names_width, int(_WIDEST_NAMES * self.width())))
        left = room + theme.px(5)
        return left, max(self.width() - left - theme.px(2), 10)

    def _areas(self) -> list[tuple[Block, QRect]]:
        """Where the cells of each block are."""
        if self._theme is None:
            return []
        px = self._theme.px
        (left, width), y = self._sides(self._theme), 0
        areas: list[tuple[Block, QRect]] = []
        for block in self._blocks:
            top = y + px(34)
            height = len(block.row_names) * px(_ROW)
            if block.n_biases in self._low:
                height = min(height, px(_LOW))
            areas.append((block, QRect(left, top, width, height)))
            y = top + height + px(10)
        return areas

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.drawPixmap(event.rect().topLeft(), self._names_pixmap(self._theme, event.rect()))
        for block, area in self._areas():
            if event.rect().intersects(area):
                if block.n_biases in self._low:
                    paint_image(painter, self._theme, block, self._scale, area)
                else:
                    paint_cells(painter, self._theme, block, self._scale, area=area, seen=event.rect())
        if self._linked is not None and (cell := self.cell_of(self._linked)) is not None:
            painter.setPen(QPen(QColor(self._theme.text), self._theme.px(2)))
            painter.drawRect(cell)
        if self.hasFocus() and (cell := self.cell_of(self._current)) is not None:
            painter.setPen(QPen(QColor(self._theme.accent), self._theme.px(2)))
            painter.drawRect(cell)

    def _names_pixmap(self, theme: Theme, room: QRect) -> QPixmap:
        """Titles and names of rows and columns in this piece: drawn once, until they or their places change."""
        names = tuple((block.title, block.row_names, block.column_names) for block in self._blocks)
        marked = tuple(self._sentences)

        def paint(painter: QPainter) -> None:
            for layer, (block, area) in enumerate(self._areas()):
                if room.intersects(area.adjusted(-area.left(), -theme.px(34), 0, 0)):
                    columns = {column for where, column in marked if where == layer}
                    paint_names(painter, theme, block, area, marked=columns, width=self.width())

        return self._names.of(self, (theme, names, marked), paint, room=room, ground=QColor(theme.card))

    def event(self, event: QEvent) -> bool:
        """Tell the number under the mouse, and what is the matter with its neuron; claim keys from the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_for_cells(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.value_at(event.pos())
            lines = [f"{found[0]}: {found[1]:.10g}"] if found else []
            lines += [fill(sentence, LINE_LENGTH) for sentence in self.sentences_at(event.pos())]
            QToolTip.showText(event.globalPos(), "\n".join(lines), self)  # nothing to tell hides it
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.weight_at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = self.weight_at(event.position().toPoint()) if is_left else None
        event.setAccepted(self._pressed is not None)  # beside the cells it is the window's

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is not None and self.weight_at(event.position().toPoint()) == pressed:
            self.open(pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _is_for_cells(event) or not self._blocks:
            super().keyPressEvent(event)
        elif event.key() in _OPENERS:
            self.open(self._current)
        elif event.key() in _ENDS:
            last = self._blocks[self._current.layer].values.shape[1] - 1
            self._go_to(self._current._replace(neuron=0 if event.key() == Qt.Key.Key_Home else last))
        else:
            self._move(*_MOVES[Qt.Key(event.key())])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._go_to(self._current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hover(None)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.field.leave()
            self._fit_height()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def _move(self, down: int, right: int) -> None:
        """From cell to cell, and over the end of a layer's rows into the next layer."""
        layer, row, neuron = self._current
        row += down
        if row < 0 and layer > 0:
            layer -= 1
            row = len(self._blocks[layer].row_names) - 1
        elif row >= len(self._blocks[layer].row_names) and layer < len(self._blocks) - 1:
            layer, row = layer + 1, 0
        n_rows, n_columns = self._blocks[layer].values.shape
        self._go_to(WeightPlace(layer, min(max(row, 0), n_rows - 1), min(max(neuron + right, 0), n_columns - 1)))

    def _go_to(self, weight: WeightPlace) -> None:
        """Let the keyboard be on a cell."""
        cell = self.cell_of(weight)
        if cell is None:
            return
        self._current = weight
        value = float(self._blocks[weight.layer].values[weight.row, weight.neuron])
        self.setAccessibleName(f"{_NAME}: {self._blocks[weight.layer].noun_of(weight)} is {value:.4g}")
        self._hover(weight)
        self.cell_reached.emit(cell.center())
        self.update()

    def _on_number_entered(self, value: float) -> None:
        if self._opened is not None:
            block = self._blocks[self._opened.layer]
            self.value_entered.emit(self._opened, value, block.noun_of(self._opened), block.name_of(self._opened))

    def _hover(self, weight: WeightPlace | None) -> None:
        if weight != self._hovered:
            self._hovered = weight
            can_type = weight is not None and not self._refusal
            self.setCursor(Qt.CursorShape.IBeamCursor if can_type else Qt.CursorShape.ArrowCursor)
            self.weight_hovered.emit(weight)


def _is_for_cells(event: QKeyEvent) -> bool:
    is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return is_plain and event.key() in (*_MOVES, *_OPENERS, *_ENDS)


def _column_at(block: Block, area: QRect, place: QPoint) -> int:
    n_columns = block.values.shape[1]
    return min(int((place.x() - area.left()) / area.width() * n_columns), n_columns - 1)
