"""What becomes of a network whose weights all begin at zero."""

from nnviz.experiment.network_spec import LayerSpec, NetworkSpec, ZerosStart
from nnviz.ui.fields.numbers import format_number
from nnviz.ui.panels.layer_row import ACTIVATION_TITLES

_NEVER_ZERO = ("sigmoid", "softplus")

_ALIKE = "All neurons of a layer are alike, get the same gradient and stay alike: symmetry never breaks."
_UNTIL_DROPOUT = (
    "All neurons of a layer are alike and get the same gradient. Only dropout, which silences some of them by lot, "
    "makes them differ."
)


def zeros_warning(network: NetworkSpec) -> str | None:
    """Say what will happen, in plain words; None where weights of zero do no harm, or there are none.

    With all weights at zero every hidden layer puts out f(b) whatever the point, b being the bias it starts from.
    Where that is 0, the weights behind it have a gradient of 0, and so has all before them, since the error signal
    comes back through those weights: nothing ever moves them.
    """
    if not isinstance(network.initial_weights, ZerosStart) or not network.hidden_layers:
        return None
    bias = network.initial_bias
    silent = [number for number, layer in enumerate(network.hidden_layers, 1) if _puts_out_zero(layer, bias)]
    if not silent:
        return _UNTIL_DROPOUT if any(layer.dropout > 0 for layer in network.hidden_layers) else _ALIKE
    title = ACTIVATION_TITLES[network.hidden_layers[silent[0] - 1].activation]
    which = "the hidden layer" if len(network.hidden_layers) == 1 else f"hidden layer {silent[0]}"
    written = format_number(bias).replace("-", "−")
    return f"{_ALIKE} And with {title} and biases of {written} {which} puts out 0: it never wakes at all."


def _puts_out_zero(layer: LayerSpec, bias: float) -> bool:
    """Whether the layer's activation makes 0 of this score."""
    if layer.activation in _NEVER_ZERO:
        return False
    return bias <= 0 if layer.activation == "relu" else bias == 0
