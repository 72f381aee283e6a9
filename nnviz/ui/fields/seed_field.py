"""A field for a seed."""

import secrets

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from nnviz.experiment.quantity import Quantity
from nnviz.ui.fields.number_field import NumberField
from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme

_LARGEST_ROLL = 9999  # short enough to be written on a blackboard


class SeedField(QWidget):
    """A seed, with a button that rolls another one.

    Signals
    -------
    seed_edited(int)
        The user typed or rolled another seed. Never sent by `show_seed`.
    refused(str)
        Why what was typed cannot be.
    """

    seed_edited = Signal(object)  # an int signal would wrap at 2³¹
    refused = Signal(str)

    def __init__(self, quantity: Quantity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = NumberField(quantity, whole=True)
        self._roll = QToolButton()
        self._roll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._roll.setToolTip("Another random seed")
        self._roll.setAccessibleName(f"Another {quantity.name[0].lower()}{quantity.name[1:]}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._field)
        row.addWidget(self._roll)
        self.setFocusProxy(self._field)
        self._field.number_edited.connect(self._on_number_edited)
        self._field.refused.connect(self.refused)
        self._roll.clicked.connect(self._on_rolled)

    def show_seed(self, seed: int) -> None:
        """Show `seed`."""
        self._field.show_number(seed)

    def disable(self, reason: str) -> None:
        """Say why no seed is needed, instead of taking one."""
        self.setEnabled(False)
        self._field.disable(reason)

    def enable(self) -> None:
        """Take a seed again."""
        self.setEnabled(True)
        self._field.enable()

    def set_theme(self, theme: Theme) -> None:
        """Draw the button in the theme's colours."""
        self._roll.setIcon(icon("dice", theme.muted))

    def _on_number_edited(self, number: float) -> None:
        self.seed_edited.emit(int(number))

    def _on_rolled(self) -> None:
        seed = int(self._field.number)
        while seed == self._field.number:
            seed = secrets.randbelow(_LARGEST_ROLL) + 1
        self._field.show_number(seed)
        self.seed_edited.emit(seed)
