"""Classes of a table: the distinct labels of its rows."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnviz.data.limits import MOST_CLASSES
from nnviz.data.tables.error import TableError
from nnviz.data.tables.formula_guard import unguarded
from nnviz.data.tables.names import distinct_names
from nnviz.data.tables.numbers import is_missing, read_number

NO_CLASS = -1

_LEADING_ZERO = re.compile(r"[+-]?0\d", re.ASCII)
_LARGEST_WHOLE = 1e9


class Classes:
    """Numbers the labels in the order in which they are met.

    ``1``, ``1.0`` and ``+1`` are the same label; words are taken as they stand.

    Parameters
    ----------
    column : str
        What the column of labels is called.
    decimal_comma : bool
    """

    def __init__(self, column: str, *, decimal_comma: bool) -> None:
        self._column = column
        self._decimal_comma = decimal_comma
        self._by_cell: dict[str, int] = {}
        self._by_label: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._by_label)

    def read_column(self, cells: Sequence[str]) -> NDArray[np.intp]:
        """The classes that cells say, (n_cells,); `NO_CLASS` where one says nothing.

        Raises
        ------
        TableError
            Where there is one class too many.
        """
        if not self._by_cell.keys() >= set(cells):
            for cell in dict.fromkeys(cells):  # each once, in the order in which they are met
                if cell not in self._by_cell:
                    self._by_cell[cell] = self._meet(cell)
        return np.fromiter(map(self._by_cell.__getitem__, cells), np.intp, len(cells))

    def settle(self) -> tuple[tuple[str, ...], NDArray[np.intp]]:
        """Names of the classes in order, by size or by alphabet, and the place among them of each number given."""
        labels = list(self._by_label)
        are_numbers = all(_is_whole(label) for label in labels)
        keys = [(int(label), "") if are_numbers else (0, label.casefold()) for label in labels]
        order = sorted(range(len(labels)), key=keys.__getitem__)
        places = np.empty(len(labels), np.intp)
        places[order] = np.arange(len(labels))
        return distinct_names([labels[number] for number in order], "class"), places

    def _meet(self, cell: str) -> int:
        if is_missing(cell) or cell.strip().lower() == "nan":
            return NO_CLASS
        label = self._label(unguarded(cell.strip()))
        if label not in self._by_label and len(self._by_label) == MOST_CLASSES:
            raise TableError(
                f"the label “{self._column}” has more than {MOST_CLASSES} different values; "
                "choose a column that says one of a few classes"
            )
        return self._by_label.setdefault(label, len(self._by_label))

    def _label(self, text: str) -> str:
        number = read_number(text, decimal_comma=self._decimal_comma)
        if not isinstance(number, float) or _LEADING_ZERO.match(text):
            return text
        return str(int(number)) if number.is_integer() and abs(number) < _LARGEST_WHOLE else text


def _is_whole(label: str) -> bool:
    return label.removeprefix("-").isdecimal() and label.isascii()
