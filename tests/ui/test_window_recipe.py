"""Every control of the panels, used in the real window: the recipe and the run follow."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.data_spec import ClusterSpec
from nnviz.experiment.documents import read_document, write_document
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import ArticleStart, NormalStart, TruncatedNormalStart
from nnviz.experiment.presets import preset
from nnviz.experiment.training_spec import AllPointsBatch, InOrderBatch
from nnviz.session.update import RunState
from nnviz.ui import documents
from nnviz.ui.document_dialogs import Unsaved
from nnviz.ui.main_window import MainWindow
from tests.ui.fields.hands import choose, number_of

OpenWindow = Callable[..., MainWindow]


def enter(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    """Type into a field over what is there, and press Enter."""
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def first_cluster(window: MainWindow) -> ClusterSpec:
    return window._session.experiment.data.clusters[0]


def n_points(window: MainWindow) -> int:
    dataset = window._session.latest.dataset
    return dataset.n_points if dataset else 0


def step_of(window: MainWindow) -> int:
    snapshot = window._session.latest.snapshot
    return snapshot.step if snapshot else 0


def shapes(window: MainWindow) -> list[tuple[int, ...]]:
    """Shapes of the weights that are shown; none while a new run is being built."""
    snapshot = window._session.latest.snapshot
    return [matrix.shape for matrix in snapshot.weights] if snapshot else []


def trained(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A window whose run has made some steps."""
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
    return window


def assert_restarted(qtbot: QtBot, window: MainWindow, what: str) -> None:
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "0")
    assert window.toast.isVisible()
    assert window.toast.text() == f"New run from step 0: {what} changed"


def test_every_number_of_a_cluster_can_be_typed(qtbot: QtBot, window: MainWindow) -> None:
    trained(qtbot, window)
    card = window.data_panel._cards[0]
    click(qtbot, card._open)
    enter(qtbot, card._n_points, "80")
    assert_restarted(qtbot, window, "the number of points of A")
    enter(qtbot, card._mean_1, "-1,5")
    enter(qtbot, card._mean_2, "2e-1")
    (first, upper), (lower, second) = card._covariance.matrix._fields
    enter(qtbot, first, "2")
    enter(qtbot, second, "3")
    enter(qtbot, upper, "0.5")
    expected = ClusterSpec(name="A", n_points=80, mean=(-1.5, 0.2), covariance=((2.0, 0.5), (0.5, 3.0)))
    assert first_cluster(window) == expected
    assert lower.text() == "0.5"
    qtbot.waitUntil(lambda: n_points(window) == 200)


def test_renaming_a_cluster_restarts_nothing(qtbot: QtBot, window: MainWindow) -> None:
    trained(qtbot, window)
    enter(qtbot, window.data_panel._cards[1]._name, "Rose")
    assert window._session.experiment.data.clusters[1].name == "Rose"
    qtbot.wait(80)
    assert window.run_bar.step_figure.text == "1"


def test_clusters_are_added_duplicated_and_removed(qtbot: QtBot, window: MainWindow) -> None:
    trained(qtbot, window)
    click(qtbot, window.data_panel._add)
    assert [cluster.name for cluster in window._session.experiment.data.clusters] == ["A", "B", "C", "D"]
    assert_restarted(qtbot, window, "the number of clusters")
    menu = window.data_panel._cards[0]._menu_button.menu()
    by_name = {action.text(): action for action in menu.actions()}
    by_name["Duplicate"].trigger()
    assert len(window._session.experiment.data.clusters) == 5
    by_name["Remove"].trigger()
    assert [cluster.name for cluster in window._session.experiment.data.clusters] == ["B", "C", "D", "E"]
    by_name["Rename"].trigger()
    assert window.data_panel._cards[0]._name.hasFocus()
    qtbot.waitUntil(lambda: shapes(window) == [(2, 4), (4, 4)])


def test_test_share_and_data_seed(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window.data_panel._share._field, "50")
    assert window._session.experiment.data.test_share == 0.5
    slider = window.data_panel._share._slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert window._session.experiment.data.test_share == 0
    qtbot.waitUntil(lambda: window.run_bar.test_accuracy.text == "–")
    enter(qtbot, window.data_panel._seed._field, "4294967295")
    assert window._session.experiment.data.seed == 2**32 - 1
    click(qtbot, window.data_panel._seed._roll)
    assert window._session.experiment.data.seed != 2**32 - 1


