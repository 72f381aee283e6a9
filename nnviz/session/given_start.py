"""The start that a running network's weights make."""

from typing import TYPE_CHECKING

from nnviz.experiment.network_spec import GivenStart
from nnviz.experiment.quantity import RecipeError

if TYPE_CHECKING:  # only named here: it loads NumPy, which comes after the first painted window
    from nnviz.core.snapshot import Snapshot


def start_from(snapshot: "Snapshot | None") -> GivenStart:
    """The weights and biases of a moment, as numbers to start from.

    Raises
    ------
    RecipeError
        Where there are none, or none that a network can start from.
    """
    if snapshot is None:
        raise RecipeError("there are no weights to take over yet")
    if not snapshot.is_finite:
        raise RecipeError("the weights are no longer finite numbers: nothing can start from them")
    return GivenStart(
        weights=tuple(tuple(map(tuple, matrix.tolist())) for matrix in snapshot.weights),
        biases=tuple(tuple(vector.tolist()) for vector in snapshot.biases),
    )
