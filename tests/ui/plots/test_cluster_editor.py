"""Clusters taken hold of, in a real canvas: by mouse, at two zoom levels, and by keys.

`tests/ui/test_window_handles.py` runs all of this at twice the pixels, too.
"""

import math

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.data.ellipse import Ellipse
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.ellipse_item import DEVIATIONS, Grip
from nnviz.ui.theme import light

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

ELLIPSES = (
    Ellipse((0.0, 0.0), ((2.0, 0.0), (0.0, 1.0))),
    Ellipse((5.0, 5.0), ((0.0, 1.0), (1.5, 0.0))),
)


class Edits:
    """What a canvas said."""

    def __init__(self, canvas: Canvas) -> None:
        self.ellipses: list[tuple[int, Ellipse, str]] = []
        self.gestures: list[str] = []
        canvas.ellipse_edited.connect(self._on_edited)
        canvas.gesture_began.connect(self._on_began)
        canvas.gesture_ended.connect(self._on_ended)
        canvas.editor.gesture_cancelled.connect(self._on_cancelled)

    @property
    def last(self) -> Ellipse:
        return self.ellipses[-1][1]

    def _on_edited(self, number: int, ellipse: Ellipse, what: str) -> None:
        self.ellipses.append((number, ellipse, what))

    def _on_began(self) -> None:
        self.gestures.append("began")

    def _on_ended(self) -> None:
        self.gestures.append("ended")

    def _on_cancelled(self, number: int, what: str) -> None:
        self.gestures.append(f"cancelled {what} of {number}")


@pytest.fixture(params=[8.0, 20.0], ids=["near", "far"])
def canvas(qtbot: QtBot, request: pytest.FixtureRequest) -> Canvas:
    """Two clusters, seen from two distances."""
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.set_theme(light())
    made.show()
    qtbot.waitExposed(made)
    made.view.setRange(xRange=(-request.param, request.param), yRange=(-request.param, request.param), padding=0)
    made.show_clusters(ELLIPSES, by_hand=False)
    QApplication.processEvents()
    return made


def pixels(canvas: Canvas, x: float, y: float) -> QPoint:
    return canvas._to_pixels(QPointF(x, y)).toPoint()


