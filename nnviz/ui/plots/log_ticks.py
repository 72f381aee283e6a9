"""Round numbers along a logarithmic axis."""

from collections.abc import Iterable, Iterator
from math import ceil, floor, log10

_DIGITS = ((1,), (1, 3), (1, 2, 5), tuple(range(1, 10)))
"""Which numbers of a decade may be written, from few to many."""

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """As many round numbers between two positive ones as there is room for, at least two where that can be.

    Parameters
    ----------
    low, high : float
        Both above 0.
    most : int
        How many there may be; more only where else there were no two.

    Returns
    -------
    ticks : list of float
        Increasing.
    """
    best: list[float] = []
    for candidate in _candidates(low, high):
        if len(candidate) > most and len(best) >= 2:
            break
        if len(candidate) > len(best):
            best = candidate
    return best


def tick_text(value: float) -> str:
    """A round number, as short as can be: .05, 10, 10⁻⁶."""
    exponent = floor(log10(value) + 1e-9) if value > 0.0 else 0
    if -4 <= exponent <= 5:
        return f"{value:.6g}"
    digits = f"{value / 10.0**exponent:.4g}"
    power = f"10{str(exponent).translate(_SUPERSCRIPTS)}"
    return power if digits == "1" else f"{digits}·{power}"


def _candidates(low: float, high: float) -> Iterator[list[float]]:
    """Rows of ticks, as a rule each with more of them than the one before."""
    first, last = floor(log10(low)), ceil(log10(high))
    for stride in (10, 5, 3, 2):
        yield list(_between(low, high, (10.0**power for power in range(first, last + 1) if power % stride == 0)))
    for digits in _DIGITS:
        numbers = (digit * 10.0**power for power in range(first, last + 1) for digit in digits)
        yield list(_between(low, high, numbers))
    if low < high < 10.0 * low:  # within a decade the axis is nearly an ordinary one
        unit = 10.0 ** floor(log10(high - low) - 1e-9)
        for part in (1.0, 0.5, 0.2, 0.1):
            spacing = part * unit
            numbers = (number * spacing for number in range(ceil(low / spacing), floor(high / spacing) + 1))
            yield list(dict.fromkeys(numbers))  # where both ends are next to each other, several may be the same


def _between(low: float, high: float, numbers: Iterable[float]) -> Iterator[float]:
    return (number for number in numbers if low * (1 - 1e-9) <= number <= high * (1 + 1e-9))
