"""Inputs: what the network is fed for a point. Its features as they are, or numbers made from them."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from nnviz.data.formula import BINARY, CONSTANTS, UNARY, Formula, feature_of
from nnviz.data.limits import LARGEST_FEATURE

Floats = NDArray[np.floating[Any]]


class InputError(ValueError):
    """Points for which a formula has no number; the message is one plain sentence."""


@dataclass(frozen=True)
class InputMap:
    """From points to the network's inputs.

    Attributes
    ----------
    formulas : tuple[Formula, ...]
        One an input; none where the inputs are the features as they are.
    center, scale : (n_inputs,) or None
        Standardising: inputs less `center`, over `scale`; None where they stay as they are.
    """

    formulas: tuple[Formula, ...] = ()
    center: Floats | None = None
    scale: Floats | None = None

    @property
    def is_identity(self) -> bool:
        """Whether the inputs are the features as they are."""
        return not self.formulas and self.center is None

    def __call__(self, points: Floats) -> Floats:
        """The inputs of these points, (n_points, n_features) to (n_points, n_inputs)."""
        inputs = formula_values(self.formulas, points) if self.formulas else points
        if self.center is None or self.scale is None:
            return inputs
        return (inputs - self.center) / self.scale


def fit_inputs(formulas: Sequence[Formula], training_points: Floats, *, standardized: bool) -> InputMap:
    """The map of a recipe.

    Parameters
    ----------
    formulas : Sequence[Formula]
        None of them: the features as they are.
    training_points : (n_points, n_features)
        Mean and standard deviation are those of their inputs: nothing is learned from test points.
    standardized : bool
        Whether each input gets mean 0 and standard deviation 1; one that never varies is only centred.

    Raises
    ------
    InputError
        Where a formula has no number at one of the points.
    """
    plain = InputMap(tuple(formulas))
    inputs = plain(training_points)
    check_inputs(plain, training_points, inputs)
    if not standardized:
        return plain
    spread = inputs.std(axis=0)
    return InputMap(plain.formulas, inputs.mean(axis=0), np.where(spread > 0.0, spread, 1.0))


def check_inputs(inputs_of: InputMap, points: Floats, inputs: Floats) -> None:
    """Raise InputError where a formula has no number, or one beyond reason, at one of these points."""
    for column, formula in enumerate(inputs_of.formulas):
        unusable = ~(np.abs(inputs[:, column]) <= LARGEST_FEATURE)
        if unusable.any():
            first = points[int(np.argmax(unusable))]
            place = ", ".join(f"x{number} = {value:.6g}" for number, value in enumerate(first, 1))
            n_unusable = int(unusable.sum())
            at = f"{n_unusable:,} of {len(points):,} points, such as" if len(points) > 1 else "the point"
            raise InputError(f"the input {formula.text} has no number at {at} {place}: change the formula")


def formula_values(formulas: Sequence[Formula], points: Floats) -> Floats:
    """The number each formula gives for each point, (n_points, n_formulas); not finite where there is none."""
    values = np.empty((len(points), len(formulas)))
    with np.errstate(all="ignore"):
        for column, formula in enumerate(formulas):
            values[:, column] = _value(formula.tree, points)
    return values


def _value(tree: ast.expr, points: Floats) -> Floats | np.float64:
    match tree:
        case ast.Name(id=name):
            number = feature_of(name)
            return np.float64(CONSTANTS[name]) if number is None else points[:, number]
        case ast.UnaryOp(op=op, operand=operand):
            return _ufunc(UNARY[type(op)])(_value(operand, points))
        case ast.BinOp(op=op, left=left, right=right):
            return _ufunc(BINARY[type(op)])(_value(left, points), _value(right, points))
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return _ufunc(name)(_value(argument, points))
        case _:
            return np.float64(cast("float", cast("ast.Constant", tree).value))


def _ufunc(name: str) -> np.ufunc:
    return cast("np.ufunc", getattr(np, name))
