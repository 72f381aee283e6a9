import time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.ui.plots.weight_blocks import Block, Ends, blocks_of
from nnviz.ui.plots.weight_histograms import N_BINS, WeightHistograms, edges_of, histogram_of
from nnviz.ui.plots.weight_scale import Scale
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import put_on_screen
from tests.ui.plots.moments import moment, with_hidden


def block(values: np.ndarray) -> Block:
    return Block("W₁", values, ("x₁",) * (len(values) - 1) + ("bias",), ("h₁",) * values.shape[1])


def test_counts_are_those_of_numpys_histogram() -> None:
    values = np.random.RandomState(3).standard_normal((40, 30))
    scale = Scale(float(np.abs(values).max()) * 1.01)
    histogram = histogram_of(block(values), scale)
    expected, edges = np.histogram(values, N_BINS, (-scale.largest, scale.largest))
    np.testing.assert_array_equal(histogram.counts, expected)
    np.testing.assert_allclose(edges_of(scale), edges)
    assert histogram.size_text == "n = 1,200  (1,170 weights, 30 biases)"


def test_both_ends_of_the_scale_count_and_what_is_not_finite_does_not() -> None:
    histogram = histogram_of(block(np.array([[-2.0, 2.0], [np.inf, np.nan]])), Scale(2.0))
    assert (histogram.counts[0], histogram.counts[-1], histogram.counts.sum()) == (1, 1, 2)


@pytest.fixture
def shown(qtbot: QtBot, small_experiment: Experiment) -> WeightHistograms:
    histograms = WeightHistograms()
    histograms.grab()  # before there is anything to show
    histograms.resize(360, 300)
    put_on_screen(qtbot, histograms)
    histograms.set_theme(light())
    histograms.show_blocks(blocks_of(moment(small_experiment, 20), Ends(("x₁", "x₂"), ("A", "B", "C"))), Scale(3.0))
    return histograms


def test_bars_have_the_colours_of_the_cells(shown: WeightHistograms) -> None:
    image = shown.grab().toImage()
    room, histogram = shown._rooms()[0], shown.histograms[0]
    place = int(histogram.counts[:10].argmax()) if histogram.counts[:10].any() else int(histogram.counts.argmax())
    spot = QPoint(round(room.left() + (place + 0.5) * room.width() / N_BINS), room.bottom() - 3)
    assert image.pixelColor(spot) != QColor(light().card)
    shown.set_theme(dark())
    assert shown.grab().toImage() != image


def test_the_mouse_is_told_what_it_is_on(qtbot: QtBot, shown: WeightHistograms) -> None:
    room = shown._rooms()[1]
    assert shown.bin_at(room.center()) == (1, N_BINS // 2)
    assert shown.bin_at(QPoint(0, 0)) is None
    event = QHelpEvent(QEvent.Type.ToolTip, room.center(), shown.mapToGlobal(room.center()))
    try:
        QApplication.sendEvent(shown, event)
        assert QToolTip.text() == f"−0.0968 … 0.0968: {shown.histograms[1].counts[N_BINS // 2]} of 15"
        QApplication.sendEvent(shown, QHelpEvent(QEvent.Type.ToolTip, QPoint(0, 0), shown.mapToGlobal(QPoint(0, 0))))
        qtbot.waitUntil(lambda: not QToolTip.isVisible())
    finally:
        QToolTip.hideText()


def test_eight_layers_of_sixty_four_cost_a_frame_little(small_experiment: Experiment, shown: WeightHistograms) -> None:
    blocks = blocks_of(moment(with_hidden(small_experiment, *[64] * 8)), Ends(("x₁", "x₂"), ("A", "B", "C")))
    shown.show_blocks(blocks, Scale(3.0))
    spent = []
    for _ in range(20):
        started = time.thread_time()
        shown.show_blocks(blocks, Scale(3.0))
        spent.append(time.thread_time() - started)
    assert min(spent) < 0.002
