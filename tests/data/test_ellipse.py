import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.data.ellipse import SMALLEST_SPREAD, Ellipse, covariance_of, principal_axes

numbers = st.floats(-10.0, 10.0)
spreads = st.floats(0.05, 10.0)
angles = st.floats(-math.pi, math.pi)
ellipses = st.builds(
    lambda x, y, first, second, angle, spin: Ellipse((x, y), ((first, 0.0), (0.0, second))).turned(angle + 0.0 * spin),
    numbers, numbers, spreads, spreads, angles, angles,
)  # fmt: skip


def transform(ellipse: Ellipse) -> np.ndarray:
    return np.array(ellipse.axes)


@given(ellipses)
def test_the_covariance_is_that_of_the_points(ellipse: Ellipse):
    np.testing.assert_allclose(ellipse.covariance, transform(ellipse) @ transform(ellipse).T, atol=1e-9)


@given(ellipses)
def test_principal_axes_are_those_of_the_eigenvalues(ellipse: Ellipse):
    values, vectors = np.linalg.eigh(ellipse.covariance)
    np.testing.assert_allclose(np.square(ellipse.spreads), values[::-1], rtol=1e-6, atol=1e-9)
    if values[1] - values[0] > 1e-3:
        assert abs(np.dot(ellipse.direction(0), vectors[:, 1])) == pytest.approx(1.0, abs=1e-6)
    assert np.dot(ellipse.direction(0), ellipse.direction(1)) == pytest.approx(0.0, abs=1e-12)


@given(spreads, spreads, angles)
def test_a_covariance_is_known_by_its_spreads_and_its_angle(first: float, second: float, angle: float):
    covariance = covariance_of((first, second), angle)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    np.testing.assert_allclose(covariance, turn @ np.diag([first**2, second**2]) @ turn.T, atol=1e-9)
    found, _ = principal_axes(covariance)
    assert found == pytest.approx(tuple(sorted((first, second), reverse=True)), rel=1e-5, abs=1e-6)


@given(ellipses, angles)
def test_a_turn_keeps_the_spreads_and_turns_every_point(ellipse: Ellipse, by: float):
    turned = ellipse.turned(by)
    assert turned.mean == ellipse.mean
    assert turned.spreads == pytest.approx(ellipse.spreads, rel=1e-5, abs=1e-7)
    turn = np.array([[math.cos(by), -math.sin(by)], [math.sin(by), math.cos(by)]])
    np.testing.assert_allclose(transform(turned), turn @ transform(ellipse), atol=1e-9)


@given(ellipses, spreads, spreads)
def test_other_spreads_are_taken_along_the_same_axes(ellipse: Ellipse, first: float, second: float):
    made = ellipse.with_spreads((first, second))
    for axis, spread in enumerate((first, second)):
        direction = np.array(ellipse.direction(axis))
        assert direction @ np.array(made.covariance) @ direction == pytest.approx(spread**2, rel=1e-5)


@given(ellipses, numbers, numbers, st.sampled_from([0, 1]), st.booleans())
def test_an_axis_follows_the_hand(ellipse: Ellipse, x: float, y: float, axis: int, keeps_shape: bool):
    made = ellipse.stretched_to(axis, (x, y), 2.0, keeps_shape=keeps_shape)
    direction = np.array(ellipse.direction(axis))
    across = np.array(ellipse.direction(1 - axis))
    wanted = max(abs(float(direction @ (np.array([x, y]) - ellipse.mean))) / 2, SMALLEST_SPREAD)
    assert direction @ np.array(made.covariance) @ direction == pytest.approx(wanted**2, rel=1e-5)
    old = ellipse.spreads[1 - axis]
    other = max(old * wanted / ellipse.spreads[axis], SMALLEST_SPREAD) if keeps_shape else old
    assert across @ np.array(made.covariance) @ across == pytest.approx(other**2, rel=1e-4)


@given(ellipses, angles, st.sampled_from([0, 1]))
def test_an_axis_turns_to_the_hand(ellipse: Ellipse, angle: float, axis: int):
    place = ellipse.mean[0] + 3 * math.cos(angle), ellipse.mean[1] + 3 * math.sin(angle)
    turned = ellipse.turned_to(axis, place)
    along = np.array([math.cos(angle), math.sin(angle)])
    assert along @ np.array(turned.covariance) @ along == pytest.approx(ellipse.spreads[axis] ** 2, rel=1e-4)


