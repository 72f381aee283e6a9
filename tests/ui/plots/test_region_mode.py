import pytest

from nnviz.ui.plots.network_places import NeuronPlace
from nnviz.ui.plots.region_mode import CLASSES, CONFIDENCE, RegionKind, RegionMode, mode_at, mode_of, shortened

COLUMNS = (("x₁", "x₂"), ("h₁", "h₂", "h₃"), ("h₁", "h₂"), ("A", "B & C"))
CLASS_B = RegionMode(RegionKind.CLASS, 1)
NEURON = RegionMode(RegionKind.NEURON, 2, 1)
ALL = [CONFIDENCE, CLASSES, CLASS_B, NEURON, RegionMode(RegionKind.NEURON, 1, 0)]


@pytest.mark.parametrize("mode", ALL)
def test_what_is_kept_is_found_again(mode: RegionMode) -> None:
    assert mode_of(mode.text) == mode


@pytest.mark.parametrize("text", ["", "klass", "class", "class x", "class -1", "class 1 2", "neuron 3", "neuron ² 1"])
def test_anything_else_is_confidence(text: str) -> None:
    assert mode_of(text) == CONFIDENCE


def test_a_mode_belongs_to_a_place_in_the_network_if_it_has_it() -> None:
    places = [mode.place_in(COLUMNS) for mode in ALL]
    assert places == [None, None, NeuronPlace(3, 1), NeuronPlace(1, 2), NeuronPlace(0, 1)]
    assert [mode_at(place, COLUMNS) for place in places if place] == ALL[2:]
    for gone in (
        RegionMode(RegionKind.CLASS, 2),
        RegionMode(RegionKind.NEURON, 2, 2),
        RegionMode(RegionKind.NEURON, 0, 3),
    ):
        assert gone.place_in(COLUMNS) is None
        assert gone.short(COLUMNS) == "confidence"
        assert gone.place_in(()) is None


def test_each_is_said_in_a_few_words() -> None:
    said = [mode.short(COLUMNS) for mode in ALL]
    assert said == ["confidence", "hard classes", "probability B & C", "output h₃", "input x₂"]
    assert CLASS_B.lack() == "There is no class number 2 here"
    assert NEURON.lack() == "There is no h₃ in a hidden layer 1 here"
    assert RegionMode(RegionKind.NEURON, 4, 0).lack() == "There is no input number 5 here"
    assert shortened("a name of many letters") == "a name of m…"
