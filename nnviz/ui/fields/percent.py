"""Percent: a share between 0 and 1 of the recipe, as people say it."""

from nnviz.experiment.quantity import Quantity


def percent_quantity(share: Quantity) -> Quantity:
    """The quantity of a share, its range in percent."""
    return Quantity(share.name, 100 * share.low, 100 * share.high, share.help, "%")


def as_percent(share: float) -> float:
    """0.07 is 7, not 7.000000000000001."""
    return round(100 * share, 6)


def from_percent(percent: float) -> float:
    """The share that `as_percent` shows as `percent`."""
    return round(percent / 100, 8)
