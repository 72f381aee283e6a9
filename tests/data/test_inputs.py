import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.preprocessing import StandardScaler

from nnviz.data.formula import CONSTANTS, FUNCTIONS, parse_formula
from nnviz.data.inputs import InputError, InputMap, check_inputs, fit_inputs, formula_values

POINTS = np.random.RandomState(0).normal(0.0, 2.0, (50, 2))
X1, X2 = POINTS.T


def values(text: str, points: np.ndarray = POINTS) -> np.ndarray:
    return formula_values([parse_formula(text, points.shape[1])], points)[:, 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x1", X1),
        ("x₂", X2),
        ("x1 * x2", X1 * X2),
        ("x1² + x2^2", X1**2 + X2**2),
        ("-x1^2", -(X1**2)),
        ("+x1 − x2 / 2", X1 - X2 / 2),
        ("2 * sin(pi * x1) ÷ e", 2 * np.sin(np.pi * X1) / np.e),
        ("2", np.full(50, 2.0)),
        ("2^3^2", np.full(50, 512.0)),
    ],
)
def test_a_formula_is_computed_as_written(text: str, expected: np.ndarray):
    np.testing.assert_allclose(values(text), expected, rtol=1e-14)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_are_numpys(name: str):
    points = np.abs(POINTS)
    assert (values(f"{name}(x1)", points) == getattr(np, name)(points[:, 0])).all()


FEATURES = st.sampled_from(["x1", "x2", "3", "0.5", "pi"])
TERMS = st.recursive(
    FEATURES,
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from("+-*/"), part).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
        st.tuples(st.sampled_from(["sin", "abs", "tanh"]), part).map(lambda parts: f"{parts[0]}({parts[1]})"),
    ),
    max_leaves=5,
).filter(lambda text: len(text) <= 80)


@given(TERMS)
def test_any_formula_is_what_python_makes_of_it(text: str):
    names = {"x1": X1, "x2": X2, **CONSTANTS, "sin": np.sin, "abs": np.abs, "tanh": np.tanh}
    with np.errstate(all="ignore"):
        try:
            expected = eval(text, {"__builtins__": {}}, names)  # noqa: S307 - the oracle
        except ZeroDivisionError:
            return
    np.testing.assert_array_equal(values(text), np.broadcast_to(expected, 50))


def test_without_formulas_the_inputs_are_the_points_themselves():
    inputs_of = fit_inputs((), POINTS, standardized=False)
    assert inputs_of.is_identity
    assert inputs_of(POINTS) is POINTS


def test_standardising_is_scikit_learns():
    inputs_of = fit_inputs((), POINTS, standardized=True)
    scaler = StandardScaler().fit(POINTS)
    others = POINTS[:7] + 3.0
    np.testing.assert_allclose(inputs_of(others), scaler.transform(others), rtol=1e-12)
    assert not inputs_of.is_identity


def test_standardising_comes_after_the_formulas():
    formulas = [parse_formula(text, 2) for text in ("x1^2", "x1 * x2", "7")]
    inputs = fit_inputs(formulas, POINTS, standardized=True)(POINTS)
    np.testing.assert_allclose(inputs.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(inputs.std(axis=0), [1.0, 1.0, 0.0], rtol=1e-12)  # what never varies is only centred


def test_a_formula_without_a_number_says_where():
    points = np.array([[1.0, 2.0], [-3.0, 4.5], [0.0, 0.0]])
    with pytest.raises(InputError, match=r"log\(x1\) has no number at 2 of 3 points, such as x1 = -3, x2 = 4.5"):
        fit_inputs([parse_formula("log(x1)", 2)], points, standardized=False)


def test_a_number_beyond_reason_is_none():
    with pytest.raises(InputError, match=r"has no number at the point x1 = 100, x2 = 0: change the formula"):
        fit_inputs([parse_formula("exp(x1)", 2)], np.array([[100.0, 0.0]]), standardized=False)


def test_inputs_that_are_numbers_are_let_through():
    formulas = (parse_formula("x1", 2),)
    check_inputs(InputMap(formulas), POINTS, formula_values(formulas, POINTS))