def mouse(canvas: Canvas, kind: QEvent.Type, place: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
    at = QPointF(place)
    event = QMouseEvent(kind, at, canvas.viewport().mapToGlobal(at), button, held, modifiers)
    QApplication.sendEvent(canvas.viewport(), event)


def drag(
    canvas: Canvas, start: tuple[float, float], end: tuple[float, float], modifiers: Qt.KeyboardModifier = NONE
) -> None:
    """From one place of the plot to another, as a hand does, with stops; the frame clock ticks in between."""
    mouse(canvas, QEvent.Type.MouseButtonPress, pixels(canvas, *start), modifiers)
    for share in (0.3, 0.7, 1.0):
        x, y = (start[axis] + share * (end[axis] - start[axis]) for axis in (0, 1))
        mouse(canvas, QEvent.Type.MouseMove, pixels(canvas, x, y), modifiers)
        canvas.refresh(is_live=True)
    mouse(canvas, QEvent.Type.MouseButtonRelease, pixels(canvas, *end), modifiers)


def pixel_size(canvas: Canvas) -> float:
    """How much of the plot a pixel is: no hand is more exact."""
    return max(canvas.view.viewPixelSize())


def test_a_cluster_is_dragged_by_its_centre(canvas: Canvas):
    edits = Edits(canvas)
    drag(canvas, (0.0, 0.0), (3.0, -2.0))
    number, ellipse, what = edits.ellipses[-1]
    assert (number, what) == (0, "the mean")
    assert ellipse.mean == pytest.approx((3.0, -2.0), abs=2 * pixel_size(canvas))
    assert ellipse.axes == ELLIPSES[0].axes
    assert edits.gestures == ["began", "ended"]
    assert len(edits.ellipses) == 3  # once a frame
    assert canvas.editor.selected == 0


@pytest.mark.parametrize("axis", [0, 1])
def test_an_axis_is_stretched_by_its_end(canvas: Canvas, axis: int):
    edits = Edits(canvas)
    end = ELLIPSES[0].end(axis, DEVIATIONS)
    drag(canvas, end, (end[0] * 1.5, end[1] * 1.5))
    wanted = tuple(spread * (1.5 if number == axis else 1.0) for number, spread in enumerate(ELLIPSES[0].spreads))
    assert edits.last.spreads == pytest.approx(wanted, abs=2 * pixel_size(canvas))
    assert edits.ellipses[-1][2] == "the covariance"


def test_with_shift_it_keeps_its_shape(canvas: Canvas):
    edits = Edits(canvas)
    end = ELLIPSES[0].end(0, DEVIATIONS)
    drag(canvas, end, (end[0] * 1.5, 0.0), SHIFT)
    assert edits.last.spreads == pytest.approx((3.0, 1.5), abs=2 * pixel_size(canvas))


def test_it_is_turned_by_the_handle_beyond_its_first_axis(canvas: Canvas):
    edits = Edits(canvas)
    canvas.editor.select(0)
    turn = next(handle for handle in canvas._ellipses.handles() if handle.grip is Grip.TURN)
    reach = turn.place.x()
    assert turn.place.y() == pytest.approx(0.0)
    drag(canvas, (reach, 0.0), (reach * math.cos(0.6), reach * math.sin(0.6)))
    assert edits.last.angle == pytest.approx(0.6, abs=2 * pixel_size(canvas))
    assert edits.last.spreads == pytest.approx((2.0, 1.0))


def test_escape_takes_a_drag_back(canvas: Canvas):
    edits = Edits(canvas)
    mouse(canvas, QEvent.Type.MouseButtonPress, pixels(canvas, 0.0, 0.0))
    mouse(canvas, QEvent.Type.MouseMove, pixels(canvas, 3.0, 3.0))
    canvas.refresh(is_live=True)
    assert edits.last.mean != (0.0, 0.0)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.editor._ellipses[0] == ELLIPSES[0]
    assert edits.gestures == ["began", "cancelled the mean of 0"]
    mouse(canvas, QEvent.Type.MouseMove, pixels(canvas, 4.0, 4.0))
    canvas.refresh(is_live=True)
    assert canvas.editor._ellipses[0] == ELLIPSES[0]
    assert len(edits.ellipses) == 1


def test_a_handle_is_taken_where_it_was_touched_and_does_not_jump(canvas: Canvas):
    edits = Edits(canvas)
    away = 5 * pixel_size(canvas)
    drag(canvas, (away, away), (away + 1.0, away))
    assert edits.last.mean == pytest.approx((1.0, 0.0), abs=2 * pixel_size(canvas))


def test_the_ellipse_is_shown_where_the_hand_is_before_that_is_said_and_left_alone_afterwards(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
):
    edits, editor = Edits(canvas), canvas.editor
    mouse(canvas, QEvent.Type.MouseButtonPress, pixels(canvas, 0.0, 0.0))
    mouse(canvas, QEvent.Type.MouseMove, pixels(canvas, 3.0, 1.0))
    editor.follow()
    (centre,) = (each for each in canvas._ellipses.handles() if (each.cluster, each.grip) == (0, Grip.CENTRE))
    assert abs(centre.place.x() - 3.0) < 2 * pixel_size(canvas)
    assert not edits.ellipses
    canvas.follow()
    assert len(edits.ellipses) == 1
    monkeypatch.setattr(canvas._ellipses, "show_ellipses", lambda *_: pytest.fail("nothing has moved"))
    canvas.follow()
    monkeypatch.undo()
    mouse(canvas, QEvent.Type.MouseButtonRelease, pixels(canvas, 3.0, 1.0))


def test_beside_the_handles_the_plot_is_moved(canvas: Canvas):
    edits = Edits(canvas)
    before = canvas.area
    drag(canvas, (-3.0, -5.0), (-1.0, -5.0))
    assert edits.ellipses == []
    assert canvas.area != before


def test_what_is_hidden_cannot_be_taken(canvas: Canvas):
    edits = Edits(canvas)
    canvas.show_layer("clusters", shown=False)
    drag(canvas, (0.0, 0.0), (3.0, -2.0))
    assert edits.ellipses == []


def test_other_values_from_above_wait_while_a_hand_has_hold(canvas: Canvas):
    mouse(canvas, QEvent.Type.MouseButtonPress, pixels(canvas, 0.0, 0.0))
    mouse(canvas, QEvent.Type.MouseMove, pixels(canvas, 2.0, 0.0))
    canvas.show_clusters(ELLIPSES, by_hand=True)
    assert canvas.editor._ellipses[0].mean[0] > 1.0
    canvas.show_clusters(ELLIPSES[1:], by_hand=False)
    canvas.show_clusters((), by_hand=False)
    assert not canvas.editor.is_dragging


def test_keys_choose_move_stretch_and_turn(canvas: Canvas):
    edits = Edits(canvas)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert edits.ellipses == []
    QTest.keyClick(canvas, Qt.Key.Key_2)
    assert canvas.editor.selected == 1
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert edits.last.mean[0] > 5.0
    assert edits.last.mean[1] == 5.0
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert edits.last.mean[1] < 5.0
    QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT)
    assert edits.last.spreads == pytest.approx((1.5 * 1.05, 1.0))
    QTest.keyClick(canvas, Qt.Key.Key_Down, SHIFT)
    assert edits.last.spreads == pytest.approx((1.5 * 1.05, 1.0 / 1.05))
    QTest.keyClick(canvas, Qt.Key.Key_Period)
    assert edits.last.angle == pytest.approx(math.radians(85))
    assert {number for number, _, _ in edits.ellipses} == {1}
    assert canvas.editor.wants_key(_key(Qt.Key.Key_Left))
    assert not canvas.editor.wants_key(_key(Qt.Key.Key_Space))
    assert not canvas.editor.wants_key(_key(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier))
    QTest.keyClick(canvas, Qt.Key.Key_0)  # the tenth, which is not there
    assert canvas.editor.selected == 1
    assert canvas.editor.wants_key(_key(Qt.Key.Key_Escape))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.editor.selected is None
    assert not canvas.editor.wants_key(_key(Qt.Key.Key_Escape))


