"""The bar above the canvas while one paints: tools, classes, and how large and how dense the brush is."""

import html
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from nnviz.data.limits import MOST_CLASSES
from nnviz.experiment.quantity import Quantity
from nnviz.ui.class_marks import mark_icon
from nnviz.ui.fields.chip_row import make_chip
from nnviz.ui.fields.form import label
from nnviz.ui.fields.slider_field import LinearScale, SliderField
from nnviz.ui.icons import icon
from nnviz.ui.plots.paint_tool import (
    FEWEST_A_DAB,
    LARGEST_BRUSH,
    MOST_A_DAB,
    SMALLEST_BRUSH,
    Brush,
    Tool,
)
from nnviz.ui.theme import Theme

_TOOLS = (
    (Tool.BRUSH, "Brush", "Spray points of the chosen class (B)"),
    (Tool.POINT, "Point", "Set points one by one (N)"),
    (Tool.ERASER, "Eraser", "Take points away (E)"),
    (Tool.JITTER, "Jitter", "Shake the points under the brush (J)"),
    (Tool.SELECT, "Select", "Draw a rectangle around points, then drag them, delete them, or press a class's key (V)"),
)
_RADIUS = Quantity("Radius", SMALLEST_BRUSH, LARGEST_BRUSH, "Size of the brush, in pixels. Keys [ and ].")
_DENSITY = Quantity("Density", FEWEST_A_DAB, MOST_A_DAB, "Points the brush sprays at a time.")


class PaintBar(QWidget):
    """What to paint with.

    Signals
    -------
    brush_edited(Brush)
        The user chose another tool, size or density. Never sent by `show_brush`.
    class_chosen(int)
        The user chose another class to paint with.
    class_wanted(int)
        The user wants one class more, which will have this number.
    left()
        The user is done.
    """

    brush_edited = Signal(object)
    class_chosen = Signal(int)
    class_wanted = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brush = Brush()
        self._theme: Theme | None = None
        self._names: tuple[str, ...] = ()
        self.tools: dict[Tool, QToolButton] = {}
        self.classes: list[QToolButton] = []
        self._kinds = QButtonGroup(self)
        self._swatches = QButtonGroup(self)
        self.radius = SliderField(_RADIUS, LinearScale(SMALLEST_BRUSH, LARGEST_BRUSH, 1), 1)
        self.density = SliderField(_DENSITY, LinearScale(FEWEST_A_DAB, MOST_A_DAB, 1), 1)
        self.add_class = QToolButton()
        self.add_class.setToolTip("One class more")
        self.add_class.setAccessibleName("Add a class")
        self.done = make_chip()
        self.done.setText("Done")
        self.done.setToolTip("Put the brush away (Escape)")
        self._class_row = QHBoxLayout()
        self._lay_out()
        self.add_class.clicked.connect(self._on_class_wanted)
        self.done.clicked.connect(self.left)
        self.radius.number_edited.connect(self._on_radius_edited)
        self.density.number_edited.connect(self._on_density_edited)
        self._kinds.idClicked.connect(self._on_tool_clicked)
        self._swatches.idClicked.connect(self.class_chosen)

    def show_brush(self, brush: Brush) -> None:
        """Show what is painted with."""
        self._brush = brush
        self.tools[brush.tool].setChecked(True)
        if brush.label < len(self.classes):
            self.classes[brush.label].setChecked(True)
        self.radius.show_number(brush.radius)
        self.density.show_number(brush.density)
        self.radius.setEnabled(brush.tool not in (Tool.POINT, Tool.SELECT))
        self.density.setEnabled(brush.tool is Tool.BRUSH)

    def show_classes(self, names: Sequence[str]) -> None:
        """Offer these classes."""
        if tuple(names) == self._names:
            return
        self._names = tuple(names)
        for swatch in self.classes:
            self._swatches.removeButton(swatch)
            self._class_row.removeWidget(swatch)
            swatch.deleteLater()
        self.classes = [self._make_swatch(number, name) for number, name in enumerate(names)]
        self.add_class.setEnabled(len(names) < MOST_CLASSES)
        self._dress()
        self.show_brush(replace(self._brush, label=min(self._brush.label, len(names) - 1)))

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self.add_class.setIcon(icon("plus", theme.text))
        self._dress()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(6)
            column.addLayout(row)
        for number, (tool, text, tip) in enumerate(_TOOLS):
            button = self.tools[tool] = make_chip()
            button.setText(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            self._kinds.addButton(button, number)
            first.addWidget(button)
        first.addStretch(1)
        first.addWidget(self.done)
        self._class_row.setSpacing(2)
        second.addLayout(self._class_row)
        second.addWidget(self.add_class)
        second.addStretch(1)
        for text, field in (("Radius", self.radius), ("Density", self.density)):
            second.addWidget(label(text, "muted"))
            second.addWidget(field)

    def _make_swatch(self, number: int, name: str) -> QToolButton:
        swatch = QToolButton()
        swatch.setCheckable(True)
        swatch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key = f" ({number + 1})" if number < MOST_CLASSES - 1 else ""
        swatch.setToolTip(f"Paint points of {html.escape(name)}{key}")
        swatch.setAccessibleName(f"Class {name}")
        swatch.setProperty("swatch", True)
        self._swatches.addButton(swatch, number)
        self._class_row.addWidget(swatch)
        return swatch

    def _dress(self) -> None:
        if self._theme is None:
            return
        for number, swatch in enumerate(self.classes):
            swatch.setIcon(mark_icon(number, self._theme))
            size = self._theme.px(16)
            swatch.setIconSize(QSize(size, size))

    def _edit(self, brush: Brush) -> None:
        self.show_brush(brush)
        self.brush_edited.emit(brush)

    def _on_tool_clicked(self, number: int) -> None:
        self._edit(replace(self._brush, tool=_TOOLS[number][0]))

    def _on_radius_edited(self, radius: float) -> None:
        self._edit(replace(self._brush, radius=round(radius)))

    def _on_density_edited(self, density: float) -> None:
        self._edit(replace(self._brush, density=round(density)))

    def _on_class_wanted(self) -> None:
        self.class_wanted.emit(len(self.classes))
