"""Names of neurons, the same in sentences and pictures."""

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def subscript(number: int) -> str:
    """A whole number, 0 or more, in small figures below the line: 12 is ₁₂."""
    return str(number).translate(_SUBSCRIPTS)


def neuron_name(neuron: int) -> str:
    """What hidden neuron number `neuron` of its layer is called; they are counted from 0, and called from h₁ on."""
    return f"h{subscript(neuron + 1)}"
