"""The outlook: the piece of the plane that the canvas shows, and what a network is fed there."""

from dataclasses import dataclass

from nnviz.core.arrays import FloatArray
from nnviz.core.neuron_maps import InputsOf
from nnviz.core.regions import Rectangle
from nnviz.data.inputs import InputMap
from nnviz.data.plane import Plane


@dataclass(frozen=True, eq=False)
class Outlook:
    """A piece of the plane, and from its places to a network's inputs.

    Attributes
    ----------
    area : Rectangle
    plane : Plane or None
        Of points with more than two features, what is shown of them.
    input_map : InputMap or None
    """

    area: Rectangle
    plane: Plane | None = None
    input_map: InputMap | None = None

    @property
    def inputs_of(self) -> InputsOf | None:
        """From places, (n_places, 2), to inputs, (n_places, n_inputs); None where these are the places themselves."""
        is_plain = self.plane is None and (self.input_map is None or self.input_map.is_identity)
        return None if is_plain else self._inputs_of

    def is_same(self, other: "Outlook") -> bool:
        """Whether nothing looks different from there."""
        return self.area == other.area and self.plane is other.plane and _are_alike(self.input_map, other.input_map)

    def _inputs_of(self, places: FloatArray) -> FloatArray:
        points = places if self.plane is None else self.plane.lift(places)
        return points if self.input_map is None else self.input_map(points)


def _are_alike(one: InputMap | None, other: InputMap | None) -> bool:
    """Whether both make the same of every point: each set of points has a map of its own."""
    if one is other:
        return True
    is_fitted = any(made is not None and made.center is not None for made in (one, other))
    return not is_fitted and (one.formulas if one else ()) == (other.formulas if other else ())
