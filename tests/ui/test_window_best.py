"""The best that is possible, in the real window: switched on, followed, said."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from nnviz.data import bayes
from nnviz.data.bayes import Mixture
from nnviz.experiment.cluster_ellipse import ellipse_of
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import preset
from nnviz.session.ceiling import Search
from nnviz.ui import best_possible
from nnviz.ui.fields.chip_row import ChipRow
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.border_item import BorderItem
from nnviz.ui.plots.ceiling_line import CeilingLine
from tests.ui.plots.test_cluster_editor import mouse, pixels
from tests.ui.test_window_clusters import canvas_of
from tests.ui.test_window_shapes import pick

OpenWindow = Callable[[Experiment], MainWindow]


def ceiling_of(window: MainWindow) -> CeilingLine:
    assert window.views is not None
    return window.views.accuracy.ceiling


def borders_of(window: MainWindow) -> BorderItem:
    return canvas_of(window)._borders


def chip_of(window: MainWindow) -> QToolButton:
    assert window.views is not None
    action = window.actions_["best-possible"]
    return next(chip for chip in window.views.canvas.findChildren(QToolButton) if chip.defaultAction() is action)


def switch_on(window: MainWindow, qtbot: QtBot) -> float:
    """Choose it; the number that is said."""
    chip_of(window).click()
    return said(window, qtbot)


def said(window: MainWindow, qtbot: QtBot) -> float:
    qtbot.waitUntil(lambda: ceiling_of(window).level is not None)
    found = re.fullmatch(r"best possible (\d+\.\d) %", ceiling_of(window).text)
    assert found
    assert float(found[1]) == pytest.approx(ceiling_of(window).level, abs=0.051)
    return float(found[1])


def borders(window: MainWindow) -> list[tuple[float, float]]:
    """Through which places the painted borders go."""
    canvas_of(window).grab()
    return [place.toTuple() for line in borders_of(window)._lines for place in line]


def test_for_the_article_it_says_about_96_7_percent(open_window: OpenWindow, qtbot: QtBot):
    window = open_window(preset("three-clusters"))
    assert ceiling_of(window).text == ""
    assert borders_of(window)._mixture is None
    assert switch_on(window, qtbot) == pytest.approx(96.7, abs=0.051)
    assert ceiling_of(window).name.isVisible()
    right, up = np.ptp(borders(window), axis=0)
    assert right > 5.0
    assert up > 3.0
    assert "no network" in ceiling_of(window).name.toolTip()


def test_chip_menu_and_shortcut_are_one_switch(window: MainWindow, qtbot: QtBot):
    chip, action = chip_of(window), window.actions_["best-possible"]
    assert chip.text() == "Best possible"
    assert chip.toolTip() == action.toolTip() == "Show the border and the accuracy of the best classifier there can be"
    switch_on(window, qtbot)
    assert action.isChecked()
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not chip.isChecked()
    assert ceiling_of(window).text == ""
    assert borders_of(window)._mixture is None
    action.trigger()
    assert chip.isChecked()
    said(window, qtbot)


def test_switched_on_before_the_views_are_there_it_is_shown_by_them(qtbot: QtBot, open_window: OpenWindow):
    """Nothing can be painted before; what was asked counts when they come."""
    window = open_window(preset("two-gaussians"))
    views, window._best_possible = window._best_possible, None
    window.actions_["best-possible"].trigger()
    assert ceiling_of(window).text == ""
    window._best_possible = views
    assert views is not None
    views.show_best()
    said(window, qtbot)


def test_a_shape_has_no_best_and_says_why(open_window: OpenWindow, qtbot: QtBot):
    window = open_window(preset("moons"))
    chip = chip_of(window)
    assert not chip.isEnabled()
    assert "Only for clusters" in chip.toolTip()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.toast.text().startswith("The best possible is known for clusters alone")
    assert "Choose “Clusters” under Data" in window.toast.text()
    assert not window.actions_["best-possible"].isChecked()
    pick(window.data_panel._source, "clusters")
    assert chip.isEnabled()
    assert "Only for clusters" not in chip.toolTip()
    switch_on(window, qtbot)
    pick(window.data_panel._source, "moons")
    assert not chip.isEnabled()
    assert ceiling_of(window).text == ""
    assert borders_of(window)._mixture is None
    pick(window.data_panel._source, "clusters")
    said(window, qtbot)


def test_a_dragged_cluster_takes_border_and_number_along(window: MainWindow, qtbot: QtBot):
    before = switch_on(window, qtbot)
    canvas = canvas_of(window)
    assert painted_right(window)
    start, end = pixels(canvas, 0.0, 0.0), pixels(canvas, 0.0, 2.5)
    mouse(canvas, QEvent.Type.MouseButtonPress, start)
    for part in range(1, 6):  # the hand is still on the cluster
        height = window.session.experiment.data.clusters[0].mean[1]
        mouse(canvas, QEvent.Type.MouseMove, start + (end - start) * part / 5)
        qtbot.waitUntil(lambda: window.session.experiment.data.clusters[0].mean[1] > height + 0.2)  # noqa: B023
        assert painted_right(window)
    mouse(canvas, QEvent.Type.MouseButtonRelease, end)
    qtbot.waitUntil(lambda: not canvas.editor.is_dragging)
    qtbot.waitUntil(lambda: ceiling_of(window).level not in {None, before} and said(window, qtbot) < before - 1.0)
    window.actions_["undo"].trigger()
    assert painted_right(window)
    qtbot.waitUntil(lambda: ceiling_of(window).level is not None and said(window, qtbot) == before)


def painted_right(window: MainWindow) -> bool:
    """Whether the painted borders lie where two clusters of the recipe are as good as one another."""
    clusters = window.session.experiment.data.clusters
    mixture = Mixture(tuple(map(ellipse_of, clusters)), tuple(cluster.n_points for cluster in clusters))
    ranked = np.sort(mixture.log_joint(np.array(borders(window))), axis=1)
    return len(ranked) > 100 and float((ranked[:, -1] - ranked[:, -2]).max()) < 0.1


def test_what_changes_no_point_computes_nothing_again(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    switch_on(window, qtbot)
    asked: list[object] = []
    monkeypatch.setattr(window.session.ceiling, "ask", asked.append)
    window.training_panel.training_edited.emit(window.session.experiment.training, "nothing")
    card = window.data_panel._cards[0]
    card._n_points.number_edited.emit(60.0)
    window.actions_["step"].trigger()
    qtbot.wait(50)
    assert asked == []
    card._n_points.number_edited.emit(90.0)  # another share of the points is another problem
    assert len(asked) == 1


def test_the_number_stays_a_moment_and_then_it_says_that_it_computes(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    switch_on(window, qtbot)
    monkeypatch.setattr(Search, "take", lambda _self: None)
    text = ceiling_of(window).text
    window.data_panel._cards[0]._n_points.number_edited.emit(90.0)
    assert ceiling_of(window).text == text
    qtbot.waitUntil(lambda: ceiling_of(window).text == "best possible: computing…")
    assert ceiling_of(window).level is None


def test_before_the_first_number_it_says_that_it_computes_and_what_went_wrong(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(best_possible, "_FLICKER", 60.0)
    monkeypatch.setattr(bayes, "estimate_best_accuracy", lambda *_: 1 / 0)
    window.actions_["best-possible"].trigger()
    assert ceiling_of(window).text == "best possible: computing…"
    qtbot.waitUntil(lambda: "computed" in ceiling_of(window).text)
    assert ceiling_of(window).text == "best possible: cannot be computed: division by zero"
    assert ceiling_of(window).level is None


def test_closing_while_it_computes_leaves_no_thread(
    open_window: OpenWindow, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
):
    monkeypatch.setattr(bayes, "LARGEST_ERROR", 0.0)  # it would go on for ever
    window = open_window(small_experiment)
    window.actions_["best-possible"].trigger()
    qtbot.waitUntil(lambda: window.session.ceiling._thread is not None)
    thread = window.session.ceiling._thread
    assert thread is not None
    assert thread.isRunning()
    window.close()
    assert window.run_has_ended
    assert thread.isFinished()


def test_every_chip_is_whole_or_in_the_menu(window: MainWindow, qtbot: QtBot):
    assert window.views is not None
    card = window.views.canvas
    everything = {"Test", "Training", "Mistakes", "Right or wrong", "Clusters", "Best possible"}

    def reachable() -> set[str]:
        chips = [chip for chip in card.chip_row.findChildren(QToolButton) if chip.isVisible()]
        whole = {chip.text() for chip in chips if is_whole(chip)}
        if "More" not in whole:
            return whole
        card.chip_row._menu.aboutToShow.emit()
        return whole - {"More"} | {entry.text() for entry in card.chip_row._menu.actions()}

    def is_whole(chip: QToolButton) -> bool:
        left, right = (chip.mapTo(card, QPoint(x, 0)).x() for x in (0, chip.width()))
        return left >= 0 and right <= card.width() and chip.width() >= chip.sizeHint().width()

    for size in (QSize(1024, 700), QSize(1440, 900), QSize(2200, 1000)):
        window.resize(size)
        qtbot.waitUntil(lambda: reachable() >= everything)
        assert is_whole(card.region_button), size
        assert window.size() == size


def test_in_the_menu_it_is_switched_on(window: MainWindow, qtbot: QtBot):
    assert window.views is not None
    row = window.views.canvas.chip_row
    qtbot.waitUntil(row.more.isVisible)
    row._menu.aboutToShow.emit()
    entry = entry_of(row)
    assert not entry.isChecked()
    entry.trigger()
    assert window.actions_["best-possible"].isChecked()
    said(window, qtbot)
    row._menu.aboutToShow.emit()
    assert entry_of(row).isChecked()


def entry_of(row: ChipRow) -> QAction:
    return next(entry for entry in row._menu.actions() if entry.text() == "Best possible")
