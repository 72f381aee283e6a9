"""The points that were drawn last: drawn again only where they would be others."""

import pytest

from nnviz.experiment.experiment import Experiment
from nnviz.session import drawn_points
from nnviz.session.drawn_points import DrawnPoints
from tests.session.recipes import with_data, with_first_cluster


def test_the_same_points_are_drawn_once(small_experiment: Experiment) -> None:
    points = DrawnPoints()
    assert points.dataset is None
    assert not points.are_of(small_experiment.data)
    dataset = points.draw(small_experiment.data)
    assert points.draw(small_experiment.data) is points.dataset is dataset
    assert points.draw(with_data(small_experiment, seed=9).data) is not dataset


def test_other_names_leave_the_points(small_experiment: Experiment) -> None:
    points = DrawnPoints()
    before = points.draw(small_experiment.data)
    renamed = with_first_cluster(small_experiment, name="Other").data
    assert points.are_of(renamed)
    after = points.draw(renamed)
    assert after.training_points is before.training_points
    assert after.class_names == ("Other", "B", "C")
    assert not points.are_of(with_data(small_experiment, seed=9).data)


def test_where_none_can_be_drawn_there_are_none(small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    points = DrawnPoints()
    points.draw(small_experiment.data)

    def refuse(_data: object) -> None:
        raise MemoryError

    monkeypatch.setattr(drawn_points, "build_dataset", refuse)
    with pytest.raises(MemoryError):
        points.draw(with_data(small_experiment, seed=9).data)
    assert points.dataset is None
