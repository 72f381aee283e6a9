"""The choice of what a weight map shows: a small button with a menu."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from nnviz.ui.fields.chip_row import make_chip
from nnviz.ui.plots.weight_quantities import VALUE, WEIGHT_QUANTITIES, WeightQuantity


class WeightMenu(QWidget):
    """Says which quantity is shown, and offers the others, and to count the numbers instead of showing each.

    Signals
    -------
    quantity_chosen(WeightQuantity)
    histogram_chosen(bool)

    Attributes
    ----------
    button : QToolButton
    """

    quantity_chosen = Signal(object)
    histogram_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = make_chip()
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.button)
        self._menu.setToolTipsVisible(True)
        self._group = QActionGroup(self._menu)
        self._quantities = {quantity.key: self._add(quantity) for quantity in WEIGHT_QUANTITIES.values()}
        self._menu.addSeparator()
        self._histogram = self._menu.addAction("&Histogram")
        self._histogram.setToolTip("Count how often each number occurs in a layer, instead of showing each")
        self._histogram.setCheckable(True)
        self._histogram.toggled.connect(self.histogram_chosen)
        self._group.triggered.connect(self._on_triggered)
        self.button.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        self.show_choice(VALUE, is_histogram=False)

    def action(self, key: str) -> QAction:
        """The entry of a quantity, or of "histogram"."""
        return self._histogram if key == "histogram" else self._quantities[key]

    def show_choice(self, quantity: WeightQuantity, *, is_histogram: bool) -> None:
        """Show what is chosen."""
        self._quantities[quantity.key].setChecked(True)
        self._histogram.blockSignals(True)
        self._histogram.setChecked(is_histogram)
        self._histogram.blockSignals(False)
        self.button.setText(f"{quantity.name} ▾")
        self.button.setToolTip(f"{quantity.tip}. Choose what is shown of them")
        self.button.setAccessibleName(f"What is shown of weights and biases: {quantity.name}")

    def _add(self, quantity: WeightQuantity) -> QAction:
        action = self._menu.addAction(f"&{quantity.name}")
        action.setToolTip(quantity.tip)
        action.setCheckable(True)
        action.setData(quantity.key)
        self._group.addAction(action)
        return action

    def _on_triggered(self, action: QAction) -> None:
        self.quantity_chosen.emit(WEIGHT_QUANTITIES[action.data()])
