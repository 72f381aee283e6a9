import pytest
from PySide6.QtCore import QModelIndex, Qt

from nnviz.ui.panels.layer_table import LayerTable
from tests.ui.fields.hands import Heard

pytestmark = pytest.mark.usefixtures("qapp")

WEIGHTS = ((0.1, -2.0, 3.0), (1 / 3, 5.0, 6e-7))
BIASES = (7.0, 8.0, 9.0)


@pytest.fixture
def table() -> LayerTable:
    return LayerTable(WEIGHTS, BIASES, ["x₁", "x₂"], ["h₁", "h₂", "h₃"])


def cell(table: LayerTable, row: int, column: int) -> str:
    return table.data(table.index(row, column))


def test_it_has_a_row_for_each_input_and_one_for_the_biases(table: LayerTable) -> None:
    assert (table.rowCount(), table.columnCount()) == (3, 3)
    assert (table.rowCount(table.index(0, 0)), table.columnCount(table.index(0, 0))) == (0, 0)
    assert [table.headerData(row, Qt.Orientation.Vertical) for row in range(3)] == ["x₁", "x₂", "bias"]
    assert [table.headerData(column, Qt.Orientation.Horizontal) for column in range(3)] == ["h₁", "h₂", "h₃"]
    assert table.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.FontRole) is None


def test_numbers_are_short_to_read_and_whole_to_edit(table: LayerTable) -> None:
    assert cell(table, 0, 1) == "−2"
    assert cell(table, 1, 0) == "0.33333"
    assert table.data(table.index(1, 0), Qt.ItemDataRole.EditRole) == "0.3333333333"
    assert table.data(table.index(0, 1), Qt.ItemDataRole.AccessibleTextRole) == "x₁ to h₂: -2"
    assert table.data(table.index(0, 0), Qt.ItemDataRole.FontRole) is None
    assert table.flags(table.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_what_is_not_touched_keeps_every_digit(table: LayerTable) -> None:
    assert not table.setData(table.index(1, 0), "0.3333333333")
    assert table.weights == WEIGHTS
    assert table.biases == BIASES
    assert not table.setData(table.index(1, 0), "5", Qt.ItemDataRole.DisplayRole)


@pytest.mark.parametrize(("text", "number"), [("1,5", 1.5), ("-1e-3", -0.001), ("−2", -2.0), (" 4 ", 4.0)])
def test_a_number_is_typed_in_any_locale(table: LayerTable, text: str, number: float) -> None:
    changes = Heard(table.dataChanged)
    assert table.setData(table.index(2, 1), text)
    assert table.biases == (7.0, number, 9.0)
    assert len(changes.said) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Given weights must be numbers, not “”"),
        ("abc", "Given weights must be numbers, not “abc”"),
        ("1\t2", "Given weights must be numbers, not “1 2”"),
        ("2000000", "Given weights must be between −1,000,000 and 1,000,000, not 2,000,000"),
    ],
)
def test_what_cannot_be_is_refused(table: LayerTable, text: str, sentence: str) -> None:
    refusals = Heard(table.refused)
    assert not table.setData(table.index(0, 0), text)
    assert refusals.take() == [sentence]
    assert table.weights == WEIGHTS


def test_a_rectangle_is_pasted(table: LayerTable) -> None:
    assert table.paste(1, 1, "10\t11,5\r\n-12\t13\r\n")
    assert table.weights == (WEIGHTS[0], (1 / 3, 10.0, 11.5))
    assert table.biases == (7.0, -12.0, 13.0)


def test_what_is_copied_can_be_pasted_to_the_last_digit(table: LayerTable) -> None:
    text = table.text(0, 0, 2, 2)
    other = LayerTable(((0.0,) * 3,) * 2, (0.0,) * 3, ["x₁", "x₂"], ["h₁", "h₂", "h₃"])
    assert other.paste(0, 0, text)
    assert (other.weights, other.biases) == (WEIGHTS, BIASES)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1\t2\n3\tx", "Given weights must be numbers, not “x”"),
        ("1\t\n3\t4", "Given weights must be numbers, not “”"),
        ("1\t2\t3", "What was pasted has 1 rows and 3 columns; from this number on there is room for 2 and 2"),
        ("1\n2\n3", "What was pasted has 3 rows and 1 columns; from this number on there is room for 2 and 2"),
        ("", "Given weights must be numbers, not “”"),
    ],
)
def test_what_does_not_fit_is_refused_whole(table: LayerTable, text: str, sentence: str) -> None:
    refusals = Heard(table.refused)
    assert not table.paste(1, 1, text)
    assert refusals.take() == [sentence]
    assert (table.weights, table.biases) == (WEIGHTS, BIASES)


def test_nothing_stands_below_a_cell(table: LayerTable) -> None:
    assert table.rowCount(QModelIndex()) == 3
