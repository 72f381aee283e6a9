"""The choice of what the network is fed. Made when it is first wanted: it needs NumPy, the window stands without."""

import msgspec
import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from nnviz.data.dataset import Dataset
from nnviz.data.formula import Formula, parse_formula
from nnviz.data.formula_text import feature_name, input_names
from nnviz.data.inputs import InputError, InputMap, check_inputs
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.quantity import RecipeError
from nnviz.ui.fields.form import label
from nnviz.ui.icons import icon
from nnviz.ui.panels.formula_field import FormulaField
from nnviz.ui.panels.input_chips import InputChips
from nnviz.ui.panels.input_offer import InputOffer
from nnviz.ui.theme import Theme

_STANDARDIZED_HELP = (
    "Shift and scale each input so that over the training points its mean is 0 and its standard deviation 1: "
    "inputs of unlike size are then learned equally fast"
)


class InputChoice(QWidget):
    """Chips for the inputs, a field for another one, and whether all of them are standardised.

    Signals
    -------
    data_edited(DataSpec, str)
        The user changed them; the string says what.
    refused(str)
        Why a chip cannot be switched.

    Attributes
    ----------
    chips : InputChips
    field : FormulaField
    complaint : QLabel
        Why the formula in the field cannot be; hidden where it can.
    standardized : QCheckBox
    """

    data_edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: DataSpec | None = None
        self._dataset: Dataset | None = None
        self._offer = InputOffer()
        self.chips = InputChips()
        self.field = FormulaField()
        self._add = QToolButton()
        self._add.setToolTip("Add this formula to the inputs")
        self._add.setAccessibleName("Add the formula")
        self._add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.complaint = label("", "warning")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self._columns = label("", "small")
        self._columns.setWordWrap(True)
        self._columns.setTextFormat(Qt.TextFormat.PlainText)
        self.standardized = QCheckBox("Standardise the inputs")
        self.standardized.setToolTip(_STANDARDIZED_HELP)
        self._lay_out()
        self.chips.switched.connect(self._on_switched)
        self.chips.removal_requested.connect(self._on_removal_requested)
        self.field.formula_entered.connect(self._on_formula_entered)
        self.field.complaint_changed.connect(self._on_complaint_changed)
        self._add.clicked.connect(self.field.enter)
        self.standardized.clicked.connect(self._on_standardized_clicked)

    def show_data(self, data: DataSpec) -> None:
        """Show the inputs of this recipe."""
        self._data = data
        self._offer.show_data(data)
        self.chips.show_offer(self._offer, data)
        self.field.expect_features(data.n_features)
        names = tuple(map(feature_name, range(data.n_features)))
        pairs = (f"{called} {name}" for called, name in zip(names, data.feature_names, strict=True))
        self._columns.setText("In formulas: " + ", ".join(pairs))
        self._columns.setVisible(data.feature_names != names)
        self.standardized.setChecked(data.standardized)

    def show_dataset(self, dataset: Dataset) -> None:
        """Draw the maps over the range of these points, and check formulas with them."""
        self._dataset = dataset
        self.chips.show_dataset(dataset)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._add.setIcon(icon("plus", theme.muted))
        self.chips.set_theme(theme)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(self.field, 1)
        line.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self.chips)
        column.addLayout(line)
        column.addWidget(self.complaint)
        column.addWidget(self._columns)
        column.addWidget(self.standardized)

    def _switch(self, formula: Formula, *, on: bool) -> None:
        """Switch an input on or off.

        Raises
        ------
        RecipeError, InputError
            Where that cannot be.
        """
        if self._data is None:
            return
        if on:
            self._check_numbers(formula)
        edited = msgspec.structs.replace(self._data, inputs=self._offer.switched(formula, on=on))
        self.data_edited.emit(edited, f"the input {input_names((formula,), self._data.feature_names)[0]}")

    def _check_numbers(self, formula: Formula) -> None:
        """Raise InputError where the points that are there now have no number for it."""
        dataset = self._dataset
        if dataset is not None and self._data is not None and dataset.n_features == self._data.n_features:
            plain = InputMap((formula,))
            points = np.concatenate([dataset.training_points, dataset.test_points])
            check_inputs(plain, points, plain(points))

    def _show_again(self) -> None:
        """Show the recipe as it is: what a hand did to the chips is refused, or is over."""
        if self._data is not None:
            self.show_data(self._data)

    def _on_switched(self, formula: Formula, on: bool) -> None:
        try:
            self._switch(formula, on=on)
        except (RecipeError, InputError) as error:
            self._show_again()
            self.refused.emit(str(error))

    def _on_removal_requested(self, formula: Formula) -> None:
        try:
            if self._offer.is_on(formula):
                self._switch(formula, on=False)
        except RecipeError as error:
            self.refused.emit(str(error))
            return
        self._offer.forget(formula)
        self._show_again()

    def _on_formula_entered(self, text: str) -> None:
        if self._data is None:
            return
        formula = parse_formula(text, self._data.n_features)
        try:
            self._switch(formula, on=True)
        except (RecipeError, InputError) as error:
            self.field.refuse(str(error))
            return
        if self._offer.is_on(formula):  # the recipe as a whole may have refused it
            self.field.clear()
            self.field.clearFocus()  # as after Enter in any field: Space plays again

    def _on_complaint_changed(self, complaint: str) -> None:
        self.complaint.setText(complaint[:1].upper() + complaint[1:])
        self.complaint.setVisible(bool(complaint))
        if complaint:
            QTimer.singleShot(0, self, self._scroll_to_complaint)  # when the layouts know its place

    def _scroll_to_complaint(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self.complaint, 0, 0)

    def _on_standardized_clicked(self, on: bool) -> None:
        if self._data is not None:
            edited = msgspec.structs.replace(self._data, standardized=on)
            self.data_edited.emit(edited, "the standardising of the inputs")
