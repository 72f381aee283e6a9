"""Shapes in the real window: chosen, changed, trained, undone."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.core.arrays import FloatArray
from nnviz.data.dataset import Dataset
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.presets import preset
from nnviz.experiment.source_spec import ClustersSource, SpiralsSource, XorSource
from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.main_window import MainWindow
from nnviz.ui.panels.data_panel import SOURCES
from tests.ui.fields.hands import enter


def pick(field: ChoiceField, key: str) -> None:
    """What Qt does when an entry of the open list is clicked (offscreen no list can open)."""
    index = field.findData(key)
    field.setCurrentIndex(index)
    field.activated.emit(index)


def kinds() -> list[str]:
    """All but a person's own points: those are asked for in a dialog."""
    return [str(kind.__struct_config__.tag) for kind in SOURCES if kind is not OwnSource]


def test_a_shape_is_chosen_trained_and_taken_back(window: MainWindow, qtbot: QtBot):
    before = window.session.experiment
    for key in kinds()[1:]:
        pick(window.data_panel._source, key)
        data = window.session.experiment.data
        assert data.source.__struct_config__.tag == key
        assert data.clusters == (), key
        assert not window.data_panel._add.isVisible(), key
        assert window.data_panel._source.numbers.isVisible(), key
        assert drawn(window, qtbot).n_points > 200, key
        qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "0")
        window.actions_["step"].trigger()
        qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
        window.actions_["undo"].trigger()
        assert window.session.experiment == before, key
        assert window.data_panel._add.isVisible(), key


def test_back_to_clusters_brings_those_there_were(window: MainWindow):
    before = window.session.experiment.data
    pick(window.data_panel._source, "moons")
    pick(window.data_panel._source, "clusters")
    assert window.session.experiment.data == before


def test_the_numbers_of_a_shape_are_typed(open_window: Callable[[Experiment], MainWindow], qtbot: QtBot):
    window = open_window(preset("spirals"))
    numbers = window.data_panel._source.numbers
    enter(qtbot, numbers.field(SpiralsSource, "arms"), "3")
    enter(qtbot, numbers.field(SpiralsSource, "noise"), "0.4")
    enter(qtbot, numbers.field(SpiralsSource, "n_points"), "600")
    assert window.session.experiment.data.source == SpiralsSource(arms=3, noise=0.4, n_points=600)
    assert window.session.experiment.layer_sizes[-1] == 3
    qtbot.waitUntil(lambda: window.session.latest.dataset is not None and window.session.latest.dataset.n_classes == 3)
    pick(window.data_panel._source, "xor")
    assert window.session.experiment.data.source == XorSource(n_points=600, noise=0.4)


NUMBERS = {
    "xor": {"n_points": 400, "noise": 0.3},
    "circles": {"n_points": 400, "noise": 0.3},
    "moons": {"n_points": 400, "noise": 0.3},
    "spirals": {"n_points": 400, "noise": 0.3, "arms": 1},
    "checkerboard": {"n_points": 400, "noise": 0.3, "cells": 5},
    "blobs": {"n_points": 400, "noise": 0.3, "blobs": 7},
    "unlearnable": {"n_points": 400, "noise": 0.3},
}


def test_every_number_of_a_shape_acts_and_is_taken_back(window: MainWindow, qtbot: QtBot):
    for key, numbers in NUMBERS.items():
        pick(window.data_panel._source, key)
        kind = type(window.session.experiment.data.source)
        for name, number in numbers.items():
            before = window.session.experiment.data
            points_before = drawn_points(window, qtbot)
            enter(qtbot, window.data_panel._source.numbers.field(kind, name), str(number))
            assert getattr(window.session.experiment.data.source, name) == number, key
            points = drawn_points(window, qtbot)
            assert points.shape != points_before.shape or not np.array_equal(points, points_before), (key, name)
            window.actions_["undo"].trigger()
            assert window.session.experiment.data == before, (key, name)
            np.testing.assert_array_equal(drawn_points(window, qtbot), points_before, f"{key} {name}")
            window.actions_["redo"].trigger()
            assert getattr(window.session.experiment.data.source, name) == number, key
        if key in ("spirals", "blobs"):
            assert drawn(window, qtbot).n_classes == numbers.get("blobs", 2), key
        while window.actions_["undo"].isEnabled():  # the next shape would have the same numbers
            window.actions_["undo"].trigger()


