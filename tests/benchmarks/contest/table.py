"""Tables and figures as they stand in the README."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: the first column to the left, all others to the right, padded to be read as it is."""
    widths = [max(3, *(len(row[column]) for row in (header, *rows))) for column in range(len(header))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join("| " + " | ".join(_padded(row, widths)) + " |" for row in (header, rule, *rows))


def duration(seconds: float) -> str:
    """In microseconds, from 10,000 of them on in milliseconds, from 10,000 of those on in seconds; three digits."""
    for factor, unit in ((1e6, "µs"), (1e3, "ms")):
        if factor * seconds < 10_000:
            return f"{_three_digits(factor * seconds)} {unit}"
    return f"{_three_digits(seconds)} s"


def times(ratios: NDArray[np.float64]) -> str:
    """The median of some ratios."""
    return f"{_three_digits(float(np.median(ratios)), 2)} ×"


def spread(ratios: NDArray[np.float64]) -> float:
    """Half the distance between the quartiles, as a share of the median."""
    low, middle, high = np.quantile(ratios, [0.25, 0.5, 0.75])
    return float((high - low) / middle / 2)


def _three_digits(value: float, digits: int = 3) -> str:
    n_before = len(str(int(value)))
    return f"{value:,.{max(0, digits - n_before)}f}"


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
