"""Clusters of a recipe as ellipses, and back."""

import msgspec

from nnviz.data.clusters import numpys_axes
from nnviz.data.covariance import Matrix
from nnviz.data.covariance_coordinates import readable
from nnviz.data.ellipse import Ellipse
from nnviz.experiment.data_spec import ClusterSpec
from nnviz.experiment.repair import Repair

_MEAN_DIGITS = 4
_AXES_DIGITS = 6


def ellipse_of(cluster: ClusterSpec) -> Ellipse:
    """The ellipse of a cluster: of the matrix that its points are really drawn from."""
    axes = numpys_axes(cluster.covariance) if cluster.axes is None else cluster.axes
    return Ellipse(cluster.mean, axes)


def with_ellipse(cluster: ClusterSpec, ellipse: Ellipse) -> ClusterSpec:
    """The cluster where and as wide as `ellipse`, in numbers a recipe can be read with; each point moves along.

    A cluster that is only moved keeps its matrix, whatever that is worth.

    Raises
    ------
    RecipeError
        Where it would be too far out or too large.
    """
    before = ellipse_of(cluster)
    mean = cluster.mean
    if ellipse.mean != before.mean:
        mean = round(ellipse.mean[0], _MEAN_DIGITS), round(ellipse.mean[1], _MEAN_DIGITS)
    if ellipse.axes == before.axes:
        return msgspec.structs.replace(cluster, mean=mean)
    (a, b), (c, d) = ((round(number, _AXES_DIGITS) for number in row) for row in ellipse.axes)
    axes = (a, b), (c, d)
    return msgspec.structs.replace(cluster, mean=mean, axes=axes, covariance=Ellipse(mean, axes).covariance)


def with_covariance(cluster: ClusterSpec, covariance: Matrix) -> ClusterSpec:
    """The cluster with another covariance, which must be one; each point moves as little as that takes."""
    axes = readable(ellipse_of(cluster).with_covariance(covariance).axes)
    return msgspec.structs.replace(cluster, covariance=covariance, axes=axes)


def repaired(cluster: ClusterSpec, repair: Repair) -> ClusterSpec:
    """The cluster with the covariance of a repair."""
    if repair.before is None:
        return with_covariance(cluster, repair.covariance)
    return msgspec.structs.replace(cluster, covariance=repair.covariance, axes=repair.before.axes)