def test_the_network_panel(qtbot: QtBot, window: MainWindow) -> None:
    trained(qtbot, window)
    panel = window.network_panel
    rows = panel._layers._rows
    enter(qtbot, rows[0]._field, "7")
    assert_restarted(qtbot, window, "the hidden neurons")
    assert panel._n_parameters.text() == "45 parameters"
    click(qtbot, panel._add)
    enter(qtbot, rows[1]._field, "3")
    qtbot.waitUntil(lambda: shapes(window) == [(2, 7), (7, 3), (3, 3)])
    rows[1]._field.setFocus()
    qtbot.keyClick(rows[1]._field, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shapes(window) == [(2, 3), (3, 7), (7, 3)])
    click(qtbot, rows[0]._remove)
    click(qtbot, rows[0]._remove)
    assert window._session.experiment.network.hidden_layers == ()
    qtbot.waitUntil(lambda: shapes(window) == [(2, 3)])
    start = panel._start
    choose(qtbot, start.start, "truncated-normal")
    enter(qtbot, number_of(start.start, "standard_deviation"), "0.5")
    assert window._session.experiment.network.initial_weights == TruncatedNormalStart(standard_deviation=0.5)
    choose(qtbot, start.start, "article")
    assert window._session.experiment.network.initial_weights == ArticleStart()
    assert not start._seed.isEnabled()
    choose(qtbot, start.start, "normal")
    assert isinstance(window._session.experiment.network.initial_weights, NormalStart)
    enter(qtbot, start._seed._field, "99")
    click(qtbot, start._seed._roll)
    assert window._session.experiment.network.seed != 99


def test_learning_rate_and_penalty_change_in_mid_run(
    qtbot: QtBot, open_window: OpenWindow, endless_experiment: Experiment
) -> None:
    window = open_window(endless_experiment)
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: step_of(window) > 10)
    run = window._session.latest.run
    enter(qtbot, window.training_panel._rate._field, "0.02")
    assert window._session.experiment.training.learning_rate == 0.02
    assert "the learning rate changed" in window.toast.text()
    slider = window.training_panel._penalty._slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert window._session.experiment.training.l2_penalty == 0.0
    step = step_of(window)
    qtbot.waitUntil(lambda: step_of(window) > step)
    assert window._session.latest.run == run
    assert window._session.latest.state is RunState.TRAINING
    qtbot.waitUntil(lambda: window._session.latest.snapshot.penalty == 0.0)


def test_batches_and_the_end(qtbot: QtBot, window: MainWindow) -> None:
    trained(qtbot, window)
    panel = window.training_panel
    assert panel._batch.itemText(0) == "All 135 points"
    assert not panel._batch.numbers.isVisible()
    choose(qtbot, panel._batch, "in-order")
    assert_restarted(qtbot, window, "the batch")
    assert window._session.experiment.training.batch == InOrderBatch(size=100)
    enter(qtbot, number_of(panel._batch, "size"), "20")
    assert window._session.experiment.training.batch == InOrderBatch(size=20)
    choose(qtbot, panel._batch, "all")
    assert window._session.experiment.training.batch == AllPointsBatch()
    enter(qtbot, panel._end, "5")
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window._session.latest.state is RunState.FINISHED)
    assert window.run_bar.step_figure.text == "5"
    enter(qtbot, panel._end, "8")
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "8")


def test_what_cannot_be_is_refused_in_a_sentence(qtbot: QtBot, window: MainWindow) -> None:
    before = window._session.experiment
    enter(qtbot, window.training_panel._rate._field, "0")
    assert window.toast.text() == "Learning rate must be between 1e−5 and 10, not 0"
    assert window.training_panel._rate._field.text() == "0.1"
    enter(qtbot, window.training_panel._end, "5,000")
    assert "whole number" in window.toast.text()
    assert window._session.experiment == before


def test_the_covariance_that_is_none_is_told_of(open_window: OpenWindow) -> None:
    window = open_window(preset("three-clusters"))
    warnings = [card._warning for card in window.data_panel._cards]
    assert [warning.isVisible() for warning in warnings] == [False, False, True]
    assert "+0.75 and −0.75" in warnings[2].text()
    assert "[[0.75, 0], [0, 0.75]]" in warnings[2].text()


def test_undo_and_redo_reach_every_edit(qtbot: QtBot, window: MainWindow) -> None:
    before = window._session.experiment
    assert not window.actions_["undo"].isEnabled()
    enter(qtbot, window.network_panel._layers.rows[0]._field, "9")
    enter(qtbot, window.data_panel._seed._field, "77")
    after = window._session.experiment
    assert window.actions_["undo"].text() == "&Undo change of the data seed"
    window.actions_["undo"].trigger()
    window.actions_["undo"].trigger()
    assert window._session.experiment == before
    assert window.network_panel._layers.rows[0]._field.text() == "4"
    assert not window.isWindowModified()
    window.actions_["redo"].trigger()
    window.actions_["redo"].trigger()
    assert window._session.experiment == after
    assert window.isWindowModified()


