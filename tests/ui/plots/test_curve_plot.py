from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.curve import Curve
from nnviz.ui.plots.curve_kinds import ACCURACY, GRADIENT, LOSS, RATE, CurveGroup
from nnviz.ui.plots.curve_plot import CurvePlot
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import put_on_screen
from tests.ui.plots.every_step import every_step

EVERY_STEP = every_step(np.linspace(2.0, 1.0, 101))
SOME_STEPS = Curve(np.array([2.5, 1.5, 0.5]), steps=np.array([0.0, 10.0, 100.0]))
NOTHING = every_step(np.empty(0))

Show = Callable[..., CurvePlot]


def by_key(training: Curve, test: Curve, *, percent: bool = False) -> dict[str, Curve]:
    """A training and a test curve, by the keys of their lines; of everything else a plot could draw there is little."""
    what = "accuracy" if percent else "loss"
    others = {
        "data-loss": training,
        "penalty": every_step(np.zeros_like(training.values)),
        "gradient-norm": test,
        "learning-rate": test,
    }
    return {f"training-{what}": training, f"test-{what}": test, **others}


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Puts a plot of these curves on the screen, and holds it: garbage may be collected in the midst of painting."""
    shown: list[CurvePlot] = []

    def show_one(*curves: Curve, n_steps: int = 100, percent: bool = False, **choice: object) -> CurvePlot:
        plot = CurvePlot((ACCURACY,) if percent else (LOSS, GRADIENT, RATE))
        plot.set_theme(light())
        plot.resize(500, 300)
        shown.append(plot)
        put_on_screen(qtbot, plot)
        plot.show_choice(replace(plot.choice, **choice))
        plot.show_curves(by_key(*curves, percent=percent), n_steps)
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


def test_hovering_tells_step_and_values(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    assert plot.readout == ""
    assert hover(qtbot, plot, 10.2) == ["step 10", "training 1.900000", "test 1.500000"]


def test_a_value_of_another_step_says_of_which(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    assert hover(qtbot, plot, 30.0) == ["step 30", "training 1.700000", "test 1.500000 (step 10)"]


def test_large_steps_have_group_marks(qtbot: QtBot, show: Show) -> None:
    plot = show(every_step(np.full(2001, 0.25)), NOTHING, n_steps=2000)
    assert hover(qtbot, plot, 1234.0) == ["step 1,234", "training 0.250000"]


def test_a_value_that_is_none_is_a_dash(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, Curve(np.full(2, np.nan), steps=np.array([0.0, 100.0])))
    assert hover(qtbot, plot, 100.0) == ["step 100", "training 1.000000", "test –"]


def test_percent_is_percent(qtbot: QtBot, show: Show) -> None:
    plot = show(
        every_step(np.linspace(0.31, 0.9652, 11)), every_step(np.linspace(0.5, 0.9, 11)), n_steps=10, percent=True
    )
    assert hover(qtbot, plot, 10.0) == ["step 10", "training 96.52 %", "test 90.00 %"]
    low, high = y_range(plot)
    assert low == pytest.approx(30, abs=4)
    assert high == pytest.approx(100, abs=4)


@pytest.mark.parametrize("share", [0.0, 0.999, 1.0])
def test_shares_at_the_ends_have_room(show: Show, share: float) -> None:
    low, high = y_range(show(every_step(np.full(5, share)), NOTHING, percent=True))
    assert low < 100 * share <= high or share == 0.0
    assert high - low >= 10
    assert high == pytest.approx(100, abs=5)


def test_the_readout_goes_when_the_mouse_leaves(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    hover(qtbot, plot, 50.0)
    crosshair = plot._reader._crosshair
    assert crosshair._line.isVisible()
    assert crosshair._line.value() == 50
    QApplication.sendEvent(plot.plot.viewport(), QEvent(QEvent.Type.Leave))
    assert plot.readout == ""
    assert not crosshair._line.isVisible()


def test_the_readout_never_hides_what_it_tells_of(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    middle = plot.plot.view.sceneBoundingRect().center().x()
    hover(qtbot, plot, 5.0)
    assert plot._reader._crosshair._card.geometry().left() > middle
    hover(qtbot, plot, 95.0)
    assert plot._reader._crosshair._card.geometry().right() < middle


def test_over_an_empty_plot_there_is_nothing_to_tell(qtbot: QtBot, show: Show) -> None:
    plot = show(NOTHING, NOTHING)
    qtbot.mouseMove(plot.plot.viewport(), plot.plot.viewport().rect().center())
    qtbot.wait(10)
    assert plot.readout == ""


def test_a_plot_follows_its_curves(show: Show) -> None:
    plot = show(every_step(np.ones(3)), NOTHING, n_steps=5000)
    ends = []
    for n_values in (3, 15, 30, 120, 800, 2500, 5001):
        plot.show_curves(by_key(every_step(np.full(n_values, 2.0)), NOTHING), 5000)
        ends.append(round(x_range(plot)[1] / 1.01))
    assert ends == [10, 20, 50, 200, 1000, 5000, 5000]
    assert y_range(plot)[0] == pytest.approx(0.0, abs=0.05)
    assert 2.0 < y_range(plot)[1] < 2.3


def test_a_plot_goes_no_further_than_the_run_but_as_far_as_the_curve(show: Show) -> None:
    assert x_range(show(every_step(np.ones(3)), NOTHING, n_steps=5))[1] == pytest.approx(5, abs=0.1)
    assert x_range(show(every_step(np.ones(101)), NOTHING, n_steps=60))[1] == pytest.approx(100, abs=1.1)


def test_values_that_are_none_do_not_count(show: Show) -> None:
    plot = show(every_step(np.array([1.0, np.inf, np.nan])), every_step(np.array([np.nan])))
    assert 1.0 < y_range(plot)[1] < 1.2


def test_zooming_ends_following_and_a_double_click_begins_it_again(qtbot: QtBot, show: Show) -> None:
    plot = show(every_step(np.ones(50)), NOTHING, n_steps=1000)
    everything = x_range(plot)
    turn_wheel(plot)
    zoomed = x_range(plot)
    assert zoomed[1] - zoomed[0] < everything[1] - everything[0]
    plot.show_curves(by_key(every_step(np.ones(900)), NOTHING), 1000)
    assert x_range(plot) == zoomed
    viewport = plot.plot.viewport()
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=viewport.rect().center())
    assert x_range(plot)[1] == pytest.approx(1000, rel=0.02)
    plot.show_curves(by_key(every_step(np.ones(50)), NOTHING), 1000)
    assert x_range(plot) == everything


def test_reset_follows_the_whole_run_again(show: Show) -> None:
    plot = show(every_step(np.ones(50)), NOTHING, n_steps=1000)
    everything = x_range(plot)
    turn_wheel(plot)
    plot.reset_view()
    assert x_range(plot) == everything


def drawn(plot: CurvePlot, key: str) -> tuple[list[float], list[float]]:
    x, y = plot._lines._items[key].points
    return x.tolist(), y.tolist()


def test_what_is_drawn_is_the_curve(show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    assert drawn(plot, "training-loss") == (list(range(101)), EVERY_STEP.values.tolist())
    assert drawn(plot, "test-loss") == ([0, 10, 100], [2.5, 1.5, 0.5])


def test_shares_are_drawn_in_percent(show: Show) -> None:
    plot = show(SOME_STEPS, NOTHING, percent=True)
    assert drawn(plot, "training-accuracy")[1] == [250, 150, 50]


def test_the_legend_names_every_curve_with_its_line(show: Show) -> None:
    for percent in (False, True):
        plot = show(EVERY_STEP, SOME_STEPS, percent=percent)
        text = plot.legend.text()
        assert ("━━" in text, "╍╍" in text) == (True, True)  # told apart without colour
        assert text.index("training") < text.index("test")
        plot.set_theme(dark())
        assert plot.legend.text() != text


def test_axes_say_what_they_count(show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS).plot
    assert labels(plot) == ("step", "nats")


def labels(plot: QuietPlot) -> tuple[str, str]:
    return plot.axes["bottom"].labelText, plot.axes["left"].labelText


# Other curves


def test_more_curves_have_their_legend_above_the_plot(show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS, lines=frozenset(line.key for line in LOSS.lines))
    assert plot.legend.text() == ""
    names = plot._long_legend.text()
    assert plot._long_legend.isVisible()
    assert all(line.name.split()[0] in names for line in LOSS.lines)
    assert len({pen.style() for pen in (line.pen(light()) for line in LOSS.lines)}) == 4
    assert drawn(plot, "penalty")[1] == [0.0] * 101


@pytest.mark.parametrize(("group", "unit"), [(GRADIENT, "gradient norm"), (RATE, "learning rate")])
def test_another_quantity_has_an_axis_of_its_own(qtbot: QtBot, show: Show, group: CurveGroup, unit: str) -> None:
    plot = show(EVERY_STEP, SOME_STEPS, group=group)
    assert labels(plot.plot) == ("step", unit)
    assert plot.legend.text() == ""
    assert [item.isVisible() for item in plot._lines._items.values()].count(True) == 1
    assert hover(qtbot, plot, 10.0) == ["step 10", f"{unit} 1.500000"]


def test_a_curve_that_is_switched_on_is_there_at_once_and_the_zoom_stays(show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    turn_wheel(plot)
    zoomed = x_range(plot)
    plot.show_choice(plot.choice.with_line("data-loss", is_on=True))
    assert len(drawn(plot, "data-loss")[0]) > 0
    assert x_range(plot) == zoomed
    plot.show_choice(replace(plot.choice, log_steps=True))
    assert x_range(plot)[1] == pytest.approx(2.0, abs=0.1)  # the old piece is nowhere on the new axis


def test_small_values_are_told_in_full(qtbot: QtBot, show: Show) -> None:
    plot = show(every_step(np.full(5, 1.23456789e-7)), NOTHING)
    assert hover(qtbot, plot, 2.0)[1] == "training 1.23457e-07"


# Logarithmic axes


def test_on_logarithmic_axes_steps_begin_at_1_and_the_axes_say_so(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS, log_steps=True, log_values=True)
    assert labels(plot.plot) == ("step (log, from 1)", "nats (log)")
    x, y = drawn(plot, "training-loss")
    np.testing.assert_allclose(x, np.log10(np.arange(1, 101)))
    np.testing.assert_allclose(y, np.log10(EVERY_STEP.values[1:]))
    assert x_range(plot) == pytest.approx((0, 2), abs=0.03)
    low, high = y_range(plot)
    assert low < np.log10(0.5) < np.log10(2.5) < high
    assert hover(qtbot, plot, 1.0) == ["step 10", "training 1.900000", "test 1.500000"]
    assert plot._reader._crosshair._line.value() == pytest.approx(1.0)


def test_what_has_no_logarithm_is_left_out_and_named(show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS, lines=frozenset({"training-loss", "penalty"}), log_values=True)
    assert plot._left_out.text() == "Left out, for 0 has no logarithm: penalty"
    assert plot._left_out.isVisible()
    assert drawn(plot, "penalty") == ([], [])
    plot.show_choice(replace(plot.choice, log_values=False))
    assert not plot._left_out.isVisible()


def test_mark_ceiling_and_earlier_branches_stand_on_logarithmic_axes_too(show: Show) -> None:
    plot = show(SOME_STEPS, SOME_STEPS, percent=True)
    plot.ceiling.show("best", "", 10.0)
    plot.mark.show_step(100)
    plot.show_earlier([by_key(every_step(np.full(1000, 0.1)), NOTHING, percent=True)])
    plot.show_choice(replace(plot.choice, log_steps=True, log_values=True))
    assert (plot.mark._line.value(), plot.ceiling._line.value()) == (2.0, 1.0)
    x, y = plot._lines.earlier._items[0][1].points
    np.testing.assert_allclose((x[0], x[-1], y[0]), (0.0, np.log10(999), 1.0), atol=1e-9)
    plot.mark.show_step(0)
    assert not plot.mark._line.isVisible()
    plot.show_choice(replace(plot.choice, log_steps=False, log_values=False))
    assert (plot.mark._line.value(), plot.ceiling._line.value()) == (0, 10)
    assert plot.mark._line.isVisible()


def test_a_loss_of_any_size_has_its_axes(show: Show) -> None:
    for value in (0.0, 5e-324, 1e-300, 3e303, 1.7e308, np.inf, np.nan):
        for is_log in (False, True):
            assert np.isfinite(y_range(show(every_step(np.full(3, value)), NOTHING, log_values=is_log))).all()


# Zoom and keys


def test_who_zooms_into_a_long_curve_sees_every_step(show: Show) -> None:
    plot = show(every_step(np.random.RandomState(1).random_sample(300_000)), NOTHING, n_steps=300_000)
    assert len(drawn(plot, "training-loss")[0]) < 1700
    for _ in range(6):
        turn_wheel(plot)
    low, high = x_range(plot)
    assert high - low < 2000
    x = np.array(drawn(plot, "training-loss")[0])
    assert len(x[(x >= low) & (x <= high)]) > 300


def test_with_the_keyboard_one_goes_from_point_to_point(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    assert plot.readout == ""
    plot.plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert plot.readout.startswith("step 100\n")  # one sees where the keyboard is
    for key, step in (
        (Qt.Key.Key_Left, 99),
        (Qt.Key.Key_PageUp, 79),
        (Qt.Key.Key_Right, 80),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_PageDown, 20),
        (Qt.Key.Key_End, 100),
    ):
        qtbot.keyClick(plot.plot, key)
        assert plot.readout.splitlines()[0] == f"step {step}"
        assert plot.plot.accessibleDescription() == plot.readout
    qtbot.keyClick(plot.plot, Qt.Key.Key_Escape)
    assert plot.readout == ""
    qtbot.keyClick(plot.plot, Qt.Key.Key_Left)
    assert plot.readout.startswith("step 99")
    plot.plot.clearFocus()
    assert plot.readout == ""


def test_values_that_are_asked_for_stay_while_the_run_goes_on(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    plot.plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(plot.plot, Qt.Key.Key_Home)
    later = Curve(np.array([2.5, 1.5, 0.5, 0.25]), steps=np.array([0.0, 10.0, 100.0, 200.0]))
    plot.show_curves(by_key(every_step(np.linspace(2.0, 1.0, 400)), later), 1000)
    assert plot.readout.splitlines() == ["step 0", "training 2.000000", "test 2.500000"]


def test_keys_zoom_to_where_the_crosshair_is(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    everything = x_range(plot)
    plot.plot.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus):
        qtbot.keyClick(plot.plot, key)
    assert x_range(plot) == pytest.approx((100 - 101 / 4, 100.25), abs=0.1)
    qtbot.keyClick(plot.plot, Qt.Key.Key_Minus)
    assert x_range(plot) == pytest.approx((100 - 101 / 2, 100.5), abs=0.1)
    plot.show_curves(by_key(EVERY_STEP, SOME_STEPS), 1000)
    assert x_range(plot) == pytest.approx((100 - 101 / 2, 100.5), abs=0.1)
    qtbot.keyClick(plot.plot, Qt.Key.Key_0)
    assert x_range(plot) == everything


def test_other_keys_are_not_the_plots(qtbot: QtBot, show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    for key, modifier in (
        (Qt.Key.Key_R, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier),
    ):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifier)
        event.ignore()
        QApplication.sendEvent(plot.plot, event)
        assert not event.isAccepted()
    qtbot.keyClick(plot.plot, Qt.Key.Key_R)


def test_what_is_not_to_be_seen_costs_nothing_and_is_drawn_when_it_is(show: Show) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    plot.hide()
    plot.show_curves(by_key(every_step(np.ones(500)), NOTHING), 1000)
    assert len(drawn(plot, "training-loss")[0]) == 101
    plot.show()
    assert len(drawn(plot, "training-loss")[0]) == 500
    assert x_range(plot)[1] == pytest.approx(500, rel=0.02)


def test_axes_stay_while_the_run_goes_on_within_them(show: Show) -> None:
    plot = show(every_step(np.ones(600)), NOTHING, n_steps=10_000)
    ranges = []
    plot.plot.view.sigRangeChanged.connect(lambda *_: ranges.append(1))
    for n_values in range(600, 1000, 50):
        plot.show_curves(by_key(every_step(np.linspace(1.0, 1.004, n_values)), NOTHING), 10_000)
    assert ranges == []


# In small rooms


def test_in_a_low_plot_the_name_of_the_steps_stands_before_their_numbers_and_these_do_not_touch(
    qtbot: QtBot, show: Show
) -> None:
    plot = show(EVERY_STEP, SOME_STEPS)
    axis = plot.plot.axes["bottom"]
    height = axis.height()
    plot.set_theme(light(1.5))
    plot.resize(230, 110)
    qtbot.waitUntil(lambda: axis.is_low)
    qtbot.waitUntil(lambda: axis.height() < 1.5 * height)
    assert axis.label.toPlainText().strip() == "step"
    assert axis.label.x() < 0.0
    (low, high), _ = plot.plot.view.viewRange()
    ((spacing, ticks),) = axis.tickValues(low, high, axis.width())
    assert len(ticks) >= 2
    assert spacing / (high - low) * axis.width() >= 0.8 * 1.5 * 56 * 0.99
    plot.set_theme(light())
    plot.resize(400, 300)
    qtbot.waitUntil(lambda: not axis.is_low)
