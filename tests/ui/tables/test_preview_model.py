import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from nnviz.data.tables.guess import guess_table
from nnviz.data.tables.source import read_head, table_text
from nnviz.ui.tables.preview_model import PreviewModel
from nnviz.ui.tables.roles import with_role
from nnviz.ui.theme import light

TEXT = "x,y,kind,note\n1.5, 2 ,A,a\n2.5,x,,b\n3.5,4\n" + "5.5,6,B,c\n" * 9
FOREGROUND = Qt.ItemDataRole.ForegroundRole


@pytest.fixture
def model(qtbot: QtBot) -> PreviewModel:
    del qtbot
    guess = guess_table(read_head(table_text(TEXT, "Table")))
    return PreviewModel(with_role(guess, 2, "label"), light())


def shown(model: PreviewModel, row: int, role: int = Qt.ItemDataRole.DisplayRole) -> list[object]:
    return [model.data(model.index(row, column), role) for column in range(model.columnCount())]


def colors(model: PreviewModel, row: int) -> list[str]:
    return [color.name() for color in shown(model, row, FOREGROUND)]  # type: ignore[attr-defined]


def test_it_is_a_table_as_qt_wants_it(model: PreviewModel, qtmodeltester: ModelTester):
    qtmodeltester.check(model)


def test_the_first_rows_are_shown_below_one_for_the_parts(model: PreviewModel):
    assert (model.rowCount(), model.columnCount()) == (9, 4)
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in range(4)] == ["x", "y", "kind", "note"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert shown(model, 0) == [None] * 4
    assert shown(model, 1) == ["1.5", "2", "A", "a"]
    assert shown(model, 3) == ["3.5", "4", "", ""]


def test_numbers_stand_on_the_right(model: PreviewModel):
    right = [bool(place & Qt.AlignmentFlag.AlignRight) for place in shown(model, 1, Qt.ItemDataRole.TextAlignmentRole)]
    assert right == [True, True, False, False]
    place = model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert place & Qt.AlignmentFlag.AlignRight
    assert model.headerData(0, Qt.Orientation.Horizontal, FOREGROUND) is None


def test_what_keeps_a_row_out_has_the_colour_of_warnings(model: PreviewModel):
    text, muted, warning = light().text, light().muted, light().warning
    assert colors(model, 1) == [text, text, text, muted]
    assert colors(model, 2) == [text, warning, warning, muted]
    assert colors(model, 3) == [warning] * 4


def test_the_label_is_tinted(model: PreviewModel):
    tints = shown(model, 1, Qt.ItemDataRole.BackgroundRole)
    assert [tint is not None for tint in tints] == [False, False, True, False]


def test_other_parts_are_shown_in_place(model: PreviewModel, qtbot: QtBot):
    with qtbot.waitSignal(model.dataChanged):
        model.show_roles(with_role(model.guess, 3, "label"))
    assert colors(model, 1) == [light().text, light().text, light().muted, light().text]
    with qtbot.waitSignal(model.modelReset):
        model.show_guess(guess_table(read_head(table_text("1,2,A\n", "Table"))))
    assert (model.rowCount(), model.columnCount()) == (2, 3)
