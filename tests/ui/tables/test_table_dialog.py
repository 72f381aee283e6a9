import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from nnviz.data.tables.guess import guess_table
from nnviz.data.tables.reading import TableReading
from nnviz.data.tables.source import TableSource, read_head, table_file, table_text
from nnviz.experiment.own_source import OwnSource
from nnviz.session.frame_gate import FrameGate
from nnviz.ui.tables.table_dialog import TableDialog
from nnviz.ui.theme import light
from tests.conftest import run_deferred_deletes
from tests.ui.fields.hands import Heard, choose, click

FLOWERS = "length,width,kind,shop\n5.1,3.5,0,east\n4.9,x,0,west\n7.0,3.2,1,east\n6.4,3.2,1,\n6.3,3,1,west\n"

OpenDialog = Callable[[TableSource | str], TableDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot) -> Iterator[OpenDialog]:
    dialogs: list[TableDialog] = []

    def open_one(source: TableSource | str) -> TableDialog:
        source = table_text(source, "Flowers") if isinstance(source, str) else source
        head = read_head(source)
        dialog = TableDialog(head, guess_table(head), FrameGate(), light())
        dialogs.append(dialog)
        dialog.open()
        qtbot.waitExposed(dialog)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    yield open_one
    for dialog in dialogs:
        if isValid(dialog):
            dialog.reject()
    run_deferred_deletes()


@pytest.fixture
def dialog(qtbot: QtBot, open_dialog: OpenDialog) -> TableDialog:
    """One that has read its table."""
    dialog = open_dialog(FLOWERS)
    read(qtbot, dialog)
    return dialog


def read(qtbot: QtBot, dialog: TableDialog) -> None:
    qtbot.waitUntil(dialog.progress.isHidden)


def test_it_shows_what_was_understood_and_reads_all_of_it(dialog: TableDialog):
    assert dialog.windowTitle() == "Points from Flowers"
    assert [field.currentText() for field in dialog.preview.fields] == ["Feature", "Feature", "Feature", "Label"]
    assert dialog.dialect.delimiter.currentText() == "Comma"
    assert dialog.dialect.decimal.currentText() == "Point 1.5"
    assert dialog.dialect.header.currentText() == "Names of columns"
    assert not dialog.dialect.encoding.isVisible()  # text from the clipboard has been decoded
    assert dialog.summary.text() == "3 points of 2 classes: east 2, west 1"
    assert dialog.problem.text() == (
        "2 rows left out: 1 with something that is no number (line 3), 1 without a label (line 5)"
    )
    assert dialog.ok.isEnabled()


def test_rows_left_out_are_counted_with_their_reasons(qtbot: QtBot, dialog: TableDialog):
    choose(qtbot, dialog.preview.fields[2], "label")
    read(qtbot, dialog)
    assert dialog.summary.text() == "4 points of 2 classes: 0 1, 1 3"
    assert dialog.problem.text() == "1 row left out: 1 with something that is no number (line 3)"
    assert dialog.ok.isEnabled()


def test_ok_gives_the_points(qtbot: QtBot, dialog: TableDialog):
    heard = Heard(dialog.points_accepted)
    choose(qtbot, dialog.preview.fields[2], "label")
    read(qtbot, dialog)
    click(qtbot, dialog.ok)
    (points,) = heard.take()
    assert isinstance(points, OwnSource)
    assert (points.title, points.columns, points.n_points) == ("Flowers", ("length", "width"), 4)


def test_enter_is_ok_and_escape_is_cancel(qtbot: QtBot, open_dialog: OpenDialog):
    for key, n_heard in ((Qt.Key.Key_Return, 1), (Qt.Key.Key_Escape, 0)):
        dialog = open_dialog("x,y,kind\n1,2,A\n3,4,B\n5,6,B\n")
        heard = Heard(dialog.points_accepted)
        read(qtbot, dialog)
        qtbot.keyClick(dialog.preview, key)
        assert not dialog.isVisible()
        assert len(heard.take()) == n_heard


def test_what_cannot_be_used_is_said_and_ok_is_off(qtbot: QtBot, dialog: TableDialog):
    for column in (0, 1):
        choose(qtbot, dialog.preview.fields[column], "neither")
    read(qtbot, dialog)
    assert dialog.problem.text() == "2 to 8 columns must be features, not 1."
    assert not dialog.ok.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    choose(qtbot, dialog.preview.fields[0], "feature")
    choose(qtbot, dialog.preview.fields[3], "neither")
    read(qtbot, dialog)
    assert dialog.problem.text() == "Choose which column is the label: the class of each row."


