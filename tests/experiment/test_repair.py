import msgspec
import pytest

from nnviz.experiment.cluster_ellipse import repaired
from nnviz.experiment.data_spec import ClusterSpec
from nnviz.experiment.presets import preset
from nnviz.experiment.repair import LastGood, repairs_of

C = preset("three-clusters").data.clusters[2]
GOOD = msgspec.structs.replace(C, covariance=((2.0, 0.5), (0.5, 1.0)))


def with_matrix(first: float, beside: float, second: float) -> ClusterSpec:
    return msgspec.structs.replace(C, covariance=((first, beside), (beside, second)))


def test_the_published_matrix_has_two_repairs_each_with_its_numbers():
    found = {repair.name: repair.covariance for repair in repairs_of(C, None)}
    assert found == {
        "The matrix the points are drawn from": ((0.75, 0.0), (0.0, 0.75)),
        "Nearest covariance (a line)": ((0.375, 0.375), (0.375, 0.375)),
    }


def test_what_was_good_before_can_be_had_back():
    names = [repair.name for repair in repairs_of(C, GOOD)]
    assert names[2:] == ["The last good one"]
    turned = msgspec.structs.replace(GOOD, covariance=((5.0, 0.5), (0.5, 0.25)), axes=((2.0, 1.0), (0.0, 0.5)))
    for before in (GOOD, turned):
        assert repaired(C, repairs_of(C, before)[2]) == before


@pytest.mark.parametrize(
    ("cluster", "shape"),
    [(with_matrix(1.0, 2.0, 1.0), "a line"), (with_matrix(-1.0, 0.0, -2.0), "a single place")],
)
def test_it_says_what_becomes_of_the_points(cluster: ClusterSpec, shape: str):
    assert repairs_of(cluster, None)[0].name == f"Nearest covariance ({shape})"
    for repair in repairs_of(cluster, None):
        assert repaired(cluster, repair).examined.is_valid


def test_the_last_good_state_is_that_before_the_matrix_was_spoilt():
    memory = LastGood()
    assert memory.see(GOOD) is GOOD
    assert memory.see(C) is GOOD
    assert memory.see(with_matrix(0.0, 0.8, 0.0)) is GOOD
    assert memory.see(msgspec.structs.replace(C, covariance=((0.0, 0.8), (0.8, 0.0)), name="Rose")) is GOOD


def test_another_cluster_in_its_place_has_no_good_state_yet():
    memory = LastGood()
    assert memory.see(C) is None
    memory.see(GOOD)
    assert memory.see(msgspec.structs.replace(C, name="D", n_points=7)) is None
