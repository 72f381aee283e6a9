from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.form import Form, align
from tests.ui.fields.hands import put_on_screen


def test_forms_below_one_another_have_one_column_of_labels(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    short, long = Form(), Form()
    fields = [QLineEdit() for _ in range(4)]
    short.add_row("A", fields[0])
    long.add_row("A much longer name", fields[1])
    long.add_below(fields[2])
    box = QCheckBox("box")
    long.add_pair(box, fields[3])
    column.addLayout(short)
    column.addLayout(long)
    align(short, long)
    put_on_screen(qtbot, window)
    assert len({field.x() for field in fields}) == 1
    assert box.x() < fields[3].x()


def test_what_is_wide_takes_both_columns(qtbot: QtBot) -> None:
    window = QWidget()
    form = Form()
    window.setLayout(form)
    wide, field = QLineEdit(), QLineEdit()
    form.add_wide(wide)
    form.add_row("Name", field)
    put_on_screen(qtbot, window)
    assert wide.x() < field.x()
    assert wide.geometry().right() == field.geometry().right()
