"""A field for a number that may be left out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from nnviz.experiment.quantity import Quantity
from nnviz.ui.fields.number_field import NumberField


class OptionalNumberField(NumberField):
    """A number, and a box that says whether it counts. Switched off, the field keeps its number for the next time.

    Parameters
    ----------
    limits : Quantity
    text : str
        What stands beside the box.
    first : float
        The number it has when it is switched on for the first time.

    Attributes
    ----------
    box : QCheckBox
        To be put before the field, as its label.

    Signals
    -------
    optional_edited(object)
        The user chose another number, or None. Never sent by `show_optional`.
    """

    optional_edited = Signal(object)

    def __init__(
        self,
        limits: Quantity,
        text: str,
        first: float,
        *,
        whole: bool = False,
        step: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(limits, whole=whole, step=step, shows_unit=True, parent=parent)
        self.box = QCheckBox(text)
        self.box.setAccessibleName(limits.name)
        self.box.setToolTip(self.toolTip())
        self.show_number(first)
        self.setEnabled(False)
        self.box.clicked.connect(self._on_box_clicked)
        self.number_edited.connect(self._on_number_edited)

    def show_optional(self, number: float | None) -> None:
        """Show `number`, or that there is none."""
        self.box.setChecked(number is not None)
        self.setEnabled(number is not None)
        if number is not None:
            self.show_number(number)

    def _on_box_clicked(self, checked: bool) -> None:
        self.optional_edited.emit(self._typed(self.number) if checked else None)

    def _on_number_edited(self, number: float) -> None:
        self.optional_edited.emit(self._typed(number))

    def _typed(self, number: float) -> float:
        return int(number) if self._whole else number
