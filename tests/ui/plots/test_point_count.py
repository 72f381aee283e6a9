import numpy as np
import pytest

from nnviz.core.regions import Rectangle
from nnviz.ui.plots import point_count
from nnviz.ui.plots.point_count import PointCount

AREA = Rectangle(-2.0, -1.0, 2.0, 3.0)


@pytest.fixture
def points() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(10_000, 2))


@pytest.fixture
def labels() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 3, 10_000)


def whole(count: PointCount) -> np.ndarray:
    while not count.is_whole:
        count.count_on()
    return count.counts


def expected(points: np.ndarray, labels: np.ndarray, shape: tuple[int, int]) -> list[np.ndarray]:
    """NumPy's own histograms; they count the upper edge of the last cell in, which no point here lies on."""
    limits = ((AREA.bottom, AREA.top), (AREA.left, AREA.right))
    return [
        np.histogram2d(points[labels == label, 1], points[labels == label, 0], bins=shape, range=limits)[0]
        for label in range(3)
    ]


@pytest.mark.parametrize("size", [50_000, 1_000, 999])
def test_it_is_a_histogram_of_each_class(
    points: np.ndarray, labels: np.ndarray, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(point_count, "SLICE", size)
    counts = whole(PointCount([(points, labels)], 3, AREA, (7, 11)))
    np.testing.assert_array_equal(counts, expected(points, labels, (7, 11)))


def test_several_kinds_are_counted_together(points: np.ndarray, labels: np.ndarray) -> None:
    kinds = [(points[:4_000], labels[:4_000]), (points[4_000:], labels[4_000:])]
    counts = whole(PointCount(kinds, 3, AREA, (7, 11)))
    np.testing.assert_array_equal(counts, expected(points, labels, (7, 11)))


def test_the_first_slice_is_an_estimate_of_the_whole(
    points: np.ndarray, labels: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(point_count, "SLICE", 2_000)
    count = PointCount([(points[labels.argsort()], np.sort(labels))], 3, AREA, (1, 1))
    count.count_on()
    assert not count.is_whole
    np.testing.assert_allclose(count.counts.ravel(), np.ravel(expected(points, labels, (1, 1))), rtol=0.1)


def test_single_precision_is_counted_as_it_is(points: np.ndarray, labels: np.ndarray) -> None:
    counts = whole(PointCount([(points.astype(np.float32), labels)], 3, AREA, (5, 5)))
    np.testing.assert_allclose(counts, expected(points, labels, (5, 5)), atol=1.0)  # one may lie on an edge


def test_before_the_first_slice_and_without_points_there_is_nothing(points: np.ndarray, labels: np.ndarray) -> None:
    assert PointCount([(points, labels)], 3, AREA, (2, 2)).counts.sum() == 0
    assert whole(PointCount([], 3, AREA, (2, 2))).sum() == 0


def test_points_that_are_beyond_all_numbers_are_outside() -> None:
    points = np.array([[np.inf, 0.0], [0.0, -np.inf], [1e308, 1e308], [0.5, 0.5]])
    counts = whole(PointCount([(points, np.zeros(4, dtype=np.intp))], 1, AREA, (2, 2)))
    assert counts.sum() == 1
