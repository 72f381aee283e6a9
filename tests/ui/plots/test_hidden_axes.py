import numpy as np
import pytest

from nnviz.ui.plots.hidden_axes import NOTHING_CHOSEN, HiddenAxes, first_axes_of, fits

OUTPUTS = np.random.RandomState(1).standard_normal((50, 4)) * (5.0, 1.0, 3.0, 0.5)


def test_two_neurons_are_the_axes_and_give_them_their_names() -> None:
    plane = HiddenAxes(0, (3, 1)).plane(OUTPUTS)
    assert plane.names == ("h₄", "h₂")
    np.testing.assert_array_equal(plane.project(OUTPUTS), OUTPUTS[:, [3, 1]])


def test_components_keep_the_way_they_point() -> None:
    axes = HiddenAxes(0, None)
    first = axes.plane(OUTPUTS)
    assert first.names[0].startswith("component 1 (")
    np.testing.assert_allclose(axes.plane(OUTPUTS, first).directions, first.directions)
    turned = type(first)(first.origin, -first.directions, first.names)
    np.testing.assert_allclose(axes.plane(OUTPUTS, turned).directions, -first.directions)
    of_others = axes.plane(OUTPUTS[:, :3])
    np.testing.assert_allclose(axes.plane(OUTPUTS, of_others).directions, first.directions)


def test_a_single_neuron_has_one_axis() -> None:
    plane = first_axes_of(0, 1).plane(OUTPUTS[:, :1])
    assert plane.names == ("h₁", "")
    np.testing.assert_array_equal(plane.project(OUTPUTS[:, :1]), np.column_stack([OUTPUTS[:, 0], np.zeros(50)]))


@pytest.mark.parametrize(("n_neurons", "pair"), [(1, (0, 0)), (2, (0, 1)), (3, None), (8, None)])
def test_at_first_two_neurons_are_both_shown_and_more_by_their_components(
    n_neurons: int, pair: tuple[int, int] | None
) -> None:
    axes = first_axes_of(1, n_neurons)
    assert axes == HiddenAxes(1, pair)
    assert fits(axes, (5, n_neurons))


@pytest.mark.parametrize(
    ("axes", "sizes"),
    [
        (NOTHING_CHOSEN, (5, 5)),
        (HiddenAxes(1, None), (5,)),
        (HiddenAxes(0, None), (2,)),
        (HiddenAxes(0, (0, 4)), (4,)),
        (HiddenAxes(0, None), ()),
    ],
)
def test_what_a_network_does_not_have_does_not_fit(axes: HiddenAxes, sizes: tuple[int, ...]) -> None:
    assert not fits(axes, sizes)
