"""The ellipse of a cluster: its covariance as something to take hold of.

A point of a cluster is its mean plus `axes` · (two normal numbers): the first number goes along the first column, the
second along the second. So the covariance is axes · axesᵀ. Whoever moves, stretches or turns the axes moves every point
with them, and none of the normal numbers is drawn again.
"""

import math
from dataclasses import dataclass

from nnviz.data.covariance import Matrix

Pair = tuple[float, float]

SMALLEST_SPREAD = 0.01
"""No hand makes an ellipse thinner than that: it could not take hold of it again."""


@dataclass(frozen=True)
class Ellipse:
    """Where a cluster is, and which way and how far it spreads.

    Attributes
    ----------
    mean : (2,)
    axes : (2, 2)
        Its columns are where the two normal numbers of a point lead. They need not be at right angles.
    """

    mean: Pair
    axes: Matrix

    @property
    def covariance(self) -> Matrix:
        """axes · axesᵀ."""
        (a, b), (c, d) = self.axes
        beside = a * c + b * d
        return (a * a + b * b, beside), (beside, c * c + d * d)

    @property
    def spreads(self) -> Pair:
        """Standard deviations along the principal axes, σ₁ ≥ σ₂."""
        return principal_axes(self.covariance)[0]

    @property
    def angle(self) -> float:
        """Direction of the first principal axis, in radians, above -π/2 and up to π/2; 0 for a circle."""
        return principal_axes(self.covariance)[1]

    def direction(self, axis: int) -> Pair:
        """Of principal axis 0 or 1, a vector of length 1."""
        return _direction(self.angle + axis * math.pi / 2)

    def end(self, axis: int, deviations: float) -> Pair:
        """The point so many standard deviations from the mean along principal axis 0 or 1."""
        x, y = self.direction(axis)
        reach = deviations * self.spreads[axis]
        return self.mean[0] + reach * x, self.mean[1] + reach * y

    def moved_to(self, mean: Pair) -> "Ellipse":
        """The same somewhere else."""
        return Ellipse(mean, self.axes)

    def turned(self, by: float) -> "Ellipse":
        """The same turned around its mean, by an angle in radians, counter-clockwise."""
        cosine, sine = _direction(by)
        return Ellipse(self.mean, _product(((cosine, -sine), (sine, cosine)), self.axes))

    def with_spreads(self, spreads: Pair) -> "Ellipse":
        """The same with other standard deviations along its principal axes (which keep their order), above 0."""
        first, second = self.direction(0), self.direction(1)
        old = self.spreads
        if min(old) <= 0.0:  # what has no width cannot be stretched
            return Ellipse(
                self.mean,
                ((spreads[0] * first[0], spreads[1] * second[0]), (spreads[0] * first[1], spreads[1] * second[1])),
            )
        f, g = spreads[0] / old[0], spreads[1] / old[1]
        (a, b), (c, d) = first, second
        beside = f * a * b + g * c * d
        return Ellipse(
            self.mean, _product(((f * a * a + g * c * c, beside), (beside, f * b * b + g * d * d)), self.axes)
        )

    def with_covariance(self, covariance: Matrix) -> "Ellipse":
        """The same with another covariance, which must be one; every point moves as little as that takes.

        Little: in the mean of its squared way, which is ‖new axes − axes‖². Any axes of the new covariance, turned or
        mirrored before use, are axes of it again; the best turn is that of the orthogonal Procrustes problem.
        """
        (a, beside), (_, d) = covariance
        first = math.sqrt(max(a, 0.0))
        shared = beside / first if first > 0.0 else 0.0
        square_root = (first, 0.0), (shared, math.sqrt(max(d - shared * shared, 0.0)))
        (p, q), (r, s) = _product(_transposed(square_root), self.axes)
        as_turn, as_mirror = math.hypot(p + s, r - q), math.hypot(p - s, q + r)
        if as_turn >= as_mirror:
            cosine, sine = _direction(math.atan2(r - q, p + s))
            return Ellipse(self.mean, _product(square_root, ((cosine, -sine), (sine, cosine))))
        cosine, sine = _direction(math.atan2(q + r, p - s))
        return Ellipse(self.mean, _product(square_root, ((cosine, sine), (sine, -cosine))))

    def stretched_to(self, axis: int, place: Pair, deviations: float, *, keeps_shape: bool) -> "Ellipse":
        """The same with principal axis 0 or 1 so long that its end, so many deviations out, is level with `place`.

        Where it keeps its shape, the other axis grows by the same factor.
        """
        x, y = self.direction(axis)
        reach = abs((place[0] - self.mean[0]) * x + (place[1] - self.mean[1]) * y) / deviations
        old = self.spreads
        new = max(reach, SMALLEST_SPREAD)
        other = old[1 - axis]
        if keeps_shape and old[axis] > 0.0:
            other = max(other * new / old[axis], SMALLEST_SPREAD)
        return self.with_spreads((new, other) if axis == 0 else (other, new))

    def turned_to(self, axis: int, place: Pair) -> "Ellipse":
        """The same turned until principal axis 0 or 1 points at `place`."""
        x, y = place[0] - self.mean[0], place[1] - self.mean[1]
        if x == y == 0.0:
            return self
        return self.turned(math.atan2(y, x) - self.angle - axis * math.pi / 2)


def principal_axes(covariance: Matrix) -> tuple[Pair, float]:
    """Standard deviations (σ₁, σ₂) along the principal axes of a covariance matrix, σ₁ ≥ σ₂, and the first one's angle.

    The angle is in radians, above -π/2 and up to π/2; 0 for a circle.
    """
    (a, beside), (_, d) = covariance
    middle, radius = (a + d) / 2, math.hypot((a - d) / 2, beside)
    spreads = math.sqrt(max(middle + radius, 0.0)), math.sqrt(max(middle - radius, 0.0))
    return spreads, 0.5 * math.atan2(2 * beside, a - d)


def covariance_of(spreads: Pair, angle: float) -> Matrix:
    """The covariance matrix with these standard deviations along its principal axes, the first at `angle` radians."""
    x, y = _direction(angle)
    a, d = spreads[0] ** 2, spreads[1] ** 2
    beside = (a - d) * x * y
    return (a * x * x + d * y * y, beside), (beside, a * y * y + d * x * x)


def _direction(angle: float) -> Pair:
    return math.cos(angle), math.sin(angle)


def _transposed(matrix: Matrix) -> Matrix:
    (a, b), (c, d) = matrix
    return (a, c), (b, d)


def _product(left: Matrix, right: Matrix) -> Matrix:
    (a, b), (c, d) = left
    (p, q), (r, s) = right
    return (a * p + b * r, a * q + b * s), (c * p + d * r, c * q + d * s)
