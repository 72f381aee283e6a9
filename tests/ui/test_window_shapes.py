"""Shapes in the real window: chosen, changed, trained, undone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
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
    return [str(kind.__struct_config__.tag) for kind in SOURCES]


@pytest.mark.parametrize("key", kinds()[1:])
def test_a_shape_is_chosen_trained_and_taken_back(window: MainWindow, qtbot: QtBot, key: str):
    before = window.session.experiment
    pick(window.data_panel._source, key)
    data = window.session.experiment.data
    assert data.source.__struct_config__.tag == key
    assert data.clusters == ()
    assert not window.data_panel._add.isVisible()
    assert window.data_panel._source.numbers.isVisible()
    qtbot.waitUntil(lambda: window.session.latest.dataset is not None and window.session.latest.dataset.n_points > 200)
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
    window.actions_["undo"].trigger()
    assert window.session.experiment == before
    assert window.data_panel._add.isVisible()


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
