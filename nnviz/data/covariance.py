"""Matrices that claim to be covariances. In plain numbers: a recipe is checked by it before NumPy has been loaded."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Matrix = tuple[tuple[float, float], tuple[float, float]]

# An eigenvalue this much below zero, relative to the largest in size, is rounding and not a mistake.
_ROUNDING = 1e-10


@dataclass(frozen=True)
class Covariance:
    """What a symmetric matrix is worth as a covariance.

    Attributes
    ----------
    eigenvalues : (2,)
        Largest first. Variances along the principal axes, so none may be below zero.
    is_valid : bool
        Whether it is a covariance matrix: no eigenvalue below zero.
    drawn_from : (2, 2)
        The covariance that points drawn with this matrix really have. NumPy samples through a singular value
        decomposition, which drops the eigenvalues' signs; for a valid matrix it is the matrix itself.
    """

    eigenvalues: tuple[float, float]
    is_valid: bool
    drawn_from: Matrix


def examine_covariance(matrix: Sequence[Sequence[float]]) -> Covariance:
    """Find out what points drawn with `matrix` would look like.

    Parameters
    ----------
    matrix : (2, 2)
        Of the two features of a point.

    Raises
    ------
    ValueError
        Where it is not square, not finite or not symmetric; the sentence says which number is at fault.
    """
    values = _checked(matrix)
    (first, beside), (_, second) = values
    # Mohr's circle: the eigenvalues of a symmetric 2 × 2 matrix lie as far on either side of the mean of its diagonal.
    middle, radius = (first + second) / 2, math.hypot((first - second) / 2, beside)
    largest, smallest = middle + radius, middle - radius
    is_valid = smallest >= -_ROUNDING * max(abs(largest), abs(smallest))
    drawn_from = values if is_valid else _without_signs(values, largest, smallest)
    return Covariance((largest, smallest), is_valid, drawn_from)


def nearest_covariance(matrix: Matrix) -> Matrix:
    """The covariance whose numbers differ least from a symmetric matrix: its negative eigenvalues become 0.

    Least in the sum of squared differences (Higham 1988, "Computing a nearest symmetric positive semidefinite
    matrix"). A matrix that is none becomes a line of points, or a single place where no eigenvalue is above zero.
    """
    # With |X| the matrix without its eigenvalues' signs, X + |X| doubles those above zero and drops the others.
    (a, b), (_, d) = matrix
    (p, q), (_, s) = examine_covariance(matrix).drawn_from
    beside = (b + q) / 2
    return ((a + p) / 2, beside), (beside, (d + s) / 2)


def _checked(matrix: Sequence[Sequence[float]]) -> Matrix:
    try:
        (first, above), (below, second) = matrix
    except (TypeError, ValueError):
        raise ValueError("a covariance matrix is square, as many rows as columns") from None
    for value in (first, above, below, second):
        if not math.isfinite(value):
            raise ValueError(f"a covariance matrix holds finite numbers only, not {value:g}")
    if above != below:
        raise ValueError(
            f"a covariance matrix is symmetric, but this one has {above:g} above the diagonal and {below:g} below it"
        )
    return (float(first), float(above)), (float(below), float(second))


def _without_signs(matrix: Matrix, largest: float, smallest: float) -> Matrix:
    """The matrix with the same axes and the sizes of its eigenvalues, of which `smallest` is below zero."""
    # The matrix is λ₁P + λ₂Q, with P and Q the projections on its axes and P + Q = 1. Hence for λ₁ ≥ 0 > λ₂
    # |λ₁|P + |λ₂|Q = ((λ₁ + λ₂) matrix − 2 λ₁λ₂ 1) / (λ₁ − λ₂); and where both are below zero, it is −matrix.
    stretch, added = -1.0, 0.0
    if largest >= 0:
        gap = largest - smallest
        stretch, added = (largest + smallest) / gap, -2 * largest * smallest / gap
    (first, beside), (_, second) = matrix
    return (stretch * first + added, stretch * beside), (stretch * beside, stretch * second + added)
