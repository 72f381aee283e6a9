import numpy as np
import pytest

from nnviz.data.tables import kept
from nnviz.data.tables.kept import KeptPoints


@pytest.mark.parametrize("n_at_once", [1, 3, 7, 50])
@pytest.mark.parametrize(("n_points", "every"), [(10, 1), (11, 2), (20, 2), (21, 4), (50, 8)])
def test_of_too_many_points_every_second_fourth_eighth_is_kept(
    monkeypatch: pytest.MonkeyPatch, n_at_once: int, n_points: int, every: int
):
    monkeypatch.setattr(kept, "MOST_POINTS", 10)
    points = np.arange(2.0 * n_points).reshape(n_points, 2)
    labels = np.arange(n_points) % 3
    found = KeptPoints()
    for start in range(0, n_points, n_at_once):
        found.add(points[start : start + n_at_once], labels[start : start + n_at_once])
    kept_points, kept_labels = found.all()
    assert found.n_seen == n_points
    assert len(kept_labels) <= 10
    assert found.every == every
    assert np.array_equal(kept_points, points[:: found.every])
    assert np.array_equal(kept_labels, labels[:: found.every])
