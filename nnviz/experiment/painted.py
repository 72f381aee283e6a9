"""From the points of a recipe to points of its own, which can be painted."""

from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.data.dataset import deal
from nnviz.data.lots import Numbers, numbers_for, with_new_numbers
from nnviz.data.packing import pack, pack_numbers
from nnviz.experiment.build import draw_points, own_numbers, split_of
from nnviz.experiment.class_names import free_name
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.quantity import RecipeError

MOST_PAINTED = 100_000
"""With more, a stroke could not be followed at frame rate."""

_TITLE = "Painted points"


@dataclass(frozen=True)
class Painting:
    """Points as they are painted on.

    Attributes
    ----------
    points : (n_points, 2)
    labels : (n_points,)
    numbers : (n_points,)
        Their own numbers, which decide who is tested on; `data.lots.NEW` for those that were just painted.
    """

    points: NDArray[np.float64]
    labels: NDArray[np.intp]
    numbers: Numbers


def paintable_points(data: DataSpec) -> Painting:
    """All points of a recipe, as they can be painted on; the numbers they get leave each a training or a test point.

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
    numbers = own_numbers(data)
    if numbers is None:
        training_rows, test_rows = deal(labels, split_of(data))
        numbers = numbers_for(np.concatenate([test_rows, training_rows]), data.seed)
    return Painting(points.astype(np.float64), labels, numbers)


def with_painted(data: DataSpec, painting: Painting, class_names: tuple[str, ...]) -> DataSpec:
    """The same data with these points for its own; of those there were, each stays a training or a test point.

    Parameters
    ----------
    data : DataSpec
    painting : Painting
    class_names : tuple[str, ...]
        At least two; some may be without points.

    Raises
    ------
    RecipeError
        Where there are too few or too many points.
    """
    features, packed = pack(painting.points, painting.labels)
    numbers = with_new_numbers(
        painting.numbers,
        painting.labels,
        test_share=data.test_share,
        seed=data.seed,
        by_class=data.split_by_class,
    )
    title = data.source.title if isinstance(data.source, OwnSource) else _TITLE
    colors = () if data.class_colors == tuple(range(len(data.class_colors))) else data.class_colors
    source = OwnSource(
        title=title,
        columns=data.feature_names,
        classes=class_names,
        features=features,
        labels=packed,
        colors=colors,
        numbers=pack_numbers(numbers),
    )
    return msgspec.structs.replace(data, source=source, clusters=())


def one_class_more(class_names: tuple[str, ...]) -> tuple[str, ...]:
    """The names with another, the first letter that none is called by."""
    return (*class_names, free_name(class_names))
