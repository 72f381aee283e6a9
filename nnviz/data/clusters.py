"""Gaussian clusters, and drawing points from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.data.covariance import Matrix, examine_covariance


@dataclass(frozen=True)
class Cluster:
    """A cloud of points around a mean.

    Attributes
    ----------
    mean : (2,)
    covariance : (2, 2)
        Symmetric and finite. If it is no covariance matrix, see `Covariance.drawn_from`.
    n_points : int
        At least 1.
    axes : (2, 2) or None
        Where the two normal numbers of a point lead, with axes · axesᵀ the covariance (see `ellipse.py`). None leaves
        that to NumPy, as the original experiment does.
    """

    mean: tuple[float, float]
    covariance: Matrix
    n_points: int
    axes: Matrix | None = None


def draw_clusters(
    clusters: Sequence[Cluster], generator: np.random.RandomState
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Draw all points of all clusters, one cluster after another.

    Parameters
    ----------
    clusters : Sequence[Cluster]
        Cluster k becomes class k.
    generator : RandomState
        Is left where the last draw ended.

    Returns
    -------
    points : (n_points, 2), float32
        Single precision, as the original experiment stores them.
    labels : (n_points,)
    """
    draws: list[NDArray[Any]] = [_draw(cluster, generator) for cluster in clusters]
    labels = np.repeat(np.arange(len(clusters)), [cluster.n_points for cluster in clusters])
    return np.concatenate(draws).astype(np.float32), labels


@lru_cache(maxsize=64)  # asked for every cluster while a hand moves one of them, sixty times a second
def numpys_axes(covariance: Matrix) -> Matrix:
    """The axes NumPy draws with where a cluster has none of its own: from the singular value decomposition."""
    _, sizes, directions = np.linalg.svd(np.array(covariance, dtype=np.float64))
    (a, b), (c, d) = (np.sqrt(sizes)[:, np.newaxis] * directions).T.tolist()
    return (a, b), (c, d)


def _draw(cluster: Cluster, generator: np.random.RandomState) -> NDArray[np.float64]:
    examine_covariance(cluster.covariance)
    if cluster.axes is not None:
        # The same normal numbers, in the same order, as NumPy would take.
        return cluster.mean + generator.standard_normal((cluster.n_points, 2)) @ np.transpose(cluster.axes)
    # Not checked again by NumPy: it would only print a warning for what the window says in words.
    return generator.multivariate_normal(cluster.mean, cluster.covariance, cluster.n_points, check_valid="ignore")
