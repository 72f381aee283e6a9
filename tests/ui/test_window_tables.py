"""Tables on their way into the real window: from a file, dropped, pasted, as an example, or refused."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.documents import read_document, write_document
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import GivenStart
from nnviz.experiment.own_source import OwnSource
from nnviz.ui import main_window, point_export
from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.main_window import MainWindow
from nnviz.ui.tables import own_points
from nnviz.ui.tables.table_dialog import TableDialog
from tests.ui.fields.hands import choose, click
from tests.ui.keyboard import press, tab_to, take_keyboard
from tests.ui.tables.test_file_drop import drop, mime_of

OpenWindow = Callable[..., MainWindow]

FLOWERS = "length,width,kind\n" + "5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,virginica\n6.4,x,virginica\n" * 5
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS)
    return path


@pytest.fixture
def problems(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said in a box of its own."""
    said: list[str] = []
    monkeypatch.setattr(own_points, "show_problem", lambda *words: said.append(words[-1]))
    return said


def dialog_of(qtbot: QtBot, window: MainWindow) -> TableDialog:
    """The preview, once it has read its table."""
    qtbot.waitUntil(lambda: window.findChild(TableDialog) is not None)  # scikit-learn is slow to load
    dialog = window.findChild(TableDialog)
    qtbot.waitExposed(dialog)
    qtbot.waitUntil(dialog.progress.isHidden)
    return dialog


def accept(qtbot: QtBot, window: MainWindow) -> None:
    click(qtbot, dialog_of(qtbot, window).ok)


def source_of(window: MainWindow) -> object:
    return window.session.experiment.data.source


def shown_points(window: MainWindow) -> int:
    dataset = window.session.latest.dataset
    return dataset.n_points if dataset is not None else 0


def take_in(qtbot: QtBot, window: MainWindow, table: Path) -> OwnSource:
    drop(window, mime_of(table.as_uri()))
    accept(qtbot, window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: shown_points(window) == 15)
    source = source_of(window)
    assert isinstance(source, OwnSource)
    return source


