"""A button that offers covariances in place of a matrix that is none."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nnviz.experiment.data_spec import written_matrix
from nnviz.experiment.repair import Repair
from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme


class RepairButton(QToolButton):
    """Opens a list of repairs, each with the numbers it leads to.

    Signals
    -------
    repair_chosen(Repair)
        The user wants this one.
    """

    repair_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._repairs: tuple[Repair, ...] = ()
        self.setText("Repair")
        self.setProperty("finding", True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setToolTip("Put a covariance in place of the matrix")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # only the button has its arrow at the right
        menu.aboutToShow.connect(self._fill_menu)
        menu.triggered.connect(self._on_triggered)
        self.setMenu(menu)

    def show_repairs(self, repairs: Sequence[Repair]) -> None:
        """Offer these."""
        self._repairs = tuple(repairs)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.setIcon(icon("chevron-down", theme.warning))

    def _fill_menu(self) -> None:
        menu = self.menu()
        menu.clear()
        for number, repair in enumerate(self._repairs):
            action = menu.addAction(f"{repair.name}\t{written_matrix(repair.covariance)}")
            action.setData(number)
            action.setToolTip(repair.help)

    def _on_triggered(self, action: QAction) -> None:
        self.repair_chosen.emit(self._repairs[action.data()])
