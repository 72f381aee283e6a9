from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.curve_plot import Curve, CurvePlot
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import put_on_screen

EVERY_STEP = Curve(np.linspace(2.0, 1.0, 101))
SOME_STEPS = Curve(np.array([2.5, 1.5, 0.5]), steps=np.array([0.0, 10.0, 100.0]))
NOTHING = Curve(np.empty(0))

Show = Callable[..., CurvePlot]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Puts a plot of these curves on the screen."""

    def show_one(*curves: Curve, n_steps: int = 100, percent: bool = False) -> CurvePlot:
        plot = CurvePlot("%" if percent else "nats", ("training", "test"), percent=percent)
        plot.set_theme(light())
        plot.resize(500, 300)
        put_on_screen(qtbot, plot)
        plot.show_curves(curves, n_steps)
        qtbot.wait(1)
        return plot

    return show_one


def hover(qtbot: QtBot, plot: CurvePlot, step: float) -> list[str]:
    """Move the mouse to a step; the lines of what is told there."""
    (_, _), (low, high) = plot.plot.view.viewRange()
    place = plot.plot.mapFromScene(plot.plot.view.mapViewToScene(QPointF(step, (low + high) / 2)))
    qtbot.mouseMove(plot.plot.viewport(), QPoint(1, 1))
    qtbot.mouseMove(plot.plot.viewport(), place)
    qtbot.waitUntil(lambda: plot.readout != "")
    return plot.readout.splitlines()


def turn_wheel(plot: CurvePlot) -> None:
    viewport = plot.plot.viewport()
    place = QPointF(viewport.rect().center())
    event = QWheelEvent(
        place,
        viewport.mapToGlobal(place),
        QPoint(),
        QPoint(0, 360),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def x_range(plot: CurvePlot) -> tuple[float, float]:
    return tuple(plot.plot.view.viewRange()[0])


def y_range(plot: CurvePlot) -> tuple[float, float]:
    return tuple(plot.plot.view.viewRange()[1])


# A curve alone


@pytest.mark.parametrize(("wanted", "step"), [(0, 0), (3.4, 3), (3.6, 4), (-50, 0), (1e9, 100)])
def test_a_curve_of_every_step_tells_the_nearest(wanted: float, step: int) -> None:
    assert EVERY_STEP.at(wanted) == (step, EVERY_STEP.values[step])


def test_a_curve_may_begin_later() -> None:
    late = Curve(np.array([5.0, 6.0, 7.0]), first_step=40)
    assert late.at(41) == (41, 6.0)
    assert late.at(0) == (40, 5.0)
    assert late.at(99) == (42, 7.0)
    assert late.last_step == 42
    np.testing.assert_array_equal(late.drawn()[0], [40, 41, 42])


@pytest.mark.parametrize(
    ("wanted", "step", "value"), [(0, 0, 2.5), (4, 0, 2.5), (6, 10, 1.5), (54, 10, 1.5), (56, 100, 0.5)]
)
def test_a_curve_of_some_steps_tells_the_nearest_that_has_a_value(wanted: float, step: int, value: float) -> None:
    assert SOME_STEPS.at(wanted) == (step, value)
    assert SOME_STEPS.last_step == 100


def test_a_curve_without_values_tells_none() -> None:
    assert NOTHING.at(5) is None
    assert NOTHING.last_step == 0
    assert Curve(np.empty(0), steps=np.empty(0)).at(5) is None


@given(st.integers(1, 300), st.integers(0, 1000), st.floats(-100, 2000))
def test_the_nearest_step_is_never_further_than_another(n_values: int, first: int, wanted: float) -> None:
    curve = Curve(np.arange(n_values, dtype=np.float64), first_step=first)
    found = curve.at(wanted)
    assert found is not None
    step, value = found
    assert value == step - first
    assert abs(step - wanted) == min(abs(other - wanted) for other in range(first, first + n_values))


# A plot of curves


def test_hovering_tells_step_and_values(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    assert plot.readout == ""
    assert hover(qtbot, plot, 10.2) == ["step 10", "training 1.900000", "test 1.500000"]


def test_a_value_of_another_step_says_of_which(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    assert hover(qtbot, plot, 30.0) == ["step 30", "training 1.700000", "test 1.500000 (step 10)"]


def test_large_steps_have_group_marks(qtbot: QtBot, show: Show) -> None:
    plot = show(Curve(np.full(2001, 0.25)), NOTHING, n_steps=2000)
    assert hover(qtbot, plot, 1234.0) == ["step 1,234", "training 0.250000"]


def test_a_value_that_is_none_is_a_dash(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, Curve(np.full(2, np.nan), steps=np.array([0.0, 100.0])))
    assert hover(qtbot, plot, 100.0) == ["step 100", "training 1.000000", "test –"]


def test_percent_is_percent(qtbot: QtBot, show: Show) -> None:
    plot = show(Curve(np.linspace(0.31, 0.9652, 11)), Curve(np.linspace(0.5, 0.9, 11)), n_steps=10, percent=True)
    assert hover(qtbot, plot, 10.0) == ["step 10", "training 96.52 %", "test 90.00 %"]
    low, high = y_range(plot)
    assert low == pytest.approx(30, abs=4)
    assert high == pytest.approx(100, abs=4)


@pytest.mark.parametrize("share", [0.0, 0.999, 1.0])
def test_shares_at_the_ends_have_room(show: Show, share: float) -> None:
    low, high = y_range(show(Curve(np.full(5, share)), NOTHING, percent=True))
    assert low < 100 * share <= high or share == 0.0
    assert high - low >= 10
    assert high == pytest.approx(100, abs=5)


def test_the_readout_goes_when_the_mouse_leaves(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    hover(qtbot, plot, 50.0)
    assert plot._crosshair.isVisible()
    assert plot._crosshair.value() == 50
    QApplication.sendEvent(plot.plot.viewport(), QEvent(QEvent.Type.Leave))
    assert plot.readout == ""
    assert not plot._crosshair.isVisible()


def test_the_readout_never_hides_what_it_tells_of(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    middle = plot.plot.view.sceneBoundingRect().center().x()
    hover(qtbot, plot, 5.0)
    assert plot._readout.geometry().left() > middle
    hover(qtbot, plot, 95.0)
    assert plot._readout.geometry().right() < middle


def test_over_an_empty_plot_there_is_nothing_to_tell(qtbot: QtBot, show: Show) -> None:
    plot = show(NOTHING, NOTHING)
    qtbot.mouseMove(plot.plot.viewport(), plot.plot.viewport().rect().center())
    qtbot.wait(10)
    assert plot.readout == ""


def test_a_plot_follows_its_curves(show: Show) -> None:
    plot = show(Curve(np.ones(3)), NOTHING, n_steps=5000)
    ends = []
    for n_values in (3, 15, 30, 120, 800, 2500, 5001):
        plot.show_curves((Curve(np.full(n_values, 2.0)), NOTHING), 5000)
        ends.append(round(x_range(plot)[1] / 1.01))
    assert ends == [10, 20, 50, 200, 1000, 5000, 5000]
    assert y_range(plot)[0] == pytest.approx(0.0, abs=0.05)
    assert 2.0 < y_range(plot)[1] < 2.3


def test_a_plot_goes_no_further_than_the_run_but_as_far_as_the_curve(show: Show) -> None:
    assert x_range(show(Curve(np.ones(3)), NOTHING, n_steps=5))[1] == pytest.approx(5, abs=0.1)
    assert x_range(show(Curve(np.ones(101)), NOTHING, n_steps=60))[1] == pytest.approx(100, abs=1.1)


def test_values_that_are_none_do_not_count(show: Show) -> None:
    plot = show(Curve(np.array([1.0, np.inf, np.nan])), Curve(np.array([np.nan])))
    assert 1.0 < y_range(plot)[1] < 1.2


def test_zooming_ends_following_and_a_double_click_begins_it_again(qtbot: QtBot, show: Show) -> None:
    plot = show(Curve(np.ones(50)), NOTHING, n_steps=1000)
    everything = x_range(plot)
    turn_wheel(plot)
    zoomed = x_range(plot)
    assert zoomed[1] - zoomed[0] < everything[1] - everything[0]
    plot.show_curves((Curve(np.ones(900)), NOTHING), 1000)
    assert x_range(plot) == zoomed
    viewport = plot.plot.viewport()
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=viewport.rect().center())
    assert x_range(plot)[1] == pytest.approx(1000, rel=0.02)
    plot.show_curves((Curve(np.ones(50)), NOTHING), 1000)
    assert x_range(plot) == everything


def test_reset_follows_the_whole_run_again(show: Show) -> None:
    plot = show(Curve(np.ones(50)), NOTHING, n_steps=1000)
    everything = x_range(plot)
    turn_wheel(plot)
    plot.reset_view()
    assert x_range(plot) == everything


def test_what_is_drawn_is_the_curve(show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    x, y = plot._lines[0].getData()
    np.testing.assert_array_equal(x, np.arange(101))
    np.testing.assert_array_equal(y, EVERY_STEP.values)
    x, y = plot._lines[1].getData()
    np.testing.assert_array_equal(x, SOME_STEPS.steps)
    np.testing.assert_array_equal(y, SOME_STEPS.values)


def test_shares_are_drawn_in_percent(show: Show) -> None:
    plot = show(SOME_STEPS, NOTHING, percent=True)
    np.testing.assert_allclose(plot._lines[0].getData()[1], 100 * SOME_STEPS.values)


def test_the_legend_names_every_curve_with_its_line(show: Show) -> None:
    for percent in (False, True):
        plot = show(EVERY_STEP, SOME_STEPS, percent=percent)
        texts = [label.text() for label in plot.legend._labels]
        assert [text.split()[-1] for text in texts] == ["training", "test"]
        assert sorted("━━" in text for text in texts) == [False, True]  # told apart without colour
        plot.set_theme(dark())
        assert [label.text() for label in plot.legend._labels] != texts


def test_axes_say_what_they_count(show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS).plot
    assert (plot.axes["bottom"].labelText, plot.axes["left"].labelText) == ("step", "nats")
