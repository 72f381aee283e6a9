"""Clusters of a recipe as ellipses, and back."""

import math

import msgspec

from nnviz.data.clusters import numpys_axes
from nnviz.data.covariance import Matrix
from nnviz.data.covariance_coordinates import readable
from nnviz.data.ellipse import SMALLEST_SPREAD, Ellipse
from nnviz.experiment.data_spec import ClusterSpec
from nnviz.experiment.repair import Repair

_MOST_DECIMALS = 6
_AXES_DIGITS = 6


def ellipse_of(cluster: ClusterSpec) -> Ellipse:
    """The ellipse of a cluster: of the matrix that its points are really drawn from."""
    axes = numpys_axes(cluster.covariance) if cluster.axes is None else cluster.axes
    return Ellipse(cluster.mean, axes)


def with_ellipse(cluster: ClusterSpec, ellipse: Ellipse, pixel: float) -> ClusterSpec:
    """The cluster where and as wide as `ellipse`, in round numbers; each point moves along.

    A cluster that is only moved keeps its matrix, whatever that is worth.

    Parameters
    ----------
    cluster : ClusterSpec
    ellipse : Ellipse
    pixel : float
        Of the screen, in units of the features: numbers have no more digits than a hand can mean.

    Raises
    ------
    RecipeError
        Where it would be too far out or too large.
    """
    before = ellipse_of(cluster)
    mean = cluster.mean
    if ellipse.mean != before.mean:
        decimals = _decimals(pixel)
        mean = round(ellipse.mean[0], decimals) + 0.0, round(ellipse.mean[1], decimals) + 0.0
    moved = msgspec.structs.replace(cluster, mean=mean)
    if ellipse.axes == before.axes:
        return moved
    narrow = ellipse.spreads[1]
    if narrow >= SMALLEST_SPREAD / 2:
        # A variance is finer than its spread: σ² moves by 2σ for each unit of σ; and it stays well above 0.
        return with_covariance(moved, _rounded(ellipse.covariance, _decimals(narrow * min(pixel, narrow / 4))), ellipse)
    (a, b), (c, d) = ((round(number, _AXES_DIGITS) for number in row) for row in ellipse.axes)
    axes = (a, b), (c, d)
    return msgspec.structs.replace(cluster, mean=mean, axes=axes, covariance=Ellipse(mean, axes).covariance)


def with_covariance(cluster: ClusterSpec, covariance: Matrix, near: Ellipse | None = None) -> ClusterSpec:
    """The cluster with another covariance, which must be one; each point moves as little as that takes.

    As little from where it is, or from where it would be in the ellipse `near`.
    """
    axes = readable((near or ellipse_of(cluster)).with_covariance(covariance).axes)
    return msgspec.structs.replace(cluster, covariance=covariance, axes=axes)


def repaired(cluster: ClusterSpec, repair: Repair) -> ClusterSpec:
    """The cluster with the covariance of a repair."""
    if repair.before is None:
        return with_covariance(cluster, repair.covariance)
    return msgspec.structs.replace(cluster, covariance=repair.covariance, axes=repair.before.axes)


def _decimals(step: float) -> int:
    """As many as it takes to tell numbers apart that differ by `step`, which is above 0."""
    return min(max(math.ceil(-math.log10(step)), 0), _MOST_DECIMALS)


def _rounded(matrix: Matrix, decimals: int) -> Matrix:
    (a, b), (c, d) = ((round(number, decimals) + 0.0 for number in row) for row in matrix)
    return (a, b), (c, d)
