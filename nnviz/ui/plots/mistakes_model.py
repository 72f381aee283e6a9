"""The mistakes as rows of a table, on the arrays they are in."""

from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from nnviz.core.answers import Answers
from nnviz.core.arrays import FloatArray, IntArray
from nnviz.data.dataset import Dataset
from nnviz.ui.class_marks import mark_icon
from nnviz.ui.plots.confusion_words import percent
from nnviz.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

MOST_ROWS = 10_000
"""Mistakes that are listed: those that come first in the order that is wanted."""

PLACE, TRUE, PREDICTED, CONFIDENCE, TRUTH = range(5)

COLUMNS = (
    ("Place", "Where the point is: its features"),
    ("True class", "The class the point belongs to"),
    ("Predicted", "The class the network holds most probable"),
    ("P(predicted)", "Probability of the predicted class: how sure the network is of its mistake"),
    ("P(true)", "Probability of the true class"),
)

_MOST_FEATURES = 4
_LONG = 10_000
_ON_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ON_THE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NOTHING = np.empty(0, dtype=np.intp)


class _Source(NamedTuple):
    """What the rows are taken from."""

    answers: Answers | None
    dataset: Dataset | None
    points: FloatArray


class MistakesModel(QAbstractTableModel):
    """A row for each wrong answer: the most confident one first, or in another order.

    Nothing is copied for a row before it is looked at.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._source = _Source(None, None, np.empty((0, 2)))
        self._listed: IntArray = _NOTHING
        self.sorted_by = CONFIDENCE
        self.order = Qt.SortOrder.DescendingOrder

    @property
    def n_mistakes(self) -> int:
        """Mistakes there are, listed or not."""
        return 0 if self._source.answers is None else len(self._source.answers.wrong)

    def show_answers(self, answers: Answers | None, dataset: Dataset, *, is_test: bool) -> None:
        """List the mistakes among these answers to the test or the training points."""
        points = dataset.test_points if is_test else dataset.training_points
        self._list(_Source(answers, dataset, points))

    def set_theme(self, theme: Theme) -> None:
        """Draw the marks of the classes in the theme's colours."""
        self._theme = theme
        self._say_changed()

    def point_at(self, row: int) -> int:
        """Which of the points row `row` is about."""
        return 0 if self._source.answers is None else int(self._source.answers.rows[self._listed[row]])

    def row_of(self, point: int) -> int | None:
        """The row that is about this point; None where it is not listed."""
        if self._source.answers is None:
            return None
        found = np.flatnonzero(self._source.answers.rows[self._listed] == point)
        return int(found[0]) if len(found) else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """List in another order, by this column."""
        self.sorted_by, self.order = column, order
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self._list(self._source)

    @property
    def _arrow(self) -> str:
        """Qt's own arrow would stand on the name of a column that is written at the right."""
        return " ↓" if self.order == Qt.SortOrder.DescendingOrder else " ↑"

    def _list(self, source: _Source) -> None:
        """Put other rows in the place of those there are; a reset would take from the view its place in the list."""
        listed = _NOTHING if source.answers is None else self._in_order(source.answers, source.points)
        before, now = len(self._listed), len(listed)
        if now > before > 0:
            self.beginInsertRows(QModelIndex(), before, now - 1)
            self._listed = np.resize(self._listed, now)  # those that were there stay until all is changed
            self.endInsertRows()
        elif now > before:
            self.beginInsertRows(QModelIndex(), 0, now - 1)
            self._source, self._listed = source, listed
            self.endInsertRows()
        elif now < before:
            self.beginRemoveRows(QModelIndex(), now, before - 1)
            self._listed = self._listed[:now]
            self.endRemoveRows()
        self._source, self._listed = source, listed
        self._say_changed()

    def _in_order(self, answers: Answers, points: FloatArray) -> IntArray:
        """Places of the mistakes that are listed, in their order; probabilities that are no numbers come last."""
        wrong = answers.wrong
        key = self._key(answers, points, wrong)
        if self.order == Qt.SortOrder.DescendingOrder:
            key = -key
        if len(wrong) > MOST_ROWS:
            first = np.argpartition(key, MOST_ROWS)[:MOST_ROWS]
            wrong, key = wrong[first], key[first]
        return wrong[np.lexsort((answers.rows[wrong], key))]

    def _key(self, answers: Answers, points: FloatArray, wrong: IntArray) -> FloatArray | IntArray:
        if self.sorted_by == PLACE:
            return points[answers.rows[wrong], 0]
        columns = {TRUE: answers.labels, PREDICTED: answers.predicted, TRUTH: answers.truth}
        return columns.get(self.sorted_by, answers.confidence)[wrong]

    def _say_changed(self) -> None:
        if len(self._listed):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._listed) - 1, len(COLUMNS) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - as Qt calls it
        return 0 if parent.isValid() else len(self._listed)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - as Qt calls it
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802 - as Qt calls it
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return COLUMNS[section][0] + (self._arrow if section == self.sorted_by else "")
            case Qt.ItemDataRole.ToolTipRole:
                return f"{COLUMNS[section][1]}. A click sorts by it."
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
            case _:
                return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        answers, column = self._source.answers, index.column()
        if answers is None or index.row() >= len(self._listed):
            return None
        place = self._listed[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(answers, place, column)
            case Qt.ItemDataRole.DecorationRole if column in (TRUE, PREDICTED) and self._theme is not None:
                return mark_icon(self._label(answers, place, column), self._theme)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ToolTipRole if column == PLACE:
                return self._features(answers, place)
            case _:
                return None

    def _text(self, answers: Answers, place: int, column: int) -> str:
        if column == PLACE:
            return self._place(answers, place)
        if column in (CONFIDENCE, TRUTH):
            return percent(float((answers.confidence if column == CONFIDENCE else answers.truth)[place]))
        label = self._label(answers, place, column)
        return "" if self._source.dataset is None else self._source.dataset.class_names[label]

    def _label(self, answers: Answers, place: int, column: int) -> int:
        return int((answers.labels if column == TRUE else answers.predicted)[place])

    def _place(self, answers: Answers, place: int) -> str:
        point = self._source.points[answers.rows[place]]
        more = ", …" if len(point) > _MOST_FEATURES else ""
        return ", ".join(map(_short, point[:_MOST_FEATURES])) + more

    def _features(self, answers: Answers, place: int) -> str:
        names = () if self._source.dataset is None else self._source.dataset.feature_names
        point = self._source.points[answers.rows[place]].tolist()
        return "\n".join(f"{name} = {value:.10g}" for name, value in zip(names, point, strict=True))


def _alignment(column: int) -> Qt.AlignmentFlag:
    return _ON_THE_RIGHT if column in (CONFIDENCE, TRUTH) else _ON_THE_LEFT


def _short(number: float) -> str:
    text = f"{number:.2f}" if 0.01 <= abs(number) < _LONG or number == 0 else f"{number:.3g}"
    return text.replace("-", "−")
