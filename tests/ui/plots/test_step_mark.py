"""The line at the step one looks back at."""

import pytest
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.plots.step_mark import StepMark
from nnviz.ui.theme import light


@pytest.fixture
def mark(qtbot: QtBot) -> StepMark:
    plot = QuietPlot("step", "nats")
    qtbot.addWidget(plot)
    mark = StepMark(plot)
    mark.plot = plot  # type: ignore[attr-defined]  # kept alive with it
    mark.set_theme(light())
    return mark


def test_it_stands_at_a_step_or_is_not_there(mark: StepMark) -> None:
    assert mark.step is None
    assert not mark._line.isVisible()
    mark.show_step(7)
    mark.show_step(7)
    assert (mark.step, mark._line.value(), mark._line.isVisible()) == (7, 7, True)
    mark.show_step(None)
    assert (mark.step, mark._line.isVisible()) == (None, False)


def test_on_a_logarithmic_axis_it_stands_at_the_power_of_ten_and_nowhere_at_step_0(mark: StepMark) -> None:
    mark.set_log(True)
    mark.show_step(1000)
    assert (mark.step, mark._line.value(), mark._line.isVisible()) == (1000, 3, True)
    mark.show_step(0)
    assert (mark.step, mark._line.isVisible()) == (0, False)
    mark.set_log(False)
    assert (mark._line.value(), mark._line.isVisible()) == (0, True)
