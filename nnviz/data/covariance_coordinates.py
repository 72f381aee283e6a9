"""A covariance in three numbers: as the ellipse it draws, or as the spreads of the features and their correlation.

Two of the three are standard deviations each time; the third says how they lie to one another.
"""

import math

from nnviz.data.covariance import Matrix
from nnviz.data.ellipse import covariance_of, principal_axes

Triple = tuple[float, float, float]

# Squared spreads this much smaller than the larger one, and differences that small, are what rounding leaves of a zero.
_ROUNDING = 1e-11

_DIGITS = 12


def axes_of_matrix(matrix: Matrix) -> Triple:
    """The ellipse of a covariance.

    Parameters
    ----------
    matrix : (2, 2)
        A covariance: symmetric, no eigenvalue below zero.

    Returns
    -------
    along, across : float
        Standard deviations along the longer axis of the ellipse and the shorter.
    angle : float
        Of the longer axis, in degrees, above -90 and up to 90, counter-clockwise from the first feature; 0 for a
        circle, where any would be right.
    """
    (along, across), angle = principal_axes(matrix)
    if across**2 <= _ROUNDING * along**2:
        return along, 0.0, math.degrees(angle)
    is_circle = along**2 - across**2 <= _ROUNDING * along**2
    return along, across, 0.0 if is_circle else math.degrees(angle)


def matrix_of_axes(numbers: Triple) -> Matrix:
    """The covariance whose ellipse has these standard deviations along and across an axis at an angle in degrees."""
    along, across, angle = numbers
    return readable(covariance_of((along, across), math.radians(angle)))


def features_of_matrix(matrix: Matrix) -> Triple:
    """The standard deviations of both features of a covariance, and their correlation.

    The correlation is between -1 and 1; 0 where a feature does not vary, so that any would be right.
    """
    (variance_1, shared), (_, variance_2) = matrix
    first, second = math.sqrt(max(variance_1, 0.0)), math.sqrt(max(variance_2, 0.0))
    product = first * second
    return first, second, min(max(shared / product, -1.0), 1.0) if product > 0.0 else 0.0


def matrix_of_features(numbers: Triple) -> Matrix:
    """The covariance of features with these two standard deviations and this correlation."""
    first, second, correlation = numbers
    variance_1, shared, variance_2 = (
        float(f"{number:.{_DIGITS}g}") for number in (first * first, correlation * first * second, second * second)
    )
    return (variance_1, shared), (shared, variance_2)


def readable(matrix: Matrix) -> Matrix:
    """The matrix without the last digits of its largest number, which are rounding: 3 and not 3.0000000000000004."""
    largest = max(abs(number) for row in matrix for number in row)
    if largest == 0.0:
        return matrix
    digits = _DIGITS - 1 - math.floor(math.log10(largest))
    (a, b), (c, d) = ((round(number, digits) + 0.0 for number in row) for row in matrix)
    return (a, b), (c, d)
