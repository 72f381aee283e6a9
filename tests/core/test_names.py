from nnviz.core.names import neuron_name, subscript


def test_figures_stand_below_the_line() -> None:
    assert subscript(0) == "₀"
    assert subscript(1234567890) == "₁₂₃₄₅₆₇₈₉₀"


def test_neurons_are_counted_from_zero_and_called_from_one() -> None:
    assert [neuron_name(neuron) for neuron in (0, 1, 255)] == ["h₁", "h₂", "h₂₅₆"]
