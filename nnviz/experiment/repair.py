"""Repairs for a cluster whose matrix is no covariance."""

from dataclasses import dataclass

from nnviz.data.covariance import Matrix, nearest_covariance
from nnviz.data.covariance_coordinates import readable
from nnviz.experiment.data_spec import ClusterSpec


@dataclass(frozen=True)
class Repair:
    """A covariance in place of a matrix that is none.

    Attributes
    ----------
    name : str
        As it stands in a list of them.
    help : str
        What it does to the points.
    covariance : (2, 2)
    before : ClusterSpec or None
        The state of the cluster that had this covariance, its points and all; None where it never did.
    """

    name: str
    help: str
    covariance: Matrix
    before: ClusterSpec | None = None


def repairs_of(cluster: ClusterSpec, last_good: ClusterSpec | None) -> tuple[Repair, ...]:
    """What can be put in place of the cluster's matrix, which is no covariance; first what is nearest to what it says.

    Parameters
    ----------
    cluster : ClusterSpec
    last_good : ClusterSpec or None
        The cluster as it was before, if it had a covariance then.
    """
    found = [
        Repair(
            f"Nearest covariance ({_shape(cluster)})",
            "Puts 0 for each negative eigenvalue. Of all covariances this one's numbers differ least from the matrix.",
            readable(nearest_covariance(cluster.covariance)),
        ),
        Repair(
            "The matrix the points are drawn from",
            "Takes the signs from the eigenvalues, as NumPy has done already. The points stay where they are.",
            readable(cluster.examined.drawn_from),
        ),
    ]
    if last_good is not None:
        what = "The covariance the cluster had before, and its points."
        found.append(Repair("The last good one", what, last_good.covariance, last_good))
    return tuple(found)


def _shape(cluster: ClusterSpec) -> str:
    """Where an eigenvalue is put to 0, the points lose a direction to spread in."""
    return "a line" if cluster.examined.eigenvalues[0] > 0 else "a single place"


class LastGood:
    """Remembers the covariance a cluster had before somebody made it a matrix that is none."""

    def __init__(self) -> None:
        self._shown: ClusterSpec | None = None
        self._good: ClusterSpec | None = None

    def see(self, cluster: ClusterSpec) -> ClusterSpec | None:
        """Take note of the cluster as it is now; gives back its last good state, None where none is known.

        A cluster that differs in more than one respect from the one before is another one: a document was opened, or
        a cluster removed.
        """
        before, self._shown = self._shown, cluster
        if cluster.examined.is_valid:
            self._good = cluster
        elif before is None or _n_changes(before, cluster) > 1:
            self._good = None
        return self._good


def _n_changes(one: ClusterSpec, other: ClusterSpec) -> int:
    pairs = zip(_respects(one), _respects(other), strict=True)
    return sum(before != after for before, after in pairs)


def _respects(cluster: ClusterSpec) -> tuple[object, ...]:
    """What is edited one at a time."""
    return cluster.name, cluster.n_points, cluster.mean, (cluster.covariance, cluster.axes), cluster.color
