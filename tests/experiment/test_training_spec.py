from nnviz.experiment.training_spec import AllPointsBatch, InOrderBatch, TrainingSpec


def test_trainings_of_the_same_settings_are_equal_and_can_be_looked_up():
    one = TrainingSpec(learning_rate=0.1, l2_penalty=0.0, batch=InOrderBatch(size=5), n_steps=10)
    other = TrainingSpec(learning_rate=0.1, l2_penalty=0.0, batch=InOrderBatch(size=5), n_steps=10)
    assert one == other
    assert hash(one) == hash(other)


def test_kinds_of_batches_are_told_apart():
    assert AllPointsBatch() != InOrderBatch(size=5)
