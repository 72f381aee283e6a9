"""Fields for the numbers of a part of the recipe, made from its quantities."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from nnviz.experiment.quantity import Quantity, Spec, quantity
from nnviz.ui.fields.elided_label import ElidedLabel
from nnviz.ui.fields.keyboard import tab_behind
from nnviz.ui.fields.kinds import numbers_of
from nnviz.ui.fields.number_field import NumberField

_MANY = 1000
"""A whole number with a range beyond this is moved in strides of a tenth of it."""
_WIDE = 1e6
"""A range with this factor between its ends is walked through by factors of ten."""


class SpecFields(QWidget):
    """The numbers a part of the recipe has of its own, one below the other; none where it has none.

    A field that is added to a kind appears here by itself. Fields are made when their kind is first shown: most kinds
    never are.

    Parameters
    ----------
    before : QWidget
        What the Tab key comes from.

    Signals
    -------
    number_edited(str, object)
        The user chose another number for the field of this name: an int or a float, as the field is.
    refused(str)
        Why what was typed cannot be.
    """

    number_edited = Signal(str, object)
    refused = Signal(str)

    def __init__(self, before: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = before
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._rows: dict[tuple[type[Spec], str], tuple[QLabel, NumberField]] = {}
        self.hide()

    def field(self, kind: type[Spec], name: str) -> NumberField:
        """The field for one number of a kind."""
        return self._rows[kind, name][1]

    def show_spec(self, spec: Spec) -> None:
        """Show the numbers of `spec`, and no others."""
        shown = type(spec)
        self._make_rows(shown)
        for (kind, name), (title, field) in self._rows.items():
            title.setVisible(kind is shown)
            field.setVisible(kind is shown)
            if kind is shown:
                field.show_number(getattr(spec, name))
        self.setVisible(bool(numbers_of(shown)))

    def _make_rows(self, kind: type[Spec]) -> None:
        before = self._before
        for name in numbers_of(kind):
            if (kind, name) not in self._rows:
                self._add(kind, name)
                tab_behind(before, self.field(kind, name))
            before = self.field(kind, name)

    def _add(self, kind: type[Spec], name: str) -> None:
        limits, whole = quantity(kind, name), numbers_of(kind)[name]
        field = NumberField(limits, whole=whole, shows_unit=True, **_stride(limits, whole=whole))
        field.number_edited.connect(self._on_number_edited)
        field.refused.connect(self.refused)
        title = ElidedLabel("small")  # in a narrow panel it gives way to the number
        title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        title.show_lines(limits.name)
        title.setBuddy(field)
        title.setToolTip(field.toolTip())
        row = self._grid.rowCount()
        self._grid.addWidget(title, row, 0)
        self._grid.addWidget(field, row, 1)
        self._rows[kind, name] = title, field

    def _on_number_edited(self, number: float) -> None:
        field = self.sender()
        kind, name = next(key for key, (_, other) in self._rows.items() if other is field)
        self.number_edited.emit(name, int(number) if numbers_of(kind)[name] else number)


def _stride(limits: Quantity, *, whole: bool) -> dict:
    """What an arrow key does to a number of this range."""
    if whole:
        return {"step": 1 if limits.high < _MANY else _MANY / 10}
    if limits.low > 0 and limits.high / limits.low >= _WIDE:
        return {"step": 10.0, "by_factor": True}
    return {"step": 0.01 if limits.high <= 1.0 else 0.05}
