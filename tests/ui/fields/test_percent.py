import pytest

from nnviz.experiment.network_spec import LayerSpec
from nnviz.experiment.quantity import quantity
from nnviz.ui.fields.percent import as_percent, from_percent, percent_quantity


@pytest.mark.parametrize(("share", "percent"), [(0.0, 0.0), (0.07, 7.0), (0.29, 29.0), (0.999999, 99.9999), (1.0, 100)])
def test_a_share_and_its_percent_are_one_number(share: float, percent: float) -> None:
    assert as_percent(share) == percent
    assert from_percent(percent) == share


def test_the_range_is_that_of_the_recipe() -> None:
    dropout = quantity(LayerSpec, "dropout")
    percent = percent_quantity(dropout)
    assert (percent.low, percent.high, percent.unit) == (0, 90, "%")
    assert (percent.name, percent.help) == (dropout.name, dropout.help)
