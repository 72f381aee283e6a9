"""Points with more than two features in the real window: which two are seen, and where the others are held."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sklearn.datasets import load_iris

from nnviz.core.regions import grid_points
from nnviz.data.packing import pack
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.presets import preset
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.axes_button import AxesPopup
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.region_layer import STILL_CELLS
from tests.ui.fields.hands import enter
from tests.ui.test_window_shapes import pick

NAMES = ("sepal length", "sepal width", "petal length", "petal width")


@pytest.fixture(scope="module")
def flowers() -> Experiment:
    iris = load_iris()
    features, labels = pack(iris.data, iris.target)
    source = OwnSource(title="iris", columns=NAMES, classes=("a", "b", "c"), features=features, labels=labels)
    return msgspec.structs.replace(preset("xor"), data=DataSpec(source=source, seed=1, test_share=0.2))


@pytest.fixture
def window(open_window: Callable[[Experiment], MainWindow], flowers: Experiment, qtbot: QtBot) -> MainWindow:
    window = open_window(flowers)
    qtbot.waitUntil(lambda: window.views.canvas.canvas.regions.n_cells == STILL_CELLS)
    return window


@pytest.fixture
def canvas(window: MainWindow) -> Canvas:
    return window.views.canvas.canvas


def open_popup(window: MainWindow, qtbot: QtBot) -> AxesPopup:
    qtbot.mouseClick(window.views.canvas.axes_button, Qt.MouseButton.LeftButton)
    return window.views.canvas.axes_button.popup


def note(window: MainWindow) -> str:
    return window.views.canvas._note.text()


def axis_names(canvas: Canvas) -> tuple[str, str]:
    return canvas.axes["bottom"].labelText, canvas.axes["left"].labelText


def test_the_first_two_features_are_shown_and_the_axis_says_that_the_others_are_held(
    window: MainWindow, canvas: Canvas
):
    assert axis_names(canvas) == ("sepal length — 2 others held", "sepal width")
    assert note(window) == "petal length held at 3.81, petal width held at 1.22"


def test_the_network_is_fed_all_features_and_learns(window: MainWindow, qtbot: QtBot):
    assert window.session.experiment.layer_sizes == (4, 4, 3)
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.snapshot.step == 1500)
    assert window.session.latest.curves.test_accuracy[-1] >= 0.9


def test_other_features_are_chosen(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    popup = open_popup(window, qtbot)
    pick(popup.across, "2")
    pick(popup.upward, "3")
    assert axis_names(canvas)[1] == "petal width"
    dataset = window.session.latest.dataset
    shown = canvas.points._marks["test"].places
    assert sorted(map(tuple, shown)) == sorted(map(tuple, dataset.test_points[:, [2, 3]]))
    area = canvas.area
    assert area.left < 1.0
    assert area.right > 6.9
    popup.close()


def test_choosing_the_other_axes_feature_swaps_them(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    popup = open_popup(window, qtbot)
    pick(popup.across, "1")
    assert popup.upward.currentData() == "0"
    assert axis_names(canvas)[1] == "sepal length"
    pick(popup.upward, "1")
    assert popup.across.currentData() == "0"
    popup.close()


def test_sliding_what_is_held_moves_the_regions_but_not_the_points(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    popup = open_popup(window, qtbot)
    marks = canvas.points._marks["test"].places
    area = canvas.area
    before = canvas.outlook.inputs_of(grid_points(area, 5, 5))
    enter(qtbot, popup.sliders[2]._field, "6.5")
    after = canvas.outlook.inputs_of(grid_points(area, 5, 5))
    assert (after[:, 2] == 6.5).all()
    assert (after[:, [0, 1, 3]] == before[:, [0, 1, 3]]).all()
    assert note(window) == "petal length held at 6.5, petal width held at 1.22"
    assert canvas.points._marks["test"].places is marks
    assert canvas.area == area
    popup.close()


def test_the_plane_follows_two_principal_components(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    popup = open_popup(window, qtbot)
    pick(popup.kind, "components")
    assert axis_names(canvas)[0].startswith("component 1 (9")
    assert axis_names(canvas)[1].startswith("component 2 (")
    assert not popup.across.isVisible()
    assert not any(slider.isVisible() for slider in popup.sliders)
    assert note(window) == ""
    pick(popup.kind, "features")
    assert popup.across.isVisible()
    popup.close()


def test_the_choice_stays_while_the_features_are_the_same(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    popup = open_popup(window, qtbot)
    pick(popup.upward, "3")
    popup.close()
    dataset = window.session.latest.dataset
    window.data_panel._on_seed_edited(99)
    qtbot.waitUntil(lambda: window.session.latest.dataset is not dataset)
    qtbot.waitUntil(lambda: canvas._dataset is window.session.latest.dataset)
    assert axis_names(canvas)[1] == "petal width"


def test_points_of_two_features_have_no_choice_of_axes(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    window.session.open_preset(preset("xor"))
    qtbot.waitUntil(lambda: axis_names(canvas) == ("x₁", "x₂"))
    assert not window.views.canvas.axes_button.isVisible()
    popup = window.views.canvas.axes_button.popup
    assert popup is None


def test_the_axes_are_chosen_without_a_mouse(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    button = window.views.canvas.axes_button
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    popup = button.popup
    assert popup is not None
    qtbot.keyClick(popup.across, Qt.Key.Key_Down)
    assert axis_names(canvas) == ("sepal width — 2 others held", "sepal length")
    qtbot.keyClick(popup.kind, Qt.Key.Key_Down)
    assert axis_names(canvas)[0].startswith("component 1")
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
