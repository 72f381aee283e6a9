"""From the points of a recipe to points of its own, which can be painted."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.data.packing import pack
from nnviz.experiment.build import draw_points
from nnviz.experiment.class_names import free_name
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.quantity import RecipeError

MOST_PAINTED = 100_000
"""With more, a stroke could not be followed at frame rate."""

_TITLE = "Painted points"


def paintable_points(data: DataSpec) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """All points of a recipe, (n_points, 2), and their labels, as they can be painted on.

    Raises
    ------
    RecipeError
        Where they cannot: a picture has two features, and a hand's patience an end.
    """
    if data.n_features > 2:
        raise RecipeError("only points with two features can be painted: choose another preset or table")
    if data.n_points > MOST_PAINTED:
        raise RecipeError(
            f"{data.n_points:,} points are too many to paint on; up to {MOST_PAINTED:,} can be: draw fewer first"
        )
    points, labels = draw_points(data)
    return points.astype(np.float64), labels


def with_painted(
    data: DataSpec, points: NDArray[np.float64], labels: NDArray[np.intp], class_names: tuple[str, ...]
) -> DataSpec:
    """The same data with these points for its own.

    Parameters
    ----------
    data : DataSpec
    points : (n_points, 2)
    labels : (n_points,)
    class_names : tuple[str, ...]
        At least two; some may be without points.

    Raises
    ------
    RecipeError
        Where there are too few or too many points.
    """
    features, packed = pack(points, labels)
    title = data.source.title if isinstance(data.source, OwnSource) else _TITLE
    colors = () if data.class_colors == tuple(range(len(data.class_colors))) else data.class_colors
    source = OwnSource(
        title=title,
        columns=data.feature_names,
        classes=class_names,
        features=features,
        labels=packed,
        colors=colors,
    )
    return msgspec.structs.replace(data, source=source, clusters=())


def one_class_more(class_names: tuple[str, ...]) -> tuple[str, ...]:
    """The names with another, the first letter that none is called by."""
    return (*class_names, free_name(class_names))
