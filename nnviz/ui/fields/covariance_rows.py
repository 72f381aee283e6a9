"""Rows of a form for a covariance, in the coordinates the user likes best."""

from PySide6.QtCore import QObject, Signal

from nnviz.data.covariance import Covariance, Matrix
from nnviz.experiment.coordinates import COORDINATES, MATRIX
from nnviz.experiment.quantity import Quantity
from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.fields.form import Form, label
from nnviz.ui.fields.keyboard import tab_behind
from nnviz.ui.fields.matrix_field import MatrixField
from nnviz.ui.fields.triple_rows import TripleRows

_CHOICE_HELP = "How the covariances of all clusters are written"
_DRAWN_FROM = "Of the matrix the points are drawn from. Typing here makes it the cluster's own."


class CovarianceRows(QObject):
    """A list of ways to write a covariance, and the numbers of the way that is chosen.

    Where the matrix is no covariance, the other ways show the one that the points are drawn from, and say so.

    Signals
    -------
    matrix_edited(Matrix)
        The user typed a matrix, which may be no covariance.
    covariance_edited(Matrix)
        The user typed other numbers; they always make a covariance.
    coordinates_edited(str)
        The user chose another way to write it.
    refused(str)
        Why what was typed cannot be.
    """

    matrix_edited = Signal(object)
    covariance_edited = Signal(object)
    coordinates_edited = Signal(str)
    refused = Signal(str)

    def __init__(self, quantity: Quantity, form: Form, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        self._matrix: Matrix | None = None
        self._examined: Covariance | None = None
        self._key = MATRIX
        ways = ((MATRIX, "Matrix"), *((key, way.title) for key, way in COORDINATES.items()))
        self.choice = ChoiceField("How covariances are written", ways)
        self.choice.setToolTip(_CHOICE_HELP)
        form.add_row("Covariance", self.choice)
        self.note = label(_DRAWN_FROM, "small")
        self.note.setWordWrap(True)
        form.add_wide(self.note)
        self.matrix = MatrixField(quantity)
        form.add_below(self.matrix)
        self._triples: dict[str, TripleRows] = {}
        self.choice.choice_edited.connect(self._on_choice_edited)
        self.matrix.matrix_edited.connect(self.matrix_edited)
        self.matrix.refused.connect(self.refused)
        self.choice.show_choice(MATRIX)
        self.note.hide()

    def show_covariance(self, matrix: Matrix, examined: Covariance) -> None:
        """Show this matrix, and what it is worth."""
        self._matrix, self._examined = matrix, examined
        self.matrix.show_matrix(matrix)
        for triple in self._triples.values():
            triple.show_matrix(examined.drawn_from)
        self.note.setVisible(self._key != MATRIX and not examined.is_valid)

    def show_coordinates(self, key: str) -> None:
        """Write it this way: as `MATRIX`, or by a key of `COORDINATES`."""
        self._key = key
        self.choice.show_choice(key)
        self.matrix.setVisible(key == MATRIX)
        if key != MATRIX:
            self.triple(key)
        for other, triple in self._triples.items():
            triple.set_visible(other == key)
        self.note.setVisible(key != MATRIX and self._examined is not None and not self._examined.is_valid)

    def triple(self, key: str) -> TripleRows:
        """The rows of one way, made when they are first wanted: most people only ever want one."""
        if key not in self._triples:
            made = self._triples[key] = TripleRows(COORDINATES[key], self._form, self)
            made.matrix_edited.connect(self._on_covariance_edited)
            made.refused.connect(self.refused)
            if self._examined is not None:
                made.show_matrix(self._examined.drawn_from)
            for before, field in zip((self.choice, *made.fields), made.fields, strict=False):
                tab_behind(before, field)
        return self._triples[key]

    def _on_choice_edited(self, key: str) -> None:
        if key != self._key:
            self.coordinates_edited.emit(key)

    def _on_covariance_edited(self, matrix: Matrix) -> None:
        if matrix != self._matrix:  # another angle of a circle is none
            self.covariance_edited.emit(matrix)
