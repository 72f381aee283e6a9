"""Where a number stands on an axis that may be logarithmic, and what stands there."""

import numpy as np

from nnviz.core.arrays import FloatArray


def places(numbers: FloatArray, *, is_log: bool) -> FloatArray:
    """The places of numbers (n,); on a logarithmic axis their powers of ten, and NaN for those that are not above 0."""
    if not is_log:
        return numbers
    with np.errstate(invalid="ignore"):  # NaN is not above 0 either
        return np.log10(np.where(numbers > 0.0, numbers, np.nan))


def place(number: float, *, is_log: bool) -> float | None:
    """The place of one number; None where it has none."""
    if not is_log:
        return number
    return float(np.log10(number)) if number > 0.0 else None


def number_at(found: float, *, is_log: bool) -> float:
    """The number at a place; of places far beyond the axis, the largest there is."""
    return float(10.0 ** np.clip(found, -300.0, 300.0)) if is_log else found