def test_a_table_is_opened_from_the_menu(
    qtbot: QtBot, window: MainWindow, table: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(own_points, "ask_table_to_open", lambda *_: table)
    network = window.session.experiment.network
    window.actions_["open-table"].trigger()
    accept(qtbot, window)
    qtbot.waitUntil(lambda: shown_points(window) == 15)
    data = window.session.experiment.data
    assert isinstance(data.source, OwnSource)
    assert (data.source.title, data.class_names, data.clusters) == ("flowers", ("setosa", "virginica"), ())
    assert window.session.experiment.network == network
    assert window.toast.text() == "flowers: 15 points of 2 classes"
    assert window.session.undo_texts[0] == "the points"


def test_changing_ones_mind_changes_nothing(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    before = window.session.experiment
    monkeypatch.setattr(own_points, "ask_table_to_open", lambda *_: None)
    window.actions_["open-table"].trigger()
    assert window.findChild(TableDialog) is None
    assert window.session.experiment is before


def test_a_file_is_dropped_on_the_canvas(qtbot: QtBot, window: MainWindow, table: Path):
    assert window.views is not None
    for place in (window.views.canvas, window.data_panel, window):
        assert drop(place, mime_of(table.as_uri()))
        dialog = dialog_of(qtbot, window)
        dialog.reject()
        qtbot.waitUntil(lambda: window.findChild(TableDialog) is None)
    take_in(qtbot, window, table)


def test_a_document_that_is_dropped_is_opened(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "other.nnviz"
    write_document(msgspec.structs.replace(small_experiment, name="Other"), path)
    monkeypatch.setattr(main_window.Documents, "may_leave", lambda _: False)
    drop(window, mime_of(path.as_uri()))
    qtbot.wait(20)
    assert window.session.experiment.name == "Small"
    monkeypatch.undo()
    drop(window, mime_of(path.as_uri()))
    qtbot.waitUntil(lambda: window.session.experiment.name == "Other")


def test_copied_rows_are_pasted(qtbot: QtBot, window: MainWindow):
    QGuiApplication.clipboard().setText(FLOWERS.replace(",", "\t"))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_V, CONTROL)
    dialog = dialog_of(qtbot, window)
    assert dialog.dialect.delimiter.currentText() == "Tab"
    assert "5 rows left out" in dialog.problem.text()
    click(qtbot, dialog.ok)
    qtbot.waitUntil(lambda: shown_points(window) == 15)
    assert window.toast.text() == "Pasted points: 15 points of 2 classes"


def test_a_preview_is_set_right_by_keys_alone(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    path = tmp_path / "towns.csv"
    rows = ["length,width,height,kind,town", "5,1,3,0,Köln", "9,1,2,0,Bonn", "7,2,4,1,Köln", "8,2,6,1,Bonn"]
    path.write_text("\n".join(rows), "utf-8")
    QGuiApplication.clipboard().setMimeData(mime_of(path.as_uri()))
    take_keyboard(qtbot, window)
    press(window, Qt.Key.Key_V, CONTROL)
    dialog = dialog_of(qtbot, window)
    take_keyboard(qtbot, dialog)

    def set_right(field: ChoiceField, *keys: Qt.Key) -> tuple[str, str]:
        """What stands in the field then, and what is said of all rows."""
        tab_to(dialog, field)
        for key in keys:
            press(dialog, key)
        qtbot.waitUntil(dialog.progress.isHidden)
        return field.currentText(), (dialog.summary if dialog.ok.isEnabled() else dialog.problem).text()

    up, down, written = Qt.Key.Key_Up, Qt.Key.Key_Down, dialog.dialect
    by_town = "4 points of 2 classes: Bonn 2, Köln 2"
    assert set_right(written.delimiter, up) == ("Semicolon", "2 to 8 columns must be features, not 0.")
    assert set_right(written.delimiter, down) == ("Comma", by_town)
    assert set_right(written.decimal, down) == ("Comma 1,5", by_town)
    assert set_right(written.encoding, down, down) == ("Latin-1", "4 points of 2 classes: Bonn 2, KÃ¶ln 2")
    assert set_right(written.encoding, up, up) == ("UTF-8", by_town)
    assert set_right(written.header, down) == ("Data", by_town)
    assert dialog.problem.text() == "1 row left out: 1 with something that is no number (line 1)"
    assert set_right(written.header, up) == ("Names of columns", by_town)
    assert set_right(dialog.preview.fields[3], down, down) == ("Label", "4 points of 2 classes: 0 2, 1 2")
    assert set_right(dialog.preview.fields[0], down) == ("Not used", "4 points of 2 classes: 0 2, 1 2")
    press(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown_points(window) == 4)
    data = window.session.experiment.data
    assert (data.feature_names, data.class_names) == (("width", "height"), ("0", "1"))


def test_a_copied_file_is_pasted(qtbot: QtBot, window: MainWindow, table: Path):
    QGuiApplication.clipboard().setMimeData(mime_of(table.as_uri()))
    window.actions_["paste-points"].trigger()
    assert dialog_of(qtbot, window).windowTitle() == "Points from flowers"


def test_paste_belongs_to_the_field_a_person_types_in(qtbot: QtBot, window: MainWindow):
    QGuiApplication.clipboard().setText("17")
    field = window.data_panel._seed.findChild(QLineEdit)
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_V, CONTROL)
    assert field.text() == "17"
    assert window.findChild(TableDialog) is None
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.session.experiment.data.seed == 17


def test_what_is_no_table_is_not_pasted(window: MainWindow):
    before = window.session.experiment
    for text in ("", "good morning", "x,y,kind\n", "1,2\n3,4\n"):
        window.toast.say("")
        QGuiApplication.clipboard().setText(text)
        window.actions_["paste-points"].trigger()
        assert window.toast.text().startswith("What was copied cannot be pasted as points: "), text
        assert window.findChild(TableDialog) is None, text
        assert window.session.experiment is before, text


def bad_files(folder: Path) -> dict[Path, str]:
    """Files that cannot be used, each with what is said."""
    contents = {
        "empty.csv": (b"", "there is nothing in it"),
        "header.csv": (b"x,y,kind\n", "there are names of columns in it, but no rows below them"),
        "words.csv": (b"a,b,c\nd,e,f\n", "two columns of numbers and one that says the class are needed; of numbers"),
        "rubbish.bin": (bytes(range(256)), "this is not text, so there is no table in it"),
        "book.xlsx": (b"PK\x03\x04" + bytes(60), "this is a spreadsheet or an archive; save it as CSV first"),
    }
    for name, (data, _) in contents.items():
        (folder / name).write_bytes(data)
    with (folder / "huge.csv").open("wb") as file:
        file.truncate(2**31)
    found = {folder / name: sentence for name, (_, sentence) in contents.items()}
    others = {
        "huge.csv": "this file has 2.0 GB",
        "gone.csv": "this file cannot be read: No such file",
        ".": "this is a",
    }
    return found | {folder / name: sentence for name, sentence in others.items()}


def test_a_bad_file_gets_one_sentence_and_the_recipe_stays(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, problems: list[str]
):
    del qtbot
    before = window.session.experiment
    for path, sentence in bad_files(tmp_path).items():
        problems.clear()
        window._own_points.open(path)
        assert len(problems) == 1
        assert problems[0].startswith(f"{path.name}: {sentence}")
        assert problems[0].endswith(".")
        assert window.findChild(TableDialog) is None
        assert window.session.experiment is before


NOTHING_TO_LEARN = {
    "1,2,A\n3,4,A\n": "All rows are of the class “A”; there must be two classes to tell apart.",
    "1,2,A\n3,4,B\n": "Each class has but one row; choose another label, or add rows to learn a class from.",
    "1,1e308,A\n2,-1e308,B\n": "No row of it can be a point, and 2 are needed; left out: 2 with a number beyond ±1e12",
    "1,nan,A\n2,NaN,B\n": "No row of it can be a point, and 2 are needed; left out: 2 with NaN or infinity",
    "1,inf,A\n2,-Infinity,B\n": "No row of it can be a point, and 2 are needed; left out: 2 with NaN or infinity",
    "1,2,A\n3,4\n5,6,B,C\n": "Only one row of it can be a point, and 2 are needed; left out: 2 with too many",
}


def test_a_table_with_nothing_to_learn_cannot_be_used(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, problems: list[str]
):
    before = window.session.experiment
    path = tmp_path / "one.csv"
    for rows, sentence in NOTHING_TO_LEARN.items():
        path.write_text("x,y,kind\n" + rows)
        window._own_points.open(path)
        dialog = dialog_of(qtbot, window)
        assert not dialog.ok.isEnabled()
        assert dialog.problem.isVisible()
        assert dialog.problem.text().startswith(sentence)
        press(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: window.findChild(TableDialog) is None)
    assert problems == []
    assert window.session.experiment is before


def test_a_table_with_faults_says_what_became_of_them(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    before = window.session.experiment
    path = tmp_path / "faults.csv"
    path.write_text("x,x,kind\n1,2,A\n3,4\n5,nan,B\n6,7,B\n9,8,B,1\n5,1e308,A\n3,9,A\n")
    drop(window, mime_of(path.as_uri()))
    dialog = dialog_of(qtbot, window)
    assert dialog.note.text().endswith("Columns with the same name have got a number behind it.")
    assert dialog.problem.text() == (
        "4 rows left out: 2 with too many or too few cells (first in line 3), 1 with NaN or infinity (line 4), "
        "1 with a number beyond ±1e12 (line 7)"
    )
    path.unlink()
    choose(qtbot, dialog.dialect.header, "no")  # so it is to be read again
    qtbot.waitUntil(dialog.progress.isHidden)
    assert dialog.problem.text() == "This file cannot be read: No such file or directory."
    assert not dialog.ok.isEnabled()
    dialog.reject()
    assert window.session.experiment is before


def test_points_can_be_taken_back_and_saved(qtbot: QtBot, window: MainWindow, table: Path, tmp_path: Path):
    before = window.session.experiment
    source = take_in(qtbot, window, table)
    window.session.save(tmp_path / "mine.nnviz")
    table.unlink()  # the document needs it no more
    assert read_document(tmp_path / "mine.nnviz").data.source == source
    window.actions_["undo"].trigger()
    assert window.session.experiment == before
    window.actions_["redo"].trigger()
    assert source_of(window) == source


def test_the_data_panel_names_them_and_keeps_them(qtbot: QtBot, window: MainWindow, table: Path):
    source = take_in(qtbot, window, table)
    field = window.data_panel._source
    assert field.currentText() == "flowers (15)"
    assert field.numbers.isHidden()
    choose(qtbot, field, "moons")
    qtbot.waitUntil(lambda: shown_points(window) == 1000)
    choose(qtbot, field, "own")
    assert source_of(window) == source
    qtbot.waitUntil(lambda: shown_points(window) == 15)


def test_the_data_panel_asks_for_a_table_where_there_has_been_none(
    qtbot: QtBot, window: MainWindow, table: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(own_points, "ask_table_to_open", lambda *_: table)
    field = window.data_panel._source
    assert field.itemText(field.findData("own")) == "Own table…"
    field.choice_edited.emit("own")
    assert field.currentText() == "Clusters"
    accept(qtbot, window)
    assert field.currentText() == "flowers (15)"


def test_points_that_do_not_go_with_the_rest_are_refused(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment, table: Path
):
    start = GivenStart(weights=(((0.0,) * 3,) * 2,), biases=((0.0,) * 3,))
    network = msgspec.structs.replace(small_experiment.network, hidden_layers=(), initial_weights=start)
    window = open_window(msgspec.structs.replace(small_experiment, network=network))
    before = window.session.experiment
    drop(window, mime_of(table.as_uri()))
    accept(qtbot, window)
    assert "given weights fit a 2-3 network" in window.toast.text()
    assert window.session.experiment is before


def test_points_too_few_for_the_test_share_are_refused(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    data = msgspec.structs.replace(window.session.experiment.data, test_share=0.9)
    window.session.edit(data, "the test share")
    path = tmp_path / "two.csv"
    path.write_text("1,2,A\n3,4,B\n5,6,B\n")
    drop(window, mime_of(path.as_uri()))
    accept(qtbot, window)
    assert "leaves none of 3 points to learn from" in window.toast.text()
    assert window.session.experiment.data == data


def example(window: MainWindow, key: str) -> QAction:
    return window.findChild(QAction, f"example-{key}")


def test_an_example_of_scikit_learn(qtbot: QtBot, window: MainWindow):
    example(window, "iris").trigger()
    assert window.toast.text() == "Loading Iris from scikit-learn…"
    example(window, "wine").trigger()  # one after another
    accept(qtbot, window)
    qtbot.waitUntil(lambda: shown_points(window) == 150)
    assert window.session.experiment.data.class_names == ("setosa", "versicolor", "virginica")
    assert window.session.experiment.layer_sizes[0] == 4


def test_digits_say_on_the_axes_what_they_are(qtbot: QtBot, window: MainWindow):
    example(window, "digits").trigger()
    accept(qtbot, window)
    names = window.session.experiment.data.feature_names
    assert names == ("component 1 (15 % of the variance)", "component 2 (14 % of the variance)")


def test_an_example_that_cannot_be_loaded(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    def fail(key: str) -> None:
        raise ImportError(f"no {key}")

    monkeypatch.setattr("nnviz.data.tables.examples.load_example", fail)
    example(window, "wine").trigger()
    qtbot.waitUntil(lambda: window.toast.text() == "The example cannot be loaded: no wine")


def test_closing_the_window_leaves_a_preview_off(qtbot: QtBot, window: MainWindow, table: Path):
    drop(window, mime_of(table.as_uri()))
    dialog = dialog_of(qtbot, window)
    window.close()
    assert window.run_has_ended
    assert not isinstance(dialog, QWidget) or not dialog.isVisible()


def test_a_second_table_waits_until_the_first_is_done_with(qtbot: QtBot, window: MainWindow, table: Path):
    drop(window, mime_of(table.as_uri()))
    dialog = dialog_of(qtbot, window)
    window._own_points.open(table)
    QGuiApplication.clipboard().setText(FLOWERS)
    window._own_points.paste()
    assert window.toast.text().startswith("Another table is being looked at")
    assert window.findChildren(TableDialog) == [dialog]
    click(qtbot, dialog.ok)
    qtbot.waitUntil(lambda: shown_points(window) == 15)
    take_in(qtbot, window, table)


def test_names_come_back_as_they_were_exported(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    names = ("=1+1", "'@home", "plain")
    data = window.session.experiment.data
    clusters = tuple(
        msgspec.structs.replace(cluster, name=name) for cluster, name in zip(data.clusters, names, strict=True)
    )
    window.session.edit(msgspec.structs.replace(data, clusters=clusters), "the names")
    qtbot.waitUntil(
        lambda: window.session.latest.dataset is not None and window.session.latest.dataset.class_names == names
    )
    path = tmp_path / "points.csv"
    monkeypatch.setattr(point_export, "ask_table_to_save", lambda *_: path)
    window.actions_["export-points"].trigger()
    qtbot.waitUntil(lambda: path.exists() and "written" in window.toast.text())
    assert "'=1+1" in path.read_text("utf-8-sig")
    window._own_points.open(path)
    accept(qtbot, window)
    assert sorted(window.session.experiment.data.class_names) == sorted(names)
