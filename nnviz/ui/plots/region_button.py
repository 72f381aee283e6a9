"""A button that says what the colours of the canvas mean, with a menu of what else they may."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nnviz.ui.icons import icon
from nnviz.ui.plots.network_places import NeuronPlace
from nnviz.ui.plots.region_mode import CLASSES, CONFIDENCE, Columns, RegionMode, mode_at
from nnviz.ui.theme import Theme

_PLAIN = (
    ("&Confidence", CONFIDENCE, "The colour of the most probable class, the stronger the surer the network is"),
    ("&Hard classes", CLASSES, "One colour for each class, however sure the network is"),
)


class RegionButton(QToolButton):
    """Opens the menu of the regions.

    Signals
    -------
    mode_edited(RegionMode)
        The user wants to see this. Never sent by `show_mode`.

    Attributes
    ----------
    regions : QMenu
        To be opened from elsewhere too.
    """

    mode_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("chip", True)
        self.setToolTip("What the colours of the canvas mean, and the lines on it")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the words
        self.clicked.connect(self._on_clicked)
        self._mode = CONFIDENCE
        self._columns: Columns = ()
        self.regions = QMenu("&Regions", self)
        self.regions.setToolTipsVisible(True)
        self.regions.aboutToShow.connect(self._tick)
        self._plain: dict[RegionMode, QAction] = {}
        for text, mode, tip in _PLAIN:
            self._plain[mode] = self._add(self.regions, text, mode)
            self._plain[mode].setToolTip(tip)
        self._of_class = self._lazy_menu(self.regions, "&Probability of", self._fill_classes)
        self._of_neuron = self._lazy_menu(self.regions, "Output of a &neuron", self._fill_neurons)
        self._of_layers: list[QMenu] = []
        self.regions.addSeparator()
        self._say()

    @property
    def mode(self) -> RegionMode:
        """What it says."""
        return self._mode

    def add_action(self, action: QAction) -> None:
        """Put an action of the window at the end of the menu."""
        self.regions.addAction(action)

    def show_mode(self, mode: RegionMode, columns: Columns) -> None:
        """Say that this is shown, if the network of these neurons has it, and offer what else it has."""
        self._mode, self._columns = mode, columns
        self._of_class.menuAction().setEnabled(bool(columns))
        self._of_neuron.menuAction().setEnabled(len(columns) > 2)
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.setIcon(icon("chevron-down", theme.muted))

    def _say(self) -> None:
        what = self._mode.short(self._columns)
        self.setText((what[0].upper() + what[1:]).replace("&", "&&"))
        self.setAccessibleName(f"Regions: {what}")

    # -- the menu: what is in it is found out when it opens ---------------------------------------------------------

    def _lazy_menu(self, menu: QMenu, text: str, fill: Callable[[], None]) -> QMenu:
        made = menu.addMenu(text)
        made.aboutToShow.connect(fill)
        return made

    def _add(self, menu: QMenu, text: str, mode: RegionMode) -> QAction:
        entry = menu.addAction(text)
        entry.setCheckable(True)
        entry.setChecked(mode == self._mode)
        entry.setData(mode)
        entry.triggered.connect(self._on_triggered)
        return entry

    def _tick(self) -> None:
        for mode, entry in self._plain.items():
            entry.setChecked(mode == self._mode)

    def _fill_classes(self) -> None:
        self._of_class.clear()
        self._fill_column(self._of_class, len(self._columns) - 1)

    def _fill_neurons(self) -> None:
        """The neurons of the one hidden layer; of several, a menu for each, which are kept and used again."""
        self._of_neuron.clear()
        n_layers = len(self._columns) - 2
        if n_layers == 1:
            self._fill_column(self._of_neuron, 1)
            return
        for layer in range(1, n_layers + 1):
            if layer > len(self._of_layers):
                made = QMenu(f"Hidden layer &{layer}", self)
                made.setProperty("column", layer)
                made.aboutToShow.connect(self._on_layer_opened)
                self._of_layers.append(made)
            self._of_neuron.addMenu(self._of_layers[layer - 1])

    def _fill_column(self, menu: QMenu, column: int) -> None:
        for number, name in enumerate(self._columns[column]):
            self._add(menu, name.replace("&", "&&"), mode_at(NeuronPlace(column, number), self._columns))

    def _on_clicked(self) -> None:
        """As a menu of Qt's own it would leave room for an arrow of its own."""
        self.regions.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _on_layer_opened(self) -> None:
        menu = self.sender()
        if isinstance(menu, QMenu):
            menu.clear()
            self._fill_column(menu, menu.property("column"))

    def _on_triggered(self) -> None:
        entry = self.sender()
        if isinstance(entry, QAction):
            self.mode_edited.emit(entry.data())
