"""The network diagram: neurons joined by lines, each neuron a small picture of what it puts out."""

from collections.abc import Sequence
from textwrap import fill

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.core.diagnosis import Finding
from nnviz.core.neuron_maps import neuron_maps
from nnviz.core.regions import Rectangle
from nnviz.core.snapshot import Snapshot
from nnviz.ui.plots.findings_line import LINE_LENGTH
from nnviz.ui.plots.network_diagram_layout import NAME_SIZE, Column, DiagramLayout, lay_out
from nnviz.ui.plots.network_diagram_painting import (
    Emphasis,
    Maps,
    paint_biases,
    paint_lines,
    paint_rings,
    still_picture,
)
from nnviz.ui.plots.network_diagram_words import (
    BROKEN,
    HINT,
    columns_of,
    is_in,
    neuron_line,
    picture_title,
    value_of,
    weight_line,
)
from nnviz.ui.plots.network_places import NeuronPlace, ShownNeuron, WeightPlace
from nnviz.ui.plots.outlook import Outlook
from nnviz.ui.plots.weight_blocks import Ends
from nnviz.ui.plots.weight_scale import full_color
from nnviz.ui.theme import Theme

_CELLS = ((24, 8_000), (12, 100_000))
"""Cells along each side of the small pictures, each for networks with so many weights at the most."""
_FEWEST_CELLS = 8

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_PINNING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NetworkDiagram(QWidget):
    """Inputs at the left, classes at the right, and between them the hidden layers.

    Nothing is computed while it is hidden: the pictures are made when they are painted.

    Signals
    -------
    neuron_shown(ShownNeuron or None)
        The neuron that the mouse or the keyboard is on, or else the pinned one, is to be shown large.
    neuron_pinned(NeuronPlace or None)
        The user wants this one to stay on the canvas; None: no one any more.
    network_changed()
        Another network is shown, with other neurons or names.
    weight_hovered(WeightPlace or None)
        The mouse is on this weight; on a neuron, on its bias.
    """

    neuron_shown = Signal(object)
    neuron_pinned = Signal(object)
    network_changed = Signal()
    weight_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._snapshot: Snapshot | None = None
        self._ends = Ends((), ())
        self._columns: tuple[Column, ...] = ()
        self._outlook = Outlook(Rectangle(0.0, 0.0, 1.0, 1.0))
        self._findings: dict[NeuronPlace, list[Finding]] = {}
        self._layout: DiagramLayout | None = None
        self._maps: Maps | None = None
        self._still: tuple[object, QPixmap] | None = None
        self._hovered: NeuronPlace | None = None
        self._hovered_weight: WeightPlace | None = None
        self._linked: WeightPlace | None = None
        self._pinned: NeuronPlace | None = None
        self._current: NeuronPlace | None = None
        self._is_by_keyboard = False
        self._is_seen = True
        self._said: ShownNeuron | None = None
        self.setAccessibleName("Network diagram")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def outlook(self) -> Outlook:
        """From where the neurons' pictures are taken."""
        return self._outlook

    @property
    def columns(self) -> tuple[Column, ...]:
        """What stands beside one another: inputs, hidden layers, classes; nothing before there is a network."""
        return self._columns

    @property
    def pinned(self) -> NeuronPlace | None:
        """The neuron that stays on the canvas."""
        return self._pinned

    @property
    def is_seen(self) -> bool:
        """Whether it is on the screen, not hidden and not behind another tab."""
        return self._is_seen and self.isVisible()

    def see(self, is_seen: bool) -> None:
        """Take note of going behind another tab, or of coming back; behind it, mouse and keyboard are on nothing."""
        self._is_seen = is_seen
        if not is_seen:
            self._is_by_keyboard = False
            self._hover(None, None)
            self._say_neuron()

    def show_moment(self, snapshot: Snapshot, ends: Ends, outlook: Outlook) -> None:
        """Show the network of this moment, its neurons' pictures over the piece of the plane that is shown."""
        columns = columns_of(snapshot, ends)
        self._snapshot, self._ends, self._outlook = snapshot, ends, outlook
        self._maps = None
        if columns != self._columns:
            self._columns = columns
            self._layout = None
            self._forget_places()
            self.network_changed.emit()
        self.update()

    def show_classes(self, colors: Sequence[int]) -> None:
        """Draw the classes in these colours of the palette."""
        if self._theme is not None and self._theme.class_order != tuple(colors):
            self._theme = self._theme.for_classes(colors)
            self._still = self._maps = None
            self.update()

    def show_outlook(self, outlook: Outlook) -> None:
        """Show the same network over another piece of the plane."""
        self._outlook = outlook
        self._maps = None
        self.update()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Mark the neurons that do not do their share."""
        by_place: dict[NeuronPlace, list[Finding]] = {}
        for finding in findings:
            by_place.setdefault(NeuronPlace(finding.layer + 1, finding.neuron), []).append(finding)
        if by_place != self._findings:
            self._findings = by_place
            self.update()

    def show_weight(self, weight: WeightPlace | None) -> None:
        """Let a weight stand out that the mouse is on elsewhere."""
        self._linked = weight
        self.update()

    def show_pinned(self, place: NeuronPlace | None) -> None:
        """Let this neuron be the one that stays on the canvas; None: no one."""
        if place != self._pinned:
            self._pinned = place
            self._say_neuron()

    def release(self) -> None:
        """Let the pinned neuron go."""
        self._pin(None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme if self._theme is None else theme.for_classes(self._theme.class_order)
        self._layout = self._maps = self._still = None
        self.setMinimumHeight(theme.px(100))
        self.update()

    def line(self) -> str:
        """What is written below the diagram."""
        if self._snapshot is None:
            return ""
        if not self._snapshot.is_finite:
            return BROKEN
        weight = self._hovered_weight or self._linked
        neuron = self._neuron_in_hand() or self._pinned
        if self._neuron_in_hand() is None and weight is not None and is_in(self._snapshot, weight):
            return weight_line(self._columns, self._snapshot, weight)
        if neuron is not None:
            return self._line_of(neuron, self._snapshot)
        return (self._layout.summary() if self._layout else "") or HINT

    def box_of(self, place: NeuronPlace) -> QRectF | None:
        """Where a neuron stands; None where it is not shown."""
        layout = self._laid_out()
        return None if layout is None else layout.boxes.get(place)

    def _line_of(self, neuron: NeuronPlace, snapshot: Snapshot) -> str:
        findings = self._findings.get(neuron, [])
        return neuron_line(self._columns, snapshot, neuron, findings, is_pinned=neuron == self._pinned)

    def _neuron_in_hand(self) -> NeuronPlace | None:
        """The neuron that the mouse is on, or else the keyboard."""
        if self._hovered is not None:
            return self._hovered
        return self._current if self._is_by_keyboard and self.hasFocus() else None

    # -- what is told to others -------------------------------------------------------------------------------------

    def _say_neuron(self) -> None:
        place = self._neuron_in_hand() or self._pinned
        shown = None
        if place is not None:
            label = place.neuron if place.column == len(self._columns) - 1 else None
            shown = ShownNeuron(place, picture_title(self._columns, place), label, place == self._pinned)
        if shown != self._said:
            self._said = shown
            self.neuron_shown.emit(shown)
        self.setAccessibleDescription(self.line())
        self.update()

    def _hover(self, neuron: NeuronPlace | None, weight: WeightPlace | None) -> None:
        if (neuron, weight) == (self._hovered, self._hovered_weight):
            return
        self._hovered, self._hovered_weight = neuron, weight
        if neuron is not None and neuron.column > 0 and self._snapshot is not None:
            weight = WeightPlace(neuron.column - 1, len(self._snapshot.weights[neuron.column - 1]), neuron.neuron)
        self.weight_hovered.emit(weight)
        self.setCursor(Qt.CursorShape.ArrowCursor if neuron is None else Qt.CursorShape.PointingHandCursor)
        self._say_neuron()

    def _pin(self, place: NeuronPlace | None) -> None:
        """Keep a neuron on the canvas; the same one again, or None, lets go."""
        self.show_pinned(None if place == self._pinned else place)
        self.neuron_pinned.emit(self._pinned)

    def _forget_places(self) -> None:
        """Another network: what was pointed at may not be there any more; what was pinned stays where it is."""
        self._hovered = self._hovered_weight = self._current = None
        if self._pinned is not None and not self._has(self._pinned):
            self._pinned = None
        self._say_neuron()

    def _has(self, place: NeuronPlace) -> bool:
        return place.column < len(self._columns) and place.neuron < len(self._columns[place.column].names)

    # -- painting ---------------------------------------------------------------------------------------------------

    def _laid_out(self) -> DiagramLayout | None:
        if self._layout is None and self._theme is not None and self._columns:
            self._layout = lay_out(self._columns, self.size(), self._theme)
        return self._layout

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        layout = self._laid_out()
        if layout is None or self._theme is None or self._snapshot is None:
            return
        painter = QPainter(self)
        if self._snapshot.is_finite:
            self._paint_network(painter, self._theme, layout, self._snapshot)
        self._paint_line(painter, self._theme)

    def _paint_network(self, painter: QPainter, theme: Theme, layout: DiagramLayout, snapshot: Snapshot) -> None:
        largest = full_color(snapshot)
        emphasis = self._emphasis()
        weights = [
            snapshot.weights[layer][np.ix_(rows, neurons)].ravel()
            for layer, (rows, neurons) in enumerate(zip(layout.shown[:-1], layout.shown[1:], strict=True))
        ]
        paint_lines(painter, theme, layout, np.concatenate(weights) / largest, emphasis)
        self._up_to_date_maps(layout, theme, snapshot).paint(painter, layout)
        painter.drawPixmap(0, 0, self._still_picture(layout, theme))
        paint_biases(painter, theme, layout, snapshot.biases, largest)
        paint_rings(painter, theme, layout, emphasis)

    def _emphasis(self) -> Emphasis:
        in_focus = self._current if self._is_by_keyboard and self.hasFocus() else None
        return Emphasis(self._neuron_in_hand(), self._pinned, in_focus, self._hovered_weight or self._linked)

    def _up_to_date_maps(self, layout: DiagramLayout, theme: Theme, snapshot: Snapshot) -> Maps:
        if self._maps is None:
            n_weights = sum(weights.size for weights in snapshot.weights)
            cells = next((cells for cells, most in _CELLS if n_weights <= most), _FEWEST_CELLS)
            maps = neuron_maps(snapshot.network, self._outlook.area, cells, cells, self._outlook.inputs_of)
            self._maps = Maps(maps, layout, theme)
        return self._maps

    def _still_picture(self, layout: DiagramLayout, theme: Theme) -> QPixmap:
        marked = frozenset(self._findings)
        key = (id(layout), marked, self.devicePixelRatioF())
        if self._still is None or self._still[0] != key:
            self._still = (key, still_picture(theme, layout, marked, self.size(), self.devicePixelRatioF()))
        return self._still[1]

    def _paint_line(self, painter: QPainter, theme: Theme) -> None:
        painter.setFont(theme.font(NAME_SIZE))
        painter.setPen(QColor(theme.muted))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(self.line(), Qt.TextElideMode.ElideRight, self.width())
        room = QRectF(0, self.height() - metrics.height(), self.width(), metrics.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    # -- Qt's own ---------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(300, 240)

    def event(self, event: QEvent) -> bool:
        """Arrows, Enter and Escape are the diagram's before they are the window's; the mouse is told what it is on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._wants_key(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)  # nothing to tell hides it
            return True
        return super().event(event)

    def tip_at(self, place: QPointF) -> str:
        """What the mouse is told there: a number in full, and what is the matter with a neuron."""
        layout, snapshot = self._laid_out(), self._snapshot
        if layout is None or snapshot is None or self._theme is None or not snapshot.is_finite:
            return ""
        if (neuron := layout.neuron_at(place)) is not None:
            line = self._line_of(neuron, snapshot)
            is_cut = QFontMetrics(self._theme.font(NAME_SIZE)).horizontalAdvance(line) > self.width()
            sentences = [fill(finding.sentence, LINE_LENGTH) for finding in self._findings.get(neuron, [])]
            return "\n".join([line, *sentences] if is_cut else sentences)  # else the line can be read below
        if (weight := layout.weight_at(place, self._theme)) is not None:
            name = weight_line(self._columns, snapshot, weight).rpartition(": ")[0]
            return f"{name}: {value_of(snapshot, weight):.10g}"
        return layout.summary()

    def _wants_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._columns:
            return False
        key = Qt.Key(event.key())
        return key in _ARROWS or key in _PINNING or (key == Qt.Key.Key_Escape and self._pinned is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._wants_key(event):
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._pin(None)
            return
        was_by_keyboard, self._is_by_keyboard = self._is_by_keyboard, True
        if self._current is None:
            self._current = self._first()
        elif key in _ARROWS and was_by_keyboard:
            self._current = self._beside(self._current, *_ARROWS[key])
        if key in _PINNING:
            self._pin(self._current)
        self._hovered = self._hovered_weight = None  # the keyboard is used now
        self._say_neuron()

    def _first(self) -> NeuronPlace | None:
        """The first neuron of the first hidden layer, or of the classes."""
        layout = self._laid_out()
        return None if layout is None else NeuronPlace(1, layout.shown[1][0])

    def _beside(self, place: NeuronPlace, across: int, down: int) -> NeuronPlace:
        """The next one above or below; in the next column, the one that stands nearest."""
        layout = self._laid_out()
        if layout is None:
            return place
        if down:
            neurons = layout.shown[place.column]
            row = min(max(neurons.index(place.neuron) + down, 0), len(neurons) - 1)
            return NeuronPlace(place.column, neurons[row])
        column = min(max(place.column + across, 0), len(layout.shown) - 1)
        height = layout.boxes[place].y()
        places = [NeuronPlace(column, neuron) for neuron in layout.shown[column]]
        return min(places, key=lambda other: abs(layout.boxes[other].y() - height))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self._is_by_keyboard = True
            self._current = self._current or self._first()
        self._say_neuron()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._say_neuron()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        layout = self._laid_out()
        if layout is None or self._theme is None:
            return
        neuron = layout.neuron_at(event.position())
        self._hover(neuron, None if neuron else layout.weight_at(event.position(), self._theme))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        layout = self._laid_out()
        if event.button() != Qt.MouseButton.LeftButton or layout is None:
            super().mousePressEvent(event)
            return
        self._is_by_keyboard = False
        if (neuron := layout.neuron_at(event.position())) is not None:
            self._current = neuron
            self._pin(neuron)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None, None)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hover(None, None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout = None
        self._maps = None
