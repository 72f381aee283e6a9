import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from nnviz.core.answers import Answers
from nnviz.data.dataset import Dataset
from nnviz.experiment.experiment import Experiment
from nnviz.ui.plots import mistakes_model
from nnviz.ui.plots.mistakes_model import (
    COLUMNS,
    CONFIDENCE,
    PLACE,
    PREDICTED,
    TRUE,
    TRUTH,
    MistakesModel,
)
from nnviz.ui.theme import light
from tests.ui.plots.moments import crowd, points_of

DOWN, UP = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder


def answers_of(dataset: Dataset, wrong: list[int], confidence: list[float]) -> Answers:
    """All test points right, but for these."""
    n_points = len(dataset.test_labels)
    predicted, sure, truth = dataset.test_labels.copy(), np.ones(n_points), np.ones(n_points)
    predicted[wrong] = (predicted[wrong] + 1) % 3
    sure[wrong], truth[wrong] = confidence, 1 - np.array(confidence)
    return Answers(np.arange(n_points), dataset.test_labels, predicted, sure, truth)


@pytest.fixture
def dataset(small_experiment: Experiment) -> Dataset:
    return points_of(small_experiment)


@pytest.fixture
def model(qapp: object, dataset: Dataset) -> MistakesModel:
    del qapp
    model = MistakesModel()
    model.set_theme(light())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show_answers(answers_of(dataset, [3, 8, 20], [0.6, 0.9, 0.7]), dataset, is_test=True)
    return model


def listed(model: MistakesModel) -> list[int]:
    return [model.point_at(row) for row in range(model.rowCount())]


def text(model: MistakesModel, row: int, column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> object:
    return model.data(model.index(row, column), role)


def test_the_surest_mistake_comes_first(model: MistakesModel) -> None:
    assert listed(model) == [8, 20, 3]
    assert model.n_mistakes == 3
    assert [text(model, row, CONFIDENCE) for row in range(3)] == ["90.0 %", "70.0 %", "60.0 %"]
    assert text(model, 0, TRUTH) == "10.0 %"


def test_a_row_says_where_and_what(model: MistakesModel, dataset: Dataset) -> None:
    x, y = dataset.test_points[8]
    assert text(model, 0, PLACE) == f"{x:.2f}, {y:.2f}".replace("-", "−")
    assert f"x₁ = {x:.10g}" in str(text(model, 0, PLACE, Qt.ItemDataRole.ToolTipRole))
    true = dataset.test_labels[8]
    assert text(model, 0, TRUE) == dataset.class_names[true]
    assert text(model, 0, PREDICTED) == dataset.class_names[(true + 1) % 3]
    assert text(model, 0, TRUE, Qt.ItemDataRole.DecorationRole) is not None
    assert text(model, 0, PLACE, Qt.ItemDataRole.DecorationRole) is None


@pytest.mark.parametrize("column", range(len(COLUMNS)))
@pytest.mark.parametrize("order", [UP, DOWN])
def test_it_sorts_by_every_column(model: MistakesModel, dataset: Dataset, column: int, order: Qt.SortOrder) -> None:
    model.sort(column, order)
    sure = {3: 0.6, 8: 0.9, 20: 0.7}
    keys = {
        PLACE: lambda row: dataset.test_points[row, 0],
        TRUE: lambda row: dataset.test_labels[row],
        PREDICTED: lambda row: (dataset.test_labels[row] + 1) % 3,
        CONFIDENCE: lambda row: sure[row],
        TRUTH: lambda row: 1 - sure[row],
    }
    sign = -1 if order is DOWN else 1
    assert listed(model) == sorted([3, 8, 20], key=lambda row: (sign * keys[column](row), row))
    heads = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(len(COLUMNS))]
    assert [head[-1] in "↓↑" for head in heads] == [place == column for place in range(len(COLUMNS))]


def test_rows_come_and_go_without_a_reset(qtbot: QtBot, model: MistakesModel, dataset: Dataset) -> None:
    resets: list[object] = []
    model.modelReset.connect(lambda: resets.append(None))
    with qtbot.waitSignal(model.rowsInserted):
        model.show_answers(answers_of(dataset, [1, 2, 3, 4], [0.5] * 4), dataset, is_test=True)
    assert listed(model) == [1, 2, 3, 4]
    with qtbot.waitSignal(model.rowsRemoved):
        model.show_answers(answers_of(dataset, [4], [0.5]), dataset, is_test=True)
    assert listed(model) == [4]
    assert model.row_of(4) == 0
    assert model.row_of(3) is None
    model.show_answers(None, dataset, is_test=True)
    assert model.rowCount() == 0
    assert model.row_of(4) is None
    assert resets == []


def test_of_very_many_the_first_ones_are_listed(
    small_experiment: Experiment, model: MistakesModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mistakes_model, "MOST_ROWS", 1000)  # Qt's tester of models looks at each row
    many = crowd(small_experiment, 60_000, 0.5)
    sure = np.random.default_rng(0).random(30_000)
    model.show_answers(answers_of(many, list(range(30_000)), sure.tolist()), many, is_test=True)
    assert model.n_mistakes == 30_000
    assert model.rowCount() == 1000
    assert listed(model) == np.argsort(-sure)[:1000].tolist()


def test_probabilities_that_are_no_numbers_come_last(model: MistakesModel, dataset: Dataset) -> None:
    answers = answers_of(dataset, [1, 2], [float("nan"), 0.4])
    for order in (UP, DOWN):
        model.sort(CONFIDENCE, order)
        model.show_answers(answers, dataset, is_test=True)
        assert listed(model) == [2, 1]
        assert text(model, 1, CONFIDENCE) == "–"


def test_what_is_in_no_row_has_no_rows(model: MistakesModel) -> None:
    cell = model.index(0, 0)
    assert model.rowCount(cell) == model.columnCount(cell) == 0
    assert model.headerData(0, Qt.Orientation.Vertical) is None
