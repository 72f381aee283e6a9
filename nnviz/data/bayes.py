"""The truth behind Gaussian clusters: the best class for every place, and how often even that is wrong.

Whoever knows the clusters knows the probability of every class at a place x (Bayes, 1763):

    P(class k | x) = prior k · density k (x) / Σ_j prior j · density j (x)

The prior of a class is its share of the points, and its density that of its Gaussian. To say the most probable class is
the best that any classifier can do (Duda, Hart and Stork, *Pattern Classification*, chapter 2): it is right at x as
often as that class is there, hence altogether

    best accuracy = E_x [ max_k P(class k | x) ]

**Clusters without width.** Where one spread is zero all points of a cluster lie on a line, where both are, in one
place. Such a cluster has no density in the plane. But it has one along its line, or on its place, and whoever sees a
point exactly there knows better than to think it came from a cluster that is wide, which would have hit the line with
probability zero. So at every x only the clusters of the fewest dimensions that can have a point there are compared,
each by its density along the line or its share on the place. This is Bayes' rule too, with densities taken towards
area, length and number at once. Points are stored in single precision; a spread too small for it counts as zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nnviz.data.ellipse import Ellipse

# Relative to the coordinates of a cluster: spreads that single precision cannot tell from zero, and how far from its
# line a point of such a cluster may have been rounded (it lies within six spreads).
_NO_SPREAD = 3e-8
_ROUNDED = 2e-7

_N_IN_LATTICE, _LATTICE_STEP = 987, 610  # neighbours among Fibonacci's numbers: no lattice in the square is more even
_FEWEST_LATTICES = 16
_N_STANDARD_ERRORS = 4.0
LARGEST_ERROR = 0.0005
"""How far the best accuracy may be off, as a share: .05 percentage points."""


@dataclass(frozen=True)
class Mixture:
    """Gaussian clusters, each with its share of the points; cluster k is class k.

    Attributes
    ----------
    ellipses : one a class
        Of the matrices that the points are really drawn from.
    counts : one a class
        How many points each has, at least 1.
    """

    ellipses: tuple[Ellipse, ...]
    counts: tuple[int, ...]

    @property
    def priors(self) -> NDArray[np.float64]:
        """Share of all points that are of each class, (n_classes,); together 1."""
        return np.array(self.counts) / sum(self.counts)

    @property
    def wide(self) -> "Mixture":
        """Those clusters alone that fill an area: they share the plane among them."""
        kept = [place for place, gaussian in enumerate(self._gaussians) if gaussian.n_dimensions == 2]
        return Mixture(tuple(self.ellipses[place] for place in kept), tuple(self.counts[place] for place in kept))

    def log_joint(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """log(prior · density) of each class at each point, comparable within a point.

        Parameters
        ----------
        points : (n_points, 2)

        Returns
        -------
        log_joint : (n_points, n_classes)
            Minus infinity for a class that has no point there, or none beside one of fewer dimensions.
        """
        joint = np.empty((len(points), len(self._gaussians)))
        for label, gaussian in enumerate(self._gaussians):
            gaussian.write_log_density(points, joint[:, label])
        joint += np.log(self.priors)
        if any(gaussian.n_dimensions < 2 for gaussian in self._gaussians):
            self._keep_fewest_dimensions(points, joint)
        return joint

    def posteriors(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """P(class | point), (n_points, n_classes); a row of zeros where no cluster can have a point."""
        joint = self.log_joint(points)
        highest = joint.max(axis=1, keepdims=True)
        shares = np.exp(joint - np.where(np.isfinite(highest), highest, 0.0))
        return shares / np.maximum(shares.sum(axis=1, keepdims=True), 1.0)

    def optimal_labels(self, points: NDArray[np.float64]) -> NDArray[np.intp]:
        """The most probable class of each point, (n_points,); -1 where no cluster can have a point."""
        joint = self.log_joint(points)
        return np.where(np.isfinite(joint.max(axis=1)), joint.argmax(axis=1), -1)

    @cached_property
    def _gaussians(self) -> tuple["_Gaussian", ...]:
        return tuple(_Gaussian(ellipse) for ellipse in self.ellipses)

    def _keep_fewest_dimensions(self, points: NDArray[np.float64], joint: NDArray[np.float64]) -> None:
        n_dimensions = np.array([gaussian.n_dimensions for gaussian in self._gaussians])
        can_have = np.stack([gaussian.can_have(points) for gaussian in self._gaussians], axis=1)
        fewest = np.where(can_have, n_dimensions, 3).min(axis=1, keepdims=True)
        joint[~can_have | (n_dimensions > fewest)] = -np.inf


class _Gaussian:
    """One cluster: its density where its points can be, in as many dimensions as that has."""

    def __init__(self, ellipse: Ellipse) -> None:
        self._mean = np.array(ellipse.mean)
        directions, spreads, _ = np.linalg.svd(np.array(ellipse.axes))
        self._size = float(spreads[0] + np.abs(self._mean).sum())
        has_width = spreads > _NO_SPREAD * self._size
        self.n_dimensions = int(has_width.sum())
        self._across = directions[:, ~has_width]
        self._whitening = directions[:, has_width] / spreads[has_width]
        self._log_peak = -np.log(spreads[has_width]).sum() - 0.5 * self.n_dimensions * np.log(2 * np.pi)

    def can_have(self, points: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether a point of this cluster may be there, (n_points,)."""
        near = _ROUNDED * (self._size + np.abs(points).sum(axis=1, keepdims=True))
        return (np.abs((points - self._mean) @ self._across) <= near).all(axis=1)

    def write_log_density(self, points: NDArray[np.float64], log_density: NDArray[np.float64]) -> None:
        """Fill (n_points,) with the log of the density: −½ |distance in spreads|² − log(spreads) − n/2 log 2π."""
        log_density[...] = self._log_peak
        for direction in self._whitening.T:  # one or two of them: quicker than a product of thin matrices
            along = points @ direction
            along -= self._mean @ direction
            along *= along
            log_density -= 0.5 * along


