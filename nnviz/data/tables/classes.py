"""Classes of a table: the distinct labels of its rows."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnviz.data.limits import MOST_CLASSES
from nnviz.data.tables.error import TableError
from nnviz.data.tables.names import distinct_names
from nnviz.data.tables.numbers import is_missing, read_number

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

    def read_column(self, cells: Sequence[str]) -> NDArray[np.intp] | None:
        """Classes of many cells at once, (n_cells,); None where one of them has not been met before."""
        try:
            return np.fromiter(map(self._by_cell.__getitem__, cells), np.intp, len(cells))
        except KeyError:
            return None

    def read(self, cell: str) -> int | None:
        """The class a cell says, None where it says nothing.

        Raises
        ------
        TableError
            Where it is one class too many.
        """
        if cell in self._by_cell:
            return self._by_cell[cell]
        if is_missing(cell) or cell.strip().lower() == "nan":
            return None
        label = self._label(cell.strip())
        if label not in self._by_label and len(self._by_label) == MOST_CLASSES:
            raise TableError(
                f"the label “{self._column}” has more than {MOST_CLASSES} different values; "
                "choose a column that says one of a few classes"
            )
        number = self._by_label.setdefault(label, len(self._by_label))
        self._by_cell[cell] = number
        return number

    def settle(self) -> tuple[tuple[str, ...], NDArray[np.intp]]:
        """Names of the classes in order, by size or by alphabet, and the place among them of each number given."""
        labels = list(self._by_label)
        are_numbers = all(_is_whole(label) for label in labels)
        keys = [(int(label), "") if are_numbers else (0, label.casefold()) for label in labels]
        order = sorted(range(len(labels)), key=keys.__getitem__)
        places = np.empty(len(labels), np.intp)
        places[order] = np.arange(len(labels))
        return distinct_names([labels[number] for number in order], "class"), places

    def _label(self, text: str) -> str:
        number = read_number(text, decimal_comma=self._decimal_comma)
        if not isinstance(number, float) or _LEADING_ZERO.match(text):
            return text
        return str(int(number)) if number.is_integer() and abs(number) < _LARGEST_WHOLE else text


def _is_whole(label: str) -> bool:
    return label.removeprefix("-").isdecimal() and label.isascii()
