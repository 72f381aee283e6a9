"""Numbers of a table, read strictly: what `float` takes besides, as ``1_000`` or Arabic digits, is none."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nnviz.data.limits import LARGEST_FEATURE
from nnviz.data.tables.left_out import Reason

_MISSING = frozenset({"", "na", "n/a", "null", "?"})
_NOT_FINITE = frozenset({"nan", "inf", "infinity", "∞"})
_WRITTEN = {
    mark == ",": rf"[+-]?(?:[0-9]+{re.escape(mark)}?[0-9]*|{re.escape(mark)}[0-9]+)(?:[eE][+-]?[0-9]+)?"
    for mark in ".,"
}
_NUMBER = {comma: re.compile(written) for comma, written in _WRITTEN.items()}
_NUMBERS = {
    comma: re.compile(rf"^(?:[^\S\n]*({written})[^\S\n]*|.*)$", re.MULTILINE) for comma, written in _WRITTEN.items()
}
"""For many lines at once: each is the number in it, or empty."""


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
    return _why_no_number(text)


def _why_no_number(text: str) -> Reason:
    lowered = text.lower()
    if lowered in _MISSING:
        return Reason.MISSING
    return Reason.NOT_FINITE if lowered.lstrip("+-") in _NOT_FINITE else Reason.WORD


def read_column(cells: Sequence[str], *, decimal_comma: bool) -> NDArray[np.float64]:
    """The numbers in many cells at once, (n_cells,); not finite where a cell has none that can be a feature.

    Infinity stands for a number that is too large.
    """
    joined = "\n".join(cells)
    if joined.isascii() and "_" not in joined and not decimal_comma:
        try:  # of good cells `float` alone thinks as this table does, and is fastest
            return _within_range(np.fromiter(map(float, cells), np.float64, len(cells)))
        except ValueError:
            pass
    found = _NUMBERS[decimal_comma].findall(joined)
    if len(found) != len(cells):  # some cell has several lines
        found = [_NUMBERS[decimal_comma].findall(cell.strip())[0] if "\n" not in cell.strip() else "" for cell in cells]
    written = (text or "nan" for text in found)
    texts = (text.replace(",", ".") for text in written) if decimal_comma else written
    return _within_range(np.fromiter(map(float, texts), np.float64, len(cells)))


def _within_range(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    numbers[np.abs(numbers) > LARGEST_FEATURE] = np.inf
    return numbers


def why_no_features(cells: Sequence[str], numbers: NDArray[np.float64]) -> Iterator[tuple[Reason, NDArray[np.intp]]]:
    """Why `read_column` found none of these numbers to be finite; each reason with the places it holds for, rising."""
    lowered = [cell.strip().lower() for cell in cells]
    is_missing = np.fromiter(map(_MISSING.__contains__, lowered), np.bool_, len(cells))
    is_endless = np.fromiter((text.lstrip("+-") in _NOT_FINITE for text in lowered), np.bool_, len(cells))
    is_too_large = np.isinf(numbers) & ~is_endless
    yield Reason.MISSING, np.flatnonzero(is_missing)
    yield Reason.NOT_FINITE, np.flatnonzero(is_endless)
    yield Reason.TOO_LARGE, np.flatnonzero(is_too_large)
    yield Reason.WORD, np.flatnonzero(~(is_missing | is_endless | is_too_large))
