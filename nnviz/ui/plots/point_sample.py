"""A few points that stand for very many."""

import numpy as np

from nnviz.core.arrays import IntArray

_SEED = 2  # any: what counts is that the same points are drawn every time
_FEWEST = 20


def sample_rows(labels: IntArray, n_classes: int, n_wanted: int) -> IntArray:
    """Choose about `n_wanted` rows at random, from each class its share; the same ones every time.

    Parameters
    ----------
    labels : (n_points,)
    n_classes : int
    n_wanted : int
        A few more are chosen where a class is so small that its share would hardly be seen: 20 points of each class,
        or all it has, are chosen at least.

    Returns
    -------
    rows : (about n_wanted,), rising
    """
    generator = np.random.default_rng(_SEED)
    chosen = [
        _some(np.flatnonzero(labels == label), n_wanted / max(len(labels), 1), generator) for label in range(n_classes)
    ]
    return np.sort(np.concatenate(chosen))


def _some(rows: IntArray, share: float, generator: np.random.Generator) -> IntArray:
    n_rows = min(len(rows), max(_FEWEST, round(share * len(rows))))
    return rows[generator.choice(len(rows), n_rows, replace=False, shuffle=False)]
