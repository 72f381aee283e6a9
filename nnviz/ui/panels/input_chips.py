"""The chips of the inputs, each with a map of its values over the range of the points."""

import html
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QWidget

from nnviz.data.dataset import Dataset
from nnviz.data.formula import Formula
from nnviz.data.formula_text import input_names, meaning
from nnviz.data.inputs import Floats
from nnviz.experiment.data_spec import DataSpec
from nnviz.ui.icons import icon
from nnviz.ui.panels.input_chip import InputChip
from nnviz.ui.panels.input_offer import InputOffer
from nnviz.ui.panels.value_map import ValueMap, bounds_of, value_map
from nnviz.ui.theme import Theme

_NO_MAP = "It is made from more than two features: there is no map of it"


@dataclass
class _Row:
    """A chip; where it was typed, on a line of its own with a button that removes it."""

    formula: Formula
    chip: InputChip
    line: QWidget
    remove: QToolButton | None = None


class InputChips(QWidget):
    """Two beside one another; those that were typed, which may be long, on lines of their own.

    Signals
    -------
    switched(Formula, bool)
        The user wants this input on or off.
    removal_requested(Formula)
        The user wants a typed one to go.
    """

    switched = Signal(object, bool)
    removal_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: DataSpec | None = None
        self._dataset: Dataset | None = None
        self._bounds: Floats | None = None
        self._maps_are_due = False
        self._theme: Theme | None = None
        self._rows: dict[str, _Row] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    @property
    def chips(self) -> tuple[InputChip, ...]:
        """One for each input that is offered, in order."""
        return tuple(row.chip for row in self._rows.values())

    def show_offer(self, offer: InputOffer, data: DataSpec) -> None:
        """Show what is offered for this recipe, and which of it is on."""
        self._data = data
        self._fit_rows(offer, data)
        for row in self._rows.values():
            row.chip.setChecked(offer.is_on(row.formula))
        self._show_maps()

    def show_dataset(self, dataset: Dataset) -> None:
        """Draw the maps over the range of these points."""
        if dataset is not self._dataset:
            self._dataset = dataset
            self._bounds = None
            self._show_maps()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        for row in self._rows.values():
            _dress(row, theme)
        self._show_maps()

    # -- rows -------------------------------------------------------------------------------------------------------

    def _fit_rows(self, offer: InputOffer, data: DataSpec) -> None:
        """Make and remove chips until there is one for each input that is offered, by its name of today."""
        formulas = offer.formulas
        names = input_names(formulas, data.feature_names)
        wanted = {
            f"{offer.is_typed(formula)} {name} {meaning(formula)}": (name, formula)
            for name, formula in zip(names, formulas, strict=True)
        }
        if list(wanted) == list(self._rows):
            return
        before = self._keyboard_before()
        for key in self._rows.keys() - wanted.keys():
            row = self._rows.pop(key)
            self._grid.removeWidget(row.line)
            row.line.hide()
            row.line.deleteLater()
        self._rows = {
            key: self._rows.get(key) or self._make_row(name, formula, is_typed=offer.is_typed(formula))
            for key, (name, formula) in wanted.items()
        }
        self._place_rows()
        if before is not None:
            for part in (part for row in self._rows.values() for part in (row.chip, row.remove) if part is not None):
                QWidget.setTabOrder(before, part)
                before = part

    def _make_row(self, name: str, formula: Formula, *, is_typed: bool) -> _Row:
        chip = InputChip(name)
        chip.clicked.connect(self._on_chip_clicked)
        row = _Row(formula, chip, chip)
        if is_typed:
            row.line, row.remove = QWidget(), QToolButton()
            row.remove.setToolTip(f"Remove the input {name}")
            row.remove.setAccessibleName(f"Remove the input {name}")
            row.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            for signal in (row.remove.clicked, chip.removal_requested):
                signal.connect(self._on_removal_requested)
            line = QHBoxLayout(row.line)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(2)
            line.addWidget(chip, 1)
            line.addWidget(row.remove)
        if self._theme is not None:
            _dress(row, self._theme)
        return row

    def _place_rows(self) -> None:
        pairs = [row for row in self._rows.values() if row.remove is None]
        for place, row in enumerate(pairs):
            self._grid.addWidget(row.line, place // 2, place % 2)
        typed = (row for row in self._rows.values() if row.remove is not None)
        for place, row in enumerate(typed, (len(pairs) + 1) // 2):
            self._grid.addWidget(row.line, place, 0, 1, 2)
        for row in self._rows.values():
            row.line.show()  # at once, not with the next event: only what is shown can take the keyboard

    def _keyboard_before(self) -> QWidget | None:
        """From whom the Tab key comes to the first chip; None while there are no chips yet."""
        found = self.chips[0].previousInFocusChain() if self._rows else None
        while found is not None and not found.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found = found.previousInFocusChain()
        return found

    # -- maps -------------------------------------------------------------------------------------------------------

    def _show_maps(self) -> None:
        """Now, or when somebody can see them."""
        self._maps_are_due = not self.isVisible()
        if self._maps_are_due or self._theme is None or self._data is None:
            return
        if self._bounds is None and self._dataset is not None:
            self._bounds = bounds_of(self._dataset)
        # The recipe may have other columns than the points that were drawn last.
        bounds = self._bounds
        if bounds is not None and bounds.shape[1] != self._data.n_features:
            bounds = None
        for row in self._rows.values():
            found = None if bounds is None else value_map(row.formula, bounds)
            row.chip.show_map(None if found is None else found.picture(self._theme))
            does = "The network is fed it: click to leave it out" if row.chip.isChecked() else "Click to feed it in"
            said = "" if bounds is None else _NO_MAP if found is None else _legend(self._data, found, bounds)
            row.chip.setToolTip("<br>".join(html.escape(line) for line in (row.chip.name, does, said) if line))

    # -- slots ------------------------------------------------------------------------------------------------------

    def _row_of_sender(self) -> _Row:
        sender = self.sender()
        return next(row for row in self._rows.values() if sender in (row.chip, row.remove))

    def _on_chip_clicked(self, on: bool) -> None:
        self.switched.emit(self._row_of_sender().formula, on)

    def _on_removal_requested(self) -> None:
        self.removal_requested.emit(self._row_of_sender().formula)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._maps_are_due:
            self._show_maps()


def _dress(row: _Row, theme: Theme) -> None:
    row.chip.set_theme(theme)
    if row.remove is not None:
        row.remove.setIcon(icon("close", theme.muted))


def _legend(data: DataSpec, found: ValueMap, bounds: Floats) -> str:
    """What a map shows, in words."""
    sides = ((found.across, "to the right"), (found.up, "upwards"))
    ranges = [
        f"{data.feature_names[feature]} from {_short(bounds[0, feature])} to {_short(bounds[1, feature])} {where}"
        for feature, where in sides
        if feature is not None
    ]
    colors = f"full colour at ±{_short(found.largest)}" + (", before standardising" if data.standardized else "")
    return "Map: " + ", ".join([*ranges, colors])


def _short(number: float) -> str:
    return f"{number:.3g}".replace("-", "−")
