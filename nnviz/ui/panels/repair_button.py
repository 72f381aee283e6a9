"""Buttons that put a covariance in the place of a matrix that is none."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from nnviz.experiment.data_spec import written_matrix
from nnviz.experiment.repair import Repair
from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme


class RepairButton(QWidget):
    """The first repair by one click or key; an arrow beside it opens the others, each with the numbers it leads to.

    Signals
    -------
    repair_chosen(Repair)
        The user wants this one.

    Attributes
    ----------
    first, others : QToolButton
    menu : QMenu
    """

    repair_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._repairs: tuple[Repair, ...] = ()
        self.first, self.others = QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self.first, self.others):
            button.setProperty("finding", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.others.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.others.setToolTip("Other repairs")
        self.others.setAccessibleName("Other repairs")
        self.menu = QMenu(self.others)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.menu.triggered.connect(self._on_triggered)
        self.others.setMenu(self.menu)
        self.first.clicked.connect(self._on_clicked)

    def show_repairs(self, repairs: Sequence[Repair]) -> None:
        """Offer these, the first of them by a click."""
        self._repairs = tuple(repairs)
        first = self._repairs[0]
        name = first.name.partition(" (")[0]
        self.first.setText(f"Use {name[:1].lower()}{name[1:]}")
        self.first.setToolTip(f"Repairs the matrix to {written_matrix(first.covariance)}. {first.help}")

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.others.setIcon(icon("chevron-down", theme.warning))

    def _fill_menu(self) -> None:
        self.menu.clear()
        for number, repair in enumerate(self._repairs):
            action = self.menu.addAction(f"{repair.name}\t{written_matrix(repair.covariance)}")
            action.setData(number)
            action.setToolTip(repair.help)

    def _on_clicked(self) -> None:
        self.repair_chosen.emit(self._repairs[0])

    def _on_triggered(self, action: QAction) -> None:
        self.repair_chosen.emit(self._repairs[action.data()])
