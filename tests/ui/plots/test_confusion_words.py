import numpy as np
import pytest

from nnviz.core.metrics import class_scores
from nnviz.ui.plots.confusion_words import (
    accuracy_words,
    cell_sentence,
    percent,
    score_sentence,
    table_in_words,
)

COUNTS = np.array([[8, 2, 0], [0, 5, 0], [0, 0, 0]])
NAMES = ("A", "B", "C")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0.0 %"),
        (1.0, "100.0 %"),
        (0.1234, "12.3 %"),
        (1e-9, "<0.1 %"),
        (1 - 1e-9, ">99.9 %"),
        (float("nan"), "–"),
    ],
)
def test_a_share_is_all_or_nothing_only_where_it_is(share: float, text: str) -> None:
    assert percent(share) == text


def test_a_cell_says_how_many_and_of_whom() -> None:
    assert cell_sentence(COUNTS, NAMES, 0, 0) == "Of the 10 points of class A, 8 are rightly predicted as A: 80.0 %."
    assert cell_sentence(COUNTS, NAMES, 0, 1) == "Of the 10 points of class A, 2 are wrongly predicted as B: 20.0 %."
    assert cell_sentence(COUNTS, NAMES, 2, 1) == "There is no point of class C here."


def test_scores_say_what_they_are_shares_of() -> None:
    assert score_sentence(COUNTS, NAMES, 1, 0).endswith("of the 7 points predicted as B, 5 are B: 71.4 %.")
    assert score_sentence(COUNTS, NAMES, 0, 1).endswith("of the 10 points of class A, 8 are predicted as A: 80.0 %.")
    assert "F1 of A: 88.9 %" in score_sentence(COUNTS, NAMES, 0, 2)


@pytest.mark.parametrize("score", [0, 1, 2])
def test_nothing_over_nothing_is_explained(score: int) -> None:
    sentence = score_sentence(COUNTS, NAMES, 2, score)
    assert "–" in sentence
    assert "0/0" in sentence


def test_the_accuracy_is_what_stands_on_the_diagonal() -> None:
    assert accuracy_words(COUNTS)[0] == "Accuracy 86.7 % · 13 of 15"
    assert accuracy_words(np.zeros((2, 2), dtype=int))[0] == "Accuracy –"


def test_the_table_can_be_read_out() -> None:
    words = table_in_words(COUNTS, NAMES, class_scores(COUNTS))
    assert "True A, predicted: A 8, B 2, C 0; precision 100.0 %, recall 80.0 %, F1 88.9 %." in words
    assert words.endswith("precision –, recall –, F1 –.")
