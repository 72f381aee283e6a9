"""Numbers of a table, read strictly: what `float` takes besides, as ``1_000`` or Arabic digits, is none."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnviz.data.limits import LARGEST_FEATURE
from nnviz.data.tables.left_out import Reason

_MISSING = frozenset({"", "na", "n/a", "null", "?"})
_NOT_FINITE = frozenset({"nan", "inf", "infinity", "∞"})
_NUMBER = {
    mark == ",": re.compile(rf"[+-]?(?:\d+{re.escape(mark)}?\d*|{re.escape(mark)}\d+)(?:[eE][+-]?\d+)?", re.ASCII)
    for mark in ".,"
}


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is nothing in it: empty, NA, N/A, null or a question mark."""
    return cell.strip().lower() in _MISSING


def read_number(cell: str, *, decimal_comma: bool) -> float | Reason:
    """The number in a cell, or why it cannot be a feature.

    With a decimal comma a point makes no number: ``1.234`` might be meant as a thousand and more.
    """
    text = cell.strip()
    if _NUMBER[decimal_comma].fullmatch(text):
        number = float(text.replace(",", "."))
        return number if abs(number) <= LARGEST_FEATURE else Reason.TOO_LARGE
    if is_missing(text):
        return Reason.MISSING
    return Reason.NOT_FINITE if text.lower().lstrip("+-") in _NOT_FINITE else Reason.WORD


def read_column(cells: Sequence[str], *, decimal_comma: bool) -> NDArray[np.float64] | None:
    """The numbers in many cells at once, (n_cells,); None where one of them needs a closer look."""
    joined = "\n".join(cells)
    if not joined.isascii() or "_" in joined:
        return None
    if decimal_comma:
        if "." in joined:
            return None
        cells = [cell.replace(",", ".") for cell in cells]
    try:
        numbers = np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        return None
    return numbers if bool(np.all(np.abs(numbers) <= LARGEST_FEATURE)) else None
