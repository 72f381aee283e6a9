"""The bar above the canvas while one paints: tools, classes, and the size of the brush, always in one row."""

import html
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from nnviz.data.limits import MOST_CLASSES
from nnviz.ui.class_marks import mark_icon
from nnviz.ui.fields.chip_row import make_chip
from nnviz.ui.icons import icon
from nnviz.ui.plots.brush_size import BrushSize
from nnviz.ui.plots.paint_tool import Brush, Tool
from nnviz.ui.theme import Theme

_TOOLS = (
    (Tool.BRUSH, "Brush", "Spray points of the chosen class (B)"),
    (Tool.POINT, "Point", "Set points one by one (N)"),
    (Tool.ERASER, "Eraser", "Take points away (E)"),
    (Tool.JITTER, "Jitter", "Shake the points under the brush (J)"),
    (
        Tool.SELECT,
        "Select",
        "Take points by a rectangle, or by Enter those near; then drag, relabel or delete them (V)",
    ),
)


_SPACING, _NARROW_SPACING = 6, 2


class PaintBar(QWidget):
    """What to paint with. Tools are called by name where there is room, else their pictures alone are seen.

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
        self.size_chip = BrushSize()
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
        self.size_chip.brush_edited.connect(self._edit)
        self._kinds.idClicked.connect(self._on_tool_clicked)
        self._swatches.idClicked.connect(self.class_chosen)

    def show_brush(self, brush: Brush) -> None:
        """Show what is painted with."""
        self._brush = brush
        self.tools[brush.tool].setChecked(True)
        if brush.label < len(self.classes):
            self.classes[brush.label].setChecked(True)
        self.size_chip.show_brush(brush)

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
        self._fit()
        self.show_brush(replace(self._brush, label=min(self._brush.label, len(names) - 1)))

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self.add_class.setIcon(icon("plus", theme.text))
        for tool, button in self.tools.items():
            button.setIcon(icon(tool.value, theme.muted))
        self.size_chip.setIcon(icon("size", theme.muted))
        self.done.setIcon(icon("close", theme.muted))
        self._dress()
        self._fit()

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        for number, (tool, text, tip) in enumerate(_TOOLS):
            button = self.tools[tool] = make_chip()
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            self._kinds.addButton(button, number)
            row.addWidget(button)
        row.addSpacing(_SPACING)
        self._class_row.setSpacing(2)
        row.addLayout(self._class_row)
        row.addWidget(self.add_class)
        row.addStretch(1)
        row.addWidget(self.size_chip)
        row.addWidget(self.done)

    def _fit(self) -> None:
        """Say as much in words as there is room for; nobody who does not paint pays for it at the start."""
        if not self.isVisible():
            return
        for names_tools, names_rest in ((True, True), (False, True), (False, False)):
            for button in self.tools.values():
                _dress_button(button, shows_text=names_tools)
            for button in (self.size_chip, self.done):
                _dress_button(button, shows_text=names_rest)
            self._row.setSpacing(_SPACING if names_rest else _NARROW_SPACING)
            if self._row.minimumSize().width() <= self.width():
                return

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

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

    def _on_class_wanted(self) -> None:
        self.class_wanted.emit(len(self.classes))


def _dress_button(button: QToolButton, *, shows_text: bool) -> None:
    """As a chip with its name, or as a small square with its picture."""
    wanted = Qt.ToolButtonStyle.ToolButtonTextOnly if shows_text else Qt.ToolButtonStyle.ToolButtonIconOnly
    if button.toolButtonStyle() == wanted and bool(button.property("chip")) == shows_text:
        return
    button.setToolButtonStyle(wanted)
    button.setProperty("chip", shows_text)
    button.setProperty("swatch", not shows_text)
    button.style().unpolish(button)
    button.style().polish(button)
    button.updateGeometry()
