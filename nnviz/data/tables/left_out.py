"""Rows that had to be left out, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    """Why a row cannot be a point; says what rows it leaves out."""

    RAGGED = "with too many or too few cells"
    QUOTATION = "with a quotation mark out of place"
    MISSING = "with a number missing"
    WORD = "with something that is no number"
    NOT_FINITE = "with NaN or infinity"
    TOO_LARGE = "with a number beyond ±1e12"
    NO_LABEL = "without a label"


@dataclass(frozen=True)
class LeftOut:
    """The rows left out for one reason.

    Attributes
    ----------
    reason : Reason
    n_rows : int
    first_line : int
        Of the file, from 1.
    """

    reason: Reason
    n_rows: int
    first_line: int

    @property
    def phrase(self) -> str:
        """Such as "3 without a label (first in line 7)"."""
        where = "line" if self.n_rows == 1 else "first in line"
        return f"{self.n_rows:,} {self.reason.value} ({where} {self.first_line:,})"


class LeftOutCounts:
    """Counts them."""

    def __init__(self) -> None:
        self._found: dict[Reason, LeftOut] = {}

    def add(self, reason: Reason, line: int, n_rows: int = 1) -> None:
        """Take note of rows from this line on."""
        before = self._found.get(reason, LeftOut(reason, 0, line))
        self._found[reason] = LeftOut(reason, before.n_rows + n_rows, before.first_line)

    def all(self) -> tuple[LeftOut, ...]:
        """In the order in which they were first met."""
        return tuple(self._found.values())


def left_out_sentence(left_out: Sequence[LeftOut]) -> str:
    """Such as "4 rows left out: 3 without a label (first in line 7), 1 with a number missing (line 9)"."""
    n_rows = sum(some.n_rows for some in left_out)
    return f"{n_rows:,} {'row' if n_rows == 1 else 'rows'} left out: {', '.join(some.phrase for some in left_out)}"
