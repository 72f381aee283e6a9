"""Formulas: numbers made from the features of a point, as a person types them.

A formula is parsed into a tree in which only arithmetic is allowed; nothing is ever run as a program. `inputs` computes
with it. In plain Python: a recipe is checked by it before NumPy has been loaded.
"""

import ast
import math
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

FUNCTIONS = ("abs", "cos", "exp", "log", "sign", "sin", "sqrt", "tan", "tanh")
"""What a formula may call, each with one number in and one out, named as in NumPy."""

CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}

LONGEST = 80
"""Characters of a formula."""

BINARY: Mapping[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
}
UNARY: Mapping[type[ast.unaryop], str] = {ast.UAdd: "positive", ast.USub: "negative"}

_SPELLINGS = str.maketrans(
    {
        **dict(zip("₁₂₃₄₅₆₇₈₉", "123456789", strict=True)),
        "−": "-",
        "·": "*",
        "×": "*",
        "÷": "/",
        "π": "pi",
        "²": "**2",
        "³": "**3",
        "^": "**",
    }
)
_FEATURE = re.compile(r"x([1-9])")


class FormulaError(ValueError):
    """A formula that is none; the message is one plain sentence."""


@dataclass(frozen=True)
class Formula:
    """A number made from the features of a point.

    Attributes
    ----------
    text : str
        As it was typed.
    tree : ast.expr
        Nothing but numbers, features, functions and arithmetic.
    """

    text: str
    tree: ast.expr

    @property
    def plain_feature(self) -> int | None:
        """Which feature it is (from 0), where it is one as it stands; else None."""
        return feature_of(self.tree.id) if isinstance(self.tree, ast.Name) else None


def parse_formula(text: str, n_features: int) -> Formula:
    """Understand what was typed.

    Parameters
    ----------
    text : str
        Such as ``x1 * x2``, ``sin(x₁)``, ``x1² + x2^2``.
    n_features : int
        Features that there are: x1 to x`n_features`.

    Raises
    ------
    FormulaError
        Says what is wrong with it.
    """
    if not text.strip() or len(text) > LONGEST or not text.isprintable():
        raise FormulaError(f"a formula has 1 to {LONGEST} characters, not {len(text)}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's, about programs that look like mistakes
            tree = ast.parse(text.strip().translate(_SPELLINGS), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise FormulaError(f"“{text}” is no formula: write one such as x1 * x2 or sin(x1)") from error
    _check(tree, text, n_features)
    return Formula(text, tree)


def feature_of(name: str) -> int | None:
    """The number, from 0, of the feature of this name; None where it is no feature."""
    found = _FEATURE.fullmatch(name)
    return int(found.group(1)) - 1 if found else None


def _check(tree: ast.expr, text: str, n_features: int) -> None:
    """Raise FormulaError at the first part that is no arithmetic."""
    match tree:
        case ast.Constant(value=int() | float() as value):
            if isinstance(value, bool) or not math.isfinite(value):  # True is an int to Python
                raise FormulaError(f"“{text}”: there is no number {str(value)[:20]}")
        case ast.Name(id=name):
            _check_name(name, text, n_features)
        case ast.UnaryOp(op=op, operand=operand) if type(op) in UNARY:
            _check(operand, text, n_features)
        case ast.BinOp(op=op, left=left, right=right) if type(op) in BINARY:
            _check(left, text, n_features)
            _check(right, text, n_features)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            _check(argument, text, n_features)
        case ast.Call(func=ast.Name(id=name)):
            known = ", ".join(FUNCTIONS)
            raise FormulaError(f"“{text}”: {name} is no function of one number there is; there are {known}")
        case _:
            raise FormulaError(f"“{text}”: use numbers, features (x1), + − * / ^, parentheses and functions only")


def _check_name(name: str, text: str, n_features: int) -> None:
    number = feature_of(name)
    if number is None and name not in CONSTANTS:
        raise FormulaError(f"“{text}”: {name} is unknown; the features are x1 to x{n_features}")
    if number is not None and number >= n_features:
        raise FormulaError(f"“{text}”: there is no {name}; the features are x1 to x{n_features}")
