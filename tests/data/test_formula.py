import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnviz.data.formula import FUNCTIONS, FormulaError, parse_formula


@pytest.mark.parametrize(
    "text",
    ["x1", " x₁ ", "x1*x2", "x₁ · x₂", "x1^2", "x1²", "(x1 + x2)³", "-x1", "+x2", "−x1", "x1 ÷ 2", "π*x1", "1e-3 + 2"]
    + [f"{name}(x2)" for name in FUNCTIONS],
)
def test_arithmetic_is_understood(text: str):
    assert parse_formula(text, 2).text == text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "a formula has 1 to 80 characters, not 0"),
        ("x1+" * 40, "a formula has 1 to 80 characters, not 120"),
        ("x1\n", "characters"),
        ("x1 +", "“x1 \\+” is no formula: write one such as"),
        ("x3", "there is no x3; the features are x1 to x2"),
        ("y", "y is unknown; the features are x1 to x2"),
        ("sinh(x1)", "sinh is no function of one number there is; there are abs, cos"),
        ("sin(x1, x2)", "sin is no function of one number"),
        ("sin(x=x1)", "sin is no function of one number"),
        ("True", "there is no number True"),
        ("1e999", "there is no number inf"),
        ("2j", "use numbers"),
        ("'a'", "use numbers"),
        ("x1 < x2", "use numbers"),
        ("x1 if x2 else 0", "use numbers"),
        ("x1 % 2", "use numbers"),
        ("~x1", "use numbers"),
        ("[x1]", "use numbers"),
        ("x1.real", "use numbers"),
        ("__import__('os')", "__import__ is no function"),
        ("(lambda: 1)()", "use numbers"),
        ("x1 := 3", "is no formula"),
        ("((" * 30 + "x1", "is no formula"),
    ],
)
def test_anything_else_gets_a_sentence(text: str, complaint: str):
    with pytest.raises(FormulaError, match=complaint):
        parse_formula(text, 2)


@given(st.text("x123()+-*/^ .esinqrtabc₁²π·−", max_size=40))
@example("x1" + "**9" * 25)
def test_no_text_does_more_than_be_understood_or_refused(text: str):
    try:
        understood = parse_formula(text, 2).text
    except FormulaError as error:
        understood = str(error)
    assert text in understood or "characters" in understood


def test_a_plain_feature_is_known_for_one():
    assert parse_formula("x2", 2).plain_feature == 1
    assert parse_formula("(x₁)", 2).plain_feature == 0
    assert parse_formula("pi", 2).plain_feature is None
    assert parse_formula("x1 + 0", 2).plain_feature is None
