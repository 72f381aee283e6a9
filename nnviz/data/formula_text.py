"""Formulas as they are read, x₁² + x₂² for x1^2 + x2^2, and what can be said of them without a single point."""

import ast
from collections.abc import Sequence
from typing import cast

from nnviz.data.formula import Formula, feature_of

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LONGEST_RAISED = 2

# How tightly the parts of a formula hold together: looser ones stand in parentheses within tighter ones.
_SUM, _PRODUCT, _SIGN, _POWER, _CALL, _ATOM = range(6)


def pretty_formula(formula: Formula) -> str:
    """The formula as a textbook would print it."""
    return _written(formula.tree)[0]


def input_names(formulas: Sequence[Formula], feature_names: Sequence[str]) -> tuple[str, ...]:
    """What the network's inputs are called: features by their names, formulas as they are read.

    Parameters
    ----------
    formulas : Sequence[Formula]
        None of them where the features are the inputs as they are.
    feature_names : (n_features,)
    """
    if not formulas:
        return tuple(feature_names)
    plain = [formula.plain_feature for formula in formulas]
    pairs = zip(plain, formulas, strict=True)
    return tuple(pretty_formula(formula) if number is None else feature_names[number] for number, formula in pairs)


def features_in(formula: Formula) -> tuple[int, ...]:
    """Numbers, from 0, of the features it is made from, in order."""
    names = {node.id for node in ast.walk(formula.tree) if isinstance(node, ast.Name)}
    return tuple(sorted(number for name in names if (number := feature_of(name)) is not None))


def meaning(formula: Formula) -> str:
    """The same for all spellings of it: x1^2, x1**2 and x₁² mean one thing."""
    return ast.dump(formula.tree)


def feature_name(number: int) -> str:
    """What the feature of this number, from 0, is called in formulas: x₁ for 0."""
    return "x" + str(number + 1).translate(_LOWERED)


def _written(tree: ast.expr) -> tuple[str, int]:
    """A part of a formula, and how tightly it holds together."""
    match tree:
        case ast.Name(id=name):
            number = feature_of(name)
            return (name.replace("pi", "π") if number is None else feature_name(number)), _ATOM
        case ast.UnaryOp(op=op, operand=operand):
            return ("−" if isinstance(op, ast.USub) else "+") + _within(operand, _SIGN, behind=True), _SIGN
        case ast.BinOp():
            return _written_pair(tree)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return _written_call(name, argument)
        case _:
            return str(cast("ast.Constant", tree).value).replace("e-", "e−"), _ATOM


def _written_pair(pair: ast.BinOp) -> tuple[str, int]:
    left, right = pair.left, pair.right
    match pair.op:
        case ast.Add() | ast.Sub():
            sign = "+" if isinstance(pair.op, ast.Add) else "−"
            return f"{_within(left, _SUM)} {sign} {_within(right, _PRODUCT, behind=True)}", _SUM
        case ast.Mult():
            between = "" if _stands_close(left) and _stands_close(right, behind=True) else " · "
            return f"{_within(left, _PRODUCT)}{between}{_within(right, _POWER, behind=True)}", _PRODUCT
        case ast.Div():
            return f"{_within(left, _PRODUCT)} / {_within(right, _POWER, behind=True)}", _PRODUCT
        case _:
            return _within(left, _ATOM) + (_raised(right) or f"^{_within(right, _POWER, behind=True)}"), _POWER


def _written_call(name: str, argument: ast.expr) -> tuple[str, int]:
    inside, bond = _written(argument)
    if name == "abs":
        return f"|{inside}|", _ATOM
    if name == "sqrt":
        return "√" + (inside if bond == _ATOM else f"({inside})"), _CALL
    return (f"{name} {inside}" if bond == _ATOM else f"{name}({inside})"), _CALL


def _within(tree: ast.expr, tightness: int, *, behind: bool = False) -> str:
    """In parentheses where it would fall apart beside its neighbours, or two signs would meet."""
    text, bond = _written(tree)
    return f"({text})" if bond < tightness or (behind and text[0] in "−+") else text


def _stands_close(tree: ast.expr, *, behind: bool = False) -> bool:
    """Whether a factor needs no sign beside it: x₁x₂, 2x₁², but no number behind another and no function."""
    match tree:
        case ast.Name(id=name):
            return name != "e"  # beside a number it would be a power of ten
        case ast.Constant(value=value):
            return not behind and "e" not in str(value)
        case ast.BinOp(op=ast.Pow(), left=base, right=exponent):
            return _stands_close(base, behind=behind) and _raised(exponent) is not None
        case ast.BinOp(op=ast.Mult(), left=left, right=right):
            return not behind and _stands_close(left) and _stands_close(right, behind=True)
        case _:
            return False


def _raised(exponent: ast.expr) -> str | None:
    """A small whole exponent in small figures above the line; None for any other."""
    match exponent:
        case ast.Constant(value=int() as value):
            figures = str(value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            figures = f"-{value}"
        case _:
            return None
    return figures.translate(_RAISED) if len(figures) <= _LONGEST_RAISED else None
