"""The confusion matrix in words: every number in it as a sentence."""

import math
from collections.abc import Sequence

from nnviz.core.arrays import IntArray
from nnviz.core.metrics import ClassScores

SCORES = ("precision", "recall", "F1")


def percent(share: float) -> str:
    """A share between 0 and 1 as people read it, never rounded to all or nothing; "–" where there is none."""
    if math.isnan(share):
        return "–"
    if 0 < share < 0.0005:
        return "<0.1 %"
    if 0.9995 <= share < 1:
        return ">99.9 %"
    return f"{100 * share:.1f} %"


def cell_sentence(counts: IntArray, names: Sequence[str], label: int, predicted: int) -> str:
    """What the cell in row `label` and column `predicted` says."""
    n_points, n_class = int(counts[label, predicted]), int(counts[label].sum())
    if n_class == 0:
        return f"There is no point of class {names[label]} here."
    verdict = "rightly" if label == predicted else "wrongly"
    share = percent(n_points / n_class)
    return (
        f"Of the {n_class:,} points of class {names[label]}, {n_points:,} are {verdict} predicted as "
        f"{names[predicted]}: {share}."
    )


def score_sentence(counts: IntArray, names: Sequence[str], label: int, score: int) -> str:
    """What the precision (score 0), the recall (1) or the F1 (2) of class `label` says."""
    return (_precision, _recall, _f1)[score](counts, names[label], label)


def accuracy_words(counts: IntArray) -> tuple[str, str]:
    """The accuracy as a line, and as a sentence."""
    n_points, n_right = int(counts.sum()), int(counts.trace())
    if n_points == 0:
        return "Accuracy –", "There are no points to be right about (0 of 0)."
    share = percent(n_right / n_points)
    sentence = f"Accuracy: {n_right:,} of {n_points:,} points, those on the diagonal, are predicted rightly."
    return f"Accuracy {share} · {n_right:,} of {n_points:,}", sentence


def table_in_words(counts: IntArray, names: Sequence[str], scores: ClassScores) -> str:
    """Every row, for who cannot see the table."""
    rows = []
    for label, name in enumerate(names):
        cells = ", ".join(f"{names[place]} {count:,}" for place, count in enumerate(counts[label].tolist()))
        shares = ", ".join(
            f"{title} {percent(float(values[label]))}" for title, values in zip(SCORES, scores, strict=True)
        )
        rows.append(f"True {name}, predicted: {cells}; {shares}.")
    return " ".join(rows)


def _precision(counts: IntArray, name: str, label: int) -> str:
    n_predicted, n_right = int(counts[:, label].sum()), int(counts[label, label])
    if n_predicted == 0:
        return f"Precision of {name}: –, for no point is predicted as {name}: a share of nothing (0/0) is no number."
    share = percent(n_right / n_predicted)
    return f"Precision of {name}: of the {n_predicted:,} points predicted as {name}, {n_right:,} are {name}: {share}."


def _recall(counts: IntArray, name: str, label: int) -> str:
    n_true, n_right = int(counts[label].sum()), int(counts[label, label])
    if n_true == 0:
        return f"Recall of {name}: –, for there is no point of class {name}: a share of nothing (0/0) is no number."
    share = percent(n_right / n_true)
    return f"Recall of {name}: of the {n_true:,} points of class {name}, {n_right:,} are predicted as {name}: {share}."


def _f1(counts: IntArray, name: str, label: int) -> str:
    n_predicted, n_true, n_right = (
        int(number) for number in (counts[:, label].sum(), counts[label].sum(), counts[label, label])
    )
    if n_predicted + n_true == 0:
        return f"F1 of {name}: –, for no point is of class {name} and none is predicted as it (0/0)."
    share = percent(2 * n_right / (n_predicted + n_true))
    return (
        f"F1 of {name}: {share}. Precision and recall in one number, near the lower of the two: 2 × {n_right:,} right, "
        f"over {n_predicted:,} predicted + {n_true:,} true."
    )
