from itertools import pairwise

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.schedule_spec import CosineSpec, InverseTimeSpec, StepDecaySpec
from nnviz.experiment.training_spec import TrainingSpec
from nnviz.ui.panels.rate_curve import RateCurve
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import put_on_screen


@pytest.fixture
def training(small_experiment: Experiment) -> TrainingSpec:
    return msgspec.structs.replace(small_experiment.training, learning_rate=0.1, n_steps=1000)


@pytest.fixture
def curve(qtbot: QtBot, training: TrainingSpec) -> RateCurve:
    curve = RateCurve()
    curve.set_theme(light())
    put_on_screen(qtbot, curve)
    curve.resize(240, 70)
    curve.show_training(msgspec.structs.replace(training, schedule=CosineSpec(over=1000)))
    return curve


def line_heights(curve: RateCurve) -> list[int]:
    """From each column of pixels with ink in the curve's colour, how far down its uppermost is."""
    image = curve.grab().toImage()
    accent = QColor(light().accent)
    heights = []
    for x in range(2, image.width() - 2):
        inked = [y for y in range(image.height()) if image.pixelColor(x, y) == accent]
        heights += inked[:1]
    return heights


def test_a_rate_that_never_changes_needs_no_picture(curve: RateCurve, training: TrainingSpec) -> None:
    assert curve.isVisible()
    curve.show_training(training)
    assert not curve.isVisible()
    curve.show_training(msgspec.structs.replace(training, warm_up=10))
    assert curve.isVisible()


def test_it_tells_the_rate_where_the_mouse_rests(curve: RateCurve) -> None:
    assert curve.at(0) == "step 0: 0.1"
    assert curve.at(120) == "step 500: 0.05"
    assert curve.at(240) == "step 1,000: 0"
    assert curve.at(-5) == curve.at(0)
    place = QPoint(120, 30)
    QApplication.sendEvent(curve, QHelpEvent(QEvent.Type.ToolTip, place, curve.mapToGlobal(place)))
    assert QToolTip.text() == "step 500: 0.05"
    QToolTip.hideText()


def test_it_is_the_schedules_own_rate_at_every_place(curve: RateCurve, training: TrainingSpec) -> None:
    for schedule, step, rate in (
        (StepDecaySpec(factor=0.1, every=300), 400, 0.01),
        (InverseTimeSpec(halved_after=500), 500, 0.05),
    ):
        curve.show_training(msgspec.structs.replace(training, schedule=schedule))
        assert curve.at(curve.width() * step / 1000) == f"step {step}: {rate}"
    curve.show_training(msgspec.structs.replace(training, warm_up=100))
    assert curve.at(0) == "step 0: 0.001"
    assert curve.at(curve.width() / 2) == "step 500: 0.1"


def test_a_falling_rate_is_a_falling_line(curve: RateCurve) -> None:
    heights = line_heights(curve)
    assert len(heights) > 100
    assert all(a <= b + 1 for a, b in pairwise(heights))
    assert heights[-1] > heights[0] + 15


@pytest.mark.parametrize("n_steps", [0, 1, 7, 10_000_000])
def test_runs_of_any_length_can_be_drawn(curve: RateCurve, training: TrainingSpec, n_steps: int) -> None:
    curve.show_training(msgspec.structs.replace(training, schedule=CosineSpec(), n_steps=n_steps))
    assert curve.at(curve.width()).startswith(f"step {n_steps:,}: ")
    assert not curve.grab().isNull()


def test_it_is_told_to_those_who_cannot_see_it(curve: RateCurve) -> None:
    assert curve.accessibleName() == "Learning rate over the run: at most 0.1, at the end 0"


def test_it_grows_with_the_text(curve: RateCurve) -> None:
    before = curve.sizeHint().height()
    curve.set_theme(dark(2.0))
    assert curve.sizeHint().height() > 1.7 * before


def test_without_anything_to_draw_it_draws_nothing(qtbot: QtBot) -> None:
    curve = RateCurve()
    put_on_screen(qtbot, curve)
    assert curve.sizeHint().isValid()
    assert not curve.grab().isNull()
    curve.set_theme(light())
    assert not curve.grab().isNull()
    place = QPoint(3, 3)
    QApplication.sendEvent(curve, QHelpEvent(QEvent.Type.ToolTip, place, curve.mapToGlobal(place)))
