from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnviz.data.covariance import Matrix, examine_covariance
from nnviz.experiment.coordinates import COORDINATES
from nnviz.experiment.data_spec import ClusterSpec
from nnviz.experiment.quantity import quantity
from nnviz.ui.fields.covariance_rows import CovarianceRows
from nnviz.ui.fields.form import Form
from tests.ui.fields.hands import Heard, choose, enter, focus, nothing_said, put_on_screen

ROUND: Matrix = ((4.0, 0.0), (0.0, 4.0))
LONG: Matrix = ((3.25, 1.29903810568), (1.29903810568, 1.75))  # 2 along an axis at 30°, 1 across
NONE: Matrix = ((0.0, 0.75), (0.75, 0.0))


@dataclass
class Shown:
    """Rows on the screen, whose edits come back as what is to be shown."""

    rows: CovarianceRows
    matrices: Heard
    covariances: Heard
    refusals: Heard
    part: QWidget

    def show(self, matrix: Matrix) -> None:
        self.rows.show_covariance(matrix, examine_covariance(matrix))

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(field.text() for field in self.rows.triple(key).fields)


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    part = QWidget()
    form = Form()
    part.setLayout(form)
    rows = CovarianceRows(quantity(ClusterSpec, "covariance"), form, part)
    made = Shown(rows, Heard(rows.matrix_edited), Heard(rows.covariance_edited), Heard(rows.refused), part)
    rows.matrix_edited.connect(made.show)
    rows.covariance_edited.connect(made.show)
    rows.coordinates_edited.connect(rows.show_coordinates)
    made.show(LONG)
    put_on_screen(qtbot, part)
    return made


def test_a_covariance_is_shown_the_way_that_was_chosen(qtbot: QtBot, shown: Shown) -> None:
    assert shown.rows.matrix.isVisible()
    choose(qtbot, shown.rows.choice, "axes")
    assert not shown.rows.matrix.isVisible()
    assert shown.texts("axes") == ("2", "1", "30")
    choose(qtbot, shown.rows.choice, "features")
    assert shown.texts("features") == ("1.80278", "1.32288", "0.544705")
    assert all(field.isVisible() for field in shown.rows.triple("features").fields)
    assert not any(field.isVisible() for field in shown.rows.triple("axes").fields)
    choose(qtbot, shown.rows.choice, "matrix")
    assert shown.rows.matrix.isVisible()
    assert shown.covariances.take() == shown.matrices.take() == []


@pytest.mark.parametrize(
    ("key", "place", "text", "matrix"),
    [
        ("axes", 0, "3", ((7.0, 3.46410161514), (3.46410161514, 3.0))),
        ("axes", 1, "0", ((3.0, 1.73205080757), (1.73205080757, 1.0))),
        ("axes", 2, "-90", ((1.0, 0.0), (0.0, 4.0))),
        ("features", 2, "0", ((3.25, 0.0), (0.0, 1.75))),
        ("features", 2, "1", ((3.25, 2.38484800354), (2.38484800354, 1.75))),
        ("features", 0, "0", ((0.0, 0.0), (0.0, 1.75))),
    ],
)
def test_each_number_can_be_typed(
    qtbot: QtBot, shown: Shown, *, key: str, place: int, text: str, matrix: Matrix
) -> None:
    """The two that are not typed over keep all their digits, not only those that are shown."""
    choose(qtbot, shown.rows.choice, key)
    enter(qtbot, shown.rows.triple(key).fields[place], text)
    assert shown.covariances.take() == [matrix]
    assert examine_covariance(matrix).is_valid
    assert shown.refusals.take() == []


def test_a_circle_keeps_the_angle_that_was_typed(qtbot: QtBot, shown: Shown) -> None:
    shown.show(ROUND)
    choose(qtbot, shown.rows.choice, "axes")
    assert shown.texts("axes") == ("2", "2", "0")
    enter(qtbot, shown.rows.triple("axes").fields[2], "30")
    assert shown.covariances.take() == []  # it is the same circle
    shown.show(ROUND)
    assert shown.texts("axes") == ("2", "2", "30")
    enter(qtbot, shown.rows.triple("axes").fields[1], "1")
    assert shown.covariances.take() == [LONG]
    assert shown.texts("axes") == ("2", "1", "30")


