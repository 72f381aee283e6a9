"""A field for the part that a column plays."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from nnviz.data.tables.guess import TableGuess
from nnviz.ui.fields.choice_field import ChoiceField

FEATURE, LABEL, NEITHER = "feature", "label", "neither"


class RoleField(ChoiceField):
    """Feature, neither or label; a column of words cannot be a feature.

    Signals
    -------
    focused(int)
        The keyboard has come to the field of this column.
    role_chosen(int, str)
        The user chose this part for this column.
    """

    focused = Signal(int)
    role_chosen = Signal(int, str)

    def __init__(self, guess: TableGuess, column: int, parent: QWidget | None = None) -> None:
        features = [(FEATURE, "Feature")] if guess.columns[column].is_numeric else []
        # The label last: an arrow key that only passed it would take it from the column that has it.
        choices = (*features, (NEITHER, "Not used"), (LABEL, "Label"))
        super().__init__(f"Part of the column {guess.columns[column].name}", choices, parent)
        self._column = column
        self.show_role(guess)
        self.choice_edited.connect(self._on_choice_edited)

    def show_role(self, guess: TableGuess) -> None:
        """Show the part this column plays."""
        if self._column == guess.label:
            self.show_choice(LABEL)
        else:
            self.show_choice(FEATURE if self._column in guess.features else NEITHER)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self._column)

    def _on_choice_edited(self, role: str) -> None:
        self.role_chosen.emit(self._column, role)
