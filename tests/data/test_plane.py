import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA

from nnviz.data.plane import plane_of_components, plane_of_features

IRIS = load_iris().data
NAMES = ("a", "b", "c", "d")


@given(st.permutations(range(4)), st.lists(st.floats(-9, 9), min_size=4, max_size=4))
def test_a_plane_of_features_shows_them_and_holds_the_others(order: list[int], held: list[float]):
    first, second, *others = order
    plane = plane_of_features((first, second), held, NAMES)
    assert (plane.project(IRIS) == IRIS[:, [first, second]]).all()
    assert plane.names == (NAMES[first], NAMES[second])
    lifted = plane.lift(np.array([[1.5, -2.0]]))[0]
    assert (lifted[first], lifted[second]) == (1.5, -2.0)
    assert lifted[others].tolist() == [held[other] for other in others]


def test_a_place_stands_for_a_point_with_the_others_as_they_are_held():
    plane = plane_of_features((2, 0), [5.0, 6.0, 7.0, 8.0], NAMES)
    assert plane.names == ("c", "a")
    assert plane.lift(np.array([[1.5, -2.0]])).tolist() == [[-2.0, 6.0, 1.5, 8.0]]


def test_the_plane_of_components_is_scikit_learns():
    plane = plane_of_components(IRIS)
    reference = PCA(2).fit(IRIS)
    signs = np.sign((plane.directions * reference.components_).sum(axis=1))
    np.testing.assert_allclose(plane.project(IRIS), reference.transform(IRIS) * signs, atol=1e-10)
    assert plane.names == ("component 1 (92% of the variance)", "component 2 (5% of the variance)")


def test_of_fewer_points_than_features_they_are_the_same_ones():
    points = np.random.default_rng(3).normal(size=(12, 40)) * np.linspace(1, 5, 40)
    plane, wanted = plane_of_components(points), PCA(2).fit(points)
    np.testing.assert_allclose(np.abs((plane.directions * wanted.components_).sum(axis=1)), 1.0)
    np.testing.assert_allclose(np.linalg.norm(plane.directions, axis=1), 1.0)
    assert f"({wanted.explained_variance_ratio_[0]:.0%} of" in plane.names[0]


def test_components_look_to_where_their_largest_part_is_positive():
    for directions in (plane_of_components(IRIS).directions, plane_of_components(-IRIS).directions):
        assert (directions[[0, 1], np.abs(directions).argmax(axis=1)] > 0).all()


@given(st.integers(0, 10_000))
def test_a_place_of_a_plane_is_its_own_nearest(seed: int):
    generator = np.random.RandomState(seed)
    plane = plane_of_components(generator.normal(size=(20, 5)))
    places = generator.normal(size=(10, 2))
    np.testing.assert_allclose(plane.project(plane.lift(places)), places, atol=1e-10)


def test_points_all_alike_have_a_plane_too():
    plane = plane_of_components(np.ones((5, 3)))
    assert (plane.project(np.ones((5, 3))) == 0).all()
    assert plane.names[0] == "component 1 (0% of the variance)"
