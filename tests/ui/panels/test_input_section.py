"""The line of the inputs, and what it opens."""

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from nnviz.experiment.build import build_dataset
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.ui.panels.input_section import InputSection
from nnviz.ui.theme import light
from tests.ui.fields.hands import Heard, click, put_on_screen


@pytest.fixture
def data(small_experiment: Experiment) -> DataSpec:
    return small_experiment.data


@pytest.fixture
def section(qtbot: QtBot) -> InputSection:
    section = InputSection()
    put_on_screen(qtbot, section)
    return section


def said(section: InputSection) -> tuple[str, str]:
    return section.fold._button.text(), section.fold._summary.text()


@pytest.mark.parametrize(
    ("inputs", "standardized", "line"),
    [
        ((), False, ("2 inputs", "x₁ and x₂")),
        ((), True, ("2 inputs", "x₁ and x₂, standardised")),
        (("x1*x2",), False, ("1 input", "x₁x₂")),
        (("x1", "x1^2", "sin(x2)"), False, ("3 inputs", "x₁, x₁² and sin x₂")),
        (tuple(f"x1^{n}" for n in range(2, 9)), True, ("7 inputs", "x₁², x₁³, x₁⁴, x₁⁵, x₁⁶ and 2 more, standardised")),
    ],
)
def test_it_names_the_inputs(
    section: InputSection, data: DataSpec, inputs: tuple[str, ...], standardized: bool, line: tuple[str, str]
):
    section.show_data(msgspec.structs.replace(data, inputs=inputs, standardized=standardized))
    assert said(section) == line


def test_it_is_closed_until_somebody_opens_it(qtbot: QtBot, section: InputSection, data: DataSpec):
    section.set_theme(light())
    section.show_data(data)
    section.show_dataset(build_dataset(data))
    assert section.choice is None
    click(qtbot, section.fold._button)
    choice = section.choice
    assert choice is not None
    assert choice.chips.chips[0]._map is not None
    heard = Heard(section.data_edited, section.refused)
    click(qtbot, choice.chips.chips[2])
    assert heard.take() == [(msgspec.structs.replace(data, inputs=("x1", "x2", "x1^2")), "the input x₁²")]


def test_open_it_follows_recipe_points_and_theme(qtbot: QtBot, section: InputSection, data: DataSpec):
    click(qtbot, section.fold._button)
    section.set_theme(light())
    section.show_data(msgspec.structs.replace(data, standardized=True))
    section.show_dataset(build_dataset(data))
    choice = section.choice
    assert choice is not None
    assert choice.standardized.isChecked()
    assert choice.chips.chips[0]._map is not None
