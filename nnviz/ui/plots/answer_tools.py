"""What stands above a view of answers: whose points they are to, and what they come to."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from nnviz.ui.fields.chip_row import make_chip
from nnviz.ui.fields.elided_label import ElidedLabel
from nnviz.ui.fields.ground import stand_on_card

_KINDS = (
    ("Test", "Answers to the test points, which the network never learns from"),
    ("Training", "Answers to the training points, which the network learns from"),
)


class AnswerTools(QWidget):
    """Two chips, one of which is on, and a line of text.

    Signals
    -------
    kind_chosen(bool)
        The user wants to see the answers to the test points, or else to the training points.

    Attributes
    ----------
    test, training : QToolButton
    summary : ElidedLabel
    row : QHBoxLayout
        For more tools.
    """

    kind_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        stand_on_card(self)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)
        self._group = QButtonGroup(self)
        self.test, self.training = (self._add_chip(text, tip) for text, tip in _KINDS)
        self._group.buttonClicked.connect(self._on_clicked)
        self.summary = ElidedLabel("small")
        self.row.addWidget(self.summary, 1)

    def show_kind(self, *, is_test: bool, has_test: bool) -> None:
        """Show which points the answers are to; where there are no test points, there is no choice."""
        (self.test if is_test else self.training).setChecked(True)
        self.test.setEnabled(has_test)

    def show_summary(self, text: str, tip: str) -> None:
        """Show a line of text, and more of it under the mouse."""
        self.summary.show_lines(text)
        self.summary.setToolTip(tip)

    def _add_chip(self, text: str, tip: str) -> QToolButton:
        chip = make_chip()
        chip.setText(text)
        chip.setToolTip(tip)
        chip.setCheckable(True)
        self._group.addButton(chip)
        self.row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        return chip

    def _on_clicked(self, chip: QToolButton) -> None:
        self.kind_chosen.emit(chip is self.test)