def test_another_delimiter_shows_another_table(qtbot: QtBot, dialog: TableDialog):
    choose(qtbot, dialog.dialect.delimiter, ";")
    read(qtbot, dialog)
    assert len(dialog.preview.fields) == 1
    assert not dialog.ok.isEnabled()
    choose(qtbot, dialog.dialect.delimiter, ",")
    read(qtbot, dialog)
    assert len(dialog.preview.fields) == 4


def test_parts_stay_while_the_columns_do(qtbot: QtBot, dialog: TableDialog):
    choose(qtbot, dialog.preview.fields[2], "label")
    choose(qtbot, dialog.dialect.header, "no")
    read(qtbot, dialog)
    assert [field.currentText() for field in dialog.preview.fields] == ["Feature", "Feature", "Label", "Not used"]
    assert "line 1" in dialog.problem.text()  # the header, as a row of words


def test_an_encoding_can_be_chosen_for_a_file(qtbot: QtBot, open_dialog: OpenDialog, tmp_path: Path):
    path = tmp_path / "towns.csv"
    path.write_bytes("x;y;town\n1,5;2;Köln\n3,5;4;Bonn\n2,5;3;Bonn\n".encode())
    dialog = open_dialog(table_file(path))
    read(qtbot, dialog)
    assert dialog.dialect.encoding.isVisible()
    assert dialog.summary.text() == "3 points of 2 classes: Bonn 2, Köln 1"
    choose(qtbot, dialog.dialect.encoding, "cp1252")
    read(qtbot, dialog)
    assert dialog.summary.text() == "3 points of 2 classes: Bonn 2, KÃ¶ln 1"
    dialog.dialect.encoding.choice_edited.emit("utf-16")
    assert dialog.problem.text() == "This is not written in UTF-16; choose another encoding."
    assert not dialog.ok.isEnabled()
    choose(qtbot, dialog.dialect.decimal, "no")


def test_a_file_that_goes_away_is_said(qtbot: QtBot, open_dialog: OpenDialog, tmp_path: Path):
    path = tmp_path / "gone.csv"
    path.write_text(FLOWERS)
    dialog = open_dialog(table_file(path))
    read(qtbot, dialog)
    path.unlink()
    choose(qtbot, dialog.preview.fields[2], "label")
    read(qtbot, dialog)
    assert dialog.problem.text() == "This file cannot be read: No such file or directory."
    assert not dialog.ok.isEnabled()


def test_tab_goes_through_everything(qtbot: QtBot, dialog: TableDialog):
    dialog.dialect.delimiter.setFocus()
    fields = dialog.dialect
    chain = [fields.decimal, fields.header, dialog.preview, *dialog.preview.fields, dialog.ok]
    for part in chain:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is part


def test_the_keyboard_brings_far_columns_into_view(qtbot: QtBot, open_dialog: OpenDialog):
    dialog = open_dialog("\n".join(",".join(["1.5"] * 20 + [kind]) for kind in "AB"))
    read(qtbot, dialog)
    last = dialog.preview.fields[-1]
    assert not dialog.preview.viewport().rect().contains(last.geometry())
    last.setFocus()
    assert dialog.preview.viewport().rect().contains(last.geometry().center())


class SlowReading:
    """Lets a reading get no further than its first piece until it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.may_go_on = threading.Event()
        self.n_pieces = 0
        advance = TableReading.advance

        def wait(reading: TableReading) -> None:
            self.n_pieces += 1
            if not self.may_go_on.wait(0.02):
                return
            advance(reading)

        monkeypatch.setattr(TableReading, "advance", wait)


def test_a_long_reading_shows_how_far_it_is(qtbot: QtBot, open_dialog: OpenDialog, monkeypatch: pytest.MonkeyPatch):
    slow = SlowReading(monkeypatch)
    monkeypatch.setattr(TableReading, "share", 0.4)
    dialog = open_dialog("1,2,A\n3,4,B\n5,6,B\n")
    qtbot.waitUntil(lambda: dialog.progress.value() == 40)
    assert dialog.progress.isVisible()
    assert not dialog.ok.isEnabled()
    slow.may_go_on.set()
    read(qtbot, dialog)
    assert dialog.ok.isEnabled()


def test_cancel_leaves_a_long_reading_off(qtbot: QtBot, open_dialog: OpenDialog, monkeypatch: pytest.MonkeyPatch):
    slow = SlowReading(monkeypatch)
    dialog = open_dialog("1,2,A\n3,4,B\n5,6,B\n")
    qtbot.waitUntil(lambda: slow.n_pieces > 1)
    click(qtbot, dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel))
    n_pieces = slow.n_pieces
    qtbot.wait(80)
    assert slow.n_pieces == n_pieces
    assert not isValid(dialog) or not dialog.isVisible()
