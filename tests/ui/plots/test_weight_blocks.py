import msgspec
import numpy as np

from nnviz.experiment.experiment import Experiment
from nnviz.ui.plots.network_places import WeightPlace
from nnviz.ui.plots.weight_blocks import Ends, blocks_of
from tests.ui.plots.moments import moment, with_hidden

CLASSES = ("Rose", "Lily", "Tulip")
ENDS = Ends(("x₁", "x₂"), CLASSES)


def test_without_hidden_layers_inputs_go_to_classes(small_experiment: Experiment) -> None:
    snapshot = moment(with_hidden(small_experiment))
    (block,) = blocks_of(snapshot, ENDS)
    assert block.title == "W₁  input → output  (2 × 3)"
    assert block.row_names == ("x₁", "x₂", "bias")
    assert block.column_names == CLASSES
    np.testing.assert_array_equal(block.values, np.vstack([snapshot.weights[0], snapshot.biases[0]]))


def test_one_hidden_layer_is_called_hidden(small_experiment: Experiment) -> None:
    first, last = blocks_of(moment(with_hidden(small_experiment, 4)), ENDS)
    assert first.title == "W₁  input → hidden  (2 × 4)"
    assert last.title == "W₂  hidden → output  (4 × 3)"
    assert first.column_names == ("h₁", "h₂", "h₃", "h₄")
    assert last.row_names == ("h₁", "h₂", "h₃", "h₄", "bias")
    assert last.column_names == CLASSES


def test_several_hidden_layers_are_numbered(small_experiment: Experiment) -> None:
    blocks = blocks_of(moment(with_hidden(small_experiment, 4, 12)), ENDS)
    assert [block.title for block in blocks] == [
        "W₁  input → hidden 1  (2 × 4)",
        "W₂  hidden 1 → hidden 2  (4 × 12)",
        "W₃  hidden 2 → output  (12 × 3)",
    ]
    assert blocks[1].column_names[-1] == "h₁₂"
    assert blocks[2].row_names == (*blocks[1].column_names, "bias")
    for block in blocks:
        assert block.values.shape == (len(block.row_names), len(block.column_names))


def test_inputs_have_their_own_names_and_are_called_standardised_where_they_are(small_experiment: Experiment) -> None:
    data = msgspec.structs.replace(small_experiment.data, inputs=("x1^2", "x1*x2", "sin(x1)"), standardized=True)
    snapshot = moment(with_hidden(msgspec.structs.replace(small_experiment, data=data), 4))
    names = ("x₁²", "x₁x₂", "sin x₁")
    block = blocks_of(snapshot, Ends(names, CLASSES, standardized=True))[0]
    assert block.title == "W₁  standardised input → hidden  (3 × 4)"
    assert block.row_names == (*names, "bias")


def test_every_weight_and_bias_has_a_name(small_experiment: Experiment) -> None:
    first, last = blocks_of(moment(with_hidden(small_experiment, 4)), ENDS)
    assert (first.name_of(WeightPlace(0, 1, 2)), first.noun_of(WeightPlace(0, 1, 2))) == (
        "x₂ → h₃",
        "weight x₂ → h₃ of layer 1",
    )
    assert (last.name_of(WeightPlace(1, 4, 0)), last.noun_of(WeightPlace(1, 4, 0))) == (
        "bias Rose",
        "bias Rose of layer 2",
    )
    assert (first.n_biases, last.n_biases) == (4, 3)
