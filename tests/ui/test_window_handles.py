"""Ellipses taken by each of their handles in the whole window, from two distances, at one pixel a point and at two."""

import math
import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.experiment.data_spec import ClusterSpec
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.ellipse_item import DEVIATIONS, Grip
from tests.ui.plots import test_cluster_editor
from tests.ui.plots.test_cluster_editor import SHIFT, mouse, pixel_size, pixels
from tests.ui.test_window_clusters import canvas_of

LEFT = Qt.MouseButton.LeftButton
Place = tuple[float, float]


class Hand:
    """Moves the mouse over the window, as the system would say so: whatever is under it gets the events."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.canvas = canvas_of(window)

    def press(self, place: Place) -> None:
        self.at = place
        QTest.mouseMove(self.window.windowHandle(), self.spot(place))
        QTest.mousePress(self.window.windowHandle(), LEFT, pos=self.spot(place))

    def move(self, place: Place) -> None:
        for share in (0.4, 0.8, 1.0):
            on_the_way = tuple(start + share * (end - start) for start, end in zip(self.at, place, strict=True))
            QTest.mouseMove(self.window.windowHandle(), self.spot(on_the_way))
        self.at = place

    def release(self) -> None:
        QTest.mouseRelease(self.window.windowHandle(), LEFT, pos=self.spot(self.at))

    def drag(self, start: Place, end: Place) -> None:
        self.press(start)
        self.move(end)
        self.release()

    def spot(self, place: Place) -> QPoint:
        return self.canvas.viewport().mapTo(self.window, pixels(self.canvas, *place))

    def grip(self, grip: Grip) -> Place:
        """Where the first cluster's handle is."""
        handles = self.canvas.editor._item.handles()
        return next(each.place.toTuple() for each in handles if (each.cluster, each.grip) == (0, grip))


@pytest.fixture
def hand(window: MainWindow, qtbot: QtBot, request: pytest.FixtureRequest) -> Hand:
    """With so much of the plot to either side of its origin in view as it is asked for."""
    reach = getattr(request, "param", 4.0)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    hand = Hand(window)
    hand.canvas.view.setRange(xRange=(-reach, reach), yRange=(-reach, reach), padding=0)
    QApplication.processEvents()
    return hand


def cluster(hand: Hand) -> ClusterSpec:
    return hand.window.session.experiment.data.clusters[0]


def covariance(first: float, second: float, angle: float) -> np.ndarray:
    """Of these standard deviations, the first one along this direction."""
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return turn @ np.diag([first**2, second**2]) @ turn.T


@pytest.mark.parametrize("hand", [4.0, 15.0], ids=["near", "far"], indirect=True)
def test_each_handle_gives_the_cluster_what_the_hand_did(hand: Hand):
    fine = 2 * pixel_size(hand.canvas) + 0.005  # no hand is more exact, and the recipe has two decimals
    first, second, angle = math.sqrt(1.3), math.sqrt(0.7), math.pi / 4
    x, y = math.cos(angle), math.sin(angle)

    hand.drag(hand.grip(Grip.CENTRE), (1.0, -1.0))
    assert cluster(hand).mean == pytest.approx((1.0, -1.0), abs=fine)
    assert cluster(hand).covariance == ((1.0, 0.3), (0.3, 1.0))
    mean = cluster(hand).mean

    at = hand.grip(Grip.FIRST_AXIS)
    hand.drag(at, (at[0] + x, at[1] + y))
    first += 1 / DEVIATIONS
    np.testing.assert_allclose(cluster(hand).covariance, covariance(first, second, angle), atol=2 * first * fine)

    at = hand.grip(Grip.SECOND_AXIS)
    away = math.copysign(0.8, -x * (at[1] - mean[1]) + y * (at[0] - mean[0]))
    hand.drag(at, (at[0] + away * y, at[1] - away * x))
    second += 0.8 / DEVIATIONS
    np.testing.assert_allclose(cluster(hand).covariance, covariance(first, second, angle), atol=2 * first * fine)

    hand.drag(hand.grip(Grip.TURN), (mean[0], mean[1] + 3.0))
    upright = covariance(first, second, math.pi / 2)
    np.testing.assert_allclose(cluster(hand).covariance, upright, atol=2 * first * fine)
    assert cluster(hand).mean == mean
    texts = [field.text() for row in hand.window.data_panel._cards[0]._covariance.matrix._fields for field in row]
    assert [float(text) for text in texts] == pytest.approx(np.ravel(cluster(hand).covariance).tolist(), abs=0.005)


def test_escape_takes_a_drag_back_while_the_button_is_down(hand: Hand, qtbot: QtBot):
    session, before = hand.window.session, hand.window.session.experiment
    for grip in (Grip.CENTRE, Grip.FIRST_AXIS):
        at = hand.grip(grip)
        hand.press(at)
        hand.move((at[0] + 1.0, at[1] + 1.0))
        qtbot.waitUntil(lambda: session.experiment != before)
        QTest.keyClick(hand.window.windowHandle(), Qt.Key.Key_Escape)
        assert session.experiment == before
        hand.move((at[0] - 1.0, at[1]))
        hand.release()
        qtbot.wait(40)
        assert session.experiment == before
    assert session.undo_texts == (None, None)


def test_shift_keeps_the_shape(hand: Hand):
    (x, y), canvas = hand.grip(Grip.FIRST_AXIS), hand.canvas
    # Qt's own hand on the window has no keys: these go to what is under the mouse.
    mouse(canvas, QEvent.Type.MouseButtonPress, pixels(canvas, x, y), SHIFT)
    mouse(canvas, QEvent.Type.MouseMove, pixels(canvas, x * 1.5, y * 1.5), SHIFT)
    mouse(canvas, QEvent.Type.MouseButtonRelease, pixels(canvas, x * 1.5, y * 1.5), SHIFT)
    fine = 3 * 1.5 * 2 * pixel_size(canvas) + 0.01
    np.testing.assert_allclose(cluster(hand).covariance, np.multiply(2.25, [[1.0, 0.3], [0.3, 1.0]]), atol=fine)
    (across, beside), (_, upward) = cluster(hand).covariance
    assert across == pytest.approx(upward, abs=0.011)
    assert beside / across == pytest.approx(0.3, abs=0.01)


def test_all_of_this_holds_at_twice_the_pixels():
    """And so does all that is tested of the canvas alone; in a process of its own, for Qt reads the factor once."""
    if os.environ.get("QT_SCALE_FACTOR"):
        pytest.skip("this is that process")
    files = [__file__, test_cluster_editor.__file__]
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "--no-cov", *files]
    found = subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": "2"}, capture_output=True, text=True)  # noqa: PLW1510, S603
    assert found.returncode == 0, found.stdout[-3000:]
    assert "38 passed, 1 skipped" in found.stdout
