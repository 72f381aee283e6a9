import pytest
from pytestqt.qtbot import QtBot

from nnviz.experiment.data_spec import ClusterSpec
from nnviz.experiment.quantity import quantity
from nnviz.ui.fields.matrix_field import MatrixField
from tests.ui.fields.hands import Heard, enter, nothing_said, put_on_screen


@pytest.fixture
def field(qtbot: QtBot) -> MatrixField:
    field = MatrixField(quantity(ClusterSpec, "covariance"))
    put_on_screen(qtbot, field)
    field.show_matrix(((2.0, 0.5), (0.5, 1.0)))
    return field


def texts(field: MatrixField) -> list[list[str]]:
    return [[cell.text() for cell in row] for row in field._fields]


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (0, 0, ((9.0, 0.5), (0.5, 1.0))),
        (0, 1, ((2.0, 9.0), (9.0, 1.0))),
        (1, 0, ((2.0, 9.0), (9.0, 1.0))),
        (1, 1, ((2.0, 0.5), (0.5, 9.0))),
    ],
)
def test_every_cell_can_be_edited_and_the_matrix_stays_symmetric(
    qtbot: QtBot, field: MatrixField, row: int, column: int, expected: tuple[tuple[float, float], ...]
) -> None:
    edits = Heard(field.matrix_edited)
    enter(qtbot, field._fields[row][column], "9")
    assert edits.take() == [expected]
    assert texts(field) == [[f"{number:g}" for number in numbers] for numbers in expected]


def test_to_show_a_matrix_says_nothing(field: MatrixField) -> None:
    heard = Heard(field.matrix_edited, field.refused)
    assert nothing_said(heard, lambda: field.show_matrix(((3.0, -1.0), (-1.0, 4.0))))
    assert texts(field) == [["3", "-1"], ["-1", "4"]]


def test_a_cell_that_cannot_be_is_refused_by_its_own_name(qtbot: QtBot, field: MatrixField) -> None:
    edits, refusals = Heard(field.matrix_edited), Heard(field.refused)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        enter(qtbot, field._fields[row][column], "10001")
    assert edits.take() == []
    assert refusals.take() == [
        f"{name} must be between −10,000 and 10,000, not 10,001"
        for name in ("Variance of x₁", "Covariance of x₁ and x₂", "Covariance of x₁ and x₂", "Variance of x₂")
    ]
    assert texts(field) == [["2", "0.5"], ["0.5", "1"]]
