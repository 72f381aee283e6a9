"""Formulas as they are read."""

import pytest

from nnviz.data.formula import Formula, parse_formula
from nnviz.data.formula_text import feature_name, features_in, input_names, meaning, pretty_formula


def formula(text: str) -> Formula:
    return parse_formula(text, 9)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("x1", "x₁"),
        ("x9", "x₉"),
        ("x1^2 + x2^2", "x₁² + x₂²"),
        ("x1*x2", "x₁x₂"),
        ("2*x1*x2", "2x₁x₂"),
        ("x1*2", "x₁ · 2"),
        ("2*pi*x1", "2πx₁"),
        ("2*e*x1", "2 · e · x₁"),
        ("x1**2*x2", "x₁²x₂"),
        ("2*x1^0.5", "2 · x₁^0.5"),
        ("x1*(x2*x3)", "x₁ · (x₂x₃)"),
        ("2*sin(x1)", "2 · sin x₁"),
        ("sin(x1)*x2", "sin x₁ · x₂"),
        ("sin(2*x1)", "sin(2x₁)"),
        ("sin(x1)^2", "(sin x₁)²"),
        ("abs(x1 - x2)^3", "|x₁ − x₂|³"),
        ("sqrt(x1)", "√x₁"),
        ("sqrt(x1^2+1)", "√(x₁² + 1)"),
        ("x1 - (x2 - 1)", "x₁ − (x₂ − 1)"),
        ("x1 - x2 - 1", "x₁ − x₂ − 1"),
        ("(x1 + x2)*x3", "(x₁ + x₂) · x₃"),
        ("x1/x2*x3", "x₁ / x₂ · x₃"),
        ("x1/(x2*x3)", "x₁ / (x₂x₃)"),
        ("-x1", "−x₁"),
        ("+x1", "+x₁"),
        ("-x1^2", "−x₁²"),
        ("(-x1)^2", "(−x₁)²"),
        ("-x1 + 1", "−x₁ + 1"),
        ("1 + -x1", "1 + (−x₁)"),
        ("-x1*x2", "−x₁ · x₂"),
        ("exp(-(x1^2 + x2^2)/2)", "exp(−(x₁² + x₂²) / 2)"),
        ("x1*-x2", "x₁ · (−x₂)"),
        ("x1^-x2", "x₁^(−x₂)"),
        ("--x1", "−(−x₁)"),
        ("x1^-1", "x₁⁻¹"),
        ("x1^12", "x₁¹²"),
        ("x1^123", "x₁^123"),
        ("x1^x2", "x₁^x₂"),
        ("x1^(x2+1)", "x₁^(x₂ + 1)"),
        ("(x1^2)^3", "(x₁²)³"),
        ("x1^2^3", "x₁^2³"),
        ("exp(-x1^2)", "exp(−x₁²)"),
        ("1e-9*x1", "1e−09 · x₁"),
    ],
)
def test_a_formula_is_read_as_a_textbook_prints_it(typed: str, read: str):
    assert pretty_formula(formula(typed)) == read


def test_inputs_are_called_by_the_names_of_their_features():
    names = ("petal length", "petal width")
    assert input_names((), names) == names
    some = [formula(text) for text in ("x2", "x1*x2")]
    assert input_names(some, names) == ("petal width", "x₁x₂")


def test_the_features_of_a_formula_are_found():
    assert features_in(formula("sin(x3) + pi*x1 - x3")) == (0, 2)
    assert features_in(formula("2")) == ()


def test_spellings_of_one_formula_mean_the_same():
    assert meaning(formula("x1^2")) == meaning(formula(" x₁² ")) == meaning(formula("(x1)**2"))
    assert meaning(formula("x1^2")) != meaning(formula("x2^2"))


def test_features_have_names_in_formulas():
    assert feature_name(0) == "x₁"
