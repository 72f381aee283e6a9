"""The points a recipe draws, kept until another recipe draws others."""

from dataclasses import replace

from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_dataset
from nnviz.experiment.data_spec import ClusterSpec, DataSpec


class DrawnPoints:
    """Draws a data set only where it has other points than the last: a million take a while."""

    def __init__(self) -> None:
        self._drawn: tuple[DataSpec, Dataset] | None = None

    @property
    def dataset(self) -> Dataset | None:
        """What was drawn last; None where nothing could be."""
        return self._drawn[1] if self._drawn else None

    def draw(self, data: DataSpec) -> Dataset:
        """The data set of a recipe."""
        self.rename(data)
        if self._drawn is None or self._drawn[0] != data:
            self._drawn = None  # where no other can be drawn, the old one must not be shown in its place
            self._drawn = (data, build_dataset(data))
        return self._drawn[1]

    def rename(self, data: DataSpec) -> None:
        """Call and colour the classes as `data` does, where it differs in nothing else."""
        if self._drawn is not None and self._drawn[0] != data and self.are_of(data):
            dataset = replace(self._drawn[1], class_names=data.class_names, class_colors=data.class_colors)
            self._drawn = (data, dataset)

    def are_of(self, data: DataSpec) -> bool:
        """Whether these are the points of `data`, whatever their classes are called there."""
        return self._drawn is not None and _nameless(self._drawn[0]) == _nameless(data)


def _nameless(data: DataSpec) -> list[object]:
    """What decides the points."""
    of_clusters = [_values(cluster, {"name", "color"}) for cluster in data.clusters]
    return [of_clusters, *_values(data, {"clusters"})]


def _values(spec: DataSpec | ClusterSpec, apart_from: set[str]) -> list[object]:
    return [getattr(spec, field) for field in spec.__struct_fields__ if field not in apart_from]
