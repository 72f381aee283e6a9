"""Weights and biases, or what else each of them has a number of: as coloured cells, or counted."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from nnviz.core.diagnosis import Finding
from nnviz.core.snapshot import Snapshot
from nnviz.ui.fields.form import label
from nnviz.ui.plots.findings_line import FindingsLine
from nnviz.ui.plots.scale_bar import ScaleBar
from nnviz.ui.plots.weight_blocks import Ends, blocks_of
from nnviz.ui.plots.weight_cells import WeightCells
from nnviz.ui.plots.weight_histograms import WeightHistograms
from nnviz.ui.plots.weight_menu import WeightMenu
from nnviz.ui.plots.weight_quantities import VALUE, WeightQuantity, numbers_of, why_none
from nnviz.ui.plots.weight_scale import scale_of
from nnviz.ui.theme import Theme

_NOT_HERE = "Only values can be set: choose “Value” in the menu above to type another"


class WeightMap(QWidget):
    """Cells that scroll where they must; below them their scale, and how many neurons do not do their share.

    Signals
    -------
    choice_edited(str, bool)
        The user wants to see another quantity (its key), or the numbers counted.

    Attributes
    ----------
    cells : WeightCells
    histograms : WeightHistograms
    menu : WeightMenu
        To be put where there is room for it.
    scale_bar : ScaleBar
    findings_line : FindingsLine
    """

    choice_edited = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quantity = VALUE
        self._is_histogram = False
        self._shown: tuple[Snapshot, Ends, str] | None = None
        self.cells = WeightCells()
        self.histograms = WeightHistograms()
        self.menu = WeightMenu(self)
        self.scale_bar = ScaleBar()
        self.findings_line = FindingsLine()
        self._nothing = label("", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._scroll = _scroll_area(self.cells)
        self._pages = QStackedWidget()
        for page in (self._scroll, _scroll_area(self.histograms), self._nothing):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 2, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._pages, 1)
        column.addWidget(self.scale_bar)
        column.addWidget(self.findings_line)
        self.cells.cell_reached.connect(self._on_cell_reached)
        self.menu.quantity_chosen.connect(self._on_quantity_chosen)
        self.menu.histogram_chosen.connect(self._on_histogram_chosen)

    def show_snapshot(self, snapshot: Snapshot, ends: Ends, refusal: str = "") -> None:
        """Show the weights and biases of this moment, or what is chosen of them; `refusal` says why none can be set."""
        self._shown = (snapshot, ends, refusal)
        numbers = numbers_of(snapshot, self._quantity)
        if numbers is None:
            self._nothing.setText(why_none(snapshot))
            self._pages.setCurrentWidget(self._nothing)
            self.scale_bar.hide()
            return
        blocks, scale = blocks_of(numbers, ends), scale_of(numbers, self._quantity)
        if self._is_histogram:
            self.histograms.show_blocks(blocks, scale)
            self._pages.setCurrentIndex(1)
        else:
            self.cells.show_blocks(blocks, scale, refusal if self._quantity is VALUE else _NOT_HERE)
            self._pages.setCurrentIndex(0)
        self.scale_bar.show_scale(scale, self._quantity.name)
        self.scale_bar.show()

    def show_choice(self, quantity: WeightQuantity, *, is_histogram: bool) -> None:
        """Show this of the weights from now on."""
        self._quantity, self._is_histogram = quantity, is_histogram
        self.menu.show_choice(quantity, is_histogram=is_histogram)
        self.cells.field.leave()
        if self._shown is not None:
            self.show_snapshot(*self._shown)

    def show_findings(self, findings: tuple[Finding, ...], step: int) -> None:
        """Show what is the matter with neurons, as it was at `step`; the same network as the snapshot's."""
        self.cells.show_findings(findings)
        self.findings_line.show_findings(findings, step)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        for part in (self.cells, self.histograms, self.scale_bar, self.findings_line):
            part.set_theme(theme)

    def _on_cell_reached(self, middle: QPointF) -> None:
        self._scroll.ensureVisible(round(middle.x()), round(middle.y()), 40, 40)

    def _on_quantity_chosen(self, quantity: WeightQuantity) -> None:
        self.show_choice(quantity, is_histogram=self._is_histogram)
        self.choice_edited.emit(quantity.key, self._is_histogram)

    def _on_histogram_chosen(self, is_histogram: bool) -> None:
        self.show_choice(self._quantity, is_histogram=is_histogram)
        self.choice_edited.emit(self._quantity.key, is_histogram)


def _scroll_area(inside: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard goes to what is inside, which scrolls with it
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setViewport(QWidget())  # without a background; `viewport()` would cost time, see QuietPlot.useOpenGL
    scroll.setWidget(inside)
    inside.setAutoFillBackground(False)
    return scroll