@dataclass(frozen=True)
class BestAccuracy:
    """How often the best of all classifiers is right, on average over ever new points.

    Attributes
    ----------
    accuracy : float
        Between 0 and 1.
    error : float
        It is off by no more than that, in about 998 of 1,000 cases; infinite while too little is computed to know.
    """

    accuracy: float
    error: float

    @property
    def is_good(self) -> bool:
        """Whether it is as exact as it is meant to be."""
        return self.error <= LARGEST_ERROR


def estimate_best_accuracy(mixture: Mixture, generator: np.random.RandomState) -> Iterator[BestAccuracy]:
    """Find the best accuracy ever more exactly; the last answer is the first good one.

    Each answer takes milliseconds, so that one may stop between two of them.

    The mean of max_k P(class k | x) over x is taken class by class, over points laid out evenly: a lattice in the unit
    square, carried to the normal distribution (Box and Muller, 1958) and from there into each cluster. Shifted by a
    random amount, a lattice gives a right answer on average, and a much closer one than as many random points. Answers
    of several shifts differ by chance alone, which tells how far off their mean is (Cranley and Patterson, 1976): by
    Student's distribution four standard errors of 16 answers leave one case in 860 outside.
    """
    answers: list[float] = []
    while True:
        answers.append(_by_one_lattice(mixture, generator.random_sample(2)))
        found = BestAccuracy(float(np.mean(answers)), _error(answers))
        yield found
        if found.is_good:
            return


def _by_one_lattice(mixture: Mixture, shift: NDArray[np.float64]) -> float:
    normal = _normal_lattice(shift)
    answer = 0.0
    for ellipse, prior in zip(mixture.ellipses, mixture.priors, strict=True):
        points = ellipse.mean + normal @ np.transpose(ellipse.axes)
        answer += prior * float(mixture.posteriors(points).max(axis=1).mean())
    return answer


def _normal_lattice(shift: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evenly laid out normal numbers, (n, 2)."""
    places = np.arange(_N_IN_LATTICE)
    first = (places / _N_IN_LATTICE + shift[0]) % 1.0
    second = (places * _LATTICE_STEP % _N_IN_LATTICE / _N_IN_LATTICE + shift[1]) % 1.0
    radii = np.sqrt(-2.0 * np.log1p(-first))
    return np.column_stack([radii * np.cos(2 * np.pi * second), radii * np.sin(2 * np.pi * second)])


def _error(answers: Sequence[float]) -> float:
    if len(answers) < _FEWEST_LATTICES:
        return np.inf
    return _N_STANDARD_ERRORS * float(np.std(answers, ddof=1)) / len(answers) ** 0.5