def test_the_order_of_the_spreads_and_the_turn_are_those_that_were_typed(qtbot: QtBot, shown: Shown) -> None:
    choose(qtbot, shown.rows.choice, "axes")
    enter(qtbot, shown.rows.triple("axes").fields[0], "0.5")
    assert shown.texts("axes") == ("0.5", "1", "30")
    enter(qtbot, shown.rows.triple("axes").fields[2], "170")
    assert shown.texts("axes") == ("0.5", "1", "170")
    shown.show(LONG)  # a hand on the canvas, or undo
    assert shown.texts("axes") == ("2", "1", "30")


def test_a_correlation_waits_while_a_feature_does_not_vary(qtbot: QtBot, shown: Shown) -> None:
    choose(qtbot, shown.rows.choice, "features")
    fields = shown.rows.triple("features").fields
    for field, text in zip(fields, ("1", "0", "-1"), strict=True):
        enter(qtbot, field, text)
    assert shown.texts("features") == ("1", "0", "-1")
    enter(qtbot, fields[1], "2")
    assert shown.covariances.take()[-1] == ((1.0, -2.0), (-2.0, 4.0))


@pytest.mark.parametrize(
    ("key", "place", "text", "sentence"),
    [
        ("axes", 0, "101", "σ₁ must be between 0 and 100, not 101"),
        ("axes", 1, "-1", "σ₂ must be between 0 and 100, not −1"),
        ("axes", 2, "181", "Angle must be between −180 and 180, not 181"),
        ("features", 2, "1.5", "Correlation must be between −1 and 1, not 1.5"),
        ("features", 1, "x", "σ of x₂ must be a number, not “x”"),
    ],
)
def test_what_cannot_be_is_refused(
    qtbot: QtBot, shown: Shown, *, key: str, place: int, text: str, sentence: str
) -> None:
    shown.rows.show_coordinates(key)
    before = shown.texts(key)
    enter(qtbot, shown.rows.triple(key).fields[place], text)
    assert shown.refusals.take() == [sentence]
    assert shown.covariances.take() == []
    assert shown.texts(key) == before


@pytest.mark.parametrize(
    ("key", "numbers"), [("axes", ("0.866025", "0.866025", "0")), ("features", ("0.866025", "0.866025", "0"))]
)
def test_of_a_matrix_that_is_none_those_are_shown_that_are_drawn_from(
    qtbot: QtBot, shown: Shown, key: str, numbers: tuple[str, ...]
) -> None:
    shown.show(NONE)
    assert shown.rows.note.isHidden()
    choose(qtbot, shown.rows.choice, key)
    assert shown.rows.note.isVisible()
    assert shown.texts(key) == numbers
    enter(qtbot, shown.rows.triple(key).fields[0], "1")
    (made,) = shown.covariances.take()
    assert examine_covariance(made).is_valid
    assert shown.rows.note.isHidden()


def test_even_the_same_angle_makes_a_covariance_of_a_matrix_that_is_none(qtbot: QtBot, shown: Shown) -> None:
    shown.show(NONE)
    choose(qtbot, shown.rows.choice, "axes")
    enter(qtbot, shown.rows.triple("axes").fields[2], "45")
    assert shown.covariances.take() == [((0.75, 0.0), (0.0, 0.75))]


def test_to_show_says_nothing(shown: Shown) -> None:
    heard = Heard(shown.rows.coordinates_edited, shown.rows.matrix_edited, shown.rows.covariance_edited)
    acts: list[Callable[[], None]] = [lambda key=key: shown.rows.show_coordinates(key) for key in COORDINATES]
    acts += [lambda matrix=matrix: shown.show(matrix) for matrix in (ROUND, LONG, NONE)]
    for act in acts:
        assert nothing_said(heard, act)


@pytest.mark.parametrize("key", COORDINATES)
def test_the_tab_key_goes_from_the_list_through_its_numbers(qtbot: QtBot, shown: Shown, key: str) -> None:
    choose(qtbot, shown.rows.choice, key)
    focus(qtbot, shown.rows.choice)
    for field in shown.rows.triple(key).fields:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert field.hasFocus()
        assert field.toolTip()


def test_arrow_keys_turn_by_five_degrees(qtbot: QtBot, shown: Shown) -> None:
    choose(qtbot, shown.rows.choice, "axes")
    angle = shown.rows.triple("axes").fields[2]
    focus(qtbot, angle)
    qtbot.keyClick(angle, Qt.Key.Key_Up)
    assert angle.text() == "35"
    assert len(shown.covariances.take()) == 1