def test_a_hand_on_the_mean_points_nowhere():
    ellipse = Ellipse((1.0, 2.0), ((2.0, 0.0), (0.0, 1.0)))
    assert ellipse.turned_to(0, (1.0, 2.0)) is ellipse


def test_the_end_of_an_axis_is_so_many_deviations_out():
    ellipse = Ellipse((1.0, 2.0), ((3.0, 0.0), (0.0, 1.0)))
    assert ellipse.end(0, 2.0) == pytest.approx((7.0, 2.0))
    assert ellipse.end(1, 1.0) == pytest.approx((1.0, 3.0))
    assert ellipse.moved_to((0.0, 0.0)).end(0, 1.0) == pytest.approx((3.0, 0.0))


def test_a_hand_pulls_an_axis_longer_and_turns_it():
    ellipse = Ellipse((1.0, 2.0), ((3.0, 0.0), (0.0, 1.0)))
    assert ellipse.stretched_to(0, (13.0, 9.0), 2.0, keeps_shape=False).spreads == pytest.approx((6.0, 1.0))
    assert ellipse.stretched_to(0, (13.0, 9.0), 2.0, keeps_shape=True).spreads == pytest.approx((6.0, 2.0))
    assert ellipse.turned_to(0, (1.0, 5.0)).angle == pytest.approx(math.pi / 2)


def test_what_has_no_width_gets_one():
    flat = Ellipse((0.0, 0.0), ((2.0, 0.0), (0.0, 0.0)))
    assert flat.with_spreads((2.0, 0.5)).spreads == pytest.approx((2.0, 0.5))
    point = Ellipse((0.0, 0.0), ((0.0, 0.0), (0.0, 0.0)))
    grown = point.stretched_to(0, (2.0, 0.0), 2.0, keeps_shape=True)
    assert grown.spreads == pytest.approx((1.0, 0.0), abs=1e-9)


@given(ellipses, spreads, spreads, angles)
def test_another_covariance_moves_every_point_as_little_as_can_be(
    ellipse: Ellipse, first: float, second: float, angle: float
):
    wanted = covariance_of((first, second), angle)
    made = ellipse.with_covariance(wanted)
    assert made.mean == ellipse.mean
    np.testing.assert_allclose(made.covariance, wanted, rtol=1e-6, atol=1e-6)
    # The distance of Bures and Wasserstein between two normal distributions, by NumPy's eigenvalues.
    old, new = np.array(ellipse.covariance), np.array(wanted)
    shared = np.sqrt(np.maximum(np.linalg.eigvals(old @ new).real, 0.0)).sum()
    least = max(np.trace(old) + np.trace(new) - 2 * shared, 0.0)
    assert ((transform(made) - transform(ellipse)) ** 2).sum() == pytest.approx(least, rel=1e-4, abs=1e-4)


@given(ellipses)
def test_the_same_covariance_moves_no_point(ellipse: Ellipse):
    mirrored = Ellipse(
        ellipse.mean, ((ellipse.axes[0][0], -ellipse.axes[0][1]), (ellipse.axes[1][0], -ellipse.axes[1][1]))
    )
    for one in (ellipse, mirrored):
        np.testing.assert_allclose(one.with_covariance(one.covariance).axes, one.axes, rtol=1e-5, atol=1e-5)


def test_a_line_and_a_single_place_can_be_had_and_left():
    round_one = Ellipse((1.0, 2.0), ((1.0, 0.0), (0.0, 1.0)))
    for flat in (
        ((4.0, 2.0), (2.0, 1.0)),
        ((0.0, 0.0), (0.0, 3.0)),
        ((3.0, 0.0), (0.0, 0.0)),
        ((0.0, 0.0), (0.0, 0.0)),
    ):
        made = round_one.with_covariance(flat)
        np.testing.assert_allclose(made.covariance, flat, atol=1e-12)
        np.testing.assert_allclose(made.with_covariance(((1.0, 0.5), (0.5, 2.0))).covariance, ((1.0, 0.5), (0.5, 2.0)))
