import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, precision_recall_fscore_support
from sklearn.metrics import confusion_matrix as reference_confusion

from nnviz.core.metrics import accuracy, class_scores, confusion_matrix
from tests.core.random_networks import seeds


@settings(deadline=None)
@given(seeds, st.integers(1, 50), st.integers(2, 6))
def test_accuracy_and_confusion_are_scikit_learns(seed: int, n_points: int, n_classes: int):
    generator = np.random.RandomState(seed)
    logits = generator.standard_normal((n_points, n_classes))
    labels = generator.randint(n_classes, size=n_points)
    predicted = logits.argmax(axis=1)
    assert accuracy(logits, labels) == accuracy_score(labels, predicted)
    counts = confusion_matrix(predicted, labels, n_classes)
    assert (counts == reference_confusion(labels, predicted, labels=range(n_classes))).all()


def test_rows_of_a_confusion_matrix_are_true_classes():
    assert confusion_matrix(np.array([2]), np.array([0]), 3).tolist() == [[0, 0, 1], [0, 0, 0], [0, 0, 0]]


def test_a_class_without_points_has_its_row_of_zeros():
    assert confusion_matrix(np.array([0, 0]), np.array([0, 0]), 2).tolist() == [[2, 0], [0, 0]]


def test_no_points_at_all_make_an_empty_table_of_the_right_size():
    nothing = np.array([], dtype=np.intp)
    assert confusion_matrix(nothing, nothing, 3).tolist() == [[0] * 3] * 3


@settings(deadline=None)
@given(seeds, st.integers(0, 30), st.integers(2, 5))
def test_precision_recall_and_f1_are_scikit_learns(seed: int, n_points: int, n_classes: int):
    generator = np.random.RandomState(seed)
    labels, predicted = generator.randint(n_classes, size=(2, n_points))
    counts = confusion_matrix(predicted, labels, n_classes)
    if n_points == 0:
        assert all(np.isnan(values).all() for values in class_scores(counts))
        return
    wanted = precision_recall_fscore_support(labels, predicted, labels=range(n_classes), zero_division=np.nan)
    for ours, theirs in zip(class_scores(counts), wanted[:3], strict=True):
        assert np.allclose(ours, theirs, equal_nan=True)


def test_a_class_that_neither_occurs_nor_is_predicted_has_no_scores():
    scores = class_scores(np.array([[3, 0, 1], [0, 0, 0], [1, 0, 5]]))
    assert np.isnan([values[1] for values in scores]).all()
    assert np.isfinite(np.delete(np.array(scores), 1, axis=1)).all()


def test_a_class_that_is_never_predicted_has_no_precision_but_recall_and_f1_of_zero():
    scores = class_scores(np.array([[0, 4], [0, 6]]))
    assert np.isnan(scores.precision[0])
    assert (scores.recall[0], scores.f1[0]) == (0.0, 0.0)