def test_a_recipe_is_saved_and_opened_again(
    qtbot: QtBot, window: MainWindow, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.nnviz"
    enter(qtbot, window.data_panel._seed._field, "21")
    monkeypatch.setattr(documents, "ask_file_to_save", lambda *_: path)
    window.actions_["save"].trigger()
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert read_document(path).data.seed == 21
    assert window.windowTitle() == "mine.nnviz[*] — nnviz"
    enter(qtbot, window.data_panel._seed._field, "22")
    assert window.isWindowModified()
    window.actions_["save"].trigger()  # no question the second time
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert read_document(path).data.seed == 22
    other = open_window(preset("two-gaussians"))
    monkeypatch.setattr(documents, "ask_file_to_open", lambda *_: path)
    other.actions_["open"].trigger()
    assert other._session.experiment == window._session.experiment
    qtbot.waitUntil(lambda: other._session.latest.snapshot is not None)
    for one, two in zip(other._session.latest.snapshot.weights, window._session.latest.snapshot.weights, strict=True):
        np.testing.assert_array_equal(one, two)


def test_a_broken_document_changes_nothing(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(documents, "show_problem", lambda _parent, _title, sentence: said.append(sentence))
    before = window._session.experiment
    path = tmp_path / "broken.nnviz"
    path.write_text('{"format": "nnviz-experiment"')
    window.receive_file(path)
    window.receive_file(tmp_path / "absent.nnviz")
    assert len(said) == 2
    assert said[0].startswith("broken.nnviz: line 1")
    assert said[1].startswith("absent.nnviz: cannot be read")
    assert window._session.experiment == before


def test_saving_to_an_unwritable_place_says_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(documents, "show_problem", lambda _parent, _title, sentence: said.append(sentence))
    monkeypatch.setattr(documents, "ask_file_to_save", lambda *_: tmp_path / "nowhere" / "a.nnviz")
    window.actions_["save-as"].trigger()
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["a.nnviz cannot be written: No such file or directory"]
    assert window._session.path is None


@pytest.mark.parametrize("saves", [False, True])
def test_closing_asks_about_unsaved_edits(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    open_window: OpenWindow,
    small_experiment: Experiment,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    saves: bool,
) -> None:
    path = tmp_path / "kept.nnviz"
    write_document(small_experiment, path)
    window = open_window(small_experiment, path)
    enter(qtbot, window.data_panel._seed._field, "1234")
    answers = iter([Unsaved.CANCEL, Unsaved.SAVE if saves else Unsaved.DISCARD])
    monkeypatch.setattr(documents, "ask_about_unsaved", lambda *_: next(answers))
    window.close()
    assert window.isVisible()
    assert read_document(path).data.seed != 1234
    window.close()
    assert not window.isVisible()
    assert (read_document(path).data.seed == 1234) is saves


def test_what_is_typed_counts_without_enter(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "typed.nnviz"
    monkeypatch.setattr(documents, "ask_file_to_save", lambda *_: path)
    field = window.training_panel._rate._field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.5")
    window.actions_["save"].trigger()
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert read_document(path).training.learning_rate == 0.5
    asked: list[str] = []

    def cancel(_parent: QWidget, name: str) -> Unsaved:
        asked.append(name)
        return Unsaved.CANCEL

    monkeypatch.setattr(documents, "ask_about_unsaved", cancel)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.7")
    window.close()
    assert asked == ["typed.nnviz"]
    assert window._session.experiment.training.learning_rate == 0.7


def test_after_enter_space_plays_and_undo_undoes(qtbot: QtBot, window: MainWindow) -> None:
    before = window._session.experiment
    enter(qtbot, window.training_panel._rate._field, "0.5")
    assert not window.training_panel._rate._field.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window._session.experiment == before
    field = window.training_panel._end
    field.setFocus()
    enter(qtbot, window.data_panel._seed._field, "9")
    field.setFocus()  # nothing typed in it: undo is the window's
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window._session.experiment == before
    window._center.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window._session.latest.state is RunState.FINISHED)


def test_without_test_points_those_that_are_learned_from_are_shown(qtbot: QtBot, window: MainWindow) -> None:
    views = window.views
    assert views is not None
    enter(qtbot, window.data_panel._share._field, "0")
    qtbot.waitUntil(views.canvas.chips["training"].isChecked)
    assert not views.canvas.chips["test"].isEnabled()
    assert not views.canvas.chips["mistakes"].isEnabled()
    enter(qtbot, window.data_panel._share._field, "20")
    qtbot.waitUntil(views.canvas.chips["test"].isEnabled)


def test_a_finished_run_says_how_a_later_edit_counts(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window._session.latest.state is RunState.FINISHED)
    enter(qtbot, window.training_panel._rate._field, "0.5")
    assert window.toast.text().startswith("From the next step on: the learning rate changed")
    enter(qtbot, window.training_panel._end, "70")
    assert window.toast.text() == "The run now ends at step 70"


def test_many_points_become_shading_and_it_is_said(qtbot: QtBot, window: MainWindow) -> None:
    views = window.views
    assert views is not None
    for card in window.data_panel._cards:
        enter(qtbot, card._n_points, "20000")
    enter(qtbot, window.data_panel._share._field, "50")
    qtbot.waitUntil(lambda: n_points(window) == 60_000)
    note = "30,000 test points: shading shows how many; 1,500 of them drawn, mistakes ringed among those"
    qtbot.waitUntil(lambda: views.canvas._note.text() == note)
    assert views.canvas._note.isVisible()
    assert len(views.canvas.canvas.points._marks["test"].labels) == 1_500
