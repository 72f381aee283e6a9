"""Fields for how a table is written: what lies between cells, the decimal mark, the header, the encoding."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from nnviz.data.tables.dialect import DELIMITERS, ENCODINGS, Dialect
from nnviz.data.tables.guess import Chosen
from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.fields.form import label

_NO, _YES = "no", "yes"


class DialectFields(QWidget):
    """Four drop-down lists side by side, each below its name.

    Parameters
    ----------
    has_encoding : bool
        Whether there is an encoding to choose: what comes from the clipboard has been decoded.

    Signals
    -------
    chosen_edited(Chosen)
        The user set something right; what has not been touched is still to be guessed.
    """

    chosen_edited = Signal(object)

    def __init__(self, *, has_encoding: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = Chosen()
        self.delimiter = ChoiceField("Between cells", tuple(DELIMITERS.items()))
        self.decimal = ChoiceField("Decimal mark", ((_NO, "Point 1.5"), (_YES, "Comma 1,5")))
        self.header = ChoiceField("First row", ((_YES, "Names of columns"), (_NO, "Data")))
        self.encoding = ChoiceField("Encoding", tuple(ENCODINGS.items()))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setHorizontalSpacing(10)
        fields = [self.delimiter, self.decimal, self.header, *([self.encoding] if has_encoding else [])]
        for column, field in enumerate(fields):
            name = label(field.accessibleName(), "small")
            name.setBuddy(field)
            grid.addWidget(name, 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 1)
        self.delimiter.choice_edited.connect(self._on_delimiter_edited)
        self.decimal.choice_edited.connect(self._on_decimal_edited)
        self.header.choice_edited.connect(self._on_header_edited)
        self.encoding.choice_edited.connect(self._on_encoding_edited)

    def show_dialect(self, dialect: Dialect) -> None:
        """Show how the table is read."""
        self.delimiter.show_choice(dialect.delimiter)
        self.decimal.show_choice(_YES if dialect.decimal_comma else _NO)
        self.header.show_choice(_YES if dialect.has_header else _NO)
        self.encoding.show_choice(dialect.encoding)

    def _choose(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self.chosen_edited.emit(chosen)

    def _on_delimiter_edited(self, key: str) -> None:
        self._choose(replace(self._chosen, delimiter=key))

    def _on_decimal_edited(self, key: str) -> None:
        self._choose(replace(self._chosen, decimal_comma=key == _YES))

    def _on_header_edited(self, key: str) -> None:
        self._choose(replace(self._chosen, has_header=key == _YES))

    def _on_encoding_edited(self, key: str) -> None:
        self._choose(replace(self._chosen, encoding=key))
