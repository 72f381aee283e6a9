"""Gaussian clusters, and matrices that claim to be covariances."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

# An eigenvalue this much below zero, relative to the largest in size, is rounding and not a mistake.
_ROUNDING = 1e-10


@dataclass(frozen=True)
class Cluster:
    """A cloud of points around a mean.

    Attributes
    ----------
    mean : (n_features,)
    covariance : (n_features, n_features)
        Symmetric and finite. If it is no covariance matrix, see `Covariance.drawn_from`.
    n_points : int
        At least 1.
    """

    mean: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    n_points: int


@dataclass(frozen=True)
class Covariance:
    """What a symmetric matrix is worth as a covariance.

    Attributes
    ----------
    eigenvalues : (n_features,)
        Largest first. Variances along the principal axes, so none may be below zero.
    is_valid : bool
        Whether it is a covariance matrix: no eigenvalue below zero.
    drawn_from : (n_features, n_features)
        The covariance that points drawn with this matrix really have. NumPy samples through a singular value
        decomposition, which drops the eigenvalues' signs; for a valid matrix it is the matrix itself.
    """

    eigenvalues: NDArray[np.float64]
    is_valid: bool
    drawn_from: NDArray[np.float64]


def examine_covariance(matrix: ArrayLike) -> Covariance:
    """Find out what points drawn with `matrix` would look like.

    Parameters
    ----------
    matrix : (n_features, n_features)

    Raises
    ------
    ValueError
        Where it is not square, not finite or not symmetric; the sentence says which number is at fault.
    """
    values = np.asarray(matrix, dtype=np.float64)
    if values.ndim != 2 or values.shape[0] != values.shape[1]:
        raise ValueError("a covariance matrix is square, as many rows as columns")
    if not np.isfinite(values).all():
        raise ValueError(f"a covariance matrix holds finite numbers only, not {values[~np.isfinite(values)][0]:g}")
    if (values != values.T).any():
        row, column = np.argwhere(values != values.T)[0]
        raise ValueError(
            f"a covariance matrix is symmetric, but this one has {values[row, column]:g} above the diagonal "
            f"and {values[column, row]:g} below it"
        )
    eigenvalues, axes = np.linalg.eigh(values)
    is_valid = bool(eigenvalues[0] >= -_ROUNDING * np.abs(eigenvalues).max())
    drawn_from = values if is_valid else (axes * np.abs(eigenvalues)) @ axes.T
    return Covariance(eigenvalues[::-1], is_valid, drawn_from)


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
    points : (n_points, n_features), float32
        Single precision, as the original experiment stores them.
    labels : (n_points,)
    """
    draws: list[NDArray[Any]] = [_draw(cluster, generator) for cluster in clusters]
    labels = np.repeat(np.arange(len(clusters)), [cluster.n_points for cluster in clusters])
    return np.concatenate(draws).astype(np.float32), labels


def _draw(cluster: Cluster, generator: np.random.RandomState) -> NDArray[np.float64]:
    examine_covariance(cluster.covariance)
    # Not checked again by NumPy: it would only print a warning for what the window says in words.
    return generator.multivariate_normal(cluster.mean, cluster.covariance, cluster.n_points, check_valid="ignore")
