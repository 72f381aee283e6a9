import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from nnviz.core.activations import ACTIVATIONS, ELU, IDENTITY, LEAKY_RELU, RELU, SIGMOID, SOFTPLUS, TANH, Activation

SCORES = np.array([[-30.0, -2.0, -0.5, -1e-9], [1e-9, 0.25, 3.0, 30.0]])
KINKED = ("relu", "leaky-relu")
every_activation = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=lambda activation: activation.name)


def derivative(activation: Activation, scores: np.ndarray) -> np.ndarray:
    return activation.derivative(scores, activation.function(scores))


# --- what each makes of its score


@pytest.mark.parametrize(
    ("activation", "formula"),
    [
        (RELU, lambda z: z * (z > 0.0)),
        (LEAKY_RELU, lambda z: np.where(z > 0.0, z, z / 100.0)),
        (ELU, lambda z: np.where(z > 0.0, z, np.exp(z) - 1.0)),
        (TANH, lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))),
        (SIGMOID, expit),
        (SOFTPLUS, lambda z: np.log(1.0 + np.exp(z))),
        (IDENTITY, lambda z: z),
    ],
    ids=lambda value: value.name if isinstance(value, Activation) else "",
)
def test_an_activation_is_its_formula(activation: Activation, formula):
    np.testing.assert_allclose(activation.function(SCORES), formula(SCORES), rtol=1e-13, atol=2e-16)


@pytest.mark.parametrize(
    ("activation", "outputs"),
    [
        (RELU, [0.0, 0.0, 0.0, 2.0]),
        (LEAKY_RELU, [-0.02, -0.01, 0.0, 2.0]),
        (ELU, [-0.8646647167633873, -0.6321205588285577, 0.0, 2.0]),
        (TANH, [-0.9640275800758169, -0.7615941559557649, 0.0, 0.9640275800758169]),
        (SIGMOID, [0.11920292202211755, 0.2689414213699951, 0.5, 0.8807970779778825]),
        (SOFTPLUS, [0.1269280110429725, 0.3132616875182228, 0.6931471805599453, 2.1269280110429727]),
        (IDENTITY, [-2.0, -1.0, 0.0, 2.0]),
    ],
    ids=lambda value: value.name if isinstance(value, Activation) else "",
)
def test_a_few_outputs_are_known_by_heart(activation: Activation, outputs: list[float]):
    np.testing.assert_allclose(activation.function(np.array([-2.0, -1.0, 0.0, 2.0])), outputs, rtol=1e-15, atol=1e-17)


@pytest.mark.parametrize(
    ("activation", "slope"),
    [(RELU, 0.0), (LEAKY_RELU, 0.01), (ELU, 1.0), (TANH, 1.0), (SIGMOID, 0.25), (SOFTPLUS, 0.5), (IDENTITY, 1.0)],
    ids=lambda value: value.name if isinstance(value, Activation) else "",
)
def test_at_exactly_0_there_is_a_slope_and_where_there_are_two_the_smaller_is_taken(
    activation: Activation, slope: float
):
    assert derivative(activation, np.zeros(1)).tolist() == [slope]


def test_near_0_elu_keeps_the_digits_that_an_exponential_minus_one_loses():
    assert ELU.function(np.array([-1e-12])).tolist() == [pytest.approx(-1e-12 + 0.5e-24, rel=1e-15)]


# --- slopes


@every_activation
@given(st.floats(-20.0, 20.0))
def test_a_derivative_is_the_slope_that_finite_differences_measure(activation: Activation, score: float):
    nudge = 1e-4
    if activation.name in KINKED and abs(score) <= 2.0 * nudge:
        return
    near, far = (
        float(np.diff(activation.function(np.array([score - h, score + h])))[0]) / (2.0 * h)
        for h in (nudge, 2.0 * nudge)
    )
    # ELU's slope has a corner at 0, where its curvature jumps: the difference is off by a share of the nudge.
    tolerance = 1e-4 if activation is ELU and abs(score) <= 2.0 * nudge else 1e-10
    assert derivative(activation, np.array([score]))[0] == pytest.approx(near + (near - far) / 3.0, abs=tolerance)


@every_activation
@given(st.floats(-700.0, 700.0), st.floats(-700.0, 700.0))
def test_no_activation_ever_falls(activation: Activation, one: float, other: float):
    low, high = activation.function(np.array(sorted((one, other))))
    assert low <= high
    assert (derivative(activation, np.array([one, other])) >= 0.0).all()


# --- whatever the score


@every_activation
def test_scores_of_a_million_neither_overflow_nor_lose_their_slope(activation: Activation):
    scores = np.array([-1e6, 1e6])
    with np.errstate(all="raise", under="ignore"):
        outputs, slopes = activation.function(scores), derivative(activation, scores)
    expected = {
        "relu": ([0.0, 1e6], [0.0, 1.0]),
        "leaky-relu": ([-1e4, 1e6], [0.01, 1.0]),
        "elu": ([-1.0, 1e6], [0.0, 1.0]),
        "tanh": ([-1.0, 1.0], [0.0, 0.0]),
        "sigmoid": ([0.0, 1.0], [0.0, 0.0]),
        "softplus": ([0.0, 1e6], [0.0, 1.0]),
        "identity": ([-1e6, 1e6], [1.0, 1.0]),
    }
    assert (outputs.tolist(), slopes.tolist()) == expected[activation.name]


@every_activation
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_activation_keeps_the_shape_and_the_precision_of_its_scores(activation: Activation, dtype: type):
    scores = SCORES.astype(dtype)
    before = scores.copy()
    outputs, slopes = activation.function(scores), derivative(activation, scores)
    assert outputs.shape == slopes.shape == scores.shape
    assert outputs.dtype == slopes.dtype == dtype
    assert (scores == before).all()
    np.testing.assert_allclose(outputs, activation.function(SCORES), rtol=1e-5, atol=1e-6)


# --- their names


def test_activations_are_listed_by_their_names():
    assert list(ACTIVATIONS) == ["relu", "leaky-relu", "elu", "tanh", "sigmoid", "softplus", "identity"]
    assert all(name == activation.name for name, activation in ACTIVATIONS.items())


def test_no_two_have_the_same_title():
    titles = {activation.title for activation in ACTIVATIONS.values()}
    assert len(titles) == len(ACTIVATIONS)
    assert all(title.strip() for title in titles)
