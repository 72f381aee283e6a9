import pytest

from nnviz.experiment.optimizer_spec import GradientDescentSpec
from nnviz.experiment.quantity import RecipeError
from nnviz.experiment.schedule_spec import ConstantSpec
from nnviz.experiment.training_spec import AllPointsBatch, DrawnBatch, InOrderBatch, ShuffledBatch, TrainingSpec


def a_training(**settings: object) -> TrainingSpec:
    return TrainingSpec(
        **({"learning_rate": 0.1, "l2_penalty": 0.0, "batch": InOrderBatch(size=5), "n_steps": 10} | settings)
    )


def test_trainings_of_the_same_settings_are_equal_and_can_be_looked_up():
    assert a_training() == a_training()
    assert hash(a_training()) == hash(a_training())


def test_kinds_of_batches_are_told_apart():
    kinds = [AllPointsBatch(), InOrderBatch(size=5), ShuffledBatch(size=5), DrawnBatch(size=5)]
    assert [[one == other for other in kinds] for one in kinds] == [[i == j for j in range(4)] for i in range(4)]


def test_where_nothing_else_is_said_training_is_the_original_experiments():
    training = a_training()
    assert (training.optimizer, training.schedule) == (GradientDescentSpec(), ConstantSpec())
    assert (training.warm_up, training.l1_penalty, training.batch_seed) == (0, 0.0, 0)
    assert (training.stop_at_loss, training.stop_at_accuracy, training.patience) == (None, None, None)
    assert training.precision == "float64"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("warm_up", -1, "Warm-up must be between 0 and 1,000,000, not −1"),
        ("l1_penalty", 10.5, "L1 penalty λ₁ must be between 0 and 10, not 10.5"),
        ("batch_seed", 2**32, "Batch seed must be between 0 and 4,294,967,295, not 4,294,967,296"),
        ("stop_at_loss", -0.1, "Stop at loss must be between 0 and 100, not −0.1"),
        ("stop_at_accuracy", 96.4, "Stop at accuracy must be between 0 and 1, not 96.4"),
        ("patience", 0, "Patience must be between 1 and 1,000,000, not 0"),
    ],
)
def test_what_is_out_of_range_is_refused_in_one_sentence(field: str, value: float, sentence: str):
    with pytest.raises(RecipeError, match=f"^{sentence}$"):
        a_training(**{field: value})


@pytest.mark.parametrize("field", ["stop_at_loss", "stop_at_accuracy", "patience"])
def test_a_rule_may_be_left_out(field: str):
    assert getattr(a_training(**{field: None}), field) is None
