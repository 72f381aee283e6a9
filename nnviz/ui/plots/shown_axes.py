"""Which two directions through the features the canvas shows, where points have more than two."""

from dataclasses import dataclass, replace

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.data.dataset import Dataset
from nnviz.data.plane import Plane, plane_of_components, plane_of_features

_LONGEST = 60
"""Characters that an axis has room for."""


@dataclass(frozen=True)
class ShownAxes:
    """What a person chose to see.

    Attributes
    ----------
    across, upward : int
        Numbers of the features, from 0, along the axes.
    held : (n_features,)
        Value of each of the others, to which the regions belong.
    are_components : bool
        Whether the axes are the two principal components instead.
    """

    across: int
    upward: int
    held: tuple[float, ...]
    are_components: bool = False

    @property
    def others(self) -> list[int]:
        """The features that are held; none where the axes are components of all of them."""
        if self.are_components:
            return []
        return [number for number in range(len(self.held)) if number not in (self.across, self.upward)]

    def plane(self, dataset: Dataset) -> Plane:
        """The plane that is shown, of which the axis says what is held where."""
        if self.are_components:
            return plane_of_components(dataset.training_points)
        plane = plane_of_features((self.across, self.upward), self.held, dataset.feature_names)
        return replace(plane, names=(plane.names[0] + self._note(dataset.feature_names), plane.names[1]))

    def _note(self, names: tuple[str, ...]) -> str:
        """On the axis where there is room, else how many; the canvas' note then says which."""
        note = f" — {self.held_note(names)}"
        is_short = len(names[self.across]) + len(note) <= _LONGEST
        return note if is_short else f" — {len(self.others)} other{'s' if len(self.others) > 1 else ''} held"

    def held_note(self, names: tuple[str, ...]) -> str:
        """Which features are held, and where; empty where none are."""
        return ", ".join(f"{names[number]} held at {self.held[number]:.3g}" for number in self.others)


def first_axes(dataset: Dataset) -> ShownAxes:
    """The first two features, the others held near their mean over the training points, at a number one can read."""
    means = dataset.training_points.mean(axis=0).tolist()
    return ShownAxes(0, 1, tuple(float(f"{mean:.4g}") for mean in means))


def feature_ranges(dataset: Dataset) -> list[tuple[float, float]]:
    """Smallest and largest value of each feature over the training points."""
    points = dataset.training_points
    return list(zip(points.min(axis=0).tolist(), points.max(axis=0).tolist(), strict=True))


def flattened(dataset: Dataset, plane: Plane) -> Dataset:
    """The same data set, its points where `plane` shows them."""
    return replace(
        dataset,
        training_points=_places(plane, dataset.training_points),
        test_points=_places(plane, dataset.test_points),
        feature_names=plane.names,
    )


def _places(plane: Plane, points: FloatArray) -> FloatArray:
    places = np.ascontiguousarray(plane.project(points))
    places.setflags(write=False)
    return places