def test_seed_and_test_share_act_and_are_taken_back(window: MainWindow, qtbot: QtBot):
    panel = window.data_panel
    for key in kinds():
        if key != "clusters":
            pick(panel._source, key)
        before = window.session.experiment.data
        points_before = drawn_points(window, qtbot)
        enter(qtbot, panel._seed._field, "77")
        assert window.session.experiment.data.seed == 77, key
        assert not np.array_equal(drawn_points(window, qtbot), points_before), key
        qtbot.mouseClick(panel._seed._roll, Qt.MouseButton.LeftButton)
        assert window.session.experiment.data.seed not in (77, before.seed), key
        for percent in (0, 90):
            enter(qtbot, panel._share._field, str(percent))
            assert window.session.experiment.data.test_share == percent / 100, key
            dataset = drawn(window, qtbot)
            assert len(dataset.test_labels) == round(dataset.n_points * percent / 100), key
        for _ in range(2):  # one for each field: what is changed again at once is one edit
            window.actions_["undo"].trigger()
        assert window.session.experiment.data == before, key
        np.testing.assert_array_equal(drawn_points(window, qtbot), points_before, key)


def drawn(window: MainWindow, qtbot: QtBot) -> Dataset:
    """The data set of the recipe, once the run has drawn it."""
    data = window.session.experiment.data

    def is_there() -> bool:
        dataset = window.session.latest.dataset
        return dataset is not None and window.session.latest.snapshot is not None and dataset.n_points == data.n_points

    qtbot.waitUntil(is_there)
    dataset = window.session.latest.dataset
    assert dataset is not None
    return dataset


def drawn_points(window: MainWindow, qtbot: QtBot) -> FloatArray:
    return drawn(window, qtbot).training_points


def test_from_a_shape_without_clusters_before_some_come(open_window: Callable[[Experiment], MainWindow]):
    window = open_window(preset("circles"))
    pick(window.data_panel._source, "clusters")
    data = window.session.experiment.data
    assert isinstance(data.source, ClustersSource)
    assert len(data.clusters) == 2


def test_a_shape_has_no_ellipses_and_nothing_pretends_so(open_window: Callable[[Experiment], MainWindow], qtbot: QtBot):
    window = open_window(preset("moons"))
    views = window.views
    assert views is not None
    canvas = views.canvas.canvas
    assert not views.canvas.chips["clusters"].isEnabled()
    assert "cluster" not in window.status_line._hint.text()
    everything = canvas.area
    canvas.view.scaleBy((0.3, 0.3))
    qtbot.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.viewport().rect().center())
    assert canvas.area == everything
    assert window.session.experiment == preset("moons")


def test_a_chip_that_can_do_nothing_does_not_look_switched_on(open_window: Callable[[Experiment], MainWindow]):
    window = open_window(preset("moons"))
    views = window.views
    assert views is not None
    chip = views.canvas.chips["clusters"]
    assert chip.isChecked()
    seen = chip.grab().toImage()
    assert seen.pixelColor(seen.width() // 2, 3).name() == window.theme.field


def test_a_shape_is_chosen_without_a_mouse(window: MainWindow, qtbot: QtBot):
    choice = window.data_panel._source
    choice.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert window.session.experiment.data.source.__struct_config__.tag == kinds()[1]
    qtbot.keyClick(choice, Qt.Key.Key_Up)
    assert window.session.experiment.data.source == ClustersSource()