def test_the_tenth_cluster_has_the_key_zero(canvas: Canvas):
    canvas.show_clusters([ELLIPSES[0]] * 10, by_hand=True)
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.editor.selected == 9


def test_keys_with_control_are_not_for_the_clusters(canvas: Canvas):
    commands: list[tuple[str, int]] = []
    canvas.cluster_command.connect(lambda *command: commands.append(command))
    QTest.keyClick(canvas, Qt.Key.Key_1)
    QTest.keyClick(canvas, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert commands == []
    QTest.keyClick(canvas, Qt.Key.Key_D)
    assert commands == [("duplicate", 0)]


def test_keys_and_double_clicks_ask_for_what_the_panel_does(canvas: Canvas):
    commands: list[tuple[str, int]] = []
    wanted: list[QPointF] = []
    canvas.cluster_command.connect(lambda command, number: commands.append((command, number)))
    canvas.cluster_wanted.connect(wanted.append)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert commands == []
    QTest.keyClick(canvas, Qt.Key.Key_1)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_D, Qt.Key.Key_F2):
        QTest.keyClick(canvas, key)
    assert commands == [("remove", 0), ("duplicate", 0), ("rename", 0)]
    mouse(canvas, QEvent.Type.MouseButtonDblClick, pixels(canvas, 5.0, 5.0))
    assert commands[-1] == ("rename", 1)
    mouse(canvas, QEvent.Type.MouseButtonDblClick, pixels(canvas, -4.0, 3.0))
    assert (wanted[0].x(), wanted[0].y()) == pytest.approx((-4.0, 3.0), abs=2 * pixel_size(canvas))


def test_a_double_click_shows_everything_while_clusters_are_hidden(canvas: Canvas, qtbot: QtBot):
    canvas.show_layer("clusters", shown=False)
    with qtbot.waitSignal(canvas.all_wanted):
        mouse(canvas, QEvent.Type.MouseButtonDblClick, pixels(canvas, -4.0, 3.0))


def test_ellipses_are_painted_and_the_selected_one_stronger(canvas: Canvas):
    plain = canvas.grab().toImage()
    canvas.editor.select(0)
    selected = canvas.grab().toImage()
    canvas.show_layer("clusters", shown=False)
    hidden = canvas.grab().toImage()
    assert plain != selected
    assert hidden not in (plain, selected)
    middle = pixels(canvas, *ELLIPSES[0].mean)
    assert plain.pixelColor(middle) == QColor(light().card)


def _key(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
