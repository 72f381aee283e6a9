"""Curves with a million steps on a few hundred pixels."""

import numpy as np

from nnviz.core.arrays import FloatArray


def reduce_min_max(values: FloatArray, n_buckets: int, first: int = 0) -> tuple[FloatArray, FloatArray]:
    """Fewer points that draw the same curve: of each bucket its smallest and its largest value, in their order.

    No spike is lost, and the first and the last value are always among the result.

    Parameters
    ----------
    values : (n,)
        Finite.
    n_buckets : int
        At least 1; about as many are made, and the result has at most three values for each that was asked for.
    first : int
        The x of the first value; the others follow one apart.

    Returns
    -------
    x, y : (m,)
    """
    n_values = len(values)
    size = n_values // n_buckets
    if size <= 2:
        return first + np.arange(n_values, dtype=np.float64), values
    n_whole = n_values // size
    buckets = values[: n_whole * size].reshape(n_whole, size)
    extremes = np.sort(np.stack([buckets.argmin(axis=1), buckets.argmax(axis=1)], axis=1), axis=1)
    chosen = (extremes + size * np.arange(n_whole)[:, np.newaxis]).ravel()
    rest = np.arange(n_whole * size, n_values)
    chosen = np.concatenate([[0], chosen, rest, [n_values - 1]])
    chosen = chosen[np.append(np.diff(chosen) > 0, True)]  # they rise; np.unique would import half of NumPy first
    return first + chosen.astype(np.float64), values[chosen]
