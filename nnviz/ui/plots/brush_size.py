"""How large and how dense the brush is: a chip that says it, and opens the sliders."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QToolButton, QWidget

from nnviz.experiment.quantity import Quantity
from nnviz.ui.fields.form import label
from nnviz.ui.fields.slider_field import LinearScale, SliderField
from nnviz.ui.plots.paint_tool import FEWEST_A_DAB, LARGEST_BRUSH, MOST_A_DAB, SMALLEST_BRUSH, Brush, Tool

_RADIUS = Quantity("Radius", SMALLEST_BRUSH, LARGEST_BRUSH, "Size of the brush, in pixels. Keys [ and ].")
_DENSITY = Quantity("Density", FEWEST_A_DAB, MOST_A_DAB, "Points the brush sprays at a time.")
_WIDTH = 250
_GAP = 4


class BrushSize(QToolButton):
    """Shows radius and density, and opens a small window to change them, which Escape or a click beside it closes.

    Signals
    -------
    brush_edited(Brush)
        The user chose another size or density. Never sent by `show_brush`.

    Attributes
    ----------
    popup : QFrame
        The small window.
    radius, density : SliderField
        In there.
    """

    brush_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brush = Brush()
        self.setProperty("chip", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Size of the brush")
        self.setToolTip("Radius in pixels, and points a time; keys [ and ] change the radius")
        self.radius = SliderField(_RADIUS, LinearScale(SMALLEST_BRUSH, LARGEST_BRUSH, 1), 1)
        self.density = SliderField(_DENSITY, LinearScale(FEWEST_A_DAB, MOST_A_DAB, 1), 1)
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setObjectName("cluster")
        self.popup.setMinimumWidth(_WIDTH)
        form = QFormLayout(self.popup)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, field in (("Radius", self.radius), ("Density", self.density)):
            form.addRow(label(text, "muted"), field)
        self.clicked.connect(self._on_clicked)
        self.radius.number_edited.connect(self._on_radius_edited)
        self.density.number_edited.connect(self._on_density_edited)

    def show_brush(self, brush: Brush) -> None:
        """Show the size of this brush, as far as it has one."""
        self._brush = brush
        has_size, sprays = brush.tool not in (Tool.POINT, Tool.SELECT), brush.tool is Tool.BRUSH
        self.setEnabled(has_size)
        self.setText(f"{brush.radius} px · {brush.density}" if sprays else f"{brush.radius} px")
        self.radius.show_number(brush.radius)
        self.density.show_number(brush.density)
        self.density.setEnabled(sprays)

    def _on_clicked(self) -> None:
        self.popup.adjustSize()
        self.popup.move(self.mapToGlobal(QPoint(self.width() - self.popup.width(), self.height() + _GAP)))
        self.popup.show()
        self.radius.setFocus()

    def _edit(self, brush: Brush) -> None:
        self.show_brush(brush)
        self.brush_edited.emit(brush)

    def _on_radius_edited(self, radius: float) -> None:
        self._edit(replace(self._brush, radius=round(radius)))

    def _on_density_edited(self, density: float) -> None:
        self._edit(replace(self._brush, density=round(density)))
