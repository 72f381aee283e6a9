"""Points of a person's own, painted or from a table, kept in the recipe itself: a document needs no other file."""

from typing import Annotated

from nnviz.data.limits import (
    FEWEST_CLASSES,
    FEWEST_FEATURES,
    FEWEST_POINTS,
    LONGEST_NAME,
    LONGEST_TITLE,
    MOST_CLASSES,
    MOST_FEATURES,
    MOST_POINTS,
)
from nnviz.experiment.quantity import Quantity, RecipeError, Spec, Text

_BYTES_A_FEATURE = 8
_BYTES_A_NUMBER = 4
_COLUMN_NAME = Text("Column name", LONGEST_NAME)
_CLASS_NAME = Text("Class name", LONGEST_NAME)
_COLORS = Quantity("Colours", 0, 9, "Numbers of the classes' colours in the palette.")
_POINTS = Quantity("Own points", FEWEST_POINTS, MOST_POINTS, "How many points there are.", "points")


class OwnSource(Spec, frozen=True, kw_only=True, tag="own"):
    """Points that were painted, pasted or read from a table; `data.packing` packs them.

    Attributes
    ----------
    title : str
        What they are called on the screen: the name of their table.
    columns : tuple[str, ...]
        Names of the 2 to 8 features.
    classes : tuple[str, ...]
        Names of the 2 to 10 classes; some may be without points.
    features, labels : bytes
        Base64 in a document.
    colors : tuple[int, ...]
        Those of the first classes, where they are not the palette's first.
    numbers : bytes
        The points' own numbers, which decide who is tested on (`data.lots`): painted points have them, so that a
        stroke leaves the others what they are. Empty where the rows decide, as in a table.
    """

    title: Annotated[str, Text("Title", LONGEST_TITLE)] = "Own points"
    columns: tuple[str, ...]
    classes: tuple[str, ...]
    features: bytes
    labels: bytes
    colors: Annotated[tuple[int, ...], _COLORS] = ()
    numbers: bytes = b""

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_names("column", self.columns, _COLUMN_NAME, FEWEST_FEATURES, MOST_FEATURES)
        _check_names("class", self.classes, _CLASS_NAME, FEWEST_CLASSES, MOST_CLASSES)
        _POINTS.check(self.n_points)
        if len(self.features) != self.n_points * len(self.columns) * _BYTES_A_FEATURE:
            raise RecipeError(f"the features are not {self.n_points:,} rows of {len(self.columns)} numbers")
        if max(self.labels) >= len(self.classes):
            raise RecipeError(f"there are {len(self.classes)} classes, but a point of class {max(self.labels) + 1}")
        self._check_features()
        if self.numbers:
            self._check_numbers()

    @property
    def n_points(self) -> int:
        """How many there are."""
        return len(self.labels)

    def _check_features(self) -> None:
        # Needed for own points alone; no other recipe should wait for NumPy before its window is painted.
        from nnviz.data.packing import find_unusable, unpack_points  # noqa: PLC0415

        if found := find_unusable(unpack_points(self.features, len(self.columns))):
            row, column = found
            raise RecipeError(f"{self.columns[column]} of point {row + 1:,} is no finite number between −1e12 and 1e12")

    def _check_numbers(self) -> None:
        # As above.
        import numpy as np  # noqa: PLC0415

        from nnviz.data.packing import unpack_numbers  # noqa: PLC0415

        if len(self.numbers) != self.n_points * _BYTES_A_NUMBER:
            raise RecipeError(f"the numbers of the points are not {self.n_points:,}")
        if len(np.unique(unpack_numbers(self.numbers))) < self.n_points:
            raise RecipeError("two points have the same number")


def _check_names(what: str, names: tuple[str, ...], limits: Text, fewest: int, most: int) -> None:
    if not fewest <= len(names) <= most:
        plural = "classes" if what == "class" else f"{what}s"
        raise RecipeError(f"there must be {fewest} to {most} {plural}, not {len(names)}")
    for name in names:
        limits.check(name)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise RecipeError(f"two {what} names are the same: {twice}")
