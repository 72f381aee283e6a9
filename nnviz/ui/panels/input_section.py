"""What the network is fed: named in a line, chosen below it when that is wanted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.data.formula_text import input_names
from nnviz.experiment.data_spec import DataSpec
from nnviz.ui.fields.fold import Fold
from nnviz.ui.theme import Theme

if TYPE_CHECKING:  # NumPy, which they load, comes after the first painted window
    from nnviz.data.dataset import Dataset
    from nnviz.ui.panels.input_choice import InputChoice

_MOST_NAMED = 5


class InputSection(QWidget):
    """Says how many inputs there are and which; opened, it lets them be chosen.

    Signals
    -------
    data_edited(DataSpec, str)
        The user changed them; the string says what.
    refused(str)
        Why they cannot be so.

    Attributes
    ----------
    choice : InputChoice or None
        What it opens, once it has been opened.
    """

    data_edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: DataSpec | None = None
        self._dataset: Dataset | None = None
        self._theme: Theme | None = None
        self.choice: InputChoice | None = None
        self.fold = Fold("2 inputs", "the choice of inputs", self._make_choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fold)

    def show_data(self, data: DataSpec) -> None:
        """Show the inputs of this recipe."""
        self._data = data
        names = input_names(data.formulas, data.feature_names)
        self.fold.show_title(f"{len(names)} input" + ("s" if len(names) > 1 else ""))
        self.fold.show_summary(_listed(names) + (", standardised" if data.standardized else ""))
        if self.choice is not None:
            self.choice.show_data(data)

    def show_dataset(self, dataset: "Dataset") -> None:
        """Draw the maps of the inputs over the range of these points."""
        self._dataset = dataset
        if self.choice is not None:
            self.choice.show_dataset(dataset)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self.fold.set_theme(theme)
        if self.choice is not None:
            self.choice.set_theme(theme)

    def _make_choice(self) -> QWidget:
        # Here and not above: its maps need NumPy, and the window is painted without.
        from nnviz.ui.panels.input_choice import InputChoice  # noqa: PLC0415

        self.choice = choice = InputChoice()
        choice.data_edited.connect(self.data_edited)
        choice.refused.connect(self.refused)
        if self._data is not None:
            choice.show_data(self._data)
        if self._dataset is not None:
            choice.show_dataset(self._dataset)
        if self._theme is not None:
            choice.set_theme(self._theme)
        return choice


def _listed(names: tuple[str, ...]) -> str:
    """In words: x₁, x₂ and x₁x₂; of many, the first."""
    if len(names) > _MOST_NAMED:
        return ", ".join(names[:_MOST_NAMED]) + f" and {len(names) - _MOST_NAMED} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
